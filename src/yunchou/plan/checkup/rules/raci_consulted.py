"""Few people have to be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import PEOPLE, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


MAX_CONSULTED = 4


def find(context: Context) -> Iterator[Hit]:
    """Report tasks with too many consulted roles."""
    for at in context.work:
        count = len(at.task.consulted)
        if count > MAX_CONSULTED:
            yield Hit(
                Place("task", at.task.id, f"{at.path}.consulted"),
                Text(
                    f"任务“{at.task.name}”要咨询 {count} 个角色，超过 {MAX_CONSULTED} 个。",
                    f"Task “{at.task.name_en or at.task.name}” consults "
                    f"{count} roles, more than {MAX_CONSULTED}.",
                ),
                Text(
                    "只保留真正影响结论的角色，其余改为知会（I）。",
                    "Keep those who change the result, inform the others.",
                ),
            )


RULE = Rule(
    "RACI-03",
    PEOPLE,
    "hint",
    Text("咨询角色不超过 4 个", "At most 4 consulted roles"),
    Text("要问的人越多，决策越慢。", "The more are asked, the slower the decision."),
    find,
)
