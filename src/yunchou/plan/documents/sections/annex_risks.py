"""附件 风险登记册: every risk with trigger, response, contingency and owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.sections.parts import para, row, table
from yunchou.plan.documents.sections.risks import score
from yunchou.plan.documents.tree import Column

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Row
    from yunchou.plan.model import Risk

_STRATEGIES = {
    "mitigate": ("减轻", "Mitigate"),
    "avoid": ("规避", "Avoid"),
    "transfer": ("转移", "Transfer"),
    "accept": ("接受", "Accept"),
    "escalate": ("上报", "Escalate"),
}
KINDS_EN = {
    "市场": "Market",
    "客户": "Customer",
    "竞争": "Rivals",
    "内部": "Internal",
    "供应": "Supply",
    "合规": "Law",
    "人员": "People",
    "财务": "Finance",
}
_STATUS = {
    "": ("已识别", "Identified"),
    "identified": ("已识别", "Identified"),
    "monitoring": ("监控中", "Monitored"),
    "triggered": ("已触发", "Triggered"),
    "handling": ("处置中", "Handled"),
    "closed": ("已关闭", "Closed"),
    "issue": ("已转问题", "Issue"),
}


def build(c: Context) -> tuple[Block, ...]:
    """Build the annex."""
    if not c.plan.risks:
        return (para(c.blank),)
    columns = [
        Column(c("编号", "No."), 4),
        Column(c("类别", "Kind"), c.width(4.5, 5.5)),
        Column(c("风险描述", "Risk"), 10),
        Column(c("概率", "P"), 3.5, "center"),
        Column(c("影响", "I"), 3.5, "center"),
        Column(c("得分", "Score"), c.width(5, 6), "center"),
        Column(c("触发条件", "Trigger"), 11),
        Column(c("策略", "Strategy"), 4.5),
        Column(c("应对措施", "Response"), 10),
        Column(c("应急预案", "Contingency"), 11),
        Column(c("责任人", "Owner"), 6),
        Column(c("状态", "Status"), 5),
    ]
    return (table(columns, [_row(c, risk) for risk in c.plan.risks]),)


def _row(c: Context, risk: Risk) -> Row:
    return row(
        risk.id,
        (KINDS_EN.get(risk.category) if c.english else None) or risk.category or "—",
        risk.description,
        str(risk.probability),
        str(risk.impact),
        score(c, risk),
        c.or_blank(risk.trigger),
        c(*_STRATEGIES[risk.strategy]),
        c.or_blank(risk.response),
        c.or_blank(risk.contingency),
        c.or_blank(c.answerable(risk.owner, risk.owner_role)),
        c(*_STATUS[risk.status]),
    )
