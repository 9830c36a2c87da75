"""T: a goal has a day on which it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report goals bound to neither a date nor a milestone."""
    for number, goal in enumerate(context.plan.goals):
        if goal.deadline is None and not goal.due_milestone and goal.deadline_offset_days is None:
            yield Hit(
                Place("goal", goal.id, f"goals[{number}].deadline"),
                Text(
                    f"目标“{goal.name}”没有截止日期。",
                    f"Goal “{goal.name_en or goal.name}” has no deadline.",
                ),
                Text("填写截止日期，或绑定一个里程碑。", "Enter a date or bind it to a milestone."),
            )


RULE = Rule(
    "GOAL-05",
    GOALS,
    "error",
    Text("目标有时限（T）", "Goals are time-bound"),
    Text("没有截止日期的目标永远在路上。", "A goal without a deadline is for ever under way."),
    find,
)
