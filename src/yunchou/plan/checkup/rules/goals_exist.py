"""There is at least one goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report a plan without goals."""
    if not context.plan.goals:
        yield Hit(
            Place("goal", "", "goals"),
            Text("方案没有目标。", "The plan has no goal."),
            Text(
                "至少写一个目标：指标、基线、目标值、单位、截止日期、责任人。",
                "Write at least one goal: metric, baseline, target, unit, deadline, owner.",
            ),
        )


RULE = Rule(
    "GOAL-01",
    GOALS,
    "error",
    Text("至少有一个目标", "There is a goal"),
    Text("没有目标就无法判断项目成败。", "Without a goal nobody can tell success from failure."),
    find,
)
