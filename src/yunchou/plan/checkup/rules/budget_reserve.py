"""There is a reserve of reasonable size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import BUDGET, Hit, Place, Rule
from yunchou.plan.checkup.words import yuan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


LOW_PCT, HIGH_PCT = 3, 10


def find(context: Context) -> Iterator[Hit]:
    """Report a missing reserve line, or one outside the usual share of the total."""
    budget = context.plan.budget
    if not budget.lines:
        return
    reserve = sum(line.planned_total for line in budget.lines if line.kind == "reserve")
    total = sum(line.planned_total for line in budget.lines if line.kind == "expense") + reserve
    place = Place("budget", "", "budget.reserve_included")
    if reserve == 0:
        yield Hit(
            place,
            Text("预算没有不可预见费。", "The budget has no reserve."),
            Text(
                f"增加一行不可预见费，占总额 {LOW_PCT}%–{HIGH_PCT}%，动用须走变更单。",
                f"Add one of {LOW_PCT}–{HIGH_PCT} % of the total, released by change request.",
            ),
        )
    elif not LOW_PCT * total <= reserve * 100 <= HIGH_PCT * total:
        share = 100 * reserve / total
        yield Hit(
            place,
            Text(
                f"不可预见费占 {share:.1f}%，通常为 {LOW_PCT}%–{HIGH_PCT}%。",
                f"The reserve is {share:.1f} % of the total; {LOW_PCT}–{HIGH_PCT} % is usual.",
            ),
            Text("调整比例，或在备注中说明原因。", "Adjust it, or give the reason in the note."),
        )
    elif reserve != budget.reserve_included:
        yield Hit(
            place,
            Text(
                f"储备金额写 {yuan(budget.reserve_included)} 元，储备行合计 {yuan(reserve)} 元。",
                f"The reserve says {yuan(budget.reserve_included)}, its lines make "
                f"{yuan(reserve)} yuan.",
            ),
            Text("两处改为一致。", "Make them agree."),
        )


RULE = Rule(
    "BUD-05",
    BUDGET,
    "warning",
    Text("不可预见费占 3%–10%", "The reserve is 3–10 %"),
    Text(
        "没有储备，第一次意外就要重新报批。",
        "Without a reserve the first surprise needs a new approval.",
    ),
    find,
)
