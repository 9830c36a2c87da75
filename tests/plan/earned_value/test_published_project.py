"""A published project as a plan file: its weeks come out as five working days each."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from yunchou.plan.earned_value import earned_value
from yunchou.plan.model import Plan

# PM Knowledge Center, “Earned Value Management: Forecasting time”: PV of the nine weeks of the
# plan, week by week; EV at the end of weeks 3, 5 and 10 of eleven.
WEEKS = (5, 5, 15, 30, 30, 35, 10, 10, 10)
MONDAY = dt.date(2026, 6, 1)


def project(earned: int, notes=()) -> Plan:
    """Return the plan with what was earned, spread over the weeks in their order."""
    tasks = []
    for number, cost in enumerate(WEEKS):
        first = MONDAY + dt.timedelta(weeks=number)
        done = max(0, min(cost, earned))
        earned -= done
        tasks.append(
            {
                "id": f"W{number + 1}", "name": f"第{number + 1}周", "cost": cost,
                "percent": 100 * done / cost, "earning": {"rule": "percent"},
                "baseline": {"start": first, "finish": first + dt.timedelta(days=4)},
            }
        )  # fmt: skip
    phases = [{"id": "P", "name": "九周", "tasks": tasks}]
    frame = {"name": "pmkc", "calendar": "standard"}
    return Plan.model_validate({"project": frame, "phases": phases, "status_history": list(notes)})


def end_of(week: int) -> dt.date:
    return MONDAY + dt.timedelta(weeks=week - 1, days=4)


@pytest.mark.parametrize(
    ("week", "pv", "ev", "es_weeks"),
    [
        (3, 25, 10, Fraction(2)),
        (5, 85, 70, Fraction(9, 2)),
        (6, 120, 90, Fraction(5) + Fraction(5, 35)),
        (10, 150, 140, Fraction(8)),
    ],
)
def test_weeks_are_five_days_each(week, pv, ev, es_weeks):
    m = earned_value(project(ev), end_of(week)).measures
    assert (m.budget, m.planned, m.earned) == (15_000, 100 * pv, 100 * ev)
    assert (m.duration, m.time) == (45, 5 * week)
    assert m.schedule == 5 * es_weeks
    assert m.spi == Fraction(ev, pv)
    assert m.adherence == 1


def test_week_five_forecasts_ten_weeks():
    found = earned_value(project(70), end_of(5))
    told = found.to_dict()
    by_code = {row["code"]: row for row in told["duration_forecast"]["formulas"]}
    assert by_code["es_spi_t"]["workdays"] == 50
    assert by_code["es_spi_t"]["finish"] == end_of(10).isoformat()
    assert by_code["es_1"]["workdays"] == 47.5
    assert by_code["pv_1"]["workdays"] == 49.5
    assert [row["pv"] for row in told["pv_curve"][4::5]] == [5, 10, 25, 55, 85, 120, 130, 140, 150]
    assert told["pv_curve"][-1]["date"] == end_of(9).isoformat()
