"""Every goal is measured by a KPI with yellow and red."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import MONITORING, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report goals without KPI and goals whose KPI has no lights."""
    for number, goal in enumerate(context.plan.goals):
        rows = context.kpis_of(goal)
        if not rows:
            yield Hit(
                Place("goal", goal.id, f"goals[{number}].metric_key"),
                Text(
                    f"目标“{goal.name}”没有对应的监控指标。",
                    f"No KPI measures goal “{goal.name_en or goal.name}”.",
                ),
                Text(
                    "在指标表中增加一行，写明频率、黄灯和红灯阈值。",
                    "Add a KPI row with cadence and the thresholds for yellow and red.",
                ),
            )
        elif not any(kpi.yellow_ratio and kpi.red_ratio for kpi in rows):
            yield Hit(
                Place("kpi", rows[0].key, f"kpis[{context.plan.kpis.index(rows[0])}].yellow_ratio"),
                Text(
                    f"指标“{rows[0].name}”没有黄灯或红灯阈值。",
                    f"KPI “{rows[0].name}” has no yellow or red threshold.",
                ),
                Text(
                    "填写达到目标的多少算黄灯、多少算红灯。",
                    "Say at which share of the target it turns yellow and red.",
                ),
            )


RULE = Rule(
    "KPI-02",
    MONITORING,
    "warning",
    Text("每个目标有指标和红黄灯", "Every goal has a KPI with lights"),
    Text(
        "不设预警线，知道不行的那天就是到期那天。",
        "Without lights one learns of failure on the last day.",
    ),
    find,
)
