"""Baseline and target agree with the direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report targets on the wrong side of the baseline, the floor or the stretch."""
    for number, goal in enumerate(context.plan.goals):
        if goal.target is None or goal.direction == "hold":
            continue
        sign = 1 if goal.direction == "up" else -1
        wrong = [
            name
            for name, low, high in (
                (Text("基线值", "baseline"), goal.baseline, goal.target),
                (Text("底线值", "floor"), goal.floor, goal.target),
                (Text("挑战值", "stretch"), goal.target, goal.stretch),
            )
            if low is not None and high is not None and (high - low) * sign < 0
        ]
        for name in wrong:
            way = Text("提升", "up") if sign > 0 else Text("降低", "down")
            yield Hit(
                Place("goal", goal.id, f"goals[{number}].direction"),
                Text(
                    f"目标“{goal.name}”的方向是{way.zh}，"
                    f"但{name.zh}与目标值 {goal.target:g} 相反。",
                    f"Goal “{goal.name_en or goal.name}” goes "
                    f"{way.en}, yet its {name.en} contradicts "
                    f"the target {goal.target:g}.",
                ),
                Text(f"核对方向、{name.zh}和目标值。", f"Check direction, {name.en} and target."),
            )


RULE = Rule(
    "GOAL-09",
    GOALS,
    "error",
    Text("方向与数值一致", "Direction and values agree"),
    Text("方向写反，红绿灯和得分都会反过来。", "A wrong sign turns lights and scores around."),
    find,
)
