"""Forecasts: where they agree, where they have no answer, and smoothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchou.engine.earned_value.forecasts import (
    COST,
    DURATION,
    XSM,
    Point,
    cost_forecasts,
    duration_forecasts,
    smoothed,
    xsm_cost,
    xsm_duration,
)
from yunchou.engine.earned_value.measures import Measures, from_curve

CURVE = tuple(range(100, 1100, 100))


def status(time=4, earned=300, spent: int | None = 500) -> Measures:
    return from_curve(CURVE, time, earned, spent)


def past(*rows) -> list[Point]:
    found = [from_curve(CURVE, *row) for row in rows]
    return [Point(m.time, m.earned, m.schedule, m.spent) for m in found]


def values(forecasts) -> dict[str, Fraction | None]:
    return {forecast.code: forecast.value for forecast in forecasts}


def test_there_are_eight_and_nine_formulas_and_smoothing():
    assert [f.code for f in cost_forecasts(status())] == [*(f.code for f in COST), XSM]
    assert [f.code for f in duration_forecasts(status())] == [*(f.code for f in DURATION), XSM]
    assert (len(COST), len(DURATION)) == (8, 9)


def test_a_project_on_plan_and_on_budget_ends_as_planned_by_every_formula():
    found = status(4, 400, 400)
    history = past((2, 200, 200), (4, 400, 400))
    assert set(values(cost_forecasts(found, history)).values()) == {1000}
    assert set(values(duration_forecasts(found, history)).values()) == {10}


@pytest.mark.parametrize(
    ("found", "known"),
    [
        (status(4, 0, 100), {"1"}),  # nothing earned: no performance to go on
        (status(4, 0, 0), {"1"}),
        (status(4, 300, 0), {"1", "spi", "spi_t"}),  # nothing spent: no CPI
        (status(4, 300, None), set()),
    ],
)
def test_cost_has_no_answer_without_performance(found, known):
    answers = values(cost_forecasts(found))
    assert {code for code, value in answers.items() if value is not None} == known


def test_duration_without_anything_earned_is_known_only_as_planned():
    answers = values(duration_forecasts(status(4, 0, 0)))
    assert {c for c, value in answers.items() if value is not None} == {"pv_1", "ed_1", "es_1"}
    nothing_due = from_curve((0, 0, 100), 1, 0, None)
    assert DURATION[3].compute(nothing_due) is None


@given(st.integers(1, 12), st.integers(0, 1000), st.none() | st.integers(0, 3000))
def test_no_formula_divides_by_zero(time, earned, spent):
    found = status(time, earned, spent)
    history = past((time, earned, spent))
    for forecast in (*cost_forecasts(found, history), *duration_forecasts(found, history)):
        assert forecast.value is None or isinstance(forecast.value, Fraction)
        if forecast.code not in {"pv_1", "pv_spi", "pv_sci"} and forecast.value is not None:
            # what is spent is spent, what has passed has passed
            done = found.time if forecast in duration_forecasts(found, history) else spent
            assert forecast.value >= done


def test_smoothing_weighs_the_last_most():
    rates = [Fraction(1), Fraction(2)]
    assert smoothed(rates, Fraction(1), Fraction(0)) == 1
    assert smoothed(rates, Fraction(1), Fraction(1)) == 2
    assert smoothed(rates, Fraction(1), Fraction(1, 2)) == Fraction(3, 2)
    assert smoothed(rates, Fraction(1), None) == Fraction(3, 2)
    assert smoothed([], Fraction(7), None) == 7


ROWS = ((1, 50, 80), (2, 150, 200), (3, 220, 330), (4, 300, 500))


@pytest.mark.parametrize(
    ("beta", "cost", "duration"),
    [(Fraction(0), "1", "es_1"), (None, "cpi", "es_spi_t")],
)
def test_smoothing_has_the_published_formulas_at_its_ends(beta, cost, duration):
    found, history = status(), past(*ROWS)
    assert xsm_cost(found, history, beta) == values(cost_forecasts(found))[cost]
    assert xsm_duration(found, history, beta) == values(duration_forecasts(found))[duration]


def test_smoothing_by_hand():
    """β = ½, two periods: T(ES) 1 → 0.75 → 0.875; T(EV) 100 → 75 → 87.5; T(AC) 100 → 90 → 105."""
    history = past((1, 50, 80), (2, 150, 200))
    found = status(2, 150, 200)
    half = Fraction(1, 2)
    assert xsm_duration(found, history, half) == 2 + (10 - Fraction(3, 2)) / Fraction(7, 8)
    assert xsm_cost(found, history, half) == 200 + 850 * Fraction(105) / Fraction(175, 2)


def test_smoothing_takes_the_rate_of_long_periods():
    assert xsm_duration(status(4, 300), past((4, 300, None)), Fraction(1)) == 4 + 7 / Fraction(3, 4)


@pytest.mark.parametrize(
    "history",
    [
        [],
        past((4, 300, None)),
        past((3, 400, 300), (4, 300, 500)),  # value was taken back
        past((3, 200, 600), (4, 300, 500)),  # money came back
    ],
)
def test_smoothing_has_no_answer_without_a_trend(history):
    assert xsm_cost(status(), history, Fraction(1)) is None


def test_smoothing_of_time_has_no_answer_without_progress():
    assert xsm_duration(status(), [], Fraction(1)) is None
    assert xsm_duration(status(4, 0), past((4, 0, 0)), Fraction(1)) is None
