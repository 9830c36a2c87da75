"""M: a goal has a target with a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule
from yunchou.plan.checkup.words import blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report goals without target or unit."""
    for number, goal in enumerate(context.plan.goals):
        missing = []
        if goal.target is None:
            missing.append(("target", Text("目标值", "target")))
        if blank(goal.unit):
            missing.append(("unit", Text("单位", "unit")))
        for field, name in missing:
            yield Hit(
                Place("goal", goal.id, f"goals[{number}].{field}"),
                Text(
                    f"目标“{goal.name}”没有{name.zh}。",
                    f"Goal “{goal.name_en or goal.name}” has no {name.en}.",
                ),
                Text(
                    f"写明{name.zh}，让人在某一天能用一个数判断是否达成。",
                    f"State the {name.en}, so that one number on one day decides.",
                ),
            )


RULE = Rule(
    "GOAL-03",
    GOALS,
    "error",
    Text("目标可衡量（M）：有目标值和单位", "Goals are measurable: target and unit"),
    Text(
        "没有数字的目标，到期时谁都可以说完成了。",
        "A goal without a number can be declared met by anybody.",
    ),
    find,
)
