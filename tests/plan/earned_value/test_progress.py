"""What is known of a task at the status date, and by which rule it earns."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.plan.earned_value.plans import plan, task
from yunchou.plan.earned_value import earned_value


def value(work: dict, status: str) -> tuple[str, int | float]:
    """Return the rule of a task worth 100 yuan, and what it has earned."""
    found = earned_value(plan({"cost": 100, **work}), dt.date.fromisoformat(f"2027-{status}"))
    row = found.to_dict()["tasks"][0]
    return row["rule"], row["ev"]


SHORT, MIDDLE, LONG = ("03-01", "03-05"), ("03-01", "03-19"), ("03-01", "03-26")
BOXES = [{"name": "甲", "done": True}, {"name": "乙"}, {"name": "丙"}, {"name": "丁", "done": True}]


@pytest.mark.parametrize(
    ("span", "told", "rule", "earned"),
    [
        (SHORT, {"percent": 80}, "0/100", 0),
        (SHORT, {"percent": 100}, "0/100", 100),
        (SHORT, {"actual_finish": "2027-03-04"}, "0/100", 100),
        (MIDDLE, {"percent": 80}, "50/50", 50),
        (MIDDLE, {"actual_start": "2027-03-02"}, "50/50", 50),
        (MIDDLE, {"checklist": BOXES}, "50/50", 50),
        (MIDDLE, {}, "50/50", 0),
        (LONG, {"percent": 33.3}, "percent", 33.3),
        (LONG, {"actual_start": "2027-03-02"}, "percent", 0),
        (LONG, {"percent": 80, "checklist": BOXES}, "milestones", 50),
        (SHORT, {"steps": [{"name": "样", "weight": 0.5, "done": True}, {"name": "批", "weight": 1.5}]}, "milestones", 25),
        (SHORT, {"percent": 80, "earning": {"rule": "percent"}}, "percent", 80),
    ],
)  # fmt: skip
def test_the_rule_and_what_it_credits(span, told, rule, earned):
    assert value(task("A", *span, **told), "03-26") == (rule, earned)


@pytest.mark.parametrize(
    ("told", "earned"),
    [
        ({"actual_start": "2027-04-01", "percent": 50}, 0),  # begun later
        ({"actual_start": "2027-03-01", "actual_finish": "2027-03-12"}, 50),  # half of ten days
        ({"actual_finish": "2027-03-12"}, 0),  # nobody knows when it began
        ({"actual_start": "2027-03-06", "actual_finish": "2027-03-07"}, 0),  # on days off
    ],
)
def test_what_happened_after_the_status_date_is_taken_back(told, earned):
    work = task("A", *LONG, earning={"rule": "percent"}, **told)
    assert value(work, "03-05") == ("percent", earned)


def test_a_finish_on_days_off_after_the_status_counts_nothing_yet():
    work = task("A", *LONG, actual_start="2027-03-06T09:00", actual_finish="2027-03-07T10:00")
    assert value(work, "03-05") == ("percent", 0)


def test_date_times_count_to_the_minute():
    base = {"start": "2027-03-01T13:00", "finish": "2027-03-02T12:00"}
    found = earned_value(
        plan({"id": "A", "name": "甲", "cost": 100, "baseline": base}), dt.date(2027, 3, 1)
    )
    assert found.measures.planned == 5000


def test_due_dates_of_steps_plan_their_value():
    steps = [{"name": "样", "due": "2027-03-03", "weight": 1}, {"name": "批", "weight": 3}]
    work = plan(task("A", *MIDDLE, cost=100, steps=steps))
    from yunchou.engine.earned_value.model import Phasing

    found = earned_value(work, dt.date(2027, 3, 3), phasing=Phasing.CREDITED)
    assert found.measures.planned == 2500


def test_nobody_reported_anything():
    found = earned_value(plan(task("A", *SHORT, cost=1)), dt.date(2027, 3, 5))
    assert "progress" in {remark.code for remark in found.remarks}
