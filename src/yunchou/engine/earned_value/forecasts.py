"""What it will cost and how long it will take: eight formulas, nine formulas, and smoothing.

Every cost forecast is AC + (BAC − EV) ÷ PF, every duration forecast AT + (work that is left, in
periods) ÷ PF; they differ in the performance factor PF that the work ahead is expected to keep.

**Sources.** The eight and nine formulas: Vanhoucke, *Measuring Time* (Springer, 2009), and
PM Knowledge Center, “Earned Value Management: Forecasting cost” and “… Forecasting time”.
Planned value method: Anbari, *Project Management Journal* 34(4), 2003. Earned duration: Jacob,
*The Measurable News*, Summer 2003. Earned schedule: Lipke 2003; Henderson 2004. Compared in
Vandevoorde and Vanhoucke, *International Journal of Project Management* 24, 2006. Smoothing (XSM):
Batselier and Vanhoucke, *International Journal of Project Management* 35, 2017: Holt's method with
one parameter for the trend, between PF = 1 and PF = SPI(t) or CPI. What has happened is known, so
the level is not smoothed, and trends begin with the plan's; periods of unequal length are compared
by their rates.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from yunchou.engine.earned_value.measures import ratio
from yunchou.messages import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from yunchou.engine.earned_value.measures import Measures

Number = Fraction | None
_ONE: Final = Fraction(1)
DEFAULT_BETA: Final = Fraction(3, 10)
"""Smoothing where no finished projects tell a better one: the last period weighs 30 %."""


class Formula(NamedTuple):
    """A forecast formula: its code, how it is written, and what it assumes."""

    code: str
    written: str
    assumes: Text
    compute: Callable[[Measures], Number]


class Point(NamedTuple):
    """A past status.

    ``time`` is AT in periods, ``earned`` EV, ``schedule`` ES in periods, ``spent`` AC or None.
    """

    time: int
    earned: int
    schedule: Fraction
    spent: int | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """One formula's answer.

    Parameters
    ----------
    code, written, assumes
        The formula.
    value
        The cost at completion, or the duration in periods; None where the formula has no answer:
        it would divide by zero, or lacks the actual cost or past statuses.
    """

    code: str
    written: str
    assumes: Text
    value: Fraction | None


def _cost(factor: Callable[[Measures], Number]) -> Callable[[Measures], Number]:
    def compute(status: Measures) -> Number:
        found = factor(status)
        if status.spent is None or not found:
            return None
        return status.spent + (status.budget - status.earned) / found

    return compute


def _mixed(time: Callable[[Measures], Number]) -> Callable[[Measures], Number]:
    def factor(status: Measures) -> Number:
        cpi, other = status.cpi, time(status)
        if cpi is None or other is None:
            return None
        return Fraction(8, 10) * cpi + Fraction(2, 10) * other

    return factor


_AS_PLANNED = Text("余下的工作按计划进行", "The work that is left goes as planned")
_COST = Text("余下的工作保持目前的成本绩效", "Cost performance stays as it is")
_TIME = Text("余下的工作保持目前的进度绩效", "Schedule performance stays as it is")
_BOTH = Text("成本与进度绩效都保持不变", "Cost and schedule performance both stay as they are")
_WEIGHED = Text("成本绩效占八成，进度绩效占两成", "Cost performance counts four fifths")
_RECENT = Text("越近的时期影响越大", "The more recent a period, the more it counts")

COST: Final[tuple[Formula, ...]] = (
    Formula("1", "AC + (BAC − EV)", _AS_PLANNED, _cost(lambda _: _ONE)),
    Formula("cpi", "AC + (BAC − EV) ÷ CPI", _COST, _cost(lambda s: s.cpi)),
    Formula("spi", "AC + (BAC − EV) ÷ SPI", _TIME, _cost(lambda s: s.spi)),
    Formula("spi_t", "AC + (BAC − EV) ÷ SPI(t)", _TIME, _cost(lambda s: s.spi_t)),
    Formula("sci", "AC + (BAC − EV) ÷ (SPI × CPI)", _BOTH, _cost(lambda s: s.sci)),
    Formula("sci_t", "AC + (BAC − EV) ÷ (SPI(t) × CPI)", _BOTH, _cost(lambda s: s.sci_t)),
    Formula(
        "cpi_spi",
        "AC + (BAC − EV) ÷ (0.8 CPI + 0.2 SPI)",
        _WEIGHED,
        _cost(_mixed(lambda s: s.spi)),
    ),
    Formula(
        "cpi_spi_t",
        "AC + (BAC − EV) ÷ (0.8 CPI + 0.2 SPI(t))",
        _WEIGHED,
        _cost(_mixed(lambda s: s.spi_t)),
    ),
)
"""EAC in the unit of the budget: eight formulas; BAC ÷ CPI of the textbooks is the second."""


def _planned_value(status: Measures) -> Number:
    """PD − TV, where the time variance TV is SV in the average PV of a period."""
    behind = status.discrete_earned - status.discrete_planned
    late = ratio(behind * status.duration, status.discrete_budget)
    return None if late is None else status.duration - late


def _stretched(factor: Callable[[Measures], Number]) -> Callable[[Measures], Number]:
    def compute(status: Measures) -> Number:
        found = factor(status)
        return status.duration / found if found else None

    return compute


def _earned_duration(factor: Callable[[Measures], Number]) -> Callable[[Measures], Number]:
    """AT + (max(PD, AT) − ED) ÷ PF, where the earned duration ED is AT × SPI."""

    def compute(status: Measures) -> Number:
        spi, found = status.spi, factor(status)
        if spi is None or not found:
            return None
        return status.time + (max(status.duration, status.time) - status.time * spi) / found

    return compute


def _earned_schedule(factor: Callable[[Measures], Number]) -> Callable[[Measures], Number]:
    """AT + (PD − ES) ÷ PF."""

    def compute(status: Measures) -> Number:
        found = factor(status)
        return status.time + (status.duration - status.schedule) / found if found else None

    return compute


DURATION: Final[tuple[Formula, ...]] = (
    Formula("pv_1", "PD − SV ÷ (BAC ÷ PD)", _AS_PLANNED, _planned_value),
    Formula("pv_spi", "PD ÷ SPI", _TIME, _stretched(lambda s: s.spi)),
    Formula("pv_sci", "PD ÷ (SPI × CPI)", _BOTH, _stretched(lambda s: s.sci)),
    Formula(
        "ed_1",
        "AT + max(PD, AT) − ED",
        _AS_PLANNED,
        _earned_duration(lambda _: _ONE),
    ),
    Formula("ed_spi", "AT + (max(PD, AT) − ED) ÷ SPI", _TIME, _earned_duration(lambda s: s.spi)),
    Formula(
        "ed_sci",
        "AT + (max(PD, AT) − ED) ÷ (SPI × CPI)",
        _BOTH,
        _earned_duration(lambda s: s.sci),
    ),
    Formula("es_1", "AT + (PD − ES)", _AS_PLANNED, _earned_schedule(lambda _: _ONE)),
    Formula("es_spi_t", "AT + (PD − ES) ÷ SPI(t)", _TIME, _earned_schedule(lambda s: s.spi_t)),
    Formula(
        "es_sci_t", "AT + (PD − ES) ÷ (SPI(t) × CPI)", _BOTH, _earned_schedule(lambda s: s.sci_t)
    ),
)
"""EAC(t) in periods from the start: three methods with three factors each; ED is AT × SPI."""

XSM: Final = "xsm"
DEFAULT_COST: Final = "cpi"
"""The choice until finished projects speak: the steadiest formula in every comparison."""

DEFAULT_DURATION: Final = "es_spi_t"
"""The choice until finished projects speak: earned schedule leads the published comparisons."""


def cost_forecasts(
    status: Measures, past: Sequence[Point] = (), beta: Fraction | None = DEFAULT_BETA
) -> tuple[Forecast, ...]:
    """Return EAC by the eight formulas and by smoothing.

    Parameters
    ----------
    status
        Where the work stands.
    past
        Earlier statuses in order of time, the present one last.
    beta
        Smoothing, see `smoothed`.
    """
    answers = [Forecast(*formula[:3], formula.compute(status)) for formula in COST]
    value = xsm_cost(status, past, beta)
    return (*answers, Forecast(XSM, "AC + (BAC − EV) ÷ (T(EV) ÷ T(AC))", _RECENT, value))


def duration_forecasts(
    status: Measures, past: Sequence[Point] = (), beta: Fraction | None = DEFAULT_BETA
) -> tuple[Forecast, ...]:
    """Return EAC(t) by the nine formulas and by smoothing; parameters as in `cost_forecasts`."""
    answers = [Forecast(*formula[:3], formula.compute(status)) for formula in DURATION]
    value = xsm_duration(status, past, beta)
    return (*answers, Forecast(XSM, "AT + (PD − ES) ÷ T(ES)", _RECENT, value))


def smoothed(rates: Sequence[Fraction], first: Fraction, beta: Fraction | None) -> Fraction:
    """Return an exponentially smoothed rate: T_t = β × rate_t + (1 − β) × T_{t−1}.

    Parameters
    ----------
    rates
        What each past period achieved, oldest first.
    first
        T_0: what the plan expected.
    beta
        0–1: 0 trusts the plan alone, 1 the last period alone. None takes β = 1/t, which weighs all
        periods alike.
    """
    trend = first
    for number, rate in enumerate(rates, 1):
        weight = Fraction(1, number) if beta is None else beta
        trend = weight * rate + (1 - weight) * trend
    return trend


def steps(past: Sequence[Point]) -> list[tuple[int, Point, Point]]:
    """Return (periods, before, after) of each stretch between past statuses, from the start on."""
    points = [Point(0, 0, Fraction(0), 0), *sorted(past, key=lambda point: point.time)]
    return [
        (after.time - before.time, before, after)
        for before, after in pairwise(points)
        if after.time > before.time
    ]


def xsm_duration(status: Measures, past: Sequence[Point], beta: Fraction | None) -> Number:
    """Return AT + (PD − ES) ÷ T(ES), T being the smoothed ES won in a period, 1 in the plan.

    With β = 0 it is ``es_1``; with β = 1/t and periods of one length it is ``es_spi_t``.
    """
    rates = [(after.schedule - before.schedule) / time for time, before, after in steps(past)]
    trend = smoothed(rates, Fraction(1), beta)
    if not rates or trend <= 0:
        return None
    return status.time + (status.duration - status.schedule) / trend


def xsm_cost(status: Measures, past: Sequence[Point], beta: Fraction | None) -> Number:
    """Return AC + (BAC − EV) × T(AC) ÷ T(EV), T being smoothed amounts of a period.

    Both begin at BAC ÷ PD. With β = 0 it is formula ``1``; with β = 1/t and periods of one length
    it is ``cpi``.
    """
    known = [point for point in past if point.spent is not None]
    stretches = steps(known)
    if status.spent is None or not stretches or not status.duration:
        return None
    plan = Fraction(status.budget, status.duration)
    value = smoothed([Fraction(b.earned - a.earned, t) for t, a, b in stretches], plan, beta)
    money = smoothed(
        [Fraction((b.spent or 0) - (a.spent or 0), t) for t, a, b in stretches], plan, beta
    )
    if value <= 0 or money <= 0:
        return None
    return status.spent + (status.budget - status.earned) * money / value
