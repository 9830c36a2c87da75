"""What a project's dates hang on: a start, or a milestone and its day with counting back 倒排."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yunchou.messages import InputError
from yunchou.plan.scheduling import PlanSchedule, has_dates, schedule
from yunchou.plan.scheduling.calendars import CalendarBook
from yunchou.web.core import activity, clock
from yunchou.web.core.activity import undoer
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import require
from yunchou.web.core.writing import apply
from yunchou.web.projects import selectors as projects
from yunchou.web.projects.models import Project, WorkItem
from yunchou.web.projects.rescheduling import Moved, reschedule
from yunchou.web.schedule import selectors
from yunchou.web.schedule.models import ProjectCalendar
from yunchou.web.schedule.rescheduling import plain_day, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yunchou.plan.scheduling import Problem, Remedy
    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor

FRAME = frozenset({
    "planned_start", "anchor_item_id", "anchor_date", "anchor_backward", "status_date", "calendar",
})  # fmt: skip
_HUNG = frozenset({"planned_start", "anchor_item_id", "anchor_date", "anchor_backward"})
BUILTIN = ("cn_workdays", "natural_days", "24h")


@dataclass(frozen=True, slots=True)
class Framed:
    """What a new frame did: the change on the spine, what moved, how the plan looks now."""

    activity: Activity | None
    moved: list[Moved] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a schedule stands: dates, what cannot be kept, what could be shortened.

    Parameters
    ----------
    shortage_days
        Working days by which counting back begins before `earliest`; 0 when it does not.
    behind
        Tasks with negative float, the worst first, as (reference, name, days).
    moved
        Of a trial: how many tasks would have other dates.
    """

    start: dt.date | None = None
    finish: dt.date | None = None
    shortage_days: float = 0
    earliest: dt.date | None = None
    remedies: Sequence[Remedy] = ()
    problems: Sequence[Problem] = ()
    estimated_years: Sequence[int] = ()
    behind: Sequence[tuple[str, str, float]] = ()
    moved: int = 0
    refused: str = ""


@transaction.atomic
def set_frame(
    *,
    actor: Actor,
    project: Project,
    values: dict[str, Any],
    version: int | None,
    undoes: UUID | None = None,
) -> Framed:
    """Set what the dates hang on: start, or anchor task and date with 倒排; calendar; status date.

    The anchored day never moves: when counting back begins too early, `outlook` says by how much.
    """
    require(actor, "project.plan", project.level)
    wanted = _checked(actor, project, values)
    changes = apply(project, wanted, version=version, allowed=FRAME)
    if not changes:
        return Framed(None)
    if _HUNG & set(changes) and undoes is None:
        _check_anchor(project)
    moved = reschedule(actor, project, set())
    row = activity.record(
        actor=actor, stream_id=project.id, verb="schedule.framed", subject=project,
        label=project.name, changes=changes, undoes=undoes,
    )  # fmt: skip
    return Framed(row, moved)


def _checked(actor: Actor, project: Project, values: dict[str, Any]) -> dict[str, Any]:
    wanted = dict(values)
    anchor = wanted.get("anchor_item_id")
    if anchor is not None:
        item = projects.get_work_item(actor=actor, ref=UUID(str(anchor)))
        if item.project_id != project.id:
            raise projects.not_found()
        wanted["anchor_item_id"] = item.id
    if "calendar" in wanted and wanted["calendar"] not in dict(
        calendar_choices(actor=actor, project=project)
    ):
        raise DomainError("calendar.unknown", _("没有这个日历。"), "calendar")
    return wanted


def _check_anchor(project: Project) -> None:
    if project.anchor_backward and not (project.anchor_item_id and project.anchor_date):
        raise DomainError("anchor.incomplete", _("倒排需要同时选定锚定任务和日期。"), "anchor_date")
    if not (project.anchor_backward or project.planned_start):
        raise DomainError("start.missing", _("请填写项目开始日期。"), "planned_start")


def calendar_choices(*, actor: Actor, project: Project) -> list[tuple[str, str]]:
    """Return the calendars that a project can run on: (code, name)."""
    own = ProjectCalendar.objects.of(actor).filter(project=project, trashed_at=None)
    stated = dict(own.order_by("rank").values_list("code", "name"))
    words = {
        "cn_workdays": _("中国工作日（法定节假日和调休）"),
        "natural_days": _("每天（不休周末和节假日）"),
        "24h": _("全天候（24 小时）"),
    }
    builtin = [(code, words[code]) for code in BUILTIN if code not in stated]
    return builtin + [(code, name or words.get(code, code)) for code, name in stated.items()]


