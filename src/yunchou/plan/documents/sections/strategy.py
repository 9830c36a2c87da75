"""五 销售策略: value proposition and the four decisions of the marketing mix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.context import strong
from yunchou.plan.documents.sections.parts import note, row, run, table
from yunchou.plan.documents.tree import Column

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block

_FIELDS = (
    ("value_proposition", "价值主张", "Value proposition"),
    ("product", "产品", "Product"),
    ("price", "价格", "Price"),
    ("channel", "渠道", "Channel"),
    ("promotion", "推广", "Promotion"),
)


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    strategy = c.plan.strategy
    rows = []
    for field, zh, en in _FIELDS:
        text = getattr(strategy, field) if strategy else ""
        rows.append(row(strong(c(zh, en)), run(c.resolve(text)) if text else c.blank))
    columns = [Column(c("要素", "Element"), 6), Column(c("策略与决定", "Decision"), 34)]
    return (
        table(columns, rows),
        note(
            c(
                "价格与折扣权限按公司授权执行，超出授权的报价须先审批后对外。",
                "Prices and discounts follow the company's authorities; an offer beyond them is "
                "approved before it leaves the house.",
            )
        ),
    )
