"""S: a goal names a metric, and says how it is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule
from yunchou.plan.checkup.words import blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report goals without a metric and goals whose own metric is not defined."""
    for number, goal in enumerate(context.plan.goals):
        place = Place("goal", goal.id, f"goals[{number}].metric_key")
        known = goal.metric_key in context.kpi_defs
        if blank(goal.metric_key):
            yield Hit(
                place,
                Text(
                    f"目标“{goal.name}”没有指标。",
                    f"Goal “{goal.name_en or goal.name}” names no metric.",
                ),
                Text(
                    "从指标字典中选一个，例如新签合同额、回款额；业绩一类的说法要写明口径。",
                    "Choose one from the dictionary; say which revenue: signed, invoiced, cash.",
                ),
            )
        elif not known and blank(goal.definition):
            yield Hit(
                place,
                Text(
                    f"指标“{goal.metric_key}”不在字典里，也没有口径说明。",
                    f"Metric “{goal.metric_key}” is in no dictionary and is not defined.",
                ),
                Text(
                    "写明口径：分子、分母、是否含税、以签约、开票还是回款为准。",
                    "Define it: what is counted, tax basis, signed, invoiced or paid.",
                ),
            )


RULE = Rule(
    "GOAL-02",
    GOALS,
    "error",
    Text("目标具体（S）：有指标、有口径", "Goals are specific: a metric, and how it is counted"),
    Text(
        "同一个“销售额”有签约、开票、收入、回款四种口径，口径不清必起争议。",
        "One “revenue” can mean four things; unclear counting ends in dispute.",
    ),
    find,
)