def milestones(*, actor: Actor, project: Project) -> list[tuple[str, str]]:
    """Return what can be anchored: milestones first in WBS order, (id, words)."""
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None, kind="milestone")
    found = rows.order_by("position").values_list("id", "number", "name")
    return [(str(pk), f"{project.key}-{number} {name}") for pk, number, name in found]


def outlook(*, actor: Actor, project: Project, values: dict[str, Any] | None = None) -> Outlook:
    """Return how the schedule stands, or would stand with another frame (nothing is written)."""
    trial = project
    if values is not None:
        trial = copy.copy(project)
        for name, value in _checked(actor, project, values).items():
            setattr(trial, name, value)
        _check_anchor(trial)
    elif not _may_miss(actor, project):
        return _quiet(actor, project)
    found = selectors.dating(actor=actor, project=trial)
    if not has_dates(found.plan):
        return Outlook()
    try:
        dated = schedule(found.plan, not_before=_earliest(trial))
    except InputError as error:
        return Outlook(refused=refusal(error).message)
    return _outlook(found, dated)


def _may_miss(actor: Actor, project: Project) -> bool:
    """Whether something has a date of its own: without one, nothing can be missed."""
    if project.anchor_backward and project.anchor_date is not None:
        return True
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None)
    wished = Q(deadline__isnull=False) | Q(constraint__in=_WISHES) | Q(manual=True)
    return rows.filter(wished).exists()


_WISHES = ("SNLT", "FNLT", "MSO", "MFO")


def _quiet(actor: Actor, project: Project) -> Outlook:
    """Return how a schedule stands that misses nothing, without dating it anew."""
    if project.start is None or project.finish is None:
        return Outlook()
    book = CalendarBook(selectors.frame_plan(actor=actor, project=project))
    years = range(project.start.year, project.finish.year + 1)
    return Outlook(
        start=project.start, finish=project.finish,
        estimated_years=[year for year in years if book[0].is_estimated(year)],
    )  # fmt: skip


def _earliest(project: Project) -> dt.date | None:
    """Return the first day on which work may begin: a project under way began when it did."""
    return clock.today(project.timezone) if project.state == "draft" else None


def _outlook(found: selectors.Dating, dated: PlanSchedule) -> Outlook:
    leaves = [line for line in dated.lines if not line.summary]
    behind = [line for line in leaves if line.total_float_days < 0 and line.critical]
    behind.sort(key=lambda line: line.total_float_days)
    moved = sum(
        not selectors.same_day(found.rows[line.id].start, plain_day(line.start))
        or not selectors.same_day(found.rows[line.id].finish, plain_day(line.finish))
        for line in leaves
    )
    return Outlook(
        start=plain_day(dated.start), finish=plain_day(dated.finish),
        shortage_days=dated.shortage_days, earliest=dated.earliest, remedies=dated.remedies,
        problems=dated.conflicts, estimated_years=_years(dated), moved=moved,
        behind=[(line.id, line.name, -line.total_float_days) for line in behind],
    )  # fmt: skip


def _years(dated: PlanSchedule) -> list[int]:
    first, last = plain_day(dated.start), plain_day(dated.finish)
    if first is None or last is None:
        return []
    return [year for year in dated.estimated_years if first.year <= year <= last.year]


@undoer("schedule.framed")
def _undo_framed(actor: Actor, row: Activity) -> None:
    project = projects.get_project_by_id(actor=actor, project_id=row.stream_id, need="project.plan")
    for name, (_before, after) in row.changes.items():
        if activity.plain(getattr(project, name)) != after:
            raise DomainError("undo.overtaken", _("之后又有人改过这一项，不能直接撤销。"), name)
    values: dict[str, Any] = {name: pair[0] for name, pair in row.changes.items()}
    for name in ("planned_start", "anchor_date", "status_date"):
        if values.get(name):
            values[name] = dt.date.fromisoformat(values[name])
    if values.get("anchor_item_id"):
        values["anchor_item_id"] = UUID(values["anchor_item_id"])
    set_frame(actor=actor, project=project, values=values, version=None, undoes=row.id)
