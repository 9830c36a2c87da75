"""Warning, escalation and freeze come in this order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import BUDGET, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report thresholds out of order."""
    budget = context.plan.budget
    if not 0 < budget.warn_pct < budget.escalate_pct <= budget.freeze_pct:
        yield Hit(
            Place("budget", "", "budget.warn_pct"),
            Text(
                f"预警 {budget.warn_pct:g}%、上报 {budget.escalate_pct:g}%、冻结 "
                f"{budget.freeze_pct:g}% 的顺序不对。",
                f"Warning {budget.warn_pct:g} %, escalation {budget.escalate_pct:g} % and freeze "
                f"{budget.freeze_pct:g} % are out of order.",
            ),
            Text(
                "预警应小于上报，上报不大于冻结，常用 80%、90%、100%。",
                "Warn before escalating, escalate before freezing; 80, 90, 100 are usual.",
            ),
        )


RULE = Rule(
    "BUD-07",
    BUDGET,
    "error",
    Text("预算阈值顺序正确", "Budget thresholds are in order"),
    Text("顺序错了，钱花完才收到预警。", "Otherwise the warning comes when the money is gone."),
    find,
)
