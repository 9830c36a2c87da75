"""附件 KPI 考核表: the sheet that is filled in and signed at every appraisal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents import wording
from yunchou.plan.documents.context import say
from yunchou.plan.documents.dictionary import data_source, formula
from yunchou.plan.documents.sections.monitoring import cadence, kpi_name
from yunchou.plan.documents.sections.parts import note, para, row, table
from yunchou.plan.documents.tree import Column

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Row
    from yunchou.plan.model import Kpi


def build(c: Context) -> tuple[Block, ...]:
    """Build the annex."""
    if not c.plan.kpis:
        return (para(c.blank),)
    columns = [
        Column(c("指标", "Indicator"), 10),
        Column(c("口径", "Definition"), 15),
        Column(c("数据来源", "Source"), 10),
        Column(c("周期", "Cadence"), 4.5),
        Column(c("权重", "Weight"), 4.5, "right"),
        Column(c("目标值", "Target"), 7, "right"),
        Column(c("实际值", "Actual"), 6, "right"),
        Column(c("得分", "Score"), 5, "right"),
        Column(c("考核人", "Appraiser"), 6),
        Column(c("被考核人确认", "Confirmed"), 7),
    ]
    rows = [_row(c, kpi) for kpi in c.plan.kpis]
    total = sum(kpi.weight_pct or 0 for kpi in c.plan.kpis)
    rows.append(
        row(c("合计", "Total"), "", "", "", f"{total:g}%", "", "", "", "", "", kind="total")
    )
    text = c(
        "实际值、得分与签字栏在考核时填写。",
        "Actual, score and signatures are filled in at the appraisal.",
    )
    return table(columns, rows), note(text)


def _row(c: Context, kpi: Kpi) -> Row:
    lang = c.options.lang
    actual = say(wording.number(kpi.actual)) if kpi.actual is not None else say("")
    return row(
        kpi_name(c, kpi),
        c.or_blank(formula(kpi.key, lang)),
        c.or_blank(kpi.source or data_source(kpi.key, lang)),
        c.or_blank(cadence(c, kpi)),
        say(f"{kpi.weight_pct:g}%") if kpi.weight_pct is not None else say("—"),
        c.quantity(kpi.target, kpi.unit),
        actual,
        "",
        "",
        "",
    )
