"""Earned value of plans: figures, what is missing, forecasts."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from tests.plan.earned_value.plans import HALF_WAY, million, plan, task
from yunchou.engine.earned_value.model import Phasing
from yunchou.messages import InputError
from yunchou.plan.earned_value import earned_value, finished


def codes(found) -> set[str]:
    return {remark.code for remark in found.remarks} - {"calendar_estimated"}


def test_the_textbook_example_is_exact():
    found = earned_value(million(), HALF_WAY)
    m = found.measures
    assert (m.planned, m.earned, m.spent) == (50_000_000, 40_000_000, 48_000_000)
    assert (m.sv, m.cv) == (-10_000_000, -8_000_000)
    assert (m.spi, m.cpi, m.tcpi) == (Fraction(4, 5), Fraction(5, 6), Fraction(60, 52))
    assert found.eac == 120_000_000
    assert found.is_hopeless
    told = found.to_dict()
    assert (told["bac"], told["eac"], told["etc"], told["vac"]) == (
        1_000_000,
        1_200_000,
        720_000,
        -200_000,
    )
    assert (told["spi"], told["cpi"], told["tcpi_bac"], told["tcpi_eac"]) == (
        0.8,
        0.8333,
        1.1538,
        0.8333,
    )
    assert (told["at"], told["es"], told["sv_t"], told["spi_t"]) == (60, 48, -12, 0.8)
    assert (told["ac_committed"], told["ac_source"]) == (180_000, "budget_lines")
    assert codes(found) == {"history"}


def test_little_left_to_do_is_not_hopeless():
    found = earned_value(million(), dt.date(2027, 3, 20), phasing=Phasing.CREDITED)
    assert found.measures.spi is not None and found.measures.spi > 1
    cheap = million(status_history=[{"date": "2027-04-29", "spent": 400_000}])
    assert not earned_value(cheap, HALF_WAY).is_hopeless


def test_a_note_of_that_day_tells_what_was_spent_by_then():
    noted = million(
        status_history=[
            {"date": "2027-04-29", "spent": 400_000},
            {"date": "2027-05-01", "spent": 9},
        ]
    )
    found = earned_value(noted, HALF_WAY)
    assert found.measures.cpi == 1
    assert found.to_dict()["ac_source"] == "status_history"


def test_costs_of_today_are_no_costs_of_an_earlier_day():
    dated = million(project={"calendar": "natural_days", "status_date": "2027-04-29"})
    assert "actual_cost_today" in codes(earned_value(dated, dt.date(2027, 4, 1)))
    assert "actual_cost_today" not in codes(earned_value(dated, HALF_WAY))


def test_without_lines_the_tasks_say_what_was_spent():
    work = plan(
        task("A", "03-01", "03-05", cost=100, earning={"spent": 30}),
        task("B", "03-08", "03-12", cost=100, earning={"spent": 20, "committed": 5.5}),
    )
    found = earned_value(work, dt.date(2027, 3, 12))
    assert found.measures.spent == 5550
    assert found.to_dict()["ac_committed"] == 5.5
    assert found.to_dict()["ac_source"] == "tasks"


DAYS = [task("A", "03-01", "03-05"), task("B", "03-08", "03-12"), task("C", "03-15", "03-19")]


def test_below_seventy_percent_the_budget_is_shared_by_working_days():
    two = [{**DAYS[0], "cost": 1}, {**DAYS[1], "cost": 1}, DAYS[2]]
    found = earned_value(
        plan(*two, budget={"total_planned": 110, "reserve_included": 10}), dt.date(2027, 3, 5)
    )
    assert (found.worth.unit, found.worth.weighted_by) == ("money", "workdays")
    assert [row.budget for row in found.tasks] == [3334, 3333, 3333]
    assert found.measures.budget == 10_000
    assert {"costs", "actual_cost"} <= codes(found)


def test_expense_lines_are_the_budget_and_the_reserve_is_not():
    lines = [
        {"id": "1", "name": "费用", "planned_total": 60},
        {"id": "2", "name": "储备", "kind": "reserve", "planned_total": 40, "spent": 3},
    ]
    found = earned_value(
        plan(*DAYS, budget={"total_planned": 100, "lines": lines}), dt.date(2027, 3, 5)
    )
    assert (found.measures.budget, found.measures.spent) == (6000, 300)


def test_without_any_amount_work_is_told_in_working_days():
    done = {**DAYS[0], "actual_finish": "2027-03-05"}
    found = earned_value(plan(done, *DAYS[1:]), dt.date(2027, 3, 12))
    told = found.to_dict()
    assert (told["unit"], told["bac"], told["pv"], told["ev"]) == ("workdays", 15, 10, 5)
    assert (told["spi"], told["spi_t"], told["ac"], told["cpi"], told["eac"]) == (
        0.5,
        0.5,
        None,
        None,
        None,
    )
    assert {"costs", "budget", "history"} == codes(found)
    assert found.cost.best.forecast.value is None


def test_a_baseline_that_rests_on_days_off_weighs_nothing_by_days():
    weekend = plan(task("A", "03-06", "03-07"), budget={"total_planned": 5})
    with pytest.raises(InputError) as refused:
        earned_value(weekend, dt.date(2027, 3, 8))
    assert refused.value.code == "evm.no_budget"


def test_costs_of_tasks_and_lines_that_differ_are_named():
    found = earned_value(
        plan(
            {**DAYS[0], "cost": 100},
            budget={"lines": [{"id": "1", "name": "x", "planned_total": 90}]},
        ),
        dt.date(2027, 3, 5),
    )
    assert "totals" in codes(found)
    assert found.measures.budget == 10_000


def test_the_cost_of_the_baseline_is_the_signed_one():
    signed = {"start": "2027-03-01", "finish": "2027-03-05", "cost": 80}
    found = earned_value(plan({**DAYS[0], "cost": 100, "baseline": signed}), dt.date(2027, 3, 5))
    assert found.measures.budget == 8000


def test_without_baseline_the_plans_own_dates_stand_in():
    bare = [{"id": "A", "name": "甲", "duration_days": 5, "actual_start": "2027-04-01", "percent": 50},
            {"id": "B", "name": "乙", "duration_days": 5, "depends_on": ["A"]}]  # fmt: skip
    found = earned_value(plan(*bare, project={"start": "2027-03-01"}), dt.date(2027, 3, 12))
    assert found.baseline.finish == dt.date(2027, 3, 12)
    assert found.measures.planned == found.measures.budget
    assert "baseline" in codes(found)


def test_dates_stored_in_the_file_stand_in_too():
    stored = {
        "id": "A",
        "name": "甲",
        "duration_days": 5,
        "start": "2027-03-01",
        "finish": "2027-03-05",
    }
    found = earned_value(
        plan(stored, {"id": "B", "name": "乙", "duration_days": 3}), dt.date(2027, 3, 5)
    )
    assert found.baseline.finish == dt.date(2027, 3, 5)
    assert codes(found) >= {"baseline", "undated"}


def test_tasks_added_after_the_baseline_are_named():
    new = {"id": "N", "name": "新增", "duration_days": 5}
    found = earned_value(plan(DAYS[0], new, project={"start": "2027-03-01"}), dt.date(2027, 3, 5))
    assert "baseline_part" in codes(found)
    assert any("新增" in remark.text.zh for remark in found.remarks)
    assert {row.id for row in found.tasks} == {"A", "N"}


def test_many_names_are_cut_short():
    new = [{"id": f"N{n}", "name": f"新{n}", "duration_days": 1} for n in range(7)]
    found = earned_value(plan(DAYS[0], *new), dt.date(2027, 3, 5))
    told = next(r for r in found.remarks if r.code == "undated").text
    assert "等 7 项" in told.zh and "and 2 more" in told.en


@pytest.mark.parametrize(
    ("code", "build"),
    [
        ("evm.no_tasks", lambda: plan()),
        ("evm.no_dates", lambda: plan({"id": "A", "name": "甲", "duration_days": 5})),
        ("evm.dates", lambda: plan(task("A", "03-05", "03-01", cost=1))),
        ("evm.budget", lambda: plan(task("A", "03-01", "03-05", cost=-1))),
        ("evm.no_budget", lambda: plan(task("A", "03-01", "03-05", cost=9, earning={"rule": "loe"}))),
        ("evm.before_start", lambda: plan(task("A", "07-01", "07-05", cost=9))),
        ("evm.base", lambda: plan(task("A", "03-01", "03-05", cost=9, earning={"rule": "apportioned"}))),
        ("evm.steps", lambda: plan(task("A", "03-01", "03-05", cost=9, earning={"rule": "milestones"}))),
        ("evm.spent", lambda: plan(task("A", "03-01", "03-05", cost=9, earning={"spent": -1}))),
        ("evm.history", lambda: million(status_history=[{"date": "2027-03-05", "earned": 1_000_001}])),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_refused_in_one_line(code, build):
    with pytest.raises(InputError) as refused:
        earned_value(build(), dt.date(2027, 4, 29))
    assert refused.value.code == code
    assert refused.value.in_("zh") and refused.value.in_("en")


def test_a_milestone_may_carry_money_and_needs_only_its_day():
    signed = {"finish": "2027-03-03"}
    stone = {"id": "M", "name": "签约", "milestone": True, "cost": 50, "baseline": signed}
    found = earned_value(plan({**DAYS[0], "cost": 50}, stone), dt.date(2027, 3, 3))
    assert found.measures.planned == 5000 + 3000
    late = {"id": "Q", "name": "q", "cost": 1, "baseline": signed}
    assert earned_value(plan(late), dt.date(2027, 3, 3)).baseline.start == dt.date(2027, 3, 3)


def test_a_length_on_the_clock_is_worked_every_day():
    ages = task("A", "03-01", "03-07", duration="7ed", cost=700)
    found = earned_value(plan(ages), dt.date(2027, 3, 5))
    assert found.measures.planned == 50_000


def test_a_task_on_its_own_calendar():
    found = earned_value(
        plan(task("A", "03-01", "03-10", cost=1000, calendar="natural_days")), dt.date(2027, 3, 3)
    )
    assert found.measures.planned == 30_000


HISTORY = [
    {"date": "2027-02-01", "percent": 1},
    {"date": "2027-03-10", "percent": 10, "spent": 110_000},
    {"date": "2027-03-30", "earned": 200_000, "spent": 250_000},
    {"date": "2027-04-01"},
    {"date": "2027-06-01", "percent": 90},
]


def test_past_status_gives_intervals_and_smoothing():
    found = earned_value(million(status_history=HISTORY), HALF_WAY)
    assert [point.time for point in found.points] == [10, 30, 60]
    assert codes(found) == {"history_early"}
    for forecasts in (found.cost, found.duration):
        for answer in forecasts.answers:
            assert answer.interval is not None
            assert answer.interval.low <= float(answer.forecast.value) <= answer.interval.high
    told = found.to_dict()["duration_forecast"]["formulas"][7]
    assert told["earliest"] < told["finish"] < told["latest"]
    assert told["from"] == "periods"


def test_past_status_in_working_days_needs_its_percent():
    noted = [{"date": "2027-03-02", "earned": 5}, {"date": "2027-03-03", "percent": 10}]
    found = earned_value(plan(*DAYS, status_history=noted), dt.date(2027, 3, 12))
    assert [(point.time, point.earned, point.spent) for point in found.points] == [
        (3, 1500, None), (10, 0, None),
    ]  # fmt: skip


def ended(pace: int, **more):
    """Return a finished plan of 20 days' baseline that took twice as long, reported every 5 days."""
    base = [task("A", "03-01", "03-26", cost=2000, actual_finish="2027-04-26")]
    dates = ["03-05", "03-12", "03-19", "03-26", "04-02", "04-12", "04-19"]
    notes = [
        {"date": f"2027-{day}", "percent": 12 * n, "spent": 12 * n * pace}
        for n, day in enumerate(dates, 1)
    ]
    return plan(*base, status_history=notes, **more)


