"""Selling projects say how they will sell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import STRATEGY, Hit, Place, Rule
from yunchou.plan.checkup.words import blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


#: archetypes whose document has a chapter on sales strategy
_SELLING = {
    "new_product_launch",
    "channel_recruitment",
    "regional_market_entry",
    "double11_promotion",
    "live_commerce",
    "key_account_bid",
}
_FIELDS = {
    "value_proposition": Text("价值主张", "value proposition"),
    "product": Text("产品", "product"),
    "price": Text("价格", "price"),
    "channel": Text("渠道", "channel"),
    "promotion": Text("促销", "promotion"),
}


def find(context: Context) -> Iterator[Hit]:
    """Report the empty questions of the chapter, where the archetype has one."""
    plan = context.plan
    if (plan.archetype or plan.id) not in _SELLING:
        return
    empty = [f for f in _FIELDS if plan.strategy is None or blank(getattr(plan.strategy, f))]
    if empty:
        zh = "、".join(_FIELDS[field].zh for field in empty)
        en = ", ".join(_FIELDS[field].en for field in empty)
        yield Hit(
            Place("strategy", "", f"strategy.{empty[0]}"),
            Text(f"销售策略还没有回答：{zh}。", f"The strategy leaves open: {en}."),
            Text(
                "每项写一两句决定，并注明授权边界，例如折扣由谁批准。",
                "Write the decision in a line or two and who may depart from it.",
            ),
        )


RULE = Rule(
    "STRAT-01",
    STRATEGY,
    "hint",
    Text("销售策略有结论", "The sales strategy is decided"),
    Text(
        "价格和渠道没有定，任务排得再细也会返工。",
        "While price and channel are open, detailed tasks will be redone.",
    ),
    find,
)
