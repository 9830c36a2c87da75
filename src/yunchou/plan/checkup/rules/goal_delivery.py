"""Every goal hangs on a milestone that exists, and is thus delivered by tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report goals that no task or milestone delivers."""
    for number, goal in enumerate(context.plan.goals):
        place = Place("goal", goal.id, f"goals[{number}].due_milestone")
        if not goal.due_milestone:
            yield Hit(
                place,
                Text(
                    f"目标“{goal.name}”没有关联交付它的任务或里程碑。",
                    f"No task or milestone delivers goal “{goal.name_en or goal.name}”.",
                ),
                Text("选择验收该目标的里程碑。", "Choose the milestone at which it is accepted."),
            )
        elif goal.due_milestone not in context.by_id:
            yield Hit(
                place,
                Text(
                    f"目标“{goal.name}”指向不存在的里程碑 {goal.due_milestone}。",
                    f"Goal “{goal.name_en or goal.name}” points to "
                    f"{goal.due_milestone}, which does not exist.",
                ),
                Text("改为计划中已有的里程碑编号。", "Use the id of a milestone in the plan."),
            )


RULE = Rule(
    "GOAL-14",
    GOALS,
    "warning",
    Text("目标有任务支撑", "Goals are delivered by tasks"),
    Text(
        "下达了目标却没有对应的行动，方案就成了空中楼阁。",
        "A goal without action is a castle in the air.",
    ),
    find,
)
