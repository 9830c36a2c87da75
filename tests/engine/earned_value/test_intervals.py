"""Intervals of forecasts."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchou.engine.earned_value.forecasts import Point
from yunchou.engine.earned_value.intervals import (
    cost_efficiencies,
    from_periods,
    from_ratios,
    student,
    time_efficiencies,
)
from yunchou.messages import InputError


@pytest.mark.parametrize(
    ("probability", "freedom", "table"),
    [
        (0.9, 1, 3.078), (0.9, 2, 1.886), (0.9, 3, 1.638), (0.9, 9, 1.383), (0.975, 4, 2.776),
        (0.975, 30, 2.042), (0.95, 10, 1.812), (0.995, 120, 2.617),
    ],
)  # fmt: skip
def test_students_t_is_that_of_the_tables(probability, freedom, table):
    assert round(student(probability, freedom), 3) == table


def test_by_hand_from_three_periods():
    """ln of ½, 1, 2: mean 0, s = ln 2; t(0.9; 2) = 1.8856; half done, so three more periods."""
    found = from_periods(100, 300, [Fraction(1, 2), Fraction(1), Fraction(2)], 0.5)
    assert found is not None
    factor = math.exp(1.8856180831 * math.log(2) * math.sqrt(1 / 3 + 1 / 3))
    assert found.low == pytest.approx(100 + 200 / factor)
    assert found.high == pytest.approx(100 + 200 * factor)
    assert (found.level, found.source, found.cases) == (0.8, "periods", 3)


EVEN = [Fraction(9, 10)] * 4


def test_periods_that_are_all_alike_leave_no_doubt():
    found = from_periods(10, 40, EVEN, 0.25)
    assert found is not None and (found.low, found.high) == (40, 40)


@pytest.mark.parametrize(("periods", "share"), [(EVEN[:2], 0.5), (EVEN, 0.0), ([], 0.5)])
def test_too_few_periods_have_no_interval(periods, share):
    assert from_periods(10, 40, periods, share) is None


def test_a_forecast_that_has_passed_stays():
    wild = [Fraction(1, 9), Fraction(9), Fraction(1)]
    found = from_periods(50, 40, wild, 0.9)
    assert found is not None and (found.low, found.high) == (40, 40)


def test_wild_periods_are_held_within_reason():
    wild = [Fraction(1, 10**9), Fraction(10**9), Fraction(1)]
    found = from_periods(0, 1, wild, 0.5)
    assert found is not None and found.high == pytest.approx(math.e**3)


@given(
    st.lists(st.fractions(Fraction(1, 50), 50), min_size=3, max_size=12),
    st.floats(0.01, 1),
    st.floats(0, 1000),
    st.floats(0.1, 1000),
)
def test_an_interval_holds_its_forecast_and_widens_with_its_level(periods, share, done, left):
    narrow = from_periods(done, done + left, periods, share, level=0.5)
    wide = from_periods(done, done + left, periods, share, level=0.9)
    assert narrow is not None and wide is not None
    assert done <= wide.low <= narrow.low <= done + left + 1e-6
    assert done + left - 1e-6 <= narrow.high <= wide.high


def test_finished_projects_give_percentiles():
    ratios = [n / 10 for n in range(5, 16)]  # 0.5 … 1.5
    found = from_ratios(200, ratios)
    assert found is not None
    assert [found.low, found.high] == pytest.approx([120, 280])
    assert (found.source, found.cases) == ("projects", 11)
    held = from_ratios(200, ratios, done=150)
    assert held is not None and held.low == 150
    assert from_ratios(200, ratios[:9]) is None


@pytest.mark.parametrize("level", [0, 1, -1, 80])
def test_a_level_is_a_share(level):
    with pytest.raises(InputError) as refused:
        from_periods(1, 2, EVEN, 0.5, level=level)
    assert refused.value.code == "evm.level"
    with pytest.raises(InputError):
        from_ratios(1, [1.0] * 10, level=level)


def test_periods_without_gain_join_the_next():
    points = [
        Point(1, 100, Fraction(1), 50),
        Point(2, 100, Fraction(1), 150),  # paid, nothing earned
        Point(4, 300, Fraction(3), 250),
        Point(5, 400, Fraction(4), None),
        Point(6, 500, Fraction(5), 250),  # earned, nothing paid
    ]
    assert cost_efficiencies(points) == [2, 1]
    assert time_efficiencies(points) == [1, Fraction(2, 3), 1, 1]


def random_project(draw: random.Random) -> tuple[list[Point], int]:
    """Return the statuses of twenty planned periods of uneven pace and price, and the final cost."""
    points: list[Point] = []
    earned = spent = 0
    while earned < 20_000:
        pace, price = draw.lognormvariate(-0.1, 0.3), draw.lognormvariate(0.1, 0.3)
        earned = min(20_000, earned + int(1000 * pace))
        spent += int(1000 * pace * price)
        points.append(Point(len(points) + 1, earned, Fraction(earned, 1000), spent))
    return points, spent


def test_on_random_projects_the_truth_lies_within_about_as_often_as_said():
    draw, held = random.Random(7), {"cost": 0, "time": 0}  # noqa: S311 (nothing secret)
    for _ in range(300):
        points, cost = random_project(draw)
        now = points[7]
        share = now.earned / 20_000
        money = from_periods(now.spent, now.spent / share, cost_efficiencies(points[:8]), share)
        time = from_periods(now.time, now.time / share, time_efficiencies(points[:8]), share)
        assert money is not None and time is not None
        held["cost"] += money.low <= cost <= money.high
        held["time"] += time.low <= len(points) <= time.high + 1
    assert all(0.65 <= count / 300 <= 0.95 for count in held.values()), held
