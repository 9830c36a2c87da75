"""KPI weights add up to 100."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import APPRAISAL, Hit, Place, Rule
from yunchou.plan.checkup.words import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report a sum other than 100."""
    rows = context.plan.kpis
    total = sum(kpi.weight_pct or 0 for kpi in rows)
    if rows and abs(total - 100) > TOLERANCE:
        gap = 100 - total
        verb = Text("还差", "short by") if gap > 0 else Text("多出", "over by")
        yield Hit(
            Place("kpi", "", "kpis"),
            Text(
                f"指标权重合计 {total:g}，应为 100。", f"KPI weights add up to {total:g}, not 100."
            ),
            Text(
                f"{verb.zh} {abs(gap):g}，请调整各指标权重。",
                f"Adjust the weights: {verb.en} {abs(gap):g}.",
            ),
        )


RULE = Rule(
    "KPI-01",
    APPRAISAL,
    "error",
    Text("指标权重合计 100", "KPI weights add up to 100"),
    Text(
        "考核分按权重加总，不等于 100 就无法兑现。",
        "Appraisal adds by weight; other than 100 it cannot be paid out.",
    ),
    find,
)
