"""The overview: on time, in budget, on target, what burns, what must I do.

Figures belong to the steps, which register them here; the rest is read from the work items and
the activity spine.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunchou.web.core import clock, sql
from yunchou.web.core.models import Activity
from yunchou.web.core.permissions import allows
from yunchou.web.projects import rollup, wording, workdays
from yunchou.web.projects.models import Assignment, Status, WorkItem
from yunchou.web.ui import shell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from yunchou.engine.calendars import WorkTime
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

MILESTONES, TO_DO, NEWS = 7, 6, 8
SOON = dt.timedelta(days=2)
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the strip: value, what stands beside and below it, light, rows behind it."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    tone: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the reader: a word for what it is, its name, what is known."""

    kind: str
    name: str
    end: str
    href: str
    tone: str = "act"
    critical: bool = False


_figures: dict[int, Callable[[Actor, Project], Figure | None]] = {}
_sentences: list[Callable[[Actor, Project], str]] = []
_waiting: list[Callable[[Actor, Project], list[Waiting]]] = []


def figure(order: int) -> Callable[[Callable[[Actor, Project], Figure | None]], Any]:
    """Register a step's figure of the strip at its place, None when there is nothing to say."""

    def register(function: Callable[[Actor, Project], Figure | None]) -> Any:
        _figures[order] = function
        return function

    return register


def sentence(function: Callable[[Actor, Project], str]) -> Callable[[Actor, Project], str]:
    """Register who says in one sentence what the project is for."""
    _sentences.append(function)
    return function


def waiting(
    function: Callable[[Actor, Project], list[Waiting]],
) -> Callable[[Actor, Project], list[Waiting]]:
    """Register a step's things that wait for the reader."""
    _waiting.append(function)
    return function


def page(actor: Actor, project: Project) -> dict[str, Any]:
    """Return all that the overview shows but the slots."""
    today = clock.today(project.timezone)
    milestones = _milestones(actor, project, today)
    figures = [_figures[order](actor, project) for order in sorted(_figures)]
    said = (say(actor, project) for say in _sentences)
    waits = [*to_do(actor, project, today), *(w for ask in _waiting for w in ask(actor, project))]
    waits.sort(key=lambda one: one.tone != "act")
    return {
        "goal": next((text for text in said if text), ""),
        "figures": [*(one for one in figures if one), *_hit(milestones, today)],
        "phases": _phases(actor, project),
        "milestones": _nearest(milestones), "milestone_count": len(milestones),
        "waiting": waits[:TO_DO], "waiting_count": len(waits),
        "news": news(actor, project), "year": today.year,
        "slots": [
            address for name in ("resources-panel",) if (address := shell.link(name, project))
        ],
        "doors": {
            name: shell.link(name, project)
            for name in ("schedule", "schedule-list", "document", "practices")
        },
        "may_work": allows(actor, "project.work", project.level),
    }  # fmt: skip


def _milestones(actor: Actor, project: Project, today: dt.date) -> list[dict[str, Any]]:
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None, kind="milestone")
    found = rows.order_by("finish", "position").values(
        "name", "number", "finish", "baseline_finish", "actual_finish", "total_float", "percent",
        "deadline", "status__category",
    )  # fmt: skip
    return [_milestone(row, project, today) for row in found]


def _milestone(row: Mapping[str, Any], project: Project, today: dt.date) -> dict[str, Any]:
    done = row["status__category"] == "done" or row["percent"] == 100
    planned = row["baseline_finish"] or row["finish"]
    actual = (row["actual_finish"] or row["finish"]) if done else None
    late = bool(row["finish"] and planned and row["finish"] > planned)
    missed = bool(row["finish"] and row["finish"] < today)
    tight = (row["total_float"] or 0) < 0
    past = bool(row["deadline"] and row["finish"] and row["finish"] > row["deadline"])
    state = "done" if done else "risk" if late or missed or tight or past else "ahead"
    return {
        "name": row["name"], "href": f"/p/{project.key}/t/{row['number']}", "state": state,
        "planned": planned, "actual": actual, "forecast": row["finish"] if late else None,
        "on_time": bool(actual and planned and actual <= planned),
    }  # fmt: skip


