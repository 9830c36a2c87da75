"""Keeping computed dates and numbers true after every change, inside its transaction."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import get_language

from yunchou.engine.calendars import WorkTime
from yunchou.engine.network import minute
from yunchou.messages import InputError
from yunchou.plan.scheduling import PlanSchedule, has_dates, schedule
from yunchou.plan.scheduling.calendars import CalendarBook
from yunchou.web.core import sql
from yunchou.web.core.errors import DomainError
from yunchou.web.projects.models import Project, WorkItem
from yunchou.web.projects.rescheduling import Moved
from yunchou.web.schedule import nearby, selectors
from yunchou.web.schedule.numbering import number_last, places
from yunchou.web.schedule.selectors import as_day, as_id, raw, same_day

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from yunchou.web.core.permissions import Actor
    from yunchou.web.schedule.nearby import Near
    from yunchou.web.schedule.selectors import Dating

_FEW = 20  # changed tasks whose groups are looked at one by one
_COMPUTED = ("start", "finish", "total_float", "free_float", "critical")


def recompute(
    actor: Actor,
    project: Project,
    seeds: Collection[UUID],
    structure: bool,  # noqa: FBT001 (the hook's signature)
) -> list[Moved]:
    """Number the tree anew if it changed, date the project, and write the rows that differ.

    Where only the changed tasks and what is linked to them can move, only they are dated.
    """
    alone = not structure or number_last(actor, project, seeds)
    if not alone:
        renumber(actor, project)
    near = nearby.date(actor, project, seeds) if alone and 0 < len(seeds) <= _FEW else None
    if near is not None:
        return _write(actor, near.found, near.dated) + _roll_up(actor, near)
    found = selectors.dating(actor=actor, project=project)
    if not has_dates(found.plan):
        return []
    try:
        dated = schedule(found.plan)
    except InputError as error:
        raise refusal(error) from error
    moved = _write(actor, found, dated)
    _frame(actor, project, dated)
    return moved


def refusal(error: InputError) -> DomainError:
    """Return what the engine refused as a refusal in the reader's language."""
    language = get_language() or "zh"
    text = f"{error.text.in_(language)}：{error.place}" if error.place else error.text.in_(language)
    remedy = error.remedy.in_(language) if error.remedy else ""
    return DomainError(error.code, " ".join(part for part in (text, remedy) if part), "schedule")


def _write(actor: Actor, found: Dating, dated: PlanSchedule) -> list[Moved]:
    """Write the computed columns that changed and say what moved."""
    rows = found.rows
    moved: list[Moved] = []
    changed: list[tuple[Any, ...]] = []
    calendar: list[WorkTime] = []  # made when the first finish has moved
    for line in dated.lines:
        row = rows.get(line.id)
        if row is None:
            continue
        start, finish = plain_day(line.start), plain_day(line.finish)
        floats = round(line.total_float_days, 2), round(line.free_float_days, 2)
        if (
            floats == (row.total_float, row.free_float)
            and line.critical == bool(row.critical)
            and same_day(row.start, start)
            and same_day(row.finish, finish)
        ):
            continue
        before = as_day(row.finish)
        if before != finish and not calendar:
            calendar.append(WorkTime(CalendarBook(found.plan)[0]))
        changed.append((start, finish, *floats, line.critical, row.id))
        moved.append(
            Moved(
                id=as_id(row.id), start=start, finish=finish, total_float=floats[0],
                critical=line.critical, milestone=row.kind == "milestone", name=row.name,
                delta=_delta(calendar[0], before, finish) if before != finish else 0,
            )
        )  # fmt: skip
    write_columns(actor, _COMPUTED, changed)
    return moved


_PARTS = """
SELECT u.name, u.start, u.finish, u.total_float, u.free_float, u.critical, min(w.start),
    max(w.finish), min(w.total_float), min(w.free_float),
    max(CASE WHEN w.critical THEN 1 ELSE 0 END)
FROM projects_workitem u LEFT JOIN projects_workitem w ON w.workspace_id = u.workspace_id
    AND w.project_id = u.project_id AND w.parent_id = u.id AND w.trashed_at IS NULL
    AND w.start IS NOT NULL
WHERE u.workspace_id = %s AND u.id = %s
GROUP BY u.id, u.name, u.start, u.finish, u.total_float, u.free_float, u.critical
"""