def test_finished_projects_choose_the_formula_and_give_the_interval():
    projects = [finished(ended(25 + n, budget={"lines": [
        {"id": "1", "name": "x", "planned_total": 2000, "spent": 2500 + 100 * n}]}))
        for n in range(3)]  # fmt: skip
    assert {(p.duration, len(p.reports)) for p in projects} == {(40, 7)}
    assert [p.cost for p in projects] == [250_000, 260_000, 270_000]
    found = earned_value(million(), HALF_WAY, projects=projects, level=0.5)
    assert found.cost.test.is_enough and found.duration.test.is_enough
    assert found.cost.best.interval.source == "projects"
    told = found.to_dict()
    assert told["cost_forecast"]["back_test"]["projects"] == 3
    assert set(told["cost_forecast"]["back_test"]["mape"]) == {
        row["code"] for row in told["cost_forecast"]["formulas"]
    }
    assert told["duration_forecast"]["default"] == found.duration.test.scores[0].code


def test_a_project_is_finished_when_its_last_note_says_so():
    noted = plan(*[{**day, "cost": 100} for day in DAYS], status_history=[
        {"date": "2027-03-10", "percent": 30, "spent": 100},
        {"date": "2027-03-26", "percent": 100, "spent": 400},
    ])  # fmt: skip
    found = finished(noted)
    assert (found.duration, found.cost, len(found.reports)) == (20, 40_000, 1)


