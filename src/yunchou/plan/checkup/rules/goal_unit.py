"""Goals and KPIs use the unit of their metric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule
from yunchou.plan.checkup.words import same_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report units that differ from the dictionary."""
    rows = [
        *(
            ("goal", g.id, f"goals[{n}].unit", g.metric_key, g.unit)
            for n, g in enumerate(context.plan.goals)
        ),
        *(
            ("kpi", k.key, f"kpis[{n}].unit", k.key, k.unit)
            for n, k in enumerate(context.plan.kpis)
        ),
    ]
    for kind, ref, path, key, unit in rows:
        kpi = context.kpi_defs.get(key)
        if kpi and unit and not same_unit(unit, kpi.unit):
            yield Hit(
                Place(kind, ref, path),
                Text(
                    f"{kpi.name.zh}的单位写成“{unit}”，字典中是“{kpi.unit}”。",
                    f"{kpi.name.en} is given in “{unit}”; the dictionary says “{kpi.unit}”.",
                ),
                Text(
                    f"改用“{kpi.unit}”并换算数值，或换一个指标。",
                    f"Use “{kpi.unit}” and convert the figures, or choose another metric.",
                ),
            )


RULE = Rule(
    "GOAL-11",
    GOALS,
    "warning",
    Text("单位与指标字典一致", "Units agree with the dictionary"),
    Text(
        "单位不同的数放在一起比较，看板会亮错灯。",
        "Figures in different units light the wrong lamps.",
    ),
    find,
)
