"""Dating only what hangs together with a change, when nothing else can move.

Tasks influence each other through links, through summaries that are linked or constrained, and
through the start and the finish of the project. Where the changed tasks and all that is linked to
them leave those alone, their dates are the same alone as in the whole network: the network here is
that group and an instant that stands for the project's finish. Every condition that could make a
difference sends the caller back to the whole network; a test compares the two.
"""

# ruff: noqa: S608 (SQL is put together from this file's own parts; values are parameters)
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yunchou.engine.network import minute, moment
from yunchou.messages import InputError
from yunchou.plan import model
from yunchou.plan.scheduling import PlanSchedule, schedule
from yunchou.web.core import sql
from yunchou.web.projects.models import Project, WorkItem
from yunchou.web.schedule import selectors
from yunchou.web.schedule.selectors import as_day, as_id, same_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection
    from uuid import UUID

    from yunchou.web.core.permissions import Actor
    from yunchou.web.schedule.selectors import Dating, Row

MOST = 200  # tasks of a group; beyond, the whole network costs little more
_FINISH = "|"  # no reference looks like this
_FRAME = "SELECT p.* FROM projects_project p WHERE p.workspace_id = %s AND p.id = %s"
_PLACED = frozenset({"SNET", "FNET", "MSO", "MFO"})


@dataclass(frozen=True, slots=True)
class Near:
    """What was dated alone: the group's rows, its dates, and the summaries above, deepest first."""

    found: Dating
    dated: PlanSchedule
    above: list[UUID]


def date(actor: Actor, project: Project, seeds: Collection[UUID]) -> Near | None:
    """Return the new dates of the changed tasks' group; None when more might move."""
    rows = Project.objects.raw(_FRAME, [sql.stored(actor.workspace_id), sql.stored(project.id)])
    frame = next(iter(rows), None)
    if frame is None or not _stands(frame):
        return None
    ids = _group(actor, seeds)
    above = _above(actor, ids) if ids else None
    if above is None:
        return None
    found = selectors.dating(actor=actor, project=frame, ids=ids)
    if not all(_ordinary(frame, row) for row in found.rows.values()):
        return None
    found.plan.phases.append(_finish(frame))
    try:
        dated = schedule(found.plan)
    except InputError:
        return None  # the whole network tells it in its own words
    kept = _keeps_ends(actor, frame, (found, dated), above)
    return Near(found, dated, above) if kept else None


def _stands(frame: Project) -> bool:
    """Whether dates run forward from a start that nothing comes before, to a known finish."""
    backward = frame.anchor_item_id and frame.anchor_date and frame.anchor_backward
    known = frame.start is not None and frame.finish_minute is not None
    return bool(
        frame.planned_start and not backward and known and frame.start >= frame.planned_start  # type: ignore[operator]  # known
    )


def _group(actor: Actor, seeds: Collection[UUID]) -> list[UUID]:
    """Return the ids of everything linked to the seeds, over any number of links; [] if too many.

    Every one of them must be a task without parts.
    """
    seed = "CAST(%s AS uuid)" if sql.postgres() else "%s"
    given = " UNION ALL ".join(f"SELECT {seed}" for _ in seeds)
    statement = (
        f"WITH RECURSIVE near(id) AS (SELECT * FROM ({given}) s UNION"
        " SELECT CASE WHEN d.pred_id = n.id THEN d.succ_id ELSE d.pred_id END FROM near n"
        " JOIN schedule_dependency d ON (d.pred_id = n.id OR d.succ_id = n.id)"
        f" AND {sql.unindexed('d.workspace_id')} = %s)"
        " SELECT n.id, EXISTS (SELECT 1 FROM projects_workitem w WHERE w.parent_id = n.id"
        f" AND w.trashed_at IS NULL) FROM near n LIMIT {MOST + 1}"
    )
    found = sql.fetch(statement, [*map(sql.stored, seeds), sql.stored(actor.workspace_id)])
    if len(found) > MOST or any(parts for _id, parts in found):
        return []
    return [as_id(row[0]) for row in found]


def _above(actor: Actor, ids: list[UUID]) -> list[UUID] | None:
    """Return the summaries above the group, deepest first; None if one has links or a constraint.

    A constraint of a summary holds for what is below it, so the tasks could not be dated alone.
    """
    marks = ", ".join(["%s"] * len(ids))
    statement = (
        "WITH RECURSIVE up(id) AS (SELECT parent_id FROM projects_workitem WHERE"
        f" {sql.unindexed('workspace_id')} = %s AND id IN ({marks}) AND parent_id IS NOT NULL"
        " UNION SELECT w.parent_id FROM up JOIN projects_workitem w ON w.id = up.id"
        " WHERE w.parent_id IS NOT NULL)"
        " SELECT w.id, w.trashed_at IS NOT NULL OR w.\"constraint\" <> '' OR EXISTS (SELECT 1 FROM"
        " schedule_dependency d WHERE d.pred_id = w.id OR d.succ_id = w.id)"
        " FROM up JOIN projects_workitem w ON w.id = up.id ORDER BY w.depth DESC"
    )
    found = sql.fetch(statement, [sql.stored(actor.workspace_id), *map(sql.stored, ids)])
    return None if any(bound for _id, bound in found) else [as_id(row[0]) for row in found]


def _ordinary(frame: Project, row: Row) -> bool:
    """Whether a row is a task on the project's calendar with nothing before the project start."""
    begin = frame.planned_start
    dates = [as_day(row.actual_start), as_day(row.manual_start), as_day(row.start)]
    if row.constraint in _PLACED:
        dates.append(as_day(row.constraint_date))
    early = begin is None or any(day is not None and day < begin for day in dates)
    plain = not row.calendar and row.duration_unit in {"d", "h"}
    return row.kind != "phase" and plain and not early


def _finish(frame: Project) -> model.Phase:
    """Return the instant that stands for the finish of all other work."""
    at = moment(frame.finish_minute or 0)
    pin = model.Constraint.model_construct(type="MSO", date=at)
    task = model.Task.model_construct(
        id=_FINISH, name="", milestone=True, duration="0eh", constraint=pin
    )
    return model.Phase.model_construct(id=f"_{_FINISH}", implicit=True, tasks=[task])


def _keeps_ends(
    actor: Actor, frame: Project, answer: tuple[Dating, PlanSchedule], above: list[UUID]
) -> bool:
    """Whether the start and the finish of the project stay what they are."""
    found, dated = answer
    lines = dated.by_id()
    left = False
    for name, row in found.rows.items():
        line = lines[name]
        if line.start is None or line.end is None or frame.start is None:
            return False
        if minute(line.end) > (frame.finish_minute or 0) or _day(line.start) < frame.start:
            return False
        if same_day(row.finish, frame.finish):
            return False  # it may be what gives the finish, to the minute
        left = left or (
            same_day(row.start, frame.start) and not same_day(row.start, _day(line.start))
        )
    if not left:
        return True
    away = [*above, *(as_id(row.id) for row in found.rows.values())]
    others = WorkItem.objects.of(actor).filter(project=frame, trashed_at=None, start=frame.start)
    return others.exclude(id__in=away).exists()


def _day(at: Any) -> dt.date:
    return selectors.as_day(at.isoformat()) or at
