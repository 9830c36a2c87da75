"""二 市场与客户分析: dated evidence with its source, or a blank that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.sections.parts import head, note, para, row, table
from yunchou.plan.documents.tree import Column

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Row
    from yunchou.plan.model import MarketFact

KINDS = {
    "policy": ("政策", "Policy"),
    "economy": ("经济", "Economy"),
    "social": ("社会", "Society"),
    "technology": ("技术", "Technology"),
    "competitor": ("竞争对手", "Competitor"),
    "segment": ("客户细分", "Segment"),
    "preference": ("客户偏好", "Preference"),
    "trend": ("趋势", "Trend"),
    "opportunity": ("机会", "Opportunity"),
    "channel": ("渠道", "Channel"),
    "other": ("其他", "Other"),
}


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    market = c.plan.market
    summary = market.summary if market else ""
    blocks: list[Block] = [head(c("基本判断", "Judgement"))]
    lines = [line for line in summary.split("\n") if line.strip()]
    blocks += [para(c.resolve(line)) for line in lines] or [para(c.blank)]
    blocks += [
        head(c("事实与依据", "Facts and evidence")),
        table(
            [
                Column(c("类别", "Kind"), c.width(5, 7)),
                Column(c("事实与数据", "Fact"), 15),
                Column(c("来源", "Source"), 8),
                Column(c("取数日期", "Date"), 7),
                Column(c("对本项目的影响", "What it means here"), 12),
            ],
            [_fact(c, fact) for fact in market.evidence]
            if market and market.evidence
            else _none(c),
        ),
        note(
            c(
                "依据应不少于三条，取数日期在十二个月以内，并注明来源；未取得的数据不作估计。",
                "At least three dated items with their source, none older than twelve months; "
                "figures that are not at hand are not estimated.",
            )
        ),
    ]
    return tuple(blocks)


def _fact(c: Context, fact: MarketFact) -> Row:
    return row(
        c(*KINDS[fact.kind]),
        c.resolve(fact.fact),
        c.or_blank(fact.source),
        c.day(fact.date),
        fact.implication or "—",
    )


def _none(c: Context) -> list[Row]:
    kinds = (
        c("市场环境", "Environment"),
        c("目标客户", "Customers"),
        c("竞争对手", "Competitors"),
    )
    return [row(kind, c.blank, c.blank, c.blank, c.blank) for kind in kinds]
