"""Every line is split by phase, and the parts make the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import BUDGET, Hit, Place, Rule
from yunchou.plan.checkup.words import yuan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report lines without split, with a wrong sum, or with money in an unknown phase."""
    phases = {phase.id for phase in context.plan.phases}
    for number, line in enumerate(context.plan.budget.lines):
        if line.kind == "separately_budgeted" or line.planned_total == 0:
            continue
        place = Place("budget_line", line.id, f"budget.lines[{number}].planned_by_phase")
        total = sum(line.planned_by_phase.values())
        strangers = [key for key in line.planned_by_phase if key not in phases]
        if not line.planned_by_phase:
            yield Hit(
                place,
                Text(f"预算行“{line.name}”没有分到阶段。", f"Line “{line.name}” is not split."),
                Text(
                    "写明每个阶段用多少，合计等于该行金额。",
                    "Say how much each phase spends; the parts make the line.",
                ),
            )
        elif total != line.planned_total:
            yield Hit(
                place,
                Text(
                    f"预算行“{line.name}”各阶段合计 {yuan(total)} 元，该行金额 "
                    f"{yuan(line.planned_total)} 元。",
                    f"The phases of “{line.name}” make {yuan(total)}, the line is "
                    f"{yuan(line.planned_total)} yuan.",
                ),
                Text("调整阶段金额或该行总额，使两者相等。", "Adjust parts or line to agree."),
            )
        elif strangers:
            yield Hit(
                place,
                Text(
                    f"预算行“{line.name}”分到了不存在的阶段 {'、'.join(strangers)}。",
                    f"“{line.name}” spends in {', '.join(strangers)}, which does not exist.",
                ),
                Text("改为计划中的阶段编号。", "Use the phases of the plan."),
            )


RULE = Rule(
    "BUD-02",
    BUDGET,
    "error",
    Text("预算分到阶段且合计一致", "Lines are split by phase and add up"),
    Text(
        "不知道哪个阶段花钱，就无法判断花得快还是慢。",
        "Without a split nobody can tell early spending from overspending.",
    ),
    find,
)