def _roll_up(actor: Actor, near: Near) -> list[Moved]:
    """Write the dates and floats of summaries anew from their parts, deepest first."""
    moved: list[Moved] = []
    workspace = sql.stored(actor.workspace_id)
    for item_id in near.above:
        name, *both = sql.fetch(_PARTS, [workspace, sql.stored(item_id)])[0]
        before, (start, finish, *floats, critical) = both[:5], both[5:]
        after = as_day(start), as_day(finish), *floats, bool(critical)
        if (as_day(before[0]), as_day(before[1]), *before[2:4], bool(before[4])) == after:
            continue
        write_columns(actor, _COMPUTED, [(*after, sql.stored(item_id))])
        work = WorkTime(CalendarBook(near.found.plan)[0])
        moved.append(
            Moved(
                id=item_id, name=name, start=after[0], finish=after[1], total_float=floats[0],
                critical=after[-1], delta=_delta(work, as_day(before[1]), after[1]),
            )
        )  # fmt: skip
    return moved


def write_columns(actor: Actor, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write columns of work items, each row ending in its id as `raw` gave it.

    One prepared statement for all: a project that moves as a whole writes thousands of rows.
    """
    if not rows:
        return
    table = connection.ops.quote_name(WorkItem._meta.db_table)  # noqa: SLF001 (public name)
    parts = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in columns)
    workspace = sql.stored(actor.workspace_id)
    statement = f"UPDATE {table} SET {parts} WHERE workspace_id = %s AND id = %s"  # noqa: S608 (our names)
    sql.run_each(statement, [(*row[:-1], workspace, row[-1]) for row in rows])


def plain_day(at: dt.date | dt.datetime | None) -> dt.date | None:
    """Return the day of a date or date-time."""
    return at.date() if isinstance(at, dt.datetime) else at


def _delta(work: WorkTime, before: dt.date | None, after: dt.date | None) -> int:
    """Return by how many working days a finish moved; later is positive."""
    if before is None or after is None or before == after:
        return 0
    return work.days_late(before, after)


def _frame(actor: Actor, project: Project, dated: PlanSchedule) -> None:
    start, finish = plain_day(dated.start), plain_day(dated.finish)
    last = max((minute(line.end) for line in dated.lines if line.end), default=None)
    if (project.start, project.finish, project.finish_minute) != (start, finish, last):
        rows = Project.objects.of(actor).filter(id=project.id)
        rows.update(start=start, finish=finish, finish_minute=last)
        project.start, project.finish, project.finish_minute = start, finish, last


def renumber(actor: Actor, project: Project) -> None:
    """Number the tree anew: WBS, place and depth; rows that keep theirs are not written."""
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None)
    columns = ("id", "parent_id", "wbs", "position", "depth")
    children: dict[Any, list[tuple[Any, ...]]] = {}
    found = raw(rows.order_by("rank", "id").values_list(*columns))
    known = {row[0] for row in found}
    for row in found:
        children.setdefault(row[1] if row[1] in known else None, []).append(row)
    ordered: list[tuple[tuple[Any, ...], str, int]] = []
    stack = [(row, str(n), 0) for n, row in enumerate(children.get(None, []), 1)][::-1]
    while stack:
        row, number, level = stack.pop()
        ordered.append((row, number[:60], level))
        below = children.get(row[0], [])
        stack += [(child, f"{number}.{n}", level + 1) for n, child in enumerate(below, 1)][::-1]
    changed = [
        (number, place, level, row[0])
        for (row, number, level), place in zip(
            ordered, places([row[3] for row, _number, _level in ordered]), strict=True
        )
        if row[2:] != (number, place, level)
    ]
    write_columns(actor, ("wbs", "position", "depth"), changed)
