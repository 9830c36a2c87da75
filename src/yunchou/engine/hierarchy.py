"""Summaries around the engine's leaves: links expanded on the way in, dates rolled up on the way out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yunchou.engine.network import Driver, LinkType, ScheduledActivity
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yunchou.engine.network import Link, Schedule


@dataclass(frozen=True, slots=True)
class SummaryDates:
    """What a summary shows: the hull of its leaves. Instants and floats as in ScheduledActivity.

    ``total_float`` is the least of its leaves', as the summary slips when its tightest leaf does;
    ``work`` is the number of leaves.
    """

    id: str
    start: int
    finish: int
    late_start: int
    late_finish: int
    total_float: int
    critical: bool
    leaves: tuple[str, ...]


def leaves_of(parents: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    """Return the leaves below every id; a leaf stands for itself.

    Parameters
    ----------
    parents
        Parent of each id, None at the top, in display order.
    """
    children: dict[str, list[str]] = {}
    for child, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(child)
    found: dict[str, tuple[str, ...]] = {}

    def below(name: str, above: tuple[str, ...]) -> tuple[str, ...]:
        if name in above:
            raise InputError(
                Text(f"任务“{name}”是自己的上级", f"Task “{name}” is its own summary"),
                place=name,
                code="schedule.hierarchy",
            )
        if name not in found:
            path = (*above, name)
            parts = [below(child, path) for child in children.get(name, ())]
            found[name] = tuple(leaf for part in parts for leaf in part) or (name,)
        return found[name]

    for name in parents:
        below(name, ())
    return found


def expand_links(links: Iterable[Link], parents: Mapping[str, str | None]) -> tuple[Link, ...]:
    """Replace links to and from summaries by links between leaves.

    A summary starts with its first leaf and finishes with its last, so a link that leaves a summary's
    finish holds from every leaf; one that leaves its start can only be told of the leaves that have no
    predecessor inside the summary, and likewise a link into it holds every leaf's end.

    Parameters
    ----------
    links
        Links between any ids.
    parents
        As in `leaves_of`; ids that are not mentioned count as leaves.

    Raises
    ------
    InputError
        A link between a summary and one of its own parts (code ``schedule.summary_link``).
    """
    leaves = leaves_of(parents)
    expanded: dict[Link, None] = {}
    for link in links:
        before = leaves.get(link.pred, (link.pred,))
        after = leaves.get(link.succ, (link.succ,))
        if link.pred != link.succ and set(before) & set(after):
            raise _inside(link)
        for pred in before:
            for succ in after:
                expanded[replace(link, pred=pred, succ=succ)] = None
    return tuple(expanded)


def _inside(link: Link) -> InputError:
    return InputError(
        Text(
            f"任务“{link.succ}”不能依赖自己的上级或下级“{link.pred}”",
            f"Task “{link.succ}” cannot depend on “{link.pred}”, its own summary or part",
        ),
        place=link.succ,
        remedy=Text("请把依赖改到具体任务上。", "Link the tasks themselves instead."),
        code="schedule.summary_link",
    )
