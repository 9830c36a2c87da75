"""The planned value of a baseline, working day by working day.

Time is counted in **periods**: the working days of the project calendar from the first baseline
start, and the first and last day of the work even where that calendar is closed. A period ends
with its day, so what is planned for a weekend counts to the working day after it; on a status date
between two periods AT is that of the one before.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from datetime import timedelta
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from yunchou.engine.earned_value.model import HALF, Package, Phasing, Rule, Step
from yunchou.engine.earned_value.rules import by_id
from yunchou.engine.network import DAY, EPOCH, Calendar
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_LONGEST: Final = 36_600  # days that a baseline may span: a century


class _Spread(NamedTuple):
    """The planned share of a package at the end of each of its days."""

    first: int  # day number
    done: list[int]  # of `whole`, by the end of each day; the last is `whole`
    whole: int

    @property
    def last(self) -> int:
        """The day number on which all is planned to be done."""
        return self.first + len(self.done) - 1

    def amount(self, budget: int, day: int) -> int:
        """Return the part of a budget planned by the end of a day, rounded half up."""
        if day < self.first:
            return 0
        done = self.done[min(day, self.last) - self.first]
        return (2 * budget * done + self.whole) // (2 * self.whole)


class Baseline:
    """Time-phased budgets: PV of the whole, of a package, on any day.

    Parameters
    ----------
    packages
        The work; at least one. Ids are unique.
    calendars
        Calendars by number; 0 is the project's and counts the periods.
    phasing
        `Phasing.EVEN` spreads each budget over the working time between its dates;
        `Phasing.CREDITED` plans value when the package's rule will credit it, so that work that
        keeps to its dates has SPI = 1 on every day under every rule.

    Amounts are cumulative and rounded so that each package sums to its budget exactly.

    Raises
    ------
    InputError
        ``evm.no_tasks``, ``evm.no_budget``, ``evm.too_long``; see `rules.by_id`.
    """

    def __init__(
        self,
        packages: Sequence[Package],
        calendars: Sequence[Calendar],
        *,
        phasing: Phasing = Phasing.EVEN,
    ) -> None:
        self.packages = by_id(packages)
        self.phasing = phasing
        self._calendar = calendars[0]
        _check(packages)
        self._spreads = {
            package.id: self._spread(self._timed(package), calendars) for package in packages
        }
        first = min(spread.first for spread in self._spreads.values())
        last = max(spread.last for spread in self._spreads.values())
        self._days = [
            day for day in range(first, last + 1) if day in (first, last) or self._works(day)
        ]
        self.loe_curve = self._curve(discrete=False)
        self.curve = _trimmed(self._curve(discrete=True))

    @property
    def budget(self) -> int:
        """BAC: the budgets of all packages together."""
        return self.discrete_budget + self.loe_budget

    @property
    def discrete_budget(self) -> int:
        """The budgets of the work whose progress can be measured."""
        return self.curve[-1]

    @property
    def loe_budget(self) -> int:
        """The budgets of the level of effort."""
        return self.loe_curve[-1]

    @property
    def total_curve(self) -> tuple[int, ...]:
        """Cumulative PV of all work, level of effort included, at the end of every period."""
        discrete = (*self.curve, *[self.curve[-1]] * (len(self.loe_curve) - len(self.curve)))
        return _trimmed(tuple(a + b for a, b in zip(discrete, self.loe_curve, strict=True)))

    @property
    def duration(self) -> int:
        """PD: periods until the last measurable work is planned to be done."""
        return len(self.curve)

    @property
    def start(self) -> date:
        """The first day."""
        return _date(self._days[0])

    @property
    def finish(self) -> date:
        """The day on which the last measurable work is planned to be done."""
        return _date(self._days[self.duration - 1])

    def periods(self, day: date) -> int:
        """Return how many periods have ended by the end of a day; 0 before the first."""
        number = _number(day)
        beyond = sum(self._works(n) for n in range(self._days[-1] + 1, number + 1))
        return bisect_right(self._days, number) + beyond

    def day(self, periods: Fraction | float) -> date | None:
        """Return the day on which a count of periods, broken or whole, comes to its end.

        Beyond the baseline the working days of the project calendar are counted on; None where
        that takes more than a century.
        """
        wanted = max(1, math.ceil(periods))
        if wanted <= len(self._days):
            return _date(self._days[wanted - 1])
        number, left = self._days[-1], wanted - len(self._days)
        if left > _LONGEST:
            return None
        limit = number + _LONGEST
        while left and number < limit:
            number += 1
            left -= self._works(number)
        return None if left else _date(number)

    def planned(self, package: str, day: date) -> int:
        """Return the PV of one package by the end of a day."""
        return self._spreads[package].amount(self.packages[package].budget, _number(day))

    def planned_at(self, package: str, periods: Fraction) -> Fraction:
        """Return the PV of one package after broken periods, linear within a period."""
        whole = int(periods)
        before = self._ended(package, whole)
        if periods == whole:
            return Fraction(before)
        return before + (periods - whole) * (self._ended(package, whole + 1) - before)

    def value(self, day: date) -> tuple[int, int]:
        """Return the PV by the end of a day: of measurable work, and of level of effort."""
        discrete = loe = 0
        for package in self.packages.values():
            amount = self.planned(package.id, day)
            discrete += amount if package.is_discrete else 0
            loe += 0 if package.is_discrete else amount
        return discrete, loe

    def _ended(self, package: str, periods: int) -> int:
        if periods <= 0:
            return 0
        number = self._days[min(periods, len(self._days)) - 1]
        return self._spreads[package].amount(self.packages[package].budget, number)

    def _works(self, day: int) -> bool:
        return bool(self._calendar.intervals(_date(day)))

    def _timed(self, package: Package) -> Package:
        """Return the package whose dates and rule say when the value is planned."""
        return self.packages[package.base or ""] if package.rule is Rule.APPORTIONED else package

    def _spread(self, package: Package, calendars: Sequence[Calendar]) -> _Spread:
        first, last = package.start // DAY, _last_day(package)
        if last - first > _LONGEST:
            raise InputError(
                Text("基线跨度超过一百年", "The baseline spans more than a century"),
                place=package.id,
                remedy=Text("请改正基线日期。", "Correct the baseline dates."),
                code="evm.too_long",
            )
        if self.phasing is Phasing.CREDITED and package.rule in _FIXED:
            shares = [_credited(package, day) for day in range(first, last + 1)]
            whole = math.lcm(*(share.denominator for share in shares))
            return _Spread(first, [int(share * whole) for share in shares], whole)
        done = _even(package, calendars[package.calendar], range(first, last + 1))
        return _Spread(first, done, done[-1])

    def _curve(self, *, discrete: bool) -> tuple[int, ...]:
        """Return the cumulative PV at the end of every period."""
        steps = [0] * len(self._days)
        for package in self.packages.values():
            if package.is_discrete is not discrete:
                continue
            before, spread = 0, self._spreads[package.id]
            begin = bisect_left(self._days, spread.first)
            end = bisect_left(self._days, spread.last)
            for period in range(begin, end + 1):
                now = spread.amount(package.budget, self._days[period])
                steps[period] += now - before
                before = now
        return tuple(accumulate(steps))


_FIXED: Final = (Rule.ZERO_HUNDRED, Rule.FIFTY_FIFTY, Rule.MILESTONES)


def _check(packages: Sequence[Package]) -> None:
    if not packages:
        raise InputError(
            Text("没有可以计算挣值的任务", "There is no task to measure"),
            remedy=Text("请先填写任务和日期。", "Enter tasks and their dates first."),
            code="evm.no_tasks",
        )
    if not any(package.budget for package in packages if package.is_discrete):
        raise InputError(
            Text(
                "可计量的任务预算合计为零，无从计算挣值",
                "The measurable tasks have no budget at all, so there is no value to earn",
            ),
            remedy=Text("请给任务填写成本或工期。", "Give the tasks a cost or a duration."),
            code="evm.no_budget",
        )


def _last_day(package: Package) -> int:
    """Return the day that a finish belongs to: midnight ends the day before."""
    return max(package.start, package.finish - 1) // DAY


def _even(package: Package, calendar: Calendar, days: range) -> list[int]:
    """Return the working minutes gone by; 1 on the last day where the calendar never works."""
    minutes = [
        sum(
            max(0, min(package.finish, day * DAY + end) - max(package.start, day * DAY + begin))
            for begin, end in calendar.intervals(_date(day))
        )
        for day in days
    ]
    worked = list(accumulate(minutes))
    return worked if worked[-1] else [*worked[:-1], 1]


def _credited(package: Package, day: int) -> Fraction:
    """Return the share that the rule will credit by the end of a day, if all goes as planned."""
    end = (day + 1) * DAY
    if day >= _last_day(package):
        return Fraction(1)
    if package.rule is Rule.FIFTY_FIFTY:
        return HALF
    return _due(package.steps, end) if package.rule is Rule.MILESTONES else Fraction(0)


def _due(steps: Sequence[Step], end: int) -> Fraction:
    whole = sum(step.weight for step in steps)
    due = sum(
        (step.weight for step in steps if step.due is not None and step.due <= end), Fraction(0)
    )
    return due / whole


def _trimmed(curve: tuple[int, ...]) -> tuple[int, ...]:
    """Return a curve up to the period in which it reaches its end."""
    return curve[: curve.index(curve[-1]) + 1]


def _number(day: date) -> int:
    return (day - EPOCH.date()).days


def _date(number: int) -> date:
    return EPOCH.date() + timedelta(days=number)
