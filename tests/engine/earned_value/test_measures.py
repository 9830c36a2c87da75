"""Variances, indices, earned schedule and adherence."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchou.engine.calendars import natural_days
from yunchou.engine.earned_value.measures import (
    Measures,
    earned_schedule,
    from_curve,
    measure,
)
from yunchou.engine.earned_value.model import Package, Progress, Rule
from yunchou.engine.earned_value.time_phasing import Baseline
from yunchou.engine.network import minute
from yunchou.messages import InputError

CURVE = (0, 100, 100, 100, 300)
DAYS = [date(2027, 3, n) for n in range(1, 32)]


def package(name, first, last, budget=100, rule=Rule.PERCENT) -> Package:
    return Package(name, budget, minute(DAYS[first]) + 480, minute(DAYS[last]) + 1020, rule)


def plan(*packages) -> Baseline:
    return Baseline(packages, (natural_days(),))


def part(share: float) -> Progress:
    return Progress(started=share > 0, finished=share == 1, percent=Fraction(str(share)))


@pytest.mark.parametrize(
    ("value", "time", "periods"),
    [
        (0, None, 1), (0, 1, 1), (0, 3, 1),  # the plan begins with a period of nothing
        (50, None, Fraction(3, 2)),
        (100, None, 4), (100, 1, 2), (100, 3, 3), (100, 9, 4),  # it stands still for two periods
        (200, 2, Fraction(9, 2)),
        (300, None, 5), (300, 9, 5),
    ],
)  # fmt: skip
def test_earned_schedule_on_slopes_and_flats(value, time, periods):
    assert earned_schedule(CURVE, value, time) == periods


@pytest.mark.parametrize(
    ("code", "curve", "value"),
    [
        ("evm.curve", (), 0),
        ("evm.curve", (0, 0), 0),
        ("evm.curve", (10, 5), 3),
        ("evm.curve", (-1, 5), 3),
        ("evm.value", (10, 20), 21),
        ("evm.value", (10, 20), -1),
    ],
)
def test_a_curve_that_falls_and_a_value_outside_it_are_refused(code, curve, value):
    with pytest.raises(InputError) as refused:
        earned_schedule(curve, value)
    assert refused.value.code == code


curves = st.lists(st.integers(0, 10**9), min_size=1, max_size=30).map(
    lambda steps: tuple(accumulate((*steps, 1)))
)


@given(curves, st.data())
def test_earned_schedule_never_falls_as_value_is_earned(curve, data):
    values = sorted(data.draw(st.lists(st.integers(0, curve[-1]), min_size=2, max_size=5)))
    time = data.draw(st.none() | st.integers(1, 40))
    found = [earned_schedule(curve, value, time) for value in values]
    assert found == sorted(found)
    assert all(0 <= es <= len(curve) for es in found)


@given(curves, st.integers(1, 30))
def test_earning_exactly_what_is_planned_is_being_on_time(curve, time):
    time = min(time, curve.index(curve[-1]) + 1)
    found = from_curve(curve, time, curve[time - 1], None)
    assert found.sv_t == 0
    assert found.spi_t == 1
    assert found.spi == (1 if curve[time - 1] else None)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(-9, 10**6))
def test_no_status_divides_by_zero(budget, planned, earned, spent):
    found = Measures(budget, min(planned, budget), min(earned, budget), spent, 10, 3, Fraction(2))
    names = ("complete", "spi", "cpi", "sci", "sci_t", "tcpi", "spi_t")
    for name in names:
        value = getattr(found, name)
        assert value is None or isinstance(value, Fraction)
    assert found.cpi is None or spent > 0
    assert found.sv == found.earned - found.planned
    assert found.cv == found.earned - spent


def test_without_actual_cost_there_is_no_cost_performance():
    found = from_curve(CURVE, 2, 50, None)
    assert (found.cv, found.cpi, found.sci, found.sci_t, found.tcpi) == (None,) * 5
    assert found.spi == Fraction(1, 2)


def test_a_budget_that_is_spent_cannot_be_kept():
    found = from_curve(CURVE, 5, 200, 300)
    assert found.tcpi is None
    assert found.tcpi_for(450) == Fraction(100, 150)


def test_support_counts_for_cost_but_not_for_time():
    baseline = plan(package("a", 0, 9, 1000), package("s", 0, 9, 500, Rule.LEVEL_OF_EFFORT))
    found = measure(baseline, {"a": part(0.4)}, DAYS[4], spent=800)
    assert (found.budget, found.planned, found.earned) == (1500, 750, 650)
    assert (found.loe_budget, found.loe_value) == (500, 250)
    assert (found.spi, found.spi_t) == (Fraction(400, 500), Fraction(4, 5))
    assert found.cpi == Fraction(650, 800)
    assert (found.sv, found.complete, found.is_complete) == (-100, Fraction(2, 5), False)


def test_adherence_counts_what_was_due():
    """By hand: EV = 100 stands at ES = 5 of ten days, where `a` was due whole and `b` not at all."""
    baseline = plan(package("a", 0, 4), package("b", 5, 9))
    status = {"a": part(0.5), "b": part(0.5)}
    found = measure(baseline, status, DAYS[6])
    assert found.schedule == 5
    assert found.adherence == Fraction(1, 2)
    orderly = measure(baseline, {"a": part(1)}, DAYS[6])
    assert orderly.schedule == 5
    assert orderly.adherence == 1
    assert measure(baseline, {}, DAYS[6]).adherence is None


def test_time_stops_when_all_is_done():
    baseline = plan(package("a", 0, 4))
    late = measure(baseline, {"a": part(1)}, DAYS[20], completed=DAYS[9])
    assert (late.time, late.spi_t, late.is_complete) == (10, Fraction(1, 2), True)
    unknown = measure(baseline, {"a": part(1)}, DAYS[20])
    assert unknown.time == 21
    before = measure(baseline, {"a": part(0.5)}, DAYS[2], completed=DAYS[9])
    assert before.time == 3


@pytest.mark.parametrize(
    "build",
    [
        lambda: measure(plan(package("a", 3, 4)), {}, DAYS[0]),
        lambda: from_curve(CURVE, 0, 0, None),
    ],
)
def test_a_status_before_the_start_is_refused(build):
    with pytest.raises(InputError) as refused:
        build()
    assert refused.value.code == "evm.before_start"


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 999), st.integers(0, 20)),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 25),
)
def test_adherence_lies_within_0_and_1_and_planned_values_at_es_sum_to_the_earned(rows, at):
    packages = [
        package(f"p{n}", first, first + length, budget)
        for n, (first, length, budget, _) in enumerate(rows)
    ]
    progress = {f"p{n}": part(done / 20) for n, (*_, done) in enumerate(rows)}
    baseline = plan(*packages)
    status = max(DAYS[at], baseline.start)
    found = measure(baseline, progress, status)
    assert found.adherence is None or 0 <= found.adherence <= 1
    due = sum(baseline.planned_at(p.id, found.schedule) for p in packages)
    assert due == found.earned
