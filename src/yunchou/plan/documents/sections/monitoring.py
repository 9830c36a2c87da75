"""十 监控与评估: indicators with their lights, who looks at them and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.context import say
from yunchou.plan.documents.sections.goals import deadline
from yunchou.plan.documents.sections.parts import head, note, para, row, run, table
from yunchou.plan.documents.tree import Column, Items

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Inline, Row
    from yunchou.plan.model import Goal, Kpi

MOST_KPIS = 6  # that stand beside each other on a page
_CADENCE_EN = {
    "日": "daily",
    "周": "weekly",
    "双周": "fortnightly",
    "月": "monthly",
    "季": "quarterly",
    "每标": "per bid",
    "每场": "per session",
}
_CADENCE_ZH = {english: chinese for chinese, english in _CADENCE_EN.items()}


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    if not c.plan.kpis:
        return (head(c("监控指标", "Indicators")), para(c.blank), *_cadence(c))
    return (
        head(c("监控指标与亮灯规则", "Indicators and lights")),
        _kpis(c),
        note(
            c(
                "亮灯比值＝实际值÷截至当期的目标值；累计类指标与截至当期的目标比较，"
                "不与全期目标比较。",
                "Ratio = actual ÷ target to date; cumulative indicators are compared with the "
                "target to date, never with that of the whole period.",
            )
        ),
        *_by_month(c),
        *_trace(c),
        *_cadence(c),
    )


def _by_month(c: Context) -> list[Block]:
    """Write the targets of months, a line a month and a column a KPI, a few KPIs to a table."""
    planned = [kpi for kpi in c.plan.kpis if any(m.target is not None for m in kpi.months)]
    blocks: list[Block] = []
    for first in range(0, len(planned), MOST_KPIS):
        part = planned[first : first + MOST_KPIS]
        columns = [Column(c("月份", "Month"), 7)]
        columns += [Column(kpi_name(c, kpi), 8, "right") for kpi in part]
        targets = [{m.month: m.target for m in kpi.months} for kpi in part]
        months = sorted({month for found in targets for month in found})
        rows = [
            row(
                month,
                *(
                    c.quantity(found[month], kpi.unit) if found.get(month) is not None else say("—")
                    for kpi, found in zip(part, targets, strict=True)
                ),
            )
            for month in months
        ]
        whole = [c.quantity(kpi.target, kpi.unit) for kpi in part]
        rows.append(row(c("全期", "Whole period"), *whole))
        blocks.append(table(columns, rows))
    return [head(c("分月目标", "Targets by month")), *blocks] if blocks else []


def _kpis(c: Context) -> Block:
    columns = [
        Column(c("指标", "Indicator"), 11),
        Column(c("目标值", "Target"), 7, "right"),
        Column(c("周期", "Cadence"), 4),
        Column(c("权重", "Weight"), 4, "right"),
        Column(c("绿灯", "Green"), 6, "center"),
        Column(c("黄灯", "Yellow"), 7, "center"),
        Column(c("红灯", "Red"), 6, "center"),
    ]
    return table(columns, [_kpi(c, kpi) for kpi in c.plan.kpis])


def _kpi(c: Context, kpi: Kpi) -> Row:
    green, yellow, red = lights(c, kpi)
    return row(
        kpi_name(c, kpi),
        c.quantity(kpi.target, kpi.unit),
        c.or_blank(cadence(c, kpi)),
        say(f"{kpi.weight_pct:g}%") if kpi.weight_pct is not None else say("—"),
        green,
        yellow,
        red,
    )


def kpi_name(c: Context, kpi: Kpi) -> str:
    """Name a KPI; in English as the dictionary has it."""
    from yunchou.plan.documents.dictionary import english_name

    return english_name(kpi.key) or kpi.name if c.english else kpi.name


def cadence(c: Context, kpi: Kpi) -> str:
    """Say how often a KPI is read."""
    table = _CADENCE_EN if c.english else _CADENCE_ZH
    return table.get(kpi.cadence, kpi.cadence)


def lights(c: Context, kpi: Kpi) -> tuple[Inline, Inline, Inline]:
    """Say from which ratio each light is on; thresholds above 1 mean that less is better."""
    if kpi.yellow_ratio is None or kpi.red_ratio is None:
        return c.blank, c.blank, c.blank
    near, far = f"{kpi.yellow_ratio:.0%}", f"{kpi.red_ratio:.0%}"
    if kpi.yellow_ratio > 1 or kpi.red_ratio > kpi.yellow_ratio:
        return say(f"≤{near}"), say(f"{near}–{far}"), say(f">{far}")
    return say(f"≥{near}"), say(f"{far}–{near}"), say(f"<{far}")


def _trace(c: Context) -> list[Block]:
    if not c.plan.goals:
        return []
    columns = [
        Column(c("目标", "Goal"), 11),
        Column(c("监控指标", "Indicator"), 12),
        Column(c("判定里程碑", "Judged at"), 10),
        Column(c("判定日期", "On"), 7),
        Column(c("责任人", "Owner"), 7),
    ]
    rows = [_traced(c, goal) for goal in c.plan.goals]
    title = head(c("目标与指标对应", "Goals and their indicators"))
    return [title, table(columns, rows)]


def _traced(c: Context, goal: Goal) -> Row:
    linked = [kpi for kpi in c.plan.kpis if kpi.goal == goal.id or kpi.key == goal.metric_key]
    milestone = c.task_name(goal.due_milestone) if goal.due_milestone else ""
    return row(
        f"{goal.id} {c.name(goal.name, goal.name_en)}",
        c.or_blank(c.join(kpi_name(c, kpi) for kpi in linked)),
        c.or_blank(milestone),
        deadline(c, goal),
        c.or_blank(c.answerable(goal.owner, goal.owner_role)),
    )


def _cadence(c: Context) -> tuple[Block, ...]:
    rules = (
        c(
            "任务责任人每周更新实际进度；里程碑由验收人确认后方为完成。",
            "Owners update progress weekly; a milestone is done when its acceptor confirms it.",
        ),
        c(
            "以挣值法比较计划价值、实际成本与挣得价值，跟踪进度绩效指数（SPI）与"
            "成本绩效指数（CPI）。",
            "Planned value, actual cost and earned value are compared; the indices SPI and CPI "
            "are tracked.",
        ),
        c(
            "黄灯项由责任人在例会上说明原因与措施，红灯项当日报项目经理并提出纠偏方案。",
            "A yellow light is explained in the next meeting; a red one is reported to the manager "
            "the same day with a remedy.",
        ),
        c(
            "费用执行率高于进度15个百分点以上，或低于进度20个百分点以上时，复核支出与占用。",
            "Spending ahead of progress by more than 15 points, or behind by more than 20, is "
            "reviewed.",
        ),
    )
    title = head(c("跟踪与纠偏", "Tracking and correction"))
    return title, Items(tuple(run(rule) for rule in rules), numbered=True)
