"""The scope names the assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import SCOPE, Hit, Place, Rule
from yunchou.plan.checkup.words import filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


MIN_ITEMS = 2


def find(context: Context) -> Iterator[Hit]:
    """Report too few assumptions."""
    count = filled(context.plan.scope.assumptions)
    if count < MIN_ITEMS:
        yield Hit(
            Place("scope", "", "scope.assumptions"),
            Text(
                f"假设只有 {count} 条，至少需要 {MIN_ITEMS} 条。",
                f"There are {count} assumptions; {MIN_ITEMS} are needed.",
            ),
            Text(
                "写下计划成立所依赖、但不由项目组控制的前提，例如产能、审批、客户配合。",
                "List what the plan rests on and the team does not control.",
            ),
        )


RULE = Rule(
    "SCOPE-02",
    SCOPE,
    "warning",
    Text("至少 2 条假设", "At least 2 assumptions"),
    Text(
        "假设落空是最常见的变更原因，写下来才能及早发现。",
        "Broken assumptions are the usual cause of changes; written down they are seen early.",
    ),
    find,
)
