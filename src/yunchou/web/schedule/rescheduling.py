"""Keeping computed dates and numbers true after every change, inside its transaction."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import get_language

from yunchou.engine.calendars import WorkTime
from yunchou.messages import InputError
from yunchou.plan.scheduling import PlanSchedule, has_dates, schedule
from yunchou.plan.scheduling.calendars import CalendarBook
from yunchou.web.core.errors import DomainError
from yunchou.web.projects.models import Project, WorkItem
from yunchou.web.projects.rescheduling import Moved
from yunchou.web.schedule import selectors
from yunchou.web.schedule.selectors import as_day, as_id, raw, same_day

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from yunchou.web.core.permissions import Actor
    from yunchou.web.schedule.selectors import Dating

_COMPUTED = ("start", "finish", "total_float", "free_float", "critical")


def recompute(
    actor: Actor,
    project: Project,
    seeds: Collection[UUID],  # noqa: ARG001 (the whole network is dated: floats hang together)
    structure: bool,  # noqa: FBT001 (the hook's signature)
) -> list[Moved]:
    """Number the tree anew if it changed, date the project, and write the rows that differ."""
    if structure:
        renumber(actor, project)
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


def write_columns(actor: Actor, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write columns of work items, each row ending in its id as `raw` gave it.

    One prepared statement for all: a project that moves as a whole writes thousands of rows.
    """
    if not rows:
        return
    table = connection.ops.quote_name(WorkItem._meta.db_table)  # noqa: SLF001 (public name)
    parts = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in columns)
    sqlite = connection.vendor == "sqlite"
    workspace = actor.workspace_id.hex if sqlite else actor.workspace_id
    sql = f"UPDATE {table} SET {parts} WHERE workspace_id = %s AND id = %s"  # noqa: S608 (our names)
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(*row[:-1], workspace, row[-1]) for row in rows])


def plain_day(at: dt.date | dt.datetime | None) -> dt.date | None:
    """Return the day of a date or date-time."""
    return at.date() if isinstance(at, dt.datetime) else at


def _delta(work: WorkTime, before: dt.date | None, after: dt.date | None) -> int:
    """Return by how many working days a finish moved; later is positive."""
    if before is None or after is None or before == after:
        return 0
    low, high = min(before, after), max(before, after)
    days = work.workdays_between(low + dt.timedelta(days=1), high)
    return days if after > before else -days


def _frame(actor: Actor, project: Project, dated: PlanSchedule) -> None:
    start, finish = plain_day(dated.start), plain_day(dated.finish)
    if (project.start, project.finish) != (start, finish):
        Project.objects.of(actor).filter(id=project.id).update(start=start, finish=finish)
        project.start, project.finish = start, finish


def renumber(actor: Actor, project: Project) -> None:
    """Number the tree anew: WBS, place and depth; rows that keep theirs are not written."""
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None)
    columns = ("id", "parent_id", "wbs", "position", "depth")
    children: dict[Any, list[tuple[Any, ...]]] = {}
    found = raw(rows.order_by("rank", "id").values_list(*columns))
    known = {row[0] for row in found}
    for row in found:
        children.setdefault(row[1] if row[1] in known else None, []).append(row)
    changed: list[tuple[Any, ...]] = []
    stack = [(row, str(n), 0) for n, row in enumerate(children.get(None, []), 1)][::-1]
    place = 0
    while stack:
        (item_id, _parent, wbs, position, depth), number, level = stack.pop()
        if (wbs, position, depth) != (number[:60], place, level):
            changed.append((number[:60], place, level, item_id))
        place += 1
        below = children.get(item_id, [])
        stack += [(row, f"{number}.{n}", level + 1) for n, row in enumerate(below, 1)][::-1]
    write_columns(actor, ("wbs", "position", "depth"), changed)
