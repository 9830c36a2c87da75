"""A goal bound to a milestone has its calendar date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report goals whose date is not worked out yet."""
    for number, goal in enumerate(context.plan.goals):
        bound = goal.due_milestone or goal.deadline_offset_days is not None
        if goal.deadline is None and bound:
            to = goal.due_milestone or ""
            yield Hit(
                Place("goal", goal.id, f"goals[{number}].deadline"),
                Text(
                    f"目标“{goal.name}”只绑定了里程碑 {to}，还没有具体日期。",
                    f"Goal “{goal.name_en or goal.name}” hangs "
                    f"on milestone {to} and has no date yet.",
                ),
                Text(
                    "确定项目开始日或锚点日后，截止日期由进度计算得出。",
                    "Set the start or the anchor date; the schedule then gives the deadline.",
                ),
                "dates",
            )


RULE = Rule(
    "GOAL-06",
    GOALS,
    "warning",
    Text("截止日期落到日历上", "Deadlines are calendar dates"),
    Text(
        "签字的方案里，每个目标都要有一个可以打开日历核对的日子。",
        "In a signed plan each goal has a day that can be found in the calendar.",
    ),
    find,
)