@pytest.mark.parametrize(
    "notes", [[], [{"date": "2027-03-26", "percent": 99}], [{"date": "2027-03-26"}], [{"date": "2026-03-26", "percent": 100}]]
)  # fmt: skip
def test_an_unfinished_project_proves_nothing(notes):
    with pytest.raises(InputError) as refused:
        finished(plan(*[{**day, "cost": 1} for day in DAYS], status_history=notes))
    assert refused.value.code == "evm.not_finished"


def test_a_finished_project_without_money_still_tells_of_time():
    done = [{**day, "actual_finish": "2027-03-26"} for day in DAYS]
    found = finished(plan(*done, status_history=[{"date": "2027-03-05", "percent": 20}]))
    assert (found.cost, found.duration) == (None, 20)
    unpaid = finished(plan(*done, budget={"total_planned": 100}))
    assert unpaid.cost is None


def test_milestones_are_told_with_their_delay():
    """Nobody said that M is reached, so it is not before the status date."""
    late = [
        task(
            "A",
            "03-01",
            "03-05",
            duration_days=5,
            actual_start="2027-03-01",
            actual_finish="2027-03-10",
        ),
        task("M", "03-05", "03-05", milestone=True, depends_on=["A"]),
        {"id": "N", "name": "无基线", "milestone": True, "depends_on": ["A"]},
    ]
    found = earned_value(plan(*late, project={"start": "2027-03-01"}), dt.date(2027, 3, 12))
    assert [(m.id, m.forecast, m.days) for m in found.milestones] == [
        ("M", dt.date(2027, 3, 12), 5)
    ]
    assert found.to_dict()["milestones"][0]["late_days"] == 5
    assert earned_value(plan(*late[:2]), dt.date(2027, 3, 12)).milestones == ()


def test_results_stand_beside_the_work():
    kpis = [
        {"key": "a", "name": "客户数", "target": 10, "weight_pct": 10},
        {"key": "b", "name": "销售额", "target": 200, "actual": 50, "weight_pct": 60},
        {"key": "c", "name": "无目标"},
    ]
    told = earned_value(million(kpis=kpis), HALF_WAY).to_dict()["results"]
    assert [(row["key"], row["done"]) for row in told] == [("b", 0.25), ("a", None)]


def test_years_without_published_days_are_named():
    work = plan(task("A", "03-01", "03-05", cost=1))
    found = earned_value(work, dt.date(2027, 3, 3))
    assert any(r.code == "calendar_estimated" and "2027" in r.text.zh for r in found.remarks)
