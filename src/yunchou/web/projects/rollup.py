"""Progress of summaries: what of the work below them is done.

A summary's percent complete is Σ(wᵢ·pᵢ) / Σ(wᵢ) over the tasks without parts below it, at any
depth, cancelled ones left out. pᵢ is the task's percent, wᵢ its duration in working minutes; a
calendar day counts as five sevenths of a working day, a milestone weighs nothing. Where all weights
are zero (milestones only) it is the mean of pᵢ. The figure is rounded half up, but 100 is told only
when every task is done and 0 only when none has begun.
"""

# ruff: noqa: S608 (SQL is put together from this file's own parts; values are parameters)
from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yunchou.web.core import sql
from yunchou.web.projects.plan import CLOCK_DAY, DAY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

#: working minutes of a minute of calendar time
NATURAL = DAY / CLOCK_DAY * 5 / 7
DONE = 100


@dataclass(slots=True)
class Sum:
    """The tasks below a summary: weights, weighted percents, percents, how many."""

    weight: float = 0
    done: float = 0
    percents: int = 0
    count: int = 0

    def take(self, weight: float, percent: int) -> None:
        """Count a task in."""
        self.weight += weight
        self.done += weight * percent
        self.percents += percent
        self.count += 1

    def add(self, other: Sum) -> None:
        """Count in all that another summary holds."""
        self.weight += other.weight
        self.done += other.done
        self.percents += other.percents
        self.count += other.count

    @property
    def percent(self) -> int:
        """What is done, 0 to 100; 0 without tasks."""
        if not self.count:
            return 0
        exact = self.done / self.weight if self.weight else self.percents / self.count
        most = DONE if self.percents == DONE * self.count else DONE - 1
        least = 1 if self.percents else 0
        return min(max(math.floor(exact + 0.5), least), most)


def weight(kind: str, duration: int | None, unit: str, calendar: str) -> float:
    """Return the working minutes that a task weighs."""
    if kind == "milestone" or not duration:
        return 0
    if unit in {"ed", "eh"}:
        return duration * NATURAL
    return duration * (5 / 7 if calendar == "natural_days" else 1)


#: id, parent, kind, duration, unit, calendar, percent, whether cancelled
Part = tuple[Any, Any, str, int | None, str, str, int, Any]


def roll_up(parts: Iterable[Part]) -> dict[Any, int]:
    """Return the percent of every item that has parts, from all items of a branch or project."""
    rows = list(parts)
    above = {row[0]: row[1] for row in rows}
    parents = {parent for parent in above.values() if parent in above}
    sums: dict[Any, Sum] = {row[0]: Sum() for row in rows if row[0] in parents or row[2] == "phase"}
    for item, parent, kind, duration, unit, calendar, percent, cancelled in rows:
        if item in sums or cancelled:
            continue
        own = weight(kind, duration, unit, calendar)
        while parent in sums:
            sums[parent].take(own, percent)
            parent = above[parent]
    return {item: each.percent for item, each in sums.items()}


_PART = (
    "w.id, w.parent_id, w.kind, w.duration, w.duration_unit, w.calendar, w.percent,"
    " CASE WHEN s.category = 'cancelled' THEN 1 ELSE 0 END"
)
_ALL = (
    f"SELECT {_PART} FROM projects_workitem w JOIN projects_status s ON s.id = w.status_id"
    " WHERE w.workspace_id = %s AND w.project_id = %s AND w.trashed_at IS NULL"
)
_BRANCH = (
    "WITH RECURSIVE below(id) AS (SELECT w.id FROM projects_workitem w WHERE w.workspace_id = %s"
    " AND w.project_id = %s AND w.id IN ({marks}) UNION SELECT w.id FROM below b"
    " JOIN projects_workitem w ON w.parent_id = b.id WHERE w.trashed_at IS NULL)"
    f" SELECT {_PART} FROM below b JOIN projects_workitem w ON w.id = b.id"
    " JOIN projects_status s ON s.id = w.status_id"
)


def of_branches(actor: Actor, project: Project, ids: list[Any]) -> dict[Any, int]:
    """Return the percent of some summaries, by their ids as the database keeps them."""
    if not ids:
        return {}
    here = [sql.stored(actor.workspace_id), sql.stored(project.id)]
    statement = _BRANCH.format(marks=", ".join(["%s"] * len(ids)))
    return roll_up(sql.fetch(statement, [*here, *ids]))


_KEPT = 64
_known: OrderedDict[tuple[UUID, int], dict[Any, int]] = OrderedDict()


def of_project(actor: Actor, project: Project) -> dict[Any, int]:
    """Return the percent of every summary, by its id as the database keeps it.

    Counted again when the project has changed: its activity sequence is all it hangs on.
    """
    return at(actor, project.id, getattr(project, "seq", None))


def at(actor: Actor, project_id: UUID, seq: int | None) -> dict[Any, int]:
    """Return the percent of every summary of a project at a point of its activity."""
    key = (project_id, seq or 0)
    if seq is not None and key in _known:
        return _known[key]
    here = [sql.stored(actor.workspace_id), sql.stored(project_id)]
    found = roll_up(sql.fetch(_ALL, here))
    if seq is not None:
        _known[key] = found
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return found
