"""Step 3's part of the plan: the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunchou.plan.model import Fen
from yunchou.web.projects.plan import read_table, write_table
from yunchou.web.resources.models import BudgetLine, PhaseAmount

if TYPE_CHECKING:
    from yunchou.plan.model import Plan
    from yunchou.web.projects.plan import PlanRows

LINE = {
    "name": "name", "category": "category", "category_zh": "category_zh",
    "category_en": "category_en", "kind": "kind", "planned_fen": "planned_total",
    "quantity": "quantity", "price_fen": "price", "times": "times", "tax_basis": "tax_basis",
    "tax_rate": "tax_rate", "supplier": "supplier", "owner": "owner",
    "committed_fen": "committed", "spent_fen": "spent", "note": "note",
}  # fmt: skip


def write(rows: PlanRows, plan: Plan) -> None:
    """Write the rows of a new project."""
    lines = write_table(rows, BudgetLine, plan.budget.lines, LINE)
    rows.save(
        PhaseAmount(
            **rows.base(), line=lines[line.id], phase_id=rows.items[phase], amount_fen=int(amount)
        )
        for line in plan.budget.lines
        for phase, amount in line.planned_by_phase.items()
        if phase in rows.items
    )


def read(rows: PlanRows, body: dict[str, Any]) -> None:
    """Put the budget into `body`; totals are sums of the lines, made nowhere else."""
    lines = read_table(rows, BudgetLine, LINE)
    amounts = PhaseAmount.objects.of(rows.actor).filter(project=rows.project)
    by_line: dict[str, dict[str, Fen]] = {}
    for code, phase, fen in amounts.order_by("phase__position").values_list(
        "line__code", "phase_id", "amount_fen"
    ):
        if phase in rows.codes:
            by_line.setdefault(code, {})[rows.codes[phase]] = Fen(fen)
    for line in lines:
        line["planned_by_phase"] = by_line.get(line["id"], {})
    project = rows.project
    body["budget"] = {
        "total_planned": Fen(sum(_planned(line, "expense", "reserve") for line in lines)),
        "reserve_included": Fen(sum(_planned(line, "reserve") for line in lines)),
        "warn_pct": project.warn_pct, "escalate_pct": project.escalate_pct,
        "freeze_pct": project.freeze_pct, "lines": lines,
        **project.extras.get("budget_extras", {}),
    }  # fmt: skip


def _planned(line: dict[str, Any], *kinds: str) -> int:
    return int(line.get("planned_total", 0)) if line["kind"] in kinds else 0
