"""Keeping computed dates and numbers true after every change, inside its transaction."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from yunchou.engine.calendars import WorkTime
from yunchou.messages import InputError
from yunchou.plan.scheduling import PlanSchedule, has_dates, schedule
from yunchou.plan.scheduling.calendars import CalendarBook
from yunchou.web.core.errors import DomainError
from yunchou.web.projects.models import Project, WorkItem
from yunchou.web.projects.rescheduling import Moved
from yunchou.web.schedule import selectors

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from yunchou.web.core.permissions import Actor

_COMPUTED = ["start", "finish", "total_float", "free_float", "critical"]


def recompute(
    actor: Actor,
    project: Project,
    seeds: Collection[UUID],  # noqa: ARG001 (the whole network is dated: it takes milliseconds)
    structure: bool,  # noqa: FBT001 (the hook's signature)
) -> list[Moved]:
    """Number the tree anew if it changed, date the project, and write the rows that differ."""
    if structure:
        renumber(actor, project)
    plan = selectors.dating_plan(actor=actor, project=project)
    if not has_dates(plan):
        return []
    try:
        dated = schedule(plan)
    except InputError as error:
        text = error.text.in_(get_language() or "zh")
        raise DomainError(error.code, text, "schedule") from error
    moved = _write(actor, project, dated, WorkTime(CalendarBook(plan)[0]))
    _frame(actor, project, dated)
    return moved


def _write(actor: Actor, project: Project, dated: PlanSchedule, work: WorkTime) -> list[Moved]:
    """Write the computed columns that changed and say what moved."""
    lines = dated.by_id()
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None)
    stored = rows.only("id", "workspace_id", "kind", "name", *_COMPUTED)
    changed: list[WorkItem] = []
    moved: list[Moved] = []
    for item in stored:
        line = lines.get(str(item.id))
        if line is None:
            continue
        before = item.finish
        values = (
            _day(line.start), _day(line.finish), round(line.total_float_days, 2),
            round(line.free_float_days, 2), line.critical,
        )  # fmt: skip
        if values == tuple(getattr(item, name) for name in _COMPUTED):
            continue
        for name, value in zip(_COMPUTED, values, strict=True):
            setattr(item, name, value)
        changed.append(item)
        moved.append(
            Moved(
                id=item.id, start=item.start, finish=item.finish, total_float=item.total_float,
                critical=item.critical, delta=_delta(work, before, item.finish),
                milestone=item.kind == "milestone", name=item.name,
            )
        )  # fmt: skip
    WorkItem.objects.of(actor).bulk_update(changed, _COMPUTED, batch_size=400)
    return moved


def _day(at: dt.date | dt.datetime | None) -> dt.date | None:
    return at.date() if isinstance(at, dt.datetime) else at


def _delta(work: WorkTime, before: dt.date | None, after: dt.date | None) -> int:
    """Return by how many working days a finish moved; later is positive."""
    if before is None or after is None or before == after:
        return 0
    low, high = min(before, after), max(before, after)
    days = work.workdays_between(low + dt.timedelta(days=1), high)
    return days if after > before else -days


def _frame(actor: Actor, project: Project, dated: PlanSchedule) -> None:
    start, finish = _day(dated.start), _day(dated.finish)
    if (project.start, project.finish) != (start, finish):
        Project.objects.of(actor).filter(id=project.id).update(start=start, finish=finish)
        project.start, project.finish = start, finish


def renumber(actor: Actor, project: Project) -> None:
    """Number the tree anew: WBS, place and depth; rows that keep theirs are not written."""
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None)
    columns = ("id", "parent_id", "wbs", "position", "depth")
    children: dict[Any, list[tuple[Any, ...]]] = {}
    found = list(rows.order_by("rank", "id").values_list(*columns))
    known = {row[0] for row in found}
    for row in found:
        children.setdefault(row[1] if row[1] in known else None, []).append(row)
    changed: list[WorkItem] = []
    stack = [(row, str(n), 0) for n, row in enumerate(children.get(None, []), 1)][::-1]
    place = 0
    while stack:
        (item_id, _parent, wbs, position, depth), number, level = stack.pop()
        if (wbs, position, depth) != (number, place, level):
            changed.append(WorkItem(id=item_id, wbs=number[:60], position=place, depth=level))
        place += 1
        below = children.get(item_id, [])
        stack += [(row, f"{number}.{n}", level + 1) for n, row in enumerate(below, 1)][::-1]
    WorkItem.objects.of(actor).bulk_update(changed, ["wbs", "position", "depth"], batch_size=400)
