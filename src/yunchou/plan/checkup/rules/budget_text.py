"""Budget limits in the prose agree with the budget table."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import BUDGET, Hit, Place, Rule
from yunchou.plan.checkup.words import yuan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


_TOTAL = re.compile(
    r"(总额|总预算|预算合计)[^。；;\d]{0,20}?(不超过|不高于|上限为?|控制在|为)?\s*(\d[\d,，]*(?:\.\d+)?)\s*(亿|万)?元"
)
_TIMES = {"亿": 10**8, "万": 10**4}


def find(context: Context) -> Iterator[Hit]:
    """Report texts whose total is below the planned one, or differs where no limit is meant."""
    total = context.plan.budget.total_planned
    for piece in context.texts:
        if total == 0 or piece.kind not in {"project", "scope", "narrative"}:
            continue
        for match in _TOTAL.finditer(piece.text):
            amount = Decimal(re.sub("[,，]", "", match[3])) * _TIMES.get(match[4] or "", 1) * 100
            limit = match[2] in {"不超过", "不高于", "上限", "上限为", "控制在"}
            if (limit and total > amount) or (not limit and total != amount):
                yield Hit(
                    Place(piece.kind, piece.ref, piece.path),
                    Text(
                        f"正文写“{match[0]}”，预算表总额 {yuan(total)} 元。",
                        f"The prose says “{match[0]}”, the budget totals {yuan(total)} yuan.",
                    ),
                    Text(
                        "以预算表为准改写正文，或把预算压到上限以内。",
                        "Follow the table, or bring the budget below the limit.",
                    ),
                )


RULE = Rule(
    "BUD-06",
    BUDGET,
    "warning",
    Text("正文金额与预算表一致", "The prose agrees with the budget"),
    Text(
        "约束写一个数、预算批一个数，执行时按哪个都是错。",
        "With one limit in words and another in figures, either is wrong.",
    ),
    find,
)
