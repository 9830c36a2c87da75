"""R: every goal has an owner and a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule
from yunchou.plan.checkup.words import blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report goals without owner or relevance."""
    for number, goal in enumerate(context.plan.goals):
        if blank(goal.owner_role) and blank(goal.owner):
            yield Hit(
                Place("goal", goal.id, f"goals[{number}].owner_role"),
                Text(
                    f"目标“{goal.name}”没有责任人。",
                    f"Goal “{goal.name_en or goal.name}” has no owner.",
                ),
                Text("指定一个角色或一个人，只能一个。", "Name one role or person, only one."),
            )
        if blank(goal.relevance):
            yield Hit(
                Place("goal", goal.id, f"goals[{number}].relevance"),
                Text(
                    f"目标“{goal.name}”没有说明支撑哪个上级目标。",
                    f"Goal “{goal.name_en or goal.name}” does not say which higher goal it serves.",
                ),
                Text(
                    "写一句：该目标支撑上级哪个目标。",
                    "Say in one line which higher goal it serves.",
                ),
            )


RULE = Rule(
    "GOAL-12",
    GOALS,
    "warning",
    Text("目标有责任人、有关联（R）", "Goals have an owner and a reason"),
    Text(
        "没有责任人的目标没有人追，没有关联的目标先被砍。",
        "Nobody chases a goal without owner; one without relevance is the first to be cut.",
    ),
    find,
)
