"""No goal is due before today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report deadlines in the past; nothing is judged without a today."""
    for number, goal in enumerate(context.plan.goals):
        if context.today and goal.deadline and goal.deadline < context.today:
            yield Hit(
                Place("goal", goal.id, f"goals[{number}].deadline"),
                Text(
                    f"截止日期 {goal.deadline} 已经过去。", f"The deadline {goal.deadline} is past."
                ),
                Text(
                    "改为将来的日期；若目标已到期，走变更单并记录实际值。",
                    "Set a date to come; if it fell due, file a change and record the result.",
                ),
            )


RULE = Rule(
    "GOAL-07",
    GOALS,
    "error",
    Text("截止日期不在过去", "No deadline is past"),
    Text("已经过期的目标无法通过行动达成。", "Nothing done from now on can meet it."),
    find,
)
