"""A goal starts from a baseline that has a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule
from yunchou.plan.checkup.words import blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report goals without baseline, or with a baseline from nowhere."""
    for number, goal in enumerate(context.plan.goals):
        if goal.baseline is None:
            yield Hit(
                Place("goal", goal.id, f"goals[{number}].baseline"),
                Text(
                    f"目标“{goal.name}”没有基线值。",
                    f"Goal “{goal.name_en or goal.name}” has no baseline.",
                ),
                Text(
                    "填写现状值及其来源；没有历史数据时写明“无历史数据”，不要估一个。",
                    "Enter today's value and its source; if there is none, say so, do not guess.",
                ),
                "evidence",
            )
        elif goal.baseline != 0 and blank(goal.baseline_source):
            yield Hit(
                Place("goal", goal.id, f"goals[{number}].baseline_source"),
                Text(
                    f"目标“{goal.name}”的基线值没有来源和取数日期。",
                    f"The baseline of goal “{goal.name_en or goal.name}” has no source and date.",
                ),
                Text("写明取自哪张报表、哪一天。", "Say from which report and day it was taken."),
                "evidence",
            )


RULE = Rule(
    "GOAL-04",
    GOALS,
    "warning",
    Text("基线有值、有来源", "Baselines have a value and a source"),
    Text(
        "基线决定增幅；没有来源的基线会在复盘时被推翻。",
        "The baseline makes the growth; without a source it falls at the retrospective.",
    ),
    find,
)
