"""Yellow comes before red."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import MONITORING, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report thresholds in the wrong order for the direction of the KPI."""
    goals = {goal.id: goal for goal in context.plan.goals}
    for number, kpi in enumerate(context.plan.kpis):
        if not kpi.yellow_ratio or not kpi.red_ratio:
            continue
        known = context.kpi_defs.get(kpi.key)
        goal = goals.get(kpi.goal or "")
        way = goal.direction if goal else known.direction if known else "up"
        rising = kpi.red_ratio < kpi.yellow_ratio
        wrong = kpi.red_ratio == kpi.yellow_ratio if way == "band" else rising == (way == "down")
        if wrong:
            yield Hit(
                Place("kpi", kpi.key, f"kpis[{number}].red_ratio"),
                Text(
                    f"指标“{kpi.name}”黄灯 {kpi.yellow_ratio:g}、"
                    f"红灯 {kpi.red_ratio:g}，顺序与方向不符。",
                    f"KPI “{kpi.name}”: yellow {kpi.yellow_ratio:g} and red {kpi.red_ratio:g} "
                    "do not fit its direction.",
                ),
                Text(
                    "越高越好的指标红灯小于黄灯；越低越好的指标红灯大于黄灯。",
                    "Red is below yellow when more is better, above when less is better.",
                ),
            )


RULE = Rule(
    "KPI-03",
    MONITORING,
    "error",
    Text("红黄灯顺序正确", "Lights are in order"),
    Text("顺序反了，先亮红灯再亮黄灯。", "Otherwise red comes before yellow."),
    find,
)
