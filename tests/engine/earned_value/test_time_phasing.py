"""Planned value, working day by working day."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunchou.engine.calendars import cn_workdays, natural_days
from yunchou.engine.earned_value.measures import measure
from yunchou.engine.earned_value.model import Package, Phasing, Progress, Rule, Step
from yunchou.engine.earned_value.time_phasing import Baseline
from yunchou.engine.network import Calendar, minute
from yunchou.messages import InputError

CALENDARS = (cn_workdays(), natural_days())
MONDAY = date(2027, 3, 1)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def package(name, first, last, budget=1000, rule=Rule.PERCENT, **more) -> Package:
    begin, end = minute(day(first)) + 480, minute(day(last)) + 1020
    return Package(name, budget, begin, end, rule, **more)


def test_value_is_spread_over_working_time_only():
    plan = Baseline([package("a", 0, 11)], CALENDARS)
    assert plan.curve == (100, 200, 300, 400, 500, 600, 700, 800, 900, 1000)
    assert (plan.start, plan.finish, plan.duration) == (MONDAY, date(2027, 3, 12), 10)
    saturday, sunday = day(5), day(6)
    assert plan.planned("a", saturday) == plan.planned("a", sunday) == 500
    assert plan.value(date(2027, 2, 1)) == (0, 0)
    assert plan.value(date(2028, 2, 1)) == (1000, 0)


def test_odd_fen_sum_exactly():
    plan = Baseline([package("a", 0, 2, 100), package("b", 0, 2, 1)], CALENDARS)
    assert plan.curve == (33, 68, 101)
    assert plan.budget == 101


def test_part_of_a_day_counts_its_minutes():
    begin = minute(MONDAY) + 13 * 60
    work = Package("a", 1200, begin, minute(day(1)) + 17 * 60)
    assert Baseline([work], CALENDARS).curve == (400, 1200)


def test_weekend_work_counts_to_the_next_working_day_and_the_last_day_is_one():
    week = package("a", 0, 8, 900, calendar=1)
    assert Baseline([week], CALENDARS).curve == (100, 200, 300, 400, 500, 800, 900)
    until_sunday = package("a", 4, 6, 300, calendar=1)
    assert Baseline([until_sunday], CALENDARS).curve == (100, 300)


def test_dates_on_which_nobody_works_put_the_value_on_the_last_day():
    assert Baseline([package("a", 5, 6)], CALENDARS).curve == (0, 1000)


def test_a_milestone_has_its_value_on_its_day():
    at = minute(day(2)) + 1020
    plan = Baseline([package("a", 0, 4), Package("m", 50, at, at)], CALENDARS)
    assert plan.curve == (200, 400, 650, 850, 1050)


def test_midnight_ends_the_day_before():
    work = Package("a", 20, minute(MONDAY), minute(day(2)), calendar=0)
    always = Calendar("24h", (((0, 1440),),) * 7)
    assert Baseline([work], (always,)).curve == (10, 20)


def test_support_is_kept_apart_and_may_last_longer():
    plan = Baseline([package("a", 0, 1), package("s", 0, 3, 400, Rule.LEVEL_OF_EFFORT)], CALENDARS)
    assert (plan.curve, plan.loe_curve) == ((500, 1000), (100, 200, 300, 400))
    assert plan.total_curve == (600, 1200, 1300, 1400)
    assert (plan.budget, plan.discrete_budget, plan.loe_budget) == (1400, 1000, 400)
    assert (plan.duration, plan.finish) == (2, day(1))


def test_apportioned_work_is_planned_with_its_base():
    follower = Package("b", 100, 0, 0, Rule.APPORTIONED, base="a")
    plan = Baseline([package("a", 0, 3), follower], CALENDARS)
    assert plan.curve == (275, 550, 825, 1100)


STEPS = (
    Step(Fraction(1), minute(day(1)) + 1020),
    Step(Fraction(1), minute(day(3)) + 1020),
    Step(Fraction(2)),
)


@pytest.mark.parametrize(
    ("rule", "more", "curve"),
    [
        (Rule.ZERO_HUNDRED, {}, (0, 0, 0, 0, 1000)),
        (Rule.FIFTY_FIFTY, {}, (500, 500, 500, 500, 1000)),
        (Rule.MILESTONES, {"steps": STEPS}, (0, 250, 250, 500, 1000)),
        (Rule.PERCENT, {}, (200, 400, 600, 800, 1000)),
    ],
)
def test_value_can_be_planned_as_it_will_be_credited(rule, more, curve):
    work = package("a", 0, 4, 1000, rule, **more)
    assert Baseline([work], CALENDARS, phasing=Phasing.CREDITED).curve == curve
    assert Baseline([work], CALENDARS).curve == (200, 400, 600, 800, 1000)


def test_periods_and_days_beyond_the_plan():
    plan = Baseline([package("a", 0, 4)], CALENDARS)
    assert [plan.periods(day(n)) for n in (-1, 0, 4, 5, 7, 8)] == [0, 1, 5, 5, 6, 7]
    assert [plan.day(n) for n in (0, 1, Fraction(9, 2), 5, 5.5, 7)] == [
        day(0), day(0), day(4), day(4), day(7), day(8),
    ]  # fmt: skip


def test_a_calendar_without_work_ends_the_search_for_a_day():
    once = Calendar("once", ((),) * 7, {MONDAY: ((480, 1020),)})
    plan = Baseline([package("a", 0, 1)], (once,))
    assert (plan.day(2), plan.day(3), plan.day(10**9)) == (day(1), None, None)


def test_planned_at_is_linear_within_a_period():
    plan = Baseline([package("a", 0, 4)], CALENDARS)
    found = [plan.planned_at("a", Fraction(n, 4)) for n in (0, 1, 4, 5, 20, 30)]
    assert found == [0, 50, 200, 250, 1000, 1000]


@pytest.mark.parametrize(
    ("code", "packages"),
    [
        ("evm.no_tasks", []),
        ("evm.no_budget", [package("a", 0, 4, 0)]),
        ("evm.no_budget", [package("a", 0, 4, 9, Rule.LEVEL_OF_EFFORT)]),
        ("evm.too_long", [package("a", 0, 40_000)]),
    ],
)
def test_a_plan_without_work_to_measure_is_refused(code, packages):
    with pytest.raises(InputError) as refused:
        Baseline(packages, CALENDARS)
    assert refused.value.code == code


@st.composite
def plans(draw) -> list[Package]:
    """Packages of every rule, some of them at the same time; at least one with a budget."""
    found = [package("first", 0, draw(st.integers(0, 9)), draw(st.integers(1, 10**7)))]
    for number in range(draw(st.integers(0, 5))):
        first = draw(st.integers(0, 20))
        rule = draw(st.sampled_from(list(Rule)))
        steps = tuple(
            Step(Fraction(draw(st.integers(1, 5))), minute(day(first + at)) + 1020)
            for at in range(draw(st.integers(1, 3)))
        )
        found.append(
            package(
                f"p{number}", first, first + draw(st.integers(0, 15)), draw(st.integers(0, 10**7)),
                rule, calendar=draw(st.integers(0, 1)),
                steps=steps if rule is Rule.MILESTONES else (),
                base="first" if rule is Rule.APPORTIONED else None,
            )
        )  # fmt: skip
    return found


@settings(deadline=None)
@given(plans(), st.sampled_from(list(Phasing)))
def test_planned_value_rises_to_the_budget_and_packages_sum_to_it(packages, phasing):
    plan = Baseline(packages, CALENDARS, phasing=phasing)
    assert plan.curve[-1] + plan.loe_curve[-1] == sum(p.budget for p in packages)
    for curve in (plan.curve, plan.loe_curve, plan.total_curve):
        assert all(a <= b for a, b in pairwise(curve))
    for period, amount in enumerate(plan.curve, 1):
        assert plan.value(plan.day(period))[0] == amount
        parts = [plan.planned_at(p.id, Fraction(period)) for p in packages if p.is_discrete]
        assert sum(parts) == amount


def as_planned(work: Package, at: date) -> Progress:
    """Return the progress of work that keeps to its dates."""
    now = minute(at) + 1440
    return Progress(
        started=work.start < now,
        finished=work.finish <= now,
        steps=tuple(step.due is not None and step.due <= now for step in work.steps),
    )


@settings(deadline=None)
@given(plans(), st.integers(0, 40))
def test_work_that_keeps_to_its_dates_is_neither_late_nor_early(packages, number):
    packages = [p for p in packages if p.rule not in (Rule.PERCENT, Rule.APPORTIONED)]
    packages.append(package("end", 0, 30, 100, Rule.ZERO_HUNDRED))
    plan = Baseline(packages, CALENDARS, phasing=Phasing.CREDITED)
    status = day(number)
    if plan.periods(status) == plan.periods(status - timedelta(days=1)):
        return  # between two periods
    progress = {p.id: as_planned(p, status) for p in packages}
    found = measure(plan, progress, status, completed=plan.finish)
    assert found.sv == 0
    assert found.spi in (1, None)
    assert found.spi_t == 1
    assert found.adherence in (1, None)
