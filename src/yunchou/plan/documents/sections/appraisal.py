"""十三 绩效考核与激励: which number counts how much, and what it earns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.context import say
from yunchou.plan.documents.sections.monitoring import cadence, kpi_name
from yunchou.plan.documents.sections.parts import head, para, row, run, table
from yunchou.plan.documents.tree import Column, Items

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    blocks: list[Block] = [head(c("考核指标与权重", "Indicators and weights"))]
    blocks += [_weights(c)] if c.plan.kpis else [para(c.blank)]
    blocks += [head(c("计分规则", "Scoring")), _rules(c), head(c("激励办法", "Incentives"))]
    if not c.plan.incentives:
        return (*blocks, para(c("激励办法与兑现条件：", "Rules and conditions: "), c.blank))
    names = {kpi.key: kpi_name(c, kpi) for kpi in c.plan.kpis}
    columns = [
        Column(c("项目", "Item"), 10),
        Column(c("挂钩指标", "Tied to"), 10),
        Column(c("规则", "Rule"), 20),
    ]
    rows = [
        row(item.name, names.get(item.kpi or "", item.kpi or "—"), c.or_blank(item.rule))
        for item in c.plan.incentives
    ]
    return (*blocks, table(columns, rows))


def _weights(c: Context) -> Block:
    columns = [
        Column(c("指标", "Indicator"), 16),
        Column(c("权重", "Weight"), 5, "right"),
        Column(c("目标值", "Target"), 9, "right"),
        Column(c("考核周期", "Cadence"), 6),
        Column(c("责任人", "Owner"), 9),
    ]
    owners = {goal.metric_key: c.answerable(goal.owner, goal.owner_role) for goal in c.plan.goals}
    rows = []
    for kpi in c.plan.kpis:
        owner = c.owner(kpi.owner_role) or owners.get(kpi.key, "")
        weight = say(f"{kpi.weight_pct:g}%") if kpi.weight_pct is not None else c.blank
        target = c.quantity(kpi.target, kpi.unit)
        period = c.or_blank(cadence(c, kpi))
        rows.append(row(kpi_name(c, kpi), weight, target, period, c.or_blank(owner)))
    total = sum(kpi.weight_pct or 0 for kpi in c.plan.kpis)
    rows.append(row(c("合计", "Total"), f"{total:g}%", "", "", "", kind="total"))
    return table(columns, rows)


def _rules(c: Context) -> Block:
    rules = (
        c(
            "各指标按完成率乘以权重计分，实际值取自约定的数据来源，由考核人与被考核人共同确认。",
            "Each indicator scores its attainment times its weight; figures come from the agreed "
            "source and both sides confirm them.",
        ),
        c(
            "设有底线值与挑战值的指标，在二者之间按线性插值计分；达不到底线值的该项不得分。",
            "Between floor and stretch the score is linear; below the floor there is none.",
        ),
        c(
            "发生商业贿赂、数据造假等合规问题的，实行一票否决。",
            "Bribery, false figures and other breaches of compliance void the appraisal.",
        ),
    )
    return Items(tuple(run(rule) for rule in rules), numbered=True)
