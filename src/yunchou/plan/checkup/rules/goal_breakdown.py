"""The parts of an additive goal add up to the goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule
from yunchou.plan.checkup.words import TOLERANCE, is_ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report breakdowns that do not add up; ratios are never summed."""
    for number, goal in enumerate(context.plan.goals):
        if goal.target is None or is_ratio(goal.unit):
            continue
        for dimension in dict.fromkeys(part.dimension for part in goal.breakdown):
            total = sum(part.target for part in goal.breakdown if part.dimension == dimension)
            gap = goal.target - total
            if abs(gap) > TOLERANCE:
                yield Hit(
                    Place("goal", goal.id, f"goals[{number}].breakdown"),
                    Text(
                        f"按“{dimension}”分解合计 {total:,g}，"
                        f"与目标值 {goal.target:,g} 相差 {gap:,g}。",
                        f"The parts by “{dimension}” make {total:,g}, the target is "
                        f"{goal.target:,g}: a gap of {gap:,g}.",
                    ),
                    Text(
                        "补足各项，或增加一行“差额”写明由谁承担。",
                        "Complete the parts or add a line for the gap and who carries it.",
                    ),
                )


RULE = Rule(
    "GOAL-13",
    GOALS,
    "warning",
    Text("分解合计等于目标值", "Breakdowns add up"),
    Text(
        "分下去的数加不回来，就会有一块目标没有人承担。",
        "If the parts do not add up, a piece of the goal belongs to nobody.",
    ),
    find,
)
