"""Links to summaries, as links between leaves and instants that stand for a summary's ends."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from yunchou.engine.network import Activity, Link, LinkType
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BEGIN: Final = "~begin"
END: Final = "~end"


class Tree:
    """Who is whose child; expands links whose ends are summaries.

    Parameters
    ----------
    activities
        The leaves.
    parents
        Child id → parent id.
    """

    def __init__(self, activities: Iterable[Activity], parents: Mapping[str, str]) -> None:
        self._parents = parents
        self._leaf_ids = [activity.id for activity in activities]
        self._leaf_set = set(self._leaf_ids)
        self._below: dict[str, list[str]] = defaultdict(list)
        for leaf in self._leaf_ids:
            at = parents.get(leaf.removesuffix("~delay"))
            while at is not None:
                self._below[at].append(leaf)
                at = parents.get(at)
        self.hammocks: dict[str, Activity] = {}
        self._links: list[Link] = []

    def leaves(self, node: str) -> list[str]:
        """Return the leaves below a summary; a leaf is its own."""
        return [node] if node in self._leaf_set else self._below.get(node, [])

    def expand(self, links: Iterable[Link], starts: Mapping[str, int]) -> list[Link]:
        """Return links between leaves and the instants in `hammocks`.

        A link from a summary's finish waits for all its leaves. One from its start takes the leaf
        that starts first by ``starts`` (leaf id → minutes, from a first pass). A link to a summary
        holds every leaf below it.
        """
        self._links = []
        for link in links:
            self._check(link)
            for pred in self._sources(link, starts):
                self._targets(replace(link, pred=pred))
        return self._links

    def _check(self, link: Link) -> None:
        """Refuse a link that could never be kept: to itself, or of a summary with its inside."""
        if link.pred == link.succ:
            raise InputError(
                Text(f"任务依赖成环：“{link.succ}”依赖自己", f"“{link.succ}” depends on itself"),
                place=link.succ,
                remedy=Text("请删除这条依赖。", "Remove this link."),
                code="schedule.cycle",
            )
        for inner, outer in ((link.pred, link.succ), (link.succ, link.pred)):
            at: str | None = inner
            while at is not None:
                if at == outer:
                    raise InputError(
                        Text(
                            f"“{link.succ}”依赖“{link.pred}”，而其中一个包含另一个",
                            f"“{link.succ}” depends on “{link.pred}”, but one contains the other",
                        ),
                        place=link.succ,
                        remedy=Text("请改为依赖其中的具体任务。", "Link to a task inside instead."),
                        code="schedule.cycle",
                    )
                at = self._parents.get(at)

    def _sources(self, link: Link, starts: Mapping[str, int]) -> list[str]:
        if link.pred in self._leaf_set:
            return [link.pred]
        leaves = self.leaves(link.pred)
        if not leaves:
            return []
        if link.type in {LinkType.SS, LinkType.SF}:
            return [min(leaves, key=lambda leaf: starts.get(leaf, 0))]
        return [self._hammock(link.pred, END, leaves)]

    def _targets(self, link: Link) -> None:
        if link.succ in self._leaf_set:
            self._links.append(link)
            return
        leaves = self.leaves(link.succ)
        if link.type in {LinkType.FF, LinkType.SF} or len(leaves) < 4:
            self._links.extend(replace(link, succ=leaf) for leaf in leaves)
        elif leaves:
            self._links.append(replace(link, succ=self._hammock(link.succ, BEGIN, leaves)))

    def _hammock(self, node: str, which: str, leaves: list[str]) -> str:
        """Return the id of the instant at one end of a summary, made when first needed."""
        name = f"{node}{which}"
        if name not in self.hammocks:
            self.hammocks[name] = Activity(name, 0, name=node)
            self._links.extend(
                Link(leaf, name) if which == END else Link(name, leaf) for leaf in leaves
            )
        return name
