"""The scope says what is not included."""

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
    """Report too few exclusions."""
    count = filled(context.plan.scope.out_of_scope)
    if count < MIN_ITEMS:
        yield Hit(
            Place("scope", "", "scope.out_of_scope"),
            Text(
                f"“不包含”只有 {count} 条，至少需要 {MIN_ITEMS} 条。",
                f"There are {count} exclusions; {MIN_ITEMS} are needed.",
            ),
            Text(
                "写下别人可能以为你会做、但本项目不做的事，例如其他区域、系统改造、后续运营。",
                "List what others may expect but this project does not do.",
            ),
        )


RULE = Rule(
    "SCOPE-01",
    SCOPE,
    "warning",
    Text("至少 2 条“不包含”", "At least 2 exclusions"),
    Text(
        "不写清不做什么，范围会在执行中不断变大。",
        "What is not excluded in writing creeps in during the work.",
    ),
    find,
)
