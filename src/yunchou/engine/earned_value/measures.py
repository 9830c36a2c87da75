"""Where the work stands: variances, indices, earned schedule, adherence to the plan.

**Sources.** SV, CV, SPI, CPI, TCPI: PMI *Practice Standard for Earned Value Management* (2011).
Earned schedule, SV(t), SPI(t): Lipke, “Schedule is Different”, *The Measurable News*, March 2003.
p-factor: Lipke, “Connecting Earned Value to the Schedule”, *The Measurable News*, Winter 2004.
SCI and SCI(t): Vanhoucke, *Measuring Time* (Springer, 2009).

Level of effort is earned as it is planned, so it can be neither late nor early: what asks about
time (SPI, ES, p) leaves it out, what asks about money (CV, CPI, TCPI) takes it in, because the
actual cost pays for it too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from yunchou.engine.earned_value.rules import earned
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from yunchou.engine.earned_value.model import Progress
    from yunchou.engine.earned_value.time_phasing import Baseline


def ratio(top: Fraction | int, bottom: Fraction | int) -> Fraction | None:
    """Return a quotient; None where there is nothing to divide by."""
    return Fraction(top) / bottom if bottom else None


def product(first: Fraction | None, second: Fraction | None) -> Fraction | None:
    """Return a product; None where a factor is not known."""
    return None if first is None or second is None else first * second


@dataclass(frozen=True, slots=True)
class Measures:
    """The status of a project.

    Parameters
    ----------
    budget
        BAC: the budget of all work, level of effort included.
    planned
        PV: the work that the plan wants done by the status date.
    earned
        EV: the work that is done, at its budget.
    spent
        AC: what was spent and committed for it; None when nobody recorded it.
    duration
        PD: periods that the baseline has.
    time
        AT: periods that have passed.
    schedule
        ES: periods after which the plan wanted done what is done.
    loe_budget, loe_value
        The level of effort within ``budget``, and within both ``planned`` and ``earned``.
    adherence
        The p-factor, 0–1: which part of the earned value was earned in the planned order; None
        when the packages are not known, or nothing is earned.

    Amounts share one unit, see `model`. A figure that would divide by zero, or that lacks an
    actual cost, is None.
    """

    budget: int
    planned: int
    earned: int
    spent: int | None
    duration: int
    time: int
    schedule: Fraction
    loe_budget: int = 0
    loe_value: int = 0
    adherence: Fraction | None = None

    @property
    def is_complete(self) -> bool:
        """Whether all measurable work is done."""
        return self.discrete_earned >= self.discrete_budget

    @property
    def discrete_budget(self) -> int:
        """BAC without level of effort."""
        return self.budget - self.loe_budget

    @property
    def discrete_planned(self) -> int:
        """PV without level of effort."""
        return self.planned - self.loe_value

    @property
    def discrete_earned(self) -> int:
        """EV without level of effort."""
        return self.earned - self.loe_value

    @property
    def complete(self) -> Fraction | None:
        """The share of the measurable work that is done: EV ÷ BAC."""
        return ratio(self.discrete_earned, self.discrete_budget)

    @property
    def sv(self) -> int:
        """Schedule variance EV − PV; negative: behind."""
        return self.earned - self.planned

    @property
    def cv(self) -> int | None:
        """Cost variance EV − AC; negative: over budget."""
        return None if self.spent is None else self.earned - self.spent

    @property
    def spi(self) -> Fraction | None:
        """Schedule performance EV ÷ PV; below 1: behind."""
        return ratio(self.discrete_earned, self.discrete_planned)

    @property
    def cpi(self) -> Fraction | None:
        """Cost performance EV ÷ AC; below 1: over budget."""
        return ratio(self.earned, self.spent) if self.spent and self.spent > 0 else None

    @property
    def sv_t(self) -> Fraction:
        """Schedule variance in periods, ES − AT; negative: behind."""
        return self.schedule - self.time

    @property
    def spi_t(self) -> Fraction | None:
        """Schedule performance in time, ES ÷ AT; unlike SPI it does not end at 1 for late work."""
        return ratio(self.schedule, self.time)

    @property
    def sci(self) -> Fraction | None:
        """Schedule cost index SPI × CPI."""
        return product(self.spi, self.cpi)

    @property
    def sci_t(self) -> Fraction | None:
        """Schedule cost index in time, SPI(t) × CPI."""
        return product(self.spi_t, self.cpi)

    @property
    def tcpi(self) -> Fraction | None:
        """The cost performance that keeps the budget: (BAC − EV) ÷ (BAC − AC).

        None when the budget is already spent: no performance keeps it then.
        """
        return self.tcpi_for(self.budget)

    def tcpi_for(self, target: int | Fraction) -> Fraction | None:
        """Return the cost performance that ends at a target cost: (BAC − EV) ÷ (target − AC)."""
        if self.spent is None or target <= self.spent:
            return None
        return ratio(self.budget - self.earned, target - self.spent)


def earned_schedule(curve: Sequence[int], value: int, time: int | None = None) -> Fraction:
    """Return ES: the number of periods after which the plan wanted a value earned.

    ES = C + (EV − PV_C) ÷ (PV_{C+1} − PV_C), where C is the last period with PV_C ≤ EV.

    Parameters
    ----------
    curve
        Cumulative PV at the end of periods 1, 2, …; before them it is 0. It never falls.
    value
        EV, from 0 to the end of the curve.
    time
        AT. Where the plan stands still, every period on the flat is right: ES is the one nearest
        to AT, so that waiting as planned is neither late nor early. None: the last of them (C, as
        published). All work done is always the first period in which the plan has it done.

    Raises
    ------
    InputError
        ``evm.curve`` for a curve that falls or has no value, ``evm.value`` for a value outside it.
    """
    points = (0, *curve)
    if not points[-1] or any(a > b for a, b in zip(points, curve, strict=False)):
        raise InputError(
            Text("计划价值为零，或者有下降", "The planned value is nothing, or falls"),
            remedy=Text("累计计划价值只升不降。", "Cumulative planned value never falls."),
            code="evm.curve",
        )
    if not 0 <= value <= points[-1]:
        raise InputError(
            Text(
                f"挣值 {value} 不在 0 到完工预算 {points[-1]} 之间",
                f"The earned value {value} does not lie between 0 and the budget {points[-1]}",
            ),
            remedy=Text("请核对进度。", "Check the progress."),
            code="evm.value",
        )
    first, last = bisect_left(points, value), bisect_right(points, value) - 1
    if value == points[-1]:
        return Fraction(first)
    if first <= last:
        return Fraction(last if time is None else min(max(time, first), last))
    return last + Fraction(value - points[last], points[last + 1] - points[last])


def from_curve(curve: Sequence[int], time: int, value: int, spent: int | None) -> Measures:
    """Return the status from totals alone, as textbooks and past reports give it.

    Parameters
    ----------
    curve
        Cumulative PV at the end of periods 1, 2, … up to the planned finish.
    time
        AT in periods, 1 or more.
    value, spent
        EV and AC; AC may be None.

    Raises
    ------
    InputError
        ``evm.before_start``; see `earned_schedule`.
    """
    if time < 1:
        raise _before_start()
    schedule = earned_schedule(curve, value, time)
    return Measures(
        budget=curve[-1],
        planned=curve[min(time, len(curve)) - 1],
        earned=value,
        spent=spent,
        duration=curve.index(curve[-1]) + 1,
        time=time,
        schedule=schedule,
    )


def measure(
    baseline: Baseline,
    progress: Mapping[str, Progress],
    status: date,
    *,
    spent: int | None = None,
    completed: date | None = None,
) -> Measures:
    """Return the status of a baseline's work at the end of a day.

    Parameters
    ----------
    baseline
        The time-phased plan.
    progress
        What is known of the packages at that day, by id.
    status
        The status date; not before the baseline's first day.
    spent
        AC, commitments included, in the baseline's unit; None when it is not known.
    completed
        The day on which the last work was accepted: time stops there once all is done.

    Raises
    ------
    InputError
        ``evm.before_start``.
    """
    if status < baseline.start:
        raise _before_start(f"{status}", f"{baseline.start}")
    values = earned(baseline.packages, progress)
    discrete = sum(values.values())
    planned, loe = baseline.value(status)
    done = discrete == baseline.discrete_budget and completed is not None
    time = max(1, baseline.periods(min(status, completed) if done and completed else status))
    schedule = earned_schedule(baseline.curve, discrete, time)
    return Measures(
        budget=baseline.budget,
        planned=planned + loe,
        earned=discrete + loe,
        spent=spent,
        duration=baseline.duration,
        time=time,
        schedule=schedule,
        loe_budget=baseline.loe_budget,
        loe_value=loe,
        adherence=p_factor(baseline, values, schedule),
    )


def p_factor(baseline: Baseline, values: Mapping[str, int], schedule: Fraction) -> Fraction | None:
    """Return the adherence to the plan: Σ min(EV_i, PV_i(ES)) ÷ Σ PV_i(ES).

    Parameters
    ----------
    baseline
        The plan.
    values
        EV by package, level of effort left out.
    schedule
        ES in periods.

    Returns
    -------
    Fraction or None
        1 when all that is earned was due by ES; None when nothing was.
    """
    whole = kept = Fraction(0)
    for package, value in values.items():
        due = baseline.planned_at(package, schedule)
        whole += due
        kept += min(due, Fraction(value))
    return ratio(kept, whole)


def _before_start(status: str = "", start: str = "") -> InputError:
    zh = f"：{status} 早于 {start}" if start else ""
    en = f": {status} is before {start}" if start else ""
    return InputError(
        Text(f"状态日期在项目开始之前{zh}", f"The status date lies before the project{en}"),
        remedy=Text("请给出开始之后的日期。", "Give a date after its start."),
        code="evm.before_start",
    )
