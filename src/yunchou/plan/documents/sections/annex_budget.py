"""附件 预算明细表: every line with its basis, in yuan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents import wording
from yunchou.plan.documents.sections.budget import line_name
from yunchou.plan.documents.sections.parts import group, note, para, row, table
from yunchou.plan.documents.tree import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Row
    from yunchou.plan.model import BudgetLine

_KINDS = {
    "expense": ("费用", "Expenses"),
    "reserve": ("不可预见费", "Reserve"),
    "cash_tied_up": ("资金占用（不计入预算总额）", "Cash tied up (outside the total)"),
    "separately_budgeted": ("另行列支（不占本预算）", "Budgeted separately (outside the total)"),
}


#: phases for which a landscape page has columns
MOST_PHASES = 9


def build(c: Context) -> tuple[Block, ...]:
    """Build the annex."""
    lines = c.plan.budget.lines
    if not lines:
        return (para(c.blank),)
    phases = c.phases
    # more columns than this leave no room for the amounts: the chapter has the phases' totals
    phases = phases if len(phases) <= MOST_PHASES else ()
    columns = [
        Column(c("行号", "No."), 4),
        Column(c("费用科目", "Account"), 9),
        Column(c("费用名称", "Item"), 10),
        *(Column(c.name(p.name, p.name_en), 6.5, "right") for p in phases),
        Column(c("合计", "Total"), 7, "right"),
        Column(c("测算依据与说明", "Basis and notes"), 12),
    ]
    ids = [phase.id for phase in phases]
    cents = any(line.planned_total % 100 for line in lines)
    rows: list[Row] = []
    for kind, title in _KINDS.items():
        part = [line for line in lines if line.kind == kind]
        if part:
            rows.append(group(c(*title)))
            rows += [_row(c, line, ids, cents=cents) for line in part]
            if kind == "reserve" or (kind == "expense" and not _reserve(lines)):
                rows.append(_total(c, lines, ids, cents=cents))
    text = c(
        f"单位：{c.yuan_unit}，全部金额{c.basis}。",
        f"All amounts in {c.yuan_unit}, {c.basis}.",
    )
    return note(text), table(columns, rows)


def _reserve(lines: Sequence[BudgetLine]) -> bool:
    return any(line.kind == "reserve" for line in lines)


def _row(c: Context, line: BudgetLine, ids: Sequence[str], *, cents: bool) -> Row:
    amounts = [line.planned_by_phase.get(key, 0) for key in ids]
    return row(
        line.id,
        c.name(line.category_zh, line.category_en) or line.category or "—",
        line_name(c, line),
        *(wording.yuan(amount, cents=cents) if amount else "—" for amount in amounts),
        wording.yuan(line.planned_total, cents=cents),
        _basis(c, line) or "—",
    )


def _basis(c: Context, line: BudgetLine) -> str:
    parts = []
    factors = [wording.number(f) for f in (line.quantity, line.times) if f is not None]
    if line.price is not None and factors:
        parts.append("×".join([wording.yuan(line.price), *factors]))
    if line.tax_basis and line.tax_basis != c.plan.project.tax_basis:
        other = line.tax_basis == "tax_inclusive"
        parts.append(c("含税", "tax included") if other else c("不含税", "before tax"))
    if line.tax_rate is not None:
        parts.append(c(f"税率{line.tax_rate:g}%", f"tax {line.tax_rate:g}%"))
    parts += [text for text in (line.note,) if text]
    return c("；", "; ").join(parts)


def _total(c: Context, lines: Sequence[BudgetLine], ids: Sequence[str], *, cents: bool) -> Row:
    counted = [line for line in lines if line.kind in {"expense", "reserve"}]
    sums = [sum(line.planned_by_phase.get(key, 0) for line in counted) for key in ids]
    total = sum(line.planned_total for line in counted)
    cells = [wording.yuan(value, cents=cents) for value in (*sums, total)]
    return row("", c("预算总额", "Total"), "", *cells, "", kind="total")
