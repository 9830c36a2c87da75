"""Where a backward schedule that begins too early could win time: 压缩、并行、缩范围."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.scheduling.result import Remedy, tidy
from yunchou.plan.scheduling.tree import Tree

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from yunchou.plan.scheduling.mapping import Mapped
    from yunchou.plan.scheduling.result import Line

_LONGEST = 3
#: share of a duration that compressing can usually win, and that overlapping two tasks can
_SHARE = 0.25


def remedies(mapped: Mapped, lines: Sequence[Line], anchor: str | None) -> tuple[Remedy, ...]:
    """Return what could be shortened on the chain that leads to the anchor.

    Parameters
    ----------
    mapped
        The network.
    lines
        The lines of the plan.
    anchor
        Id of the anchored task.
    """
    if anchor is None:
        return ()
    by_id = {line.id: line for line in lines}
    chain = _chain(mapped, by_id, anchor)
    worth = [line for line in chain if line.duration_days > 1]
    long = sorted(worth, key=lambda line: -line.duration_days)
    found = [_crash(line) for line in long[:_LONGEST]]
    found += _fast_track(chain)
    found += _descope(mapped, chain)
    return tuple(found)


def _before(mapped: Mapped) -> dict[str, list[str]]:
    """Return the tasks that each task waits for; a summary stands for its tasks."""
    tree = Tree(mapped.activities, mapped.parents)
    before: dict[str, list[str]] = {}
    for link in mapped.links:
        preds = [mapped.told(leaf) or "" for leaf in tree.leaves(link.pred)]
        for leaf in tree.leaves(link.succ):
            before.setdefault(mapped.told(leaf) or "", []).extend(preds)
    return before


def _chain(mapped: Mapped, by_id: dict[str, Line], anchor: str) -> list[Line]:
    """Return the way to the anchor that begins first, first task first: it makes the shortage."""
    before = _before(mapped)
    begins: dict[str, dt.datetime] = {}
    for task in _preds_first(before, anchor):
        own = by_id[task].begin
        found = [begins[pred] for pred in before.get(task, ()) if pred in begins]
        if own is not None:
            begins[task] = min([own, *found])
    path, at = [by_id[anchor]], anchor
    while preds := [pred for pred in before.get(at, ()) if pred in begins and pred != at]:
        at = min(preds, key=lambda pred: (begins[pred], by_id[pred].begin))
        path.append(by_id[at])
    return path[::-1]


def _preds_first(before: dict[str, list[str]], anchor: str) -> list[str]:
    """Return everything that leads to the anchor, predecessors before successors."""
    order: list[str] = []
    seen: set[str] = set()
    stack = [(anchor, False)]
    while stack:
        task, done = stack.pop()
        if done:
            order.append(task)
        elif task not in seen:
            seen.add(task)
            stack.append((task, True))
            stack.extend((pred, False) for pred in before.get(task, ()) if pred != task)
    return order


def _crash(line: Line) -> Remedy:
    wins = max(1, int(line.duration_days * _SHARE))
    days = tidy(line.duration_days)
    return Remedy(
        "crash",
        (line.id,),
        float(wins),
        Text(
            f"压缩：{line.id} {line.name}（{days} 天），加人或外包，约可省 {wins} 天",
            f"Crash: {line.id} {line.name} ({days} days); more people or a supplier "
            f"could save about {wins} days",
        ),
    )


def _fast_track(chain: Sequence[Line]) -> list[Remedy]:
    """Suggest overlapping the two neighbours of the chain that are longest together."""
    pairs = [
        (before, after)
        for before, after in itertools.pairwise(chain)
        if before.duration_days >= 2 and after.duration_days >= 2
    ]
    pairs.sort(key=lambda pair: -min(pair[0].duration_days, pair[1].duration_days))
    return [_overlap(before, after) for before, after in pairs[:_LONGEST]]


def _overlap(before: Line, after: Line) -> Remedy:
    wins = max(1, int(min(before.duration_days, after.duration_days) / 2))
    return Remedy(
        "fast_track",
        (before.id, after.id),
        float(wins),
        Text(
            f"并行：{after.id} {after.name} 不等 {before.id} {before.name} 全部完成就开始，"
            f"约可省 {wins} 天",
            f"Fast-track: begin {after.id} {after.name} before {before.id} {before.name} is "
            f"complete; could save about {wins} days",
        ),
    )


def _descope(mapped: Mapped, chain: Sequence[Line]) -> list[Remedy]:
    """Suggest leaving out tasks marked optional, or failing that the chain's shortest task."""
    optional = [
        line
        for line in chain
        if line.id in mapped.leaves and mapped.leaves[line.id].scope == "optional"
    ]
    wanted = optional or [line for line in chain if not line.milestone and line.duration_days]
    wanted = sorted(wanted, key=lambda line: line.duration_days)[:1] if not optional else wanted
    return [
        Remedy(
            "descope",
            (line.id,),
            line.duration_days,
            Text(
                f"缩范围：{line.id} {line.name} 移到 {chain[-1].name} 之后或取消，"
                f"最多可省 {tidy(line.duration_days)} 天",
                f"Descope: move {line.id} {line.name} after {chain[-1].name} or drop it; "
                f"could save up to {tidy(line.duration_days)} days",
            ),
        )
        for line in wanted
    ]
