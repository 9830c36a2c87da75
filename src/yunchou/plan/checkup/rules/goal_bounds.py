"""A: no target outside what the metric can be at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule
from yunchou.plan.checkup.words import same_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report baselines, targets, floors and stretches that are impossible by definition."""
    for number, goal in enumerate(context.plan.goals):
        kpi = context.kpi_defs.get(goal.metric_key)
        for field in ("baseline", "target", "floor", "stretch"):
            value = getattr(goal, field)
            if (
                kpi
                and value is not None
                and same_unit(goal.unit, kpi.unit)
                and not kpi.holds(value)
            ):
                yield Hit(
                    Place("goal", goal.id, f"goals[{number}].{field}"),
                    Text(
                        f"{kpi.name.zh}不可能是 {value:g}{goal.unit}。",
                        f"{kpi.name.en} cannot be {value:g} {goal.unit}.",
                    ),
                    Text(f"按口径核对：{kpi.formula}。", f"Check the definition: {kpi.formula}."),
                )


RULE = Rule(
    "GOAL-10",
    GOALS,
    "error",
    Text("目标值在逻辑范围内（A）", "Targets are logically possible"),
    Text(
        "赢单率超过 100% 之类的目标说明口径用错了。",
        "A win rate above 100 % shows that the metric is misunderstood.",
    ),
    find,
)
