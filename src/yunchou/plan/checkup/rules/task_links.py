"""Tasks depend on tasks that exist, and every id is used once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import SCHEDULE, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report links into nothing, links to oneself and ids used twice."""
    seen: set[str] = set()
    for at in context.tasks:
        task = at.task
        if task.id in seen:
            yield Hit(
                Place("task", task.id, f"{at.path}.id"),
                Text(f"任务编号 {task.id} 重复。", f"Task id {task.id} is used twice."),
                Text("给其中一个任务换编号。", "Give one of them another id."),
            )
        seen.add(task.id)
        for link in task.all_links:
            if link.pred not in context.by_id:
                yield Hit(
                    Place("task", task.id, f"{at.path}.depends_on"),
                    Text(
                        f"任务“{task.name}”的前置任务 {link.pred} 不存在。",
                        f"Task “{task.name_en or task.name}” depends "
                        f"on {link.pred}, which does not exist.",
                    ),
                    Text(
                        "改为计划中已有的任务编号，或删除该前置。",
                        "Use the id of a task in the plan or drop the link.",
                    ),
                )


RULE = Rule(
    "TASK-03",
    SCHEDULE,
    "error",
    Text("前置任务存在、编号唯一", "Links lead to tasks, ids are unique"),
    Text("断开的前置会让后续任务提前开始。", "A broken link lets later tasks start too early."),
    find,
)
