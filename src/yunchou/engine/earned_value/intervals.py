"""How far a forecast may be off: intervals from the project's own periods, or from past projects.

**From own periods.** Every forecast is what is done plus what is left at some performance. The
performance of each past period (EV won per AC spent, or ES won per period) scatters about the
overall one; its logarithm is taken as normal, as in Lipke, Zwikael, Henderson and Anbari,
“Prediction of project outcome”, *International Journal of Project Management* 27, 2009. With n
periods behind and m ahead the mean of those ahead lies within t_{n−1} · s · √(1/n + 1/m) of the
mean of those behind (the prediction interval of a mean of m further observations), so what is left
is multiplied and divided by the exponential of that. On random projects of twenty periods an
interval of 80 % held the truth in 68–92 % of cases. It speaks of chance alone: it does not know of
risks that have not struck yet.

**From finished projects.** Where a formula's past forecasts are known, the spread of truth ÷
forecast at past status dates takes its place: it needs no assumption.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from yunchou.engine.earned_value.forecasts import Point, steps
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVEL: Final = 0.8
"""The share of cases that an interval is to hold: from P10 to P90."""

LEAST_PERIODS: Final = 3
"""Fewer periods show no spread worth telling."""

LEAST_RATIOS: Final = 10
"""Fewer past forecasts of a formula show no percentiles."""

_MOST: Final = 3.0  # what is left is never multiplied or divided by more than e³ ≈ 20


class Interval(NamedTuple):
    """Where the truth lies in a share of cases.

    ``low`` and ``high`` are in the unit of the forecast, ``level`` is that share, ``source`` says
    what the spread was taken from, and ``cases`` from how many periods or past forecasts.
    """

    low: float
    high: float
    level: float
    source: Literal["periods", "projects"]
    cases: int


def cost_efficiencies(past: Sequence[Point]) -> list[Fraction]:
    """Return EV ÷ AC of each past period that has both; a period without joins the next."""
    known = [point for point in past if point.spent is not None]
    found, base = [], Point(0, 0, Fraction(0), 0)
    for point in sorted(known, key=lambda point: point.time):
        value, money = point.earned - base.earned, (point.spent or 0) - (base.spent or 0)
        if value > 0 and money > 0:
            found.append(Fraction(value, money))
            base = point
    return found


def time_efficiencies(past: Sequence[Point]) -> list[Fraction]:
    """Return ES per period of each past stretch; one that won nothing joins the next."""
    found, waited, base = [], 0, Fraction(0)
    for time, _, after in steps(past):
        waited += time
        won = after.schedule - base
        if won > 0:
            found.append(won / waited)
            waited, base = 0, after.schedule
    return found


def from_periods(
    done: float,
    forecast: float,
    efficiencies: Sequence[Fraction],
    share: float,
    *,
    level: float = LEVEL,
) -> Interval | None:
    """Return the interval of a forecast from the spread of the project's own periods.

    Parameters
    ----------
    done
        What is certain: AC, or AT.
    forecast
        The forecast, in the same unit; one below ``done`` leaves nothing to be uncertain about.
    efficiencies
        What each past period achieved, see `cost_efficiencies` and `time_efficiencies`.
    share
        The share of the work that is done, 0–1: it tells how many more such periods are ahead.
    level
        The share of cases to hold, between 0 and 1.

    Returns
    -------
    Interval or None
        None with fewer than three periods, or nothing done.

    Raises
    ------
    InputError
        ``evm.level``.
    """
    _check(level)
    count = len(efficiencies)
    if count < LEAST_PERIODS or share <= 0:
        return None
    logs = [math.log(efficiency) for efficiency in efficiencies]
    mean = sum(logs) / count
    scatter = math.sqrt(sum((value - mean) ** 2 for value in logs) / (count - 1))
    ahead = max(1.0, count * (1 - share) / share)
    reach = student(0.5 + level / 2, count - 1) * scatter * math.sqrt(1 / count + 1 / ahead)
    factor = math.exp(min(reach, _MOST))
    left = max(0.0, forecast - done)
    base = forecast - left
    return Interval(base + left / factor, base + left * factor, level, "periods", count)


def from_ratios(
    forecast: float, ratios: Sequence[float], *, done: float = 0.0, level: float = LEVEL
) -> Interval | None:
    """Return the interval of a forecast from truth ÷ forecast of the same formula in past projects.

    Parameters
    ----------
    forecast
        The forecast.
    ratios
        Truth ÷ forecast at past status dates, see `back_test.Score.ratios`.
    done
        What is certain already (AC, or AT): the truth cannot lie below.
    level
        The share of cases to hold, between 0 and 1.

    Returns
    -------
    Interval or None
        None with fewer than ten past forecasts.

    Raises
    ------
    InputError
        ``evm.level``.
    """
    _check(level)
    if len(ratios) < LEAST_RATIOS:
        return None
    ordered = sorted(ratios)
    low, high = (_quantile(ordered, side) * forecast for side in (0.5 - level / 2, 0.5 + level / 2))
    return Interval(max(low, done), max(high, done), level, "projects", len(ordered))


def _check(level: float) -> None:
    if not 0 < level < 1:
        raise InputError(
            Text(
                f"置信水平 {level:g} 不在 0 和 1 之间",
                f"The level {level:g} is not within 0 and 1",
            ),
            remedy=Text("请填 0.8 这样的数。", "Give a number such as 0.8."),
            code="evm.level",
        )


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Return a quantile, linear between order statistics (R's type 7)."""
    at = share * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


def student(probability: float, freedom: int) -> float:
    """Return a quantile of Student's t distribution, exact to 1e-9.

    Parameters
    ----------
    probability
        From 0.5 up to, but not, 1.
    freedom
        Degrees of freedom, 1 or more.
    """
    low, high = 0.0, 1.0
    while _below(high, freedom) < probability:
        high *= 2
    while high - low > 1e-10 * max(1.0, high):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(middle, freedom) < probability else (low, middle)
    return (low + high) / 2


def _below(value: float, freedom: int) -> float:
    """Return P(T ≤ value) for value ≥ 0: Abramowitz and Stegun 26.7.3 (odd) and 26.7.4 (even)."""
    angle = math.atan2(value, math.sqrt(freedom))
    cosine, sine = math.cos(angle), math.sin(angle)
    odd = freedom % 2
    term, total = (cosine if odd else 1.0), 0.0
    for number in range(1 + odd, freedom, 2):
        total += term
        term *= cosine * cosine * number / (number + 1)
    if odd:
        return 0.5 + (angle + sine * total) / math.pi
    return 0.5 + sine * total / 2
