"""Constraints, deadlines, manual dates and progress."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.plan.scheduling.plans import MONDAY, days, plan_of, task
from yunchou.plan.scheduling import schedule


@pytest.mark.parametrize(
    ("kind", "date", "start", "finish"),
    [
        ("SNET", "2026-03-11", "2026-03-11", "2026-03-12"),
        ("SNET", "2026-03-07", "2026-03-09", "2026-03-10"),
        ("FNET", "2026-03-11", "2026-03-10", "2026-03-11"),
        ("MSO", "2026-03-16", "2026-03-16", "2026-03-17"),
        ("MFO", "2026-03-13", "2026-03-12", "2026-03-13"),
        ("ASAP", None, "2026-03-05", "2026-03-06"),
    ],
)
def test_constraints_move_a_task(kind: str, date: str | None, start: str, finish: str):
    wish = {"type": kind, "date": date}
    plan = plan_of(task("A", 3), task("B", 2, "A", constraint=wish))
    found = schedule(plan, start=MONDAY)
    assert days(found["B"]) == (start, finish)
    assert not found.conflicts


@pytest.mark.parametrize("kind", ["SNLT", "FNLT", "MSO", "MFO"])
def test_an_impossible_constraint_is_named_with_the_days_that_are_missing(kind: str):
    wish = {"type": kind, "date": "2026-03-03"}
    plan = plan_of(task("A", 5, name="备料"), task("B", 1, "A", name="发货", constraint=wish))
    found = schedule(plan, start=MONDAY)
    assert found.conflicts
    worst = found.conflicts[0]
    assert worst.task == "B" and worst.days > 0
    assert "发货" in worst.text.zh
    assert ":00" not in worst.text.zh


def test_as_late_as_possible_uses_all_its_float():
    plan = plan_of(task("A", 5), task("B", 1, constraint={"type": "ALAP"}), task("C", 1, "A", "B"))
    assert days(schedule(plan, start=MONDAY)["B"]) == ("2026-03-06", "2026-03-06")


def test_a_missed_deadline_makes_float_negative_and_is_named():
    plan = plan_of(task("A", 5, deadline="2026-03-04"))
    found = schedule(plan, start=MONDAY)
    assert days(found["A"]) == ("2026-03-02", "2026-03-06")
    assert found["A"].total_float_days == -2
    assert [(p.code, p.task, p.days) for p in found.conflicts] == [("deadline", "A", 2)]


def test_a_manual_task_stands_and_breaks_are_named():
    plan = plan_of(
        task("A", 5),
        task("B", 2, "A", manual=True, start="2026-03-04", finish="2026-03-05"),
        task("C", 1, "B"),
    )
    found = schedule(plan, start=MONDAY)
    assert days(found["B"]) == ("2026-03-04", "2026-03-05")
    assert days(found["C"]) == ("2026-03-06", "2026-03-06")
    assert [problem.code for problem in found.conflicts] == ["link"]


def test_actual_dates_stand_and_move_what_follows():
    plan = plan_of(
        task("A", 3, actual_start="2026-03-03", actual_finish="2026-03-09", percent=100),
        task("B", 1, "A"),
    )
    found = schedule(plan, start=MONDAY)
    assert days(found["A"]) == ("2026-03-03", "2026-03-09")
    assert days(found["B"]) == ("2026-03-10", "2026-03-10")
    assert not found["A"].critical


@pytest.mark.parametrize(
    ("more", "finish"),
    [
        ({}, "2026-03-06"),
        ({"percent": 50}, "2026-03-06"),
        ({"remaining": "6d"}, "2026-03-10"),
        ({"percent": 50, "remaining": "2d"}, "2026-03-05"),
    ],
)
def test_a_started_task_keeps_its_start_and_finishes_with_what_remains(more: dict, finish: str):
    plan = plan_of(task("A", 4, actual_start="2026-03-03", **more))
    found = schedule(plan, start=MONDAY)
    assert found["A"].start == dt.date(2026, 3, 3)
    assert more.get("remaining") == "2d" or found["A"].finish.isoformat() == finish


def test_work_not_done_by_the_status_date_comes_after_it():
    plan = plan_of(
        task("A", 4, actual_start="2026-03-02", percent=50),
        task("B", 1),
        status_date="2026-03-16",
    )
    found = schedule(plan, start=MONDAY)
    assert days(found["A"]) == ("2026-03-02", "2026-03-17")
    assert days(found["B"]) == ("2026-03-16", "2026-03-16")


def test_the_project_can_be_counted_back_from_its_finish():
    plan = plan_of(task("A", 3), task("B", 2, "A"), finish="2026-03-13", schedule_from="finish")
    found = schedule(plan)
    assert days(found["A"]) == ("2026-03-09", "2026-03-11")
    assert days(found["B"]) == ("2026-03-12", "2026-03-13")


def test_a_constraint_of_a_summary_holds_its_tasks():
    wish = {"type": "SNET", "date": "2026-03-11"}
    inner = [
        task("A", 1, name="A"),
        task("B", 1, name="B", constraint={"type": "MSO", "date": "2026-03-16"}),
    ]
    plan = plan_of({"id": "S", "tasks": inner, "constraint": wish}, task("C", 1))
    found = schedule(plan, start=MONDAY)
    assert days(found["A"]) == ("2026-03-11", "2026-03-11")
    assert days(found["B"]) == ("2026-03-16", "2026-03-16")
    assert days(found["C"]) == ("2026-03-02", "2026-03-02")
