"""Market statements rest on dated evidence with a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import MARKET, Hit, Place, Rule
from yunchou.plan.checkup.words import blank

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context
    from yunchou.plan.model import MarketFact


MIN_ITEMS = 3
MAX_AGE_DAYS = 366


def find(context: Context) -> Iterator[Hit]:
    """Report too few usable items, and each item that is undated, unsourced or too old."""
    market = context.plan.market
    evidence = market.evidence if market else []
    faults = {item.id: _fault(item, context.today) for item in evidence}
    usable = sum(1 for fault in faults.values() if fault is None)
    for number, item in enumerate(evidence):
        fault = faults[item.id]
        if fault:
            yield Hit(
                Place("market", item.id, f"market.evidence[{number}]"),
                Text(f"市场依据 {item.id} {fault.zh}。", f"Evidence {item.id} {fault.en}."),
                Text(
                    "补上来源与取得日期；过期的换成近 12 个月内的依据。",
                    "Add source and date; replace what is older than 12 months.",
                ),
                "evidence",
            )
    if usable < MIN_ITEMS:
        yield Hit(
            Place("market", "", "market.evidence"),
            Text(
                f"可用的市场依据只有 {usable} 条，至少需要 {MIN_ITEMS} 条。",
                f"There are {usable} usable pieces of market evidence; {MIN_ITEMS} are needed.",
            ),
            Text(
                "补充政策、竞品、客户或趋势的事实，写明来源和日期。",
                "Add facts on policy, rivals, customers or trends with source and date.",
            ),
            "evidence",
        )


def _fault(item: MarketFact, today: dt.date | None) -> Text | None:
    if blank(item.source):
        return Text("没有来源", "has no source")
    if item.date is None:
        return Text("没有日期", "has no date")
    if today and (today - item.date).days > MAX_AGE_DAYS:
        return Text("已超过 12 个月", "is older than 12 months")
    return None


RULE = Rule(
    "MKT-01",
    MARKET,
    "warning",
    Text("至少 3 条近 12 个月内的市场依据", "At least 3 dated pieces of market evidence"),
    Text(
        "没有来源和日期的判断只是印象，经不起审批人追问。",
        "A judgement without source and date is an impression and does not survive questions.",
    ),
    find,
)
