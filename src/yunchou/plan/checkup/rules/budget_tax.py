"""Amounts of one budget share one tax basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import BUDGET, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


_NAMES = {
    "tax_inclusive": Text("含税", "tax included"),
    "tax_exclusive": Text("不含税", "tax excluded"),
}


def find(context: Context) -> Iterator[Hit]:
    """Report lines whose tax basis differs from the project's."""
    basis = context.plan.project.tax_basis
    for number, line in enumerate(context.plan.budget.lines):
        if line.tax_basis and line.tax_basis != basis and line.kind in ("expense", "reserve"):
            mine, ours = _NAMES[line.tax_basis], _NAMES[basis]
            yield Hit(
                Place("budget_line", line.id, f"budget.lines[{number}].tax_basis"),
                Text(
                    f"预算行“{line.name}”是{mine.zh}金额，项目口径是{ours.zh}，不能相加。",
                    f"“{line.name}” is {mine.en}, the project {ours.en}: they cannot be added.",
                ),
                Text(f"按税率换算成{ours.zh}金额后再填。", f"Convert the amount to {ours.en}."),
            )


RULE = Rule(
    "BUD-04",
    BUDGET,
    "error",
    Text("税口径不混用", "Tax bases are not mixed"),
    Text(
        "含税与不含税混加，总额既不是含税也不是不含税。",
        "A sum across bases is neither the one nor the other.",
    ),
    find,
)
