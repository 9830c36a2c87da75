"""The longest path by sum of durations: what a template calls `critical_path_workdays`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.engine.network import Network
from yunchou.plan.scheduling.mapping import map_plan
from yunchou.plan.scheduling.tree import Tree

if TYPE_CHECKING:
    from yunchou.plan.model import Plan


def longest_path_days(plan: Plan) -> float:
    """Return the sum of durations on the longest path, in days as stated.

    Lags, constraints and calendars do not count, and natural days count like working days: with
    `natural_days` tasks the span in working days is shorter.

    Raises
    ------
    InputError
        A cycle, an unknown predecessor or calendar.
    """
    mapped = map_plan(plan)
    tree = Tree(mapped.activities, mapped.parents)
    links = tree.expand(mapped.links, {})
    activities = (*mapped.activities, *tree.hammocks.values())
    network = Network(activities, tuple(links), mapped.book.calendars, start=0)
    days = [
        found.duration / (1440 if found.elapsed else mapped.book.per_day(found.calendar or 0))
        for found in activities
    ]
    before: list[list[int]] = [[] for _ in activities]
    for link in links:
        before[network.index[link.succ]].append(network.index[link.pred])
    reached = [0.0] * len(activities)
    for number in network.order:
        reached[number] = days[number] + max((reached[pred] for pred in before[number]), default=0)
    return max(reached, default=0.0)
