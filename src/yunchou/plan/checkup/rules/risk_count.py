"""Enough risks were thought of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import RISKS, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


MIN_RISKS = 5


def find(context: Context) -> Iterator[Hit]:
    """Report too short a register."""
    count = len(context.plan.risks)
    if count < MIN_RISKS:
        yield Hit(
            Place("risk", "", "risks"),
            Text(
                f"风险只有 {count} 条，至少需要 {MIN_RISKS} 条。",
                f"There are {count} risks; {MIN_RISKS} are needed.",
            ),
            Text(
                "从风险目录中按市场、客户、竞争、供应、合规、人员、财务各查一遍。",
                "Go through the catalogue: market, customer, rivals, supply, law, people, money.",
            ),
        )


RULE = Rule(
    "RISK-01",
    RISKS,
    "warning",
    Text("至少 5 条风险", "At least 5 risks"),
    Text(
        "想不出风险的方案，多半没有认真想过执行。", "A plan without risks was not thought through."
    ),
    find,
)
