"""Scaling a budget without losing a fen."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from yunchou.messages import InputError, Text
from yunchou.plan.model import Fen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yunchou.plan.model import Budget, BudgetLine

#: kinds of lines that count to the total
_COUNTED = ("expense", "reserve")
_MOST = 10_000

Factor = int | float | str | Decimal | Fraction


def scale_budget(budget: Budget, factor: Factor) -> Budget:
    """Return the budget times a factor, exact to the fen.

    The new total is the old one times the factor, rounded half up; the amounts of the phases are
    apportioned to it by largest remainder, lines and total are sums of what they hold.

    Raises
    ------
    InputError
        ``budget.scale`` when the factor is no number above 0 (or above 10 000).
    """
    ratio = _ratio(factor)
    if ratio == 1:
        return budget
    counted = [line for line in budget.lines if line.kind in _COUNTED]
    others = [line for line in budget.lines if line.kind not in _COUNTED]
    done = {line.id: line for line in (*_scale(counted, ratio), *_scale(others, ratio))}
    lines = [done[line.id] for line in budget.lines]
    return budget.model_copy(
        update={
            "lines": lines,
            "total_planned": _total(budget.total_planned, counted, lines, ratio, _COUNTED),
            "reserve_included": _total(
                budget.reserve_included,
                [line for line in counted if line.kind == "reserve"],
                lines,
                ratio,
                ("reserve",),
            ),
        }
    )


def apportion(amounts: Sequence[int], ratio: Fraction) -> list[int]:
    """Return whole amounts near `amounts` times `ratio` whose sum is the rounded scaled sum."""
    exact = [amount * ratio for amount in amounts]
    parts = [floor(value) for value in exact]
    short = _round(sum(amounts) * ratio) - sum(parts)
    by_remainder = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[:short]:
        parts[i] += 1
    return parts


def _scale(lines: Sequence[BudgetLine], ratio: Fraction) -> list[BudgetLine]:
    cells = [list(line.planned_by_phase.values()) or [line.planned_total] for line in lines]
    scaled = iter(apportion([amount for row in cells for amount in row], ratio))
    return [
        _line(line, [Fen(next(scaled)) for _ in row], ratio)
        for line, row in zip(lines, cells, strict=True)
    ]


def _line(line: BudgetLine, parts: list[Fen], ratio: Fraction) -> BudgetLine:
    split = dict(zip(line.planned_by_phase, parts, strict=False))
    agreed = not split or sum(line.planned_by_phase.values()) == line.planned_total
    total = sum(parts) if agreed else _round(line.planned_total * ratio)
    return line.model_copy(
        update={
            "planned_by_phase": split,
            "planned_total": Fen(total),
            "price": None if line.price is None else Fen(_round(line.price * ratio)),
        }
    )


def _total(
    old: int,
    before: Sequence[BudgetLine],
    after: Sequence[BudgetLine],
    ratio: Fraction,
    kinds: tuple[str, ...],
) -> Fen:
    """The sum of the lines where it was their sum before, else the old figure scaled."""
    if old == sum(line.planned_total for line in before):
        return Fen(sum(line.planned_total for line in after if line.kind in kinds))
    return Fen(_round(old * ratio))


def _round(value: Fraction | int) -> int:
    return floor(value + Fraction(1, 2))


def _ratio(factor: Factor) -> Fraction:
    try:
        ratio = Fraction(factor if isinstance(factor, Fraction) else str(factor).strip())
    except (ValueError, ZeroDivisionError):
        ratio = Fraction(0)
    if not 0 < ratio <= _MOST:
        raise InputError(
            Text(f"预算倍数 {factor} 不可用。", f"The budget cannot be scaled by {factor}."),
            remedy=Text("请填大于 0 的数，例如 1.2。", "Give a number above 0, such as 1.2."),
            code="budget.scale",
        )
    return ratio
