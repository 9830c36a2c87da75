"""A milestone takes no time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import SCHEDULE, Hit, Place, Rule
from yunchou.plan.checkup.words import length_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report milestones with a duration."""
    for at in context.work:
        length = length_of(at.task)
        if at.task.milestone and length is not None and length.value != 0:
            yield Hit(
                Place("task", at.task.id, f"{at.path}.duration_days"),
                Text(
                    f"里程碑“{at.task.name}”的工期不是 0。",
                    f"Milestone “{at.task.name_en or at.task.name}” has a duration.",
                ),
                Text(
                    "里程碑工期写 0；真正要做的事另立一个任务，作为它的前置。",
                    "Set it to 0 and make the work a task of its own before it.",
                ),
            )


RULE = Rule(
    "TASK-04",
    SCHEDULE,
    "error",
    Text("里程碑工期为 0", "Milestones take no time"),
    Text(
        "里程碑是检查点，不是工作；有工期就会被当作任务拖延。", "A milestone is a check, not work."
    ),
    find,
)
