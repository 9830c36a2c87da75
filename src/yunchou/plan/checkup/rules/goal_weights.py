"""Goal weights add up to 100."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule
from yunchou.plan.checkup.words import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report missing weights and a sum other than 100."""
    goals = context.plan.goals
    for number, goal in enumerate(goals):
        if goal.weight_pct is None:
            yield Hit(
                Place("goal", goal.id, f"goals[{number}].weight_pct"),
                Text(
                    f"目标“{goal.name}”没有权重。",
                    f"Goal “{goal.name_en or goal.name}” has no weight.",
                ),
                Text(
                    "填写权重，全部目标合计 100。", "Enter a weight; all goals together make 100."
                ),
            )
    total = sum(goal.weight_pct or 0 for goal in goals)
    if goals and abs(total - 100) > TOLERANCE:
        yield Hit(
            Place("goal", "", "goals"),
            Text(
                f"目标权重合计 {total:g}，应为 100。", f"Goal weights add up to {total:g}, not 100."
            ),
            *_remedy(total),
        )


def _remedy(total: float) -> tuple[Text]:
    gap = 100 - total
    if gap > 0:
        return (Text(f"还差 {gap:g}，按重要性补给各目标。", f"{gap:g} short: add by importance."),)
    return (
        Text(f"多出 {-gap:g}，从次要目标中扣减。", f"{-gap:g} too much: take from minor goals."),
    )


RULE = Rule(
    "GOAL-08",
    GOALS,
    "error",
    Text("目标权重合计 100", "Goal weights add up to 100"),
    Text("权重不等于 100，总得分就没有意义。", "Otherwise the total score means nothing."),
    find,
)
