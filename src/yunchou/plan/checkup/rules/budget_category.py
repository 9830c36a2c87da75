"""Every line has an expense category of the code list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.archetypes.lists import budget_categories
from yunchou.plan.checkup.rule import BUDGET, Hit, Place, Rule
from yunchou.plan.checkup.words import blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report lines without a category, or with one that nobody knows or names."""
    known = budget_categories()
    for number, line in enumerate(context.plan.budget.lines):
        if line.category in known or (line.category and line.category_zh):
            continue
        yield Hit(
            Place("budget_line", line.id, f"budget.lines[{number}].category"),
            Text(
                f"预算行“{line.name}”没有费用科目。"
                if blank(line.category)
                else f"预算行“{line.name}”的科目 {line.category} 不在科目表中。",
                f"Line “{line.name}” has no known expense category.",
            ),
            Text(
                "从科目表中选择，例如广告费、会议及活动费、差旅费。",
                "Choose one, such as advertising, events or travel.",
            ),
        )


RULE = Rule(
    "BUD-03",
    BUDGET,
    "warning",
    Text("预算行有费用科目", "Lines have a category"),
    Text("没有科目的费用报销时入不了账。", "Costs without a category cannot be booked."),
    find,
)