def _phases(actor: Actor, project: Project) -> list[dict[str, Any]]:
    """Return the phases with what of the work below them is done (`rollup` says how)."""
    done = rollup.of_project(actor, project)
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None, parent=None)
    found = rows.order_by("position").values("id", "wbs", "name", "number", "start", "finish")
    return [
        {**row, "href": f"/p/{project.key}/t/{row['number']}", "percent": done[stored]}
        for row in found
        if (stored := sql.stored(row["id"])) in done
    ]


def _hit(milestones: list[dict[str, Any]], today: dt.date) -> list[Figure]:
    if not milestones:
        return []
    due = [m for m in milestones if m["planned"] and m["planned"] <= today]
    reached = sum(m["state"] == "done" for m in milestones)
    kept = sum(m["on_time"] for m in due)
    risky = sum(m["state"] == "risk" for m in milestones)
    note = _("已到期 %(due)s 个，按期 %(kept)s 个") % {"due": len(due), "kept": kept}
    if risky:
        note = _("%(note)s，%(n)s 个有风险") % {"note": note, "n": risky}
    tone = "act" if kept < len(due) else "warn" if risky else "good"
    return [
        Figure(
            label=_("里程碑"), value=str(reached), unit=f"/ {len(milestones)}", note=note,
            tone=tone, href="#milestones",
        )
    ]  # fmt: skip


def _nearest(milestones: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the milestones around now: the last ones reached and those that come."""
    open_at = next(
        (at for at, row in enumerate(milestones) if row["state"] != "done"), len(milestones)
    )
    first = max(0, min(open_at - 2, len(milestones) - MILESTONES))
    return milestones[first : first + MILESTONES]


def to_do(actor: Actor, project: Project, today: dt.date) -> list[Waiting]:
    """Return the tasks that wait: blocked and overdue ones, and one's own that are due.

    Who plans the project sees everybody's blocked and overdue tasks, others their own.
    """
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None, kind="task")
    open_ = rows.filter(status__category__in=["todo", "doing"])
    due = open_.filter(Q(finish__lte=today + SOON) | ~Q(blocked_reason=""))
    above = WorkItem.objects.of(actor).filter(parent=OuterRef("id"), trashed_at=None)
    mine = Assignment.objects.of(actor).filter(item=OuterRef("id"), member_id=actor.member_id)
    found = (
        due.annotate(mine=Exists(mine), summary=Exists(above))
        .filter(summary=False)
        .order_by("finish", "position")
        .values("name", "number", "finish", "blocked_reason", "critical", "mine")[:200]
    )
    plans = allows(actor, "project.plan", project.level)
    work = workdays.of_project(actor, project)
    tasks = [(row, _wait(row, project, work, today)) for row in found]
    kept = [one for row, one in tasks if row["mine"] or (plans and one.tone == "act")]
    return sorted(kept, key=lambda one: (one.tone != "act", not one.critical))


def _wait(row: Mapping[str, Any], project: Project, work: WorkTime, today: dt.date) -> Waiting:
    left = (row["finish"] - today).days if row["finish"] else 0
    late = workdays.overdue(work, row["finish"], today)
    # over on Friday and seen on Sunday: no working day has gone by, and yet it is over
    kind, tone, end = _("逾期"), "act", workdays.late(late) if late else _("已过期")
    if row["blocked_reason"]:
        kind, end = _("受阻"), row["blocked_reason"][:20]
    elif left >= 0:
        kind, tone = _("我的"), "info"
        end = _("今天到期")
        if left > 0:
            end = ngettext("%(n)s 天后到期", "%(n)s 天后到期", left) % {"n": left}
    return Waiting(
        kind=kind, tone=tone, end=end, name=row["name"], critical=row["critical"],
        href=f"/p/{project.key}/t/{row['number']}",
    )  # fmt: skip


def news(actor: Actor, project: Project) -> list[dict[str, Any]]:
    """Return the week's changes in words, the newest first; repeated ones once."""
    since = clock.now() - WEEK
    rows = Activity.objects.of(actor).filter(stream_id=project.id, at__gte=since)
    names: dict[UUID, str] = dict(
        Status.objects.of(actor).filter(project=project).values_list("id", "name")
    )
    told: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    for row in rows.order_by("-seq")[: NEWS * 5]:
        text = wording.sentence(row, actor, project, names)
        if (row.actor_name, text) in seen:
            continue
        seen.add((row.actor_name, text))
        told.append({"who": row.actor_name, "text": text, "at": wording.when(row.at, project)})
        if len(told) == NEWS:
            break
    return told
