"""There are tasks, and milestones to check them at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import SCHEDULE, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report a plan without tasks or without milestones."""
    if not context.work:
        yield Hit(
            Place("schedule", "", "phases"),
            Text("方案没有任务。", "The plan has no task."),
            Text(
                "按阶段分解任务，每个任务写明责任、工期、前置和交付物。",
                "Break the work into phases and tasks with role, duration, links, deliverable.",
            ),
        )
    elif not any(at.task.milestone for at in context.work):
        yield Hit(
            Place("schedule", "", "phases"),
            Text("方案没有里程碑。", "The plan has no milestone."),
            Text(
                "每个阶段末尾设一个里程碑，写明验收标准。",
                "End each phase with a milestone and its acceptance criterion.",
            ),
        )


RULE = Rule(
    "TASK-05",
    SCHEDULE,
    "error",
    Text("有任务、有里程碑", "There are tasks and milestones"),
    Text(
        "没有检查点，偏差要到最后一天才看得见。",
        "Without checkpoints a slip shows only on the last day.",
    ),
    find,
)
