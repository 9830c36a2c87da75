"""Selling points make no absolute claims."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import STRATEGY, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


_WORDS = re.compile(
    r"国家级|最高级|最佳|顶级|全网最低|全国第一|行业第一|销量第一|史上最|绝无仅有|零风险|稳赚|包赚|百分之百有效|100%有效"
)


def find(context: Context) -> Iterator[Hit]:
    """Report words that advertising law restricts, in the texts that become advertising."""
    for piece in context.texts:
        match = _WORDS.search(piece.text)
        if match and piece.kind in {"strategy", "project", "market", "narrative", "goal"}:
            yield Hit(
                Place(piece.kind, piece.ref, piece.path),
                Text(f"出现绝对化用语“{match[0]}”。", f"Absolute claim “{match[0]}”."),
                Text(
                    "换成可以举证的事实和数据，并请法务确认。",
                    "Use facts that can be proved, and ask the legal department.",
                ),
            )


RULE = Rule(
    "TEXT-02",
    STRATEGY,
    "hint",
    Text("不用绝对化用语", "No absolute claims"),
    Text(
        "广告法限制绝对化用语，写进方案就会写进物料。",
        "Advertising law restricts them, and what is in the plan gets into the material.",
    ),
    find,
)
