"""Summaries around the engine's leaves: links expanded on the way in, dates rolled up after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yunchou.engine.network import Link, Schedule, ScheduledActivity


@dataclass(frozen=True, slots=True)
class SummaryDates:
    """What a summary shows: the hull of its leaves. Instants and floats as in ScheduledActivity.

    ``total_float`` is the least of its leaves', because the plan slips when its tightest leaf does.
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

    return {name: below(name, ()) for name in parents}


def expand_links(links: Iterable[Link], parents: Mapping[str, str | None]) -> tuple[Link, ...]:
    """Replace links to and from summaries by links between leaves.

    A summary starts with its first leaf and finishes with its last. So a link from its finish holds
    from every leaf, and a link into its start holds every leaf: both are exact. A link from its
    start is taken from the leaves that nothing inside the summary precedes, a link into its finish
    goes to the leaves that nothing inside follows: on the safe side where those are several.

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
    links = tuple(links)
    pairs = {(link.pred, link.succ) for link in links}
    expanded: dict[Link, None] = {}
    for link in links:
        before = leaves.get(link.pred, (link.pred,))
        after = leaves.get(link.succ, (link.succ,))
        if link.pred != link.succ and set(before) & set(after):
            raise _inside(link)
        if link.type[0] == "S":
            before = tuple(x for x in before if not any((y, x) in pairs for y in before))
        if link.type[1] == "F":
            after = tuple(x for x in after if not any((x, y) in pairs for y in after))
        for pred in before:
            for succ in after:
                expanded[replace(link, pred=pred, succ=succ)] = None
    return tuple(expanded)


def roll_up(schedule: Schedule, parents: Mapping[str, str | None]) -> dict[str, SummaryDates]:
    """Return the dates of every summary that has scheduled leaves, in display order."""
    return {
        name: _hull(name, [schedule[leaf] for leaf in leaves if leaf in schedule.network.index])
        for name, leaves in leaves_of(parents).items()
        if leaves != (name,) and any(leaf in schedule.network.index for leaf in leaves)
    }


def _hull(name: str, leaves: Sequence[ScheduledActivity]) -> SummaryDates:
    return SummaryDates(
        id=name,
        start=min(a.start for a in leaves),
        finish=max(a.finish for a in leaves),
        late_start=min(a.late_start for a in leaves),
        late_finish=max(a.late_finish for a in leaves),
        total_float=min(a.total_float for a in leaves),
        critical=any(a.critical for a in leaves),
        leaves=tuple(a.id for a in leaves),
    )


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
