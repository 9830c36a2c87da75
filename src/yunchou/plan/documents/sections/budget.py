"""八 预算与费用控制: how much, for what, in which phase, and who may spend it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from yunchou.plan.documents import wording
from yunchou.plan.documents.sections.parts import head, note, para, row, run, table
from yunchou.plan.documents.tree import Column, Items

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Inline, Row
    from yunchou.plan.model import BudgetLine


#: phases for which an upright page has columns
MOST_PHASES = 8


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    budget = c.plan.budget
    if not budget.lines:
        return (para(c("分阶段预算：", "Budget by phase: "), c.blank), *_control(c))
    return (
        para(_lead(c)),
        head(c("分阶段预算", "Budget by phase")),
        _by_phase(c) if len(c.phases) <= MOST_PHASES else _phases_down(c),
        note(_note(c)),
        *_control(c),
    )


def _lead(c: Context) -> Inline:
    budget = c.plan.budget
    total, reserve = budget.total_planned, budget.reserve_included
    capital = "" if c.english else f"，大写{wording.capital(total)}"
    part = wording.share(reserve, total) if total else "0%"
    return run(
        c(
            f"项目预算总额为{c.money(total)}（{c.basis}）{capital}，其中不可预见费"
            f"{c.money(reserve)}，占{part}。费用明细与测算依据见《预算明细表》。",
            f"The total budget is {c.taxed(total)}, of which {c.money(reserve)} ({part}) is "
            "reserve. Lines and their basis are in the annex “Budget detail”.",
        )
    )


def _phases_down(c: Context) -> Block:
    """One row per phase, for plans with more phases than a page has room for columns."""
    counted = [line for line in c.plan.budget.lines if line.kind in {"expense", "reserve"}]
    total = sum(line.planned_total for line in counted)
    rows = []
    for phase in c.phases:
        part = sum(line.planned_by_phase.get(phase.id, 0) for line in counted)
        ratio = wording.share(part, total) if total else "—"
        rows.append(row(c.name(phase.name, phase.name_en), _short(c, part), ratio))
    rows.append(row(c("合计", "Total"), _short(c, total), "", kind="total"))
    columns = [
        Column(c("阶段", "Phase"), 18),
        Column(c("预算", "Budget"), 10, "right"),
        Column(c("占比", "Share"), 6, "right"),
    ]
    return table(columns, rows)


def _by_phase(c: Context) -> Block:
    phases = c.phases
    columns = [Column(c("费用名称", "Item"), 11)]
    columns += [Column(c.name(phase.name, phase.name_en), 6, "right") for phase in phases]
    columns.append(Column(c("合计", "Total"), 6, "right"))
    counted = [line for line in c.plan.budget.lines if line.kind in {"expense", "reserve"}]
    ids = [phase.id for phase in phases]
    rows = [_line(c, line, ids) for line in counted]
    sums = [sum(line.planned_by_phase.get(key, 0) for line in counted) for key in ids]
    total = sum(line.planned_total for line in counted)
    rows.append(row(c("合计", "Total"), *(_short(c, s) for s in (*sums, total)), kind="total"))
    if not c.english and (gap := _rounding(counted, total)):
        rows.append(row("其中尾差", *([""] * len(ids)), f"{gap:+.2f}"))
    return table(columns, rows)


def _line(c: Context, line: BudgetLine, ids: Sequence[str]) -> Row:
    amounts = [line.planned_by_phase.get(key, 0) for key in ids]
    cells = [_short(c, amount) if amount else "—" for amount in (*amounts, line.planned_total)]
    return row(line_name(c, line), *cells)


def line_name(c: Context, line: BudgetLine) -> str:
    """Name a line; in English its category, as templates name lines in Chinese only."""
    return line.category_en or line.name if c.english else line.name


def _short(c: Context, fen: int) -> str:
    if c.english:
        return wording.yuan(fen)
    return wording.wan(Decimal(fen) / 100)


def _rounding(lines: Sequence[BudgetLine], total: int) -> Decimal:
    """Return what rounding to 0.01万元 leaves between the total and its parts."""
    shown = sum(Decimal(wording.wan(line.planned_total.yuan).replace(",", "")) for line in lines)
    return Decimal(wording.wan(Decimal(total) / 100).replace(",", "")) - shown


def _note(c: Context) -> Inline:
    unit = c(f"单位：{c.unit}，{c.basis}。", f"Amounts in {c.yuan_unit}, {c.basis}. ")
    lines = c.plan.budget.lines
    tied = [line for line in lines if line.kind == "cash_tied_up"]
    aside = [line for line in lines if line.kind == "separately_budgeted"]
    parts = [unit]
    if tied:
        amounts = c.join(f"{line_name(c, line)}{c.money(line.planned_total)}" for line in tied)
        parts.append(
            c(
                f"{amounts}为资金占用，须按期收回，不计入预算总额。",
                f"{amounts} ties up cash, must come back, and is not part of the total. ",
            )
        )
    if aside:
        names = c.join(line_name(c, line) for line in aside)
        parts.append(
            c(
                f"{names}另行列支，不占本预算。",
                f"{names}: budgeted separately, outside this total.",
            )
        )
    return run(*parts)


def _control(c: Context) -> tuple[Block, ...]:
    budget = c.plan.budget
    warn, escalate, freeze = budget.warn_pct, budget.escalate_pct, budget.freeze_pct
    rules = (
        c(
            "先申请、后支出：费用在发生前提出申请并占用预算，无申请不报销。",
            "Ask first, spend later: every expense reserves its budget before it arises.",
        ),
        c(
            f"单项费用执行率（已发生与已占用之和除以预算）达到{warn:g}%时黄色预警，通知责任人与"
            "项目经理，并重新测算完工所需费用。",
            f"At {warn:g}% of a line (spent plus committed) its owner and the manager are warned "
            "and forecast the rest.",
        ),
        c(
            f"达到{escalate:g}%时橙色预警，通知销售总监与财务，新增申请须经销售总监审批。",
            f"At {escalate:g}% the sales director and finance are told; new requests need the "
            "director's approval.",
        ),
        c(
            f"达到{freeze:g}%时冻结该项新增申请，须提交超支申请或变更申请单，批准后方可恢复。",
            f"At {freeze:g}% the line is frozen; only an approved overrun or change request "
            "opens it again.",
        ),
        c(
            "不可预见费只能通过变更申请单动用，使用后在当月月报中说明。",
            "The reserve is released by change request only and reported in the month's report.",
        ),
    )
    items = tuple(run(rule) for rule in rules)
    return head(c("费用控制规则", "Control rules")), Items(items, numbered=True)
