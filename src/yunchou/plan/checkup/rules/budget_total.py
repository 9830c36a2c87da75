"""The budget total is the sum of its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import BUDGET, Hit, Place, Rule
from yunchou.plan.checkup.words import yuan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


_COUNTED = ("expense", "reserve")


def find(context: Context) -> Iterator[Hit]:
    """Report an empty budget and a total that differs from the lines, to the fen."""
    budget = context.plan.budget
    total = sum(line.planned_total for line in budget.lines if line.kind in _COUNTED)
    if not budget.lines:
        yield Hit(
            Place("budget", "", "budget.lines"),
            Text("方案没有预算明细。", "The plan has no budget lines."),
            Text(
                "按科目列出费用，分到各阶段，并留出不可预见费。",
                "List costs by category and phase, and keep a reserve.",
            ),
        )
    elif total != budget.total_planned:
        yield Hit(
            Place("budget", "", "budget.total_planned"),
            Text(
                f"预算总额 {yuan(budget.total_planned)} 元，明细合计 {yuan(total)} 元。",
                f"The total is {yuan(budget.total_planned)}, the lines make {yuan(total)} yuan.",
            ),
            Text(
                f"以明细为准改为 {yuan(total)} 元，或补上差额对应的预算行。",
                f"Set it to {yuan(total)} or add the line that is missing.",
            ),
        )


RULE = Rule(
    "BUD-01",
    BUDGET,
    "error",
    Text("预算总额等于明细合计", "The total equals its lines"),
    Text(
        "总额和明细对不上的预算，财务不会签。", "Finance signs no total that its lines do not make."
    ),
    find,
)
