"""A KPI and its goal aim at the same figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import MONITORING, Hit, Place, Rule
from yunchou.plan.checkup.words import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report KPI rows whose target differs from that of their goal."""
    for goal in context.plan.goals:
        for kpi in context.kpis_of(goal):
            differ = (
                kpi.target is not None
                and goal.target is not None
                and kpi.unit == goal.unit
                and abs(kpi.target - goal.target) > TOLERANCE
            )
            if differ:
                yield Hit(
                    Place("kpi", kpi.key, f"kpis[{context.plan.kpis.index(kpi)}].target"),
                    Text(
                        f"指标“{kpi.name}”目标 {kpi.target:,g}，"
                        f"目标 {goal.id} 是 {goal.target:,g}。",
                        f"KPI “{kpi.name}” aims at {kpi.target:,g}, goal {goal.id} at "
                        f"{goal.target:,g}.",
                    ),
                    Text("以目标表为准。", "Follow the goal table."),
                )


RULE = Rule(
    "KPI-04",
    MONITORING,
    "error",
    Text("指标与目标数值一致", "KPI and goal agree"),
    Text(
        "看板盯一个数、考核用另一个数，两边都不认。",
        "If the board shows one figure and appraisal uses another, neither counts.",
    ),
    find,
)
