"""What the work is worth and what it has cost: budgets in fen or working days, and AC."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from yunchou.engine.earned_value.rules import weighs_by_money
from yunchou.messages import InputError, Text
from yunchou.plan.earned_value.remarks import Remark

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from yunchou.plan.earned_value.packages import Leaf
    from yunchou.plan.model import Fen, Plan, Task

Unit = Literal["money", "workdays"]

#: weights of tasks without money: thousandths of a working day
PER_WORKDAY = 1000

#: budget lines whose spending pays for the work; tied-up cash and other budgets do not
_PAYS = frozenset({"expense", "reserve"})


class Worth(NamedTuple):
    """What each task is worth.

    ``unit`` is ``money`` (fen) or ``workdays`` (thousandths); ``weighted_by`` says what the shares
    follow; ``budgets`` stand in the order of the tasks.
    """

    unit: Unit
    weighted_by: Unit
    budgets: list[int]
    remarks: list[Remark]


def worth_of(plan: Plan, leaves: Sequence[Leaf]) -> Worth:
    """Return what the tasks are worth: their costs, or shares of the budget by working days.

    Costs count when at least 70 % of the tasks (milestones aside) carry one; otherwise the budget
    is shared by planned working days, exact to the fen. A plan without amounts is weighed in
    working days.

    Raises
    ------
    InputError
        ``evm.budget`` for a task with a negative cost.
    """
    costs = [_cost(leaf.task) for leaf in leaves]
    tasks = [n for n, leaf in enumerate(leaves) if leaf.workdays > 0 and not leaf.task.milestone]
    costed = sum(1 for n in tasks if costs[n] > 0)
    if weighs_by_money(costed, len(tasks)):
        return Worth("money", "money", costs, _differences(plan, sum(costs)))
    remarks = [Remark.by_workdays(costed, len(tasks))]
    days = [leaf.workdays for leaf in leaves]
    total = budget_of(plan)
    if total <= 0 or not sum(days):
        weights = [round(day * PER_WORKDAY) for day in days]
        return Worth("workdays", "workdays", weights, [*remarks, Remark.no_budget()])
    return Worth("money", "workdays", shared(total, days), remarks)


def _cost(task: Task) -> int:
    signed = task.baseline.cost if task.baseline else None
    cost = int(task.cost or 0) if signed is None else int(signed)
    if cost < 0:
        raise InputError(
            Text("任务成本不能为负数", "The cost of a task is negative"),
            place=f"{task.id} {task.name}".strip(),
            remedy=Text("请填 0 或正数。", "Give 0 or more."),
            code="evm.budget",
        )
    return cost


def budget_of(plan: Plan) -> int:
    """Return the budget of the work in fen: expense lines, else the total without its reserve.

    The reserve is released by change request only, so it is no budget of planned work.
    """
    lines = [line for line in plan.budget.lines if line.kind == "expense"]
    if lines:
        return sum(int(line.planned_total) for line in lines)
    return int(plan.budget.total_planned) - int(plan.budget.reserve_included)


def shared(total: int, weights: Sequence[Fraction]) -> list[int]:
    """Split an amount by weights; the parts sum to it exactly (largest remainders first)."""
    whole = sum(weights, Fraction(0))
    exact = [total * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    by_rest = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for number in by_rest[: total - sum(parts)]:
        parts[number] += 1
    return parts


def _differences(plan: Plan, costs: int) -> list[Remark]:
    total = budget_of(plan)
    return [Remark.totals_differ(yuan(costs), yuan(total))] if total and total != costs else []


def yuan(fen: int) -> str:
    """Write an amount in yuan."""
    return f"{fen / 100:,.2f}".removesuffix(".00")


class Spent(NamedTuple):
    """AC in fen, and which part of it is only committed; ``source`` says where it was recorded."""

    total: int
    committed: int
    source: Literal["status_history", "budget_lines", "tasks"]


def spent_of(plan: Plan, status: dt.date) -> Spent | None:
    """Return AC: spent and committed, of budget lines where they carry any, else of the tasks.

    A note in the status history of that very day wins: it tells what was known then.

    Raises
    ------
    InputError
        ``evm.spent`` when the amounts sum to less than nothing.
    """
    noted = [p.spent for p in plan.status_history if p.date == status and p.spent is not None]
    if noted:
        return _checked(Spent(int(noted[-1]), 0, "status_history"))
    lines = [(line.spent, line.committed) for line in plan.budget.lines if line.kind in _PAYS]
    if found := _sum(lines):
        return _checked(Spent(*found, "budget_lines"))
    tasks = [(t.earning.spent, t.earning.committed) for t in plan.tasks() if t.earning]
    if found := _sum(tasks):
        return _checked(Spent(*found, "tasks"))
    return None


def _sum(amounts: Iterable[tuple[Fen | None, Fen | None]]) -> tuple[int, int] | None:
    known = [pair for pair in amounts if pair != (None, None)]
    if not known:
        return None
    committed = sum(int(pair[1] or 0) for pair in known)
    return sum(int(pair[0] or 0) for pair in known) + committed, committed


def _checked(spent: Spent) -> Spent:
    if spent.total < 0:
        raise InputError(
            Text(
                f"实际成本合计为负数（{yuan(spent.total)} 元）",
                f"The actual cost sums to less than nothing ({yuan(spent.total)})",
            ),
            place={"status_history": "status_history", "budget_lines": "budget.lines"}.get(
                spent.source, "phases"
            ),
            remedy=Text("请核对已支出和已占用。", "Check what was spent and committed."),
            code="evm.spent",
        )
    return spent
