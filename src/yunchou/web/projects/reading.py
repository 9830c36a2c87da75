"""Hot reads: one or two statements an answer, values straight to the encoder.

Permission is decided by loading the project; every statement below names workspace and project.
"""

# ruff: noqa: S608 (SQL is put together from this file's own parts; values are parameters)
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunchou.web.core import sql
from yunchou.web.projects import rollup
from yunchou.web.projects.plan import CLOCK_DAY, DAY

if TYPE_CHECKING:
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


_TASKS = "SELECT " + ", ".join(f'w."{name}"' for name in _STORED) + " FROM projects_workitem w"
_PARENTS = "SELECT w.parent_id FROM projects_workitem w"
_PEOPLE = "SELECT a.item_id, a.member_id FROM projects_assignment a"
_CANCELLED = "SELECT s.id FROM projects_status s"
_LIVE = "AND w.trashed_at IS NULL"


def rows(*, actor: Actor, project: Project, ids: Iterable[UUID] | None = None) -> list[list[Any]]:
    """Return work items as rows of `COLUMNS` in WBS order, all or some: two or three queries.

    Dates are as the database hands them over: ISO text or dates, the same in an answer.
    """
    here: list[Any] = [sql.stored(actor.workspace_id), sql.stored(project.id)]
    wanted = None if ids is None else [sql.stored(each) for each in ids] or [None]
    given = [*here, *(wanted or [])]
    assignees: dict[Any, list[str]] = {}
    for item_id, member_id in sql.fetch(f"{_PEOPLE} {_where('a.item_id', wanted)}", given):
        assignees.setdefault(item_id, []).append(_id(member_id))
    order = f"{_LIVE} ORDER BY w.position, w.id"
    stored = sql.fetch(f"{_TASKS} {_where('w.id', wanted)} {order}", given)
    if ids is None:
        parents = {row[2] for row in stored}
        gone = sql.fetch(f"{_CANCELLED} {_where('s.id', None)} AND s.category = 'cancelled'", here)
        cancelled = {row[0] for row in gone}
        rolled = rollup.roll_up(_part(row, cancelled) for row in stored)
    else:  # whose parts may not be among them
        found = sql.fetch(f"{_PARENTS} {_where('w.parent_id', wanted)} {_LIVE}", given)
        parents = {row[0] for row in found}
        above = [row[0] for row in stored if row[0] in parents]
        rolled = rollup.of_branches(actor, project, above)
    return [_row(row, project.key, parents, assignees, rolled) for row in stored]


def _where(column: str, wanted: list[Any] | None) -> str:
    """Return the condition of a project's rows, all or those whose column is among the wanted."""
    table = column.partition(".")[0]
    if wanted is None:
        return f"WHERE {table}.workspace_id = %s AND {table}.project_id = %s"
    marks = ", ".join(["%s"] * len(wanted))
    here = " AND ".join(
        f"{sql.unindexed(f'{table}.{name}')} = %s" for name in ("workspace_id", "project_id")
    )
    return f"WHERE {here} AND {column} IN ({marks})"


def _id(value: Any) -> str:
    """Return an id with its hyphens, however the driver handed it over."""
    if isinstance(value, str):
        return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"
    return str(value)


_AT = {name: at for at, name in enumerate(_STORED)}


def _part(row: tuple[Any, ...], cancelled: set[Any]) -> rollup.Part:
    item, parent, kind, duration, unit, calendar, percent = (
        row[_AT[name]]
        for name in (
            "id", "parent_id", "kind", "duration", "duration_unit", "calendar", "percent",
        )
    )  # fmt: skip
    return item, parent, kind, duration, unit, calendar, percent, row[_AT["status_id"]] in cancelled


def _row(
    row: tuple[Any, ...],
    key: str,
    parents: set[Any],
    assignees: dict[Any, list[str]],
    rolled: dict[Any, int],
) -> list[Any]:
    (
        item_id, number, parent, depth, wbs, name, kind, start, finish, duration, unit, calendar,
        total_float, critical, percent, status, base_start, base_finish, deadline, constraint,
        constraint_date, priority, role, deliverable, version,
    ) = row  # fmt: skip
    summary = kind == "phase" or item_id in parents
    natural = unit in {"ed", "eh"} or calendar == "natural_days"
    return [
        _id(item_id), f"{key}-{number}", _id(parent) if parent else None, depth, wbs, name,
        "summary" if summary else kind, start, finish,
        None if summary else days(duration, unit), natural, total_float, bool(critical),
        rolled.get(item_id, 0) if summary else percent, _id(status), assignees.get(item_id, []),
        base_start, base_finish, deadline, constraint, constraint_date, priority, role,
        deliverable, version,
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
