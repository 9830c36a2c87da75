"""Hot reads: one or two statements an answer, values straight to the encoder.

Permission is decided by loading the project; every statement below names workspace and project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunchou.web.projects.models import Assignment, WorkItem
from yunchou.web.projects.plan import CLOCK_DAY, DAY

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from uuid import UUID

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project
    from yunchou.web.projects.rescheduling import Moved

#: what a row of the schedule holds, in the order of the answer
COLUMNS = (
    "id", "ref", "parent", "depth", "wbs", "name", "kind", "start", "finish", "duration",
    "natural", "total_float", "critical", "percent", "status", "assignees", "baseline_start",
    "baseline_finish", "deadline", "constraint", "constraint_date", "priority", "role",
    "deliverable", "version",
)  # fmt: skip
_STORED = (
    "id", "number", "parent_id", "depth", "wbs", "name", "kind", "start", "finish", "duration",
    "duration_unit", "calendar", "total_float", "critical", "percent", "status_id",
    "baseline_start", "baseline_finish", "deadline", "constraint", "constraint_date", "priority",
    "role", "deliverable", "version",
)  # fmt: skip


def rows(*, actor: Actor, project: Project, ids: Iterable[UUID] | None = None) -> list[list[Any]]:
    """Return work items as rows of `COLUMNS` in WBS order, all or some: two queries."""
    found = WorkItem.objects.of(actor).filter(project=project, trashed_at=None)
    people = Assignment.objects.of(actor).filter(project=project)
    if ids is not None:
        wanted = list(ids)
        found, people = found.filter(id__in=wanted), people.filter(item_id__in=wanted)
    assignees: dict[UUID, list[str]] = {}
    for item_id, member_id in people.values_list("item_id", "member_id"):
        assignees.setdefault(item_id, []).append(str(member_id))
    stored = list(found.order_by("position", "id").values_list(*_STORED))
    parents = {row[2] for row in stored}
    return [_row(row, project.key, parents, assignees) for row in stored]


def _row(
    row: tuple[Any, ...], key: str, parents: set[UUID | None], assignees: dict[UUID, list[str]]
) -> list[Any]:
    (
        item_id, number, parent, depth, wbs, name, kind, start, finish, duration, unit, calendar,
        total_float, critical, percent, status, base_start, base_finish, deadline, constraint,
        constraint_date, priority, role, deliverable, version,
    ) = row  # fmt: skip
    summary = kind == "phase" or item_id in parents
    natural = unit in {"ed", "eh"} or calendar == "natural_days"
    return [
        str(item_id), f"{key}-{number}", str(parent) if parent else None, depth, wbs, name,
        "summary" if summary else kind, start, finish,
        None if summary else days(duration, unit), natural, total_float, critical, percent,
        str(status), assignees.get(item_id, []), base_start, base_finish, deadline, constraint,
        constraint_date, priority, role, deliverable, version,
    ]  # fmt: skip


def days(minutes: int | None, unit: str) -> float | int | None:
    """Return a stored duration in days of its unit."""
    if minutes is None:
        return None
    value = minutes / (CLOCK_DAY if unit in {"ed", "eh"} else DAY)
    return int(value) if value == int(value) else round(value, 2)


def item(*, actor: Actor, project: Project, item_id: UUID) -> dict[str, Any] | None:
    """Return one work item as a mapping of `COLUMNS`."""
    found = rows(actor=actor, project=project, ids=[item_id])
    return dict(zip(COLUMNS, found[0], strict=True)) if found else None


def moved(
    entries: Iterable[Moved], versions: dict[UUID, int] | None = None
) -> list[dict[str, Any]]:
    """Return what moved as an answer tells it."""
    return [
        {
            "id": str(entry.id), "start": entry.start, "finish": entry.finish,
            "total_float": entry.total_float, "critical": entry.critical, "delta": entry.delta,
            "milestone": entry.milestone, "name": entry.name,
            **({"version": versions[entry.id]} if versions and entry.id in versions else {}),
        }
        for entry in entries
    ]  # fmt: skip


def late_days(finish: dt.date | None, today: dt.date, *, done: bool) -> int:
    """Return by how many calendar days an unfinished item has passed its finish."""
    return 0 if done or finish is None else max(0, (today - finish).days)
