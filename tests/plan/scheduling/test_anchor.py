"""Counting back from a date that does not move: 倒排."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.plan.scheduling.plans import days, plan_of, task
from yunchou.messages import InputError
from yunchou.plan.scheduling import has_dates, schedule

ANCHOR = {"task": "M", "mode": "backward_from_fixed_date"}
DAY = dt.date(2026, 3, 20)


def launch():
    return plan_of(
        task("A", 8, name="方案设计"),
        task("B", 3, name="印制物料"),
        task("C", 4, "A", name="场地搭建"),
        {"id": "M", "milestone": True, "depends_on": ["B", "C"], "name": "开展"},
        task("D", 2, "M", name="接待"),
        schedule_anchor=ANCHOR,
    )


def test_before_the_anchor_as_late_as_possible_and_after_it_as_soon():
    found = schedule(launch(), anchor=DAY)
    assert days(found["M"]) == ("2026-03-20", "2026-03-20")
    assert days(found["C"]) == ("2026-03-17", "2026-03-20")
    assert days(found["A"]) == ("2026-03-05", "2026-03-16")
    assert days(found["B"]) == ("2026-03-18", "2026-03-20")
    assert days(found["D"]) == ("2026-03-23", "2026-03-24")
    assert (found.anchor, found.shortage_days, found.remedies) == ("M", 0, ())


def test_the_computed_start_leads_forward_to_the_anchor():
    back = schedule(launch(), anchor=DAY)
    forward = schedule(launch(), start=back.start)
    assert days(forward["M"]) == days(back["M"])


def test_a_shortage_is_counted_and_the_anchor_does_not_move():
    found = schedule(launch(), anchor=DAY, not_before=dt.date(2026, 3, 10))
    assert days(found["M"]) == ("2026-03-20", "2026-03-20")
    assert found.shortage_days == 3
    assert [problem.code for problem in found.conflicts] == ["shortage"]
    told = found.to_dict()["anchor"]
    assert (told["task"], told["earliest"], told["shortage_days"]) == ("M", "2026-03-10", 3)


def test_three_remedies_name_real_tasks_in_both_languages():
    found = schedule(launch(), anchor=DAY, not_before=dt.date(2026, 3, 10))
    kinds = {remedy.kind for remedy in found.remedies}
    assert kinds == {"crash", "fast_track", "descope"}
    crash = found.remedies[0]
    assert crash.tasks == ("A",)
    assert "方案设计" in crash.text.zh and "Crash" in crash.text.en
    overlap = next(remedy for remedy in found.remedies if remedy.kind == "fast_track")
    assert overlap.tasks == ("A", "C")


def test_optional_scope_is_what_is_left_out_first():
    plan = launch().model_dump()
    plan["phases"][0]["tasks"][2]["scope"] = "optional"
    found = schedule(type(launch()).model_validate(plan), anchor=DAY, not_before=DAY)
    dropped = [remedy for remedy in found.remedies if remedy.kind == "descope"]
    assert [remedy.tasks for remedy in dropped] == [("C",)]


def test_a_plan_can_carry_its_anchor_date():
    content = launch().model_dump()
    content["project"]["anchor_date"] = DAY
    plan = type(launch()).model_validate(content)
    assert has_dates(plan) and not has_dates(launch())
    assert days(schedule(plan)["M"]) == ("2026-03-20", "2026-03-20")


def test_a_task_with_a_duration_begins_on_the_anchor_date():
    plan = plan_of(task("A", 2), task("M", 3, "A"), schedule_anchor=ANCHOR)
    found = schedule(plan, anchor=DAY)
    assert days(found["M"]) == ("2026-03-20", "2026-03-24")
    assert days(found["A"]) == ("2026-03-18", "2026-03-19")


@pytest.mark.parametrize("anchor", [None, {"task": None}, {"task": "X"}])
def test_an_anchor_date_needs_a_task_to_anchor(anchor: dict | None):
    plan = plan_of(task("A", 1), schedule_anchor=anchor)
    with pytest.raises(InputError) as caught:
        schedule(plan, anchor=DAY)
    assert caught.value.code == "schedule.no_anchor"


def test_where_something_opens_on_the_anchored_day_its_followers_begin_that_day():
    content = launch().model_dump()
    content["project"]["schedule_anchor"]["at"] = "start"
    found = schedule(type(launch()).model_validate(content), anchor=DAY)
    assert days(found["M"]) == ("2026-03-20", "2026-03-20")
    assert days(found["C"]) == ("2026-03-16", "2026-03-19")
    assert days(found["B"]) == ("2026-03-17", "2026-03-19")
    assert days(found["D"]) == ("2026-03-20", "2026-03-23")


def test_an_opening_on_a_day_off_is_kept_and_prepared_before_it():
    content = launch().model_dump()
    content["project"]["schedule_anchor"]["at"] = "start"
    content["phases"][0]["tasks"][4]["calendar"] = "natural_days"
    saturday = dt.date(2026, 3, 21)
    found = schedule(type(launch()).model_validate(content), anchor=saturday)
    assert days(found["M"]) == ("2026-03-21", "2026-03-21")
    assert days(found["C"])[1] == "2026-03-20"
    assert days(found["D"]) == ("2026-03-21", "2026-03-22")
