"""What the demo's projects know: made-up facts, owners and readings around one made-up company.

东澜科技 makes water purifiers. It launches one for homes in Jiangsu, Zhejiang and Shanghai, and
bids for the drinking water of a group of factories.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from yunchou.plan.model import Breakdown, Fen, KpiMonth, Market, MarketFact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yunchou.plan.model import Budget, BudgetLine, Goal, Improvement, Kpi, Plan, Risk


class Fact(NamedTuple):
    """A piece of evidence: what, from where, what follows, how many days before the start."""

    kind: Any
    text: str
    source: str
    follows: str
    days: int


MARKET: dict[str, tuple[str, tuple[Fact, ...]]] = {
    "new_product_launch": (
        "华东三地家用净水器年零售量约 260 万台，换新占六成。竞品靠降价守份额，"
        "用户更在意滤芯的长期花费，这正是新品的长处。",
        (
            Fact("competitor", "“清泉”同规格机型零售价下调 8%，门店主推位占到三成。",
                 "区域代表走访 46 家门店的价签照片", "首发价不跟降，差异放在三年长效滤芯上。", 9),
            Fact("preference", "62% 的受访家庭先问滤芯多久一换，愿为三年免换多付 300 元。",
                 "上一代产品用户问卷，有效样本 412 份", "卖点排序：滤芯成本、出水速度、外观。", 18),
            Fact("channel", "两家建材卖场的新品进场排期为每月 5 日，错过顺延一个月。",
                 "卖场采购经理访谈纪要", "上市前 40 天完成报品和样机入库。", 27),
            Fact("policy", "三地以旧换新补贴延续，净水器按售价 15% 补贴，单台上限 500 元。",
                 "省市商务部门公开文件", "定价落在补贴上限以内，导购话术写明到手价。", 45),
        ),
    ),
    "key_account_bid": (
        "苏南建材集团 9 个厂区的直饮水设备到了更换期，今年第一次集团集采，"
        "评标看全生命周期成本和服务网点，不只看单价。",
        (
            Fact("policy", "集团把厂区直饮水设备并入年度集采，单一来源改为公开招标。",
                 "苏南建材集团采购管理办法（修订稿）", "价格与网点合计 60 分，提前备齐证明。", 9),
            Fact("competitor", "上年供应商两次延期到货，集团法务已发函。",
                 "客户采购部月度例会纪要", "方案突出交付保障，承诺延期赔付。", 18),
            Fact("opportunity", "集团将新开两个生产基地，设备需求预计增加 35%。",
                 "集团官网公告与销售拜访记录", "报价按用量分三档，锁定新基地份额。", 27),
        ),
    ),
}  # fmt: skip

#: where the baselines of goals come from
_SOURCES = {
    "sales_revenue": "财务确认收入表（新品，上市前为零）",
    "distribution_rate": "重点网点清单与巡店记录",
    "new_product_share": "上年度分品类销售明细",
    "csat": "上一代产品满意度问卷，有效样本 412 份",
    "contract_amount": "合同台账（该客户本年度尚无合同）",
    "bid_technical_score": "上年度同类投标评标报告",
    "gross_margin": "近 12 个月同类项目毛利表",
    "collection_rate": "回款台账",
}
#: goals in one sentence; the day is put in front
_SAID = {
    "sales_revenue": "华东三地新品首季销售额（不含税）从 0 提高到 800 万元",
    "distribution_rate": "江浙沪重点网点铺货率从 0% 提高到 70%",
    "new_product_share": "华东大区新品销售占比从 4% 提高到 12%",
    "csat": "新品上市期客户满意度从 82% 提高到 88%",
    "contract_amount": "与苏南建材集团的签约合同额（含税）从 0 提高到 1200 万元",
    "bid_technical_score": "集采投标的技术标得分从 60 分提高到 85 分",
    "gross_margin": "本项目合同毛利率从 24% 提高到 28%",
    "collection_rate": "本项目首付款到账率从 0% 提高到 100%",
}
#: how the launch's revenue is shared out
_REGIONS = (("江苏", 3_400_000, "周立"), ("浙江", 2_800_000, "孙悦"), ("上海", 1_800_000, "赵启明"))
#: readings that a month of work can have, as shares of the target
_READINGS = {
    "cpl": 1.05,
    "milestone_hit_rate": 1.06,
    "gross_margin": 0.97,
    "forecast_accuracy": 0.96,
}
#: how the target of a flow spreads over the months from its first sale on
_GROWTH = (30, 34, 36)


def market(plan: Plan, start: dt.date) -> Market:
    """Return what is known of the market, all of it from before the project began."""
    summary, facts = MARKET[plan.archetype]
    evidence = [
        MarketFact(
            id=f"E{n}", kind=fact.kind, fact=fact.text, source=fact.source,
            implication=fact.follows, date=start - dt.timedelta(days=fact.days),
        )
        for n, fact in enumerate(facts, 1)
    ]  # fmt: skip
    return Market(summary=summary, evidence=evidence)


def goals(
    plan: Plan, owners: Mapping[str, str], start: dt.date, due: Mapping[str, dt.date]
) -> list[Goal]:
    """Return the goals with owners, sentences and sources of baselines, the main one shared out.

    `due` says on which day each milestone falls.
    """
    day = start - dt.timedelta(days=10)
    read_on = f"，{day.year}年{day.month}月{day.day}日取数"
    return [
        goal.model_copy(
            update={
                "owner": owners.get(goal.owner_role or ""),
                "baseline_source": _SOURCES[goal.metric_key] + read_on,
                "statement": _said(goal, due),
                "breakdown": _regions() if goal.metric_key == "sales_revenue" else [],
            }
        )
        for goal in plan.goals
    ]


def _said(goal: Goal, due: Mapping[str, dt.date]) -> str:
    day = due.get(goal.due_milestone or "")
    before = f"{day.year}年{day.month}月{day.day}日前，" if day else ""
    return f"{before}{_SAID[goal.metric_key]}，{goal.relevance}。"


def _regions() -> list[Breakdown]:
    return [Breakdown(dimension="区域", key=k, target=t, owner=who) for k, t, who in _REGIONS]


def risks(plan: Plan, owners: Mapping[str, str]) -> list[Risk]:
    """Return the risks with owners; the gravest are being watched."""
    return [
        risk.model_copy(
            update={
                "owner": owners.get(risk.owner_role or ""),
                "status": "monitoring" if risk.points >= 15 else "identified",
            }
        )
        for risk in plan.risks
    ]


def improvements(plan: Plan, start: dt.date) -> list[Improvement]:
    """Return the improvements, settled before the work began."""
    before = {"due": start - dt.timedelta(days=2)}
    return [improvement.model_copy(update=before) for improvement in plan.improvements]


def kpis(plan: Plan, first_sale: dt.date | None) -> list[Kpi]:
    """Return the KPIs with a reading where there can be one, revenue spread over its months."""
    return [_kpi(kpi, first_sale) for kpi in plan.kpis]


def _kpi(kpi: Kpi, first_sale: dt.date | None) -> Kpi:
    if kpi.target is None:
        return kpi
    if kpi.key == "sales_revenue" and first_sale is not None:
        return kpi.model_copy(update={"months": _months(float(kpi.target), first_sale)})
    if kpi.key in _READINGS:
        reading = round(float(kpi.target) * _READINGS[kpi.key], 1)
        return kpi.model_copy(update={"actual": min(reading, 100) if kpi.unit == "%" else reading})
    return kpi


def _months(target: float, first_sale: dt.date) -> list[KpiMonth]:
    month, found = first_sale.replace(day=1), []
    for share in _GROWTH:
        found.append(KpiMonth(month=f"{month:%Y-%m}", target=round(target * share / 100)))
        month = (month + dt.timedelta(days=31)).replace(day=1)
    return found


def spent(plan: Plan, phases: Mapping[str, float]) -> Budget:
    """Return the budget with what has been spent and ordered.

    Parameters
    ----------
    phases
        Phase -> the share of its time that has passed, 0 to 1.
    """
    lines = [_line(line, phases) for line in plan.budget.lines]
    return plan.budget.model_copy(update={"lines": lines})


def _line(line: BudgetLine, phases: Mapping[str, float]) -> BudgetLine:
    """Spend what time has passed for, at a steady discount of each line; order a part ahead."""
    if line.kind != "expense":
        return line
    thrift = 0.82 + 0.03 * (sum(line.id.encode()) % 3)
    done = sum(int(v) * phases.get(k, 0) for k, v in line.planned_by_phase.items())
    begun = sum(int(v) for k, v in line.planned_by_phase.items() if 0 < phases.get(k, 0) < 1)
    if not done:
        return line
    update = {"spent": _hundreds(done * thrift), "committed": _hundreds(begun * 0.15)}
    return line.model_copy(update=update)


def _hundreds(fen: float) -> Fen:
    return Fen(int(fen) // 100_00 * 100_00)
