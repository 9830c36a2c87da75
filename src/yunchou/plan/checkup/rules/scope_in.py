"""The scope says what is included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import SCOPE, Hit, Place, Rule
from yunchou.plan.checkup.words import filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report an empty scope."""
    if not filled(context.plan.scope.in_scope):
        yield Hit(
            Place("scope", "", "scope.in_scope"),
            Text("没有写项目包含哪些内容。", "Nothing is said to be in scope."),
            Text(
                "列出区域、产品、客群、渠道和要交付的成果。",
                "List regions, products, customers, channels and deliverables.",
            ),
        )


RULE = Rule(
    "SCOPE-03",
    SCOPE,
    "error",
    Text("写明包含内容", "The scope is stated"),
    Text(
        "没有范围就无法判断任务是否多余或遗漏。",
        "Without a scope no task can be called superfluous or missing.",
    ),
    find,
)
