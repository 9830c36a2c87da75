"""A plan of days: first and last working day, both inclusive."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.plan.scheduling.plans import MONDAY, days, plan_of, task
from yunchou.messages import InputError
from yunchou.plan.scheduling import schedule


def test_a_chain_runs_from_monday_over_the_weekend():
    found = schedule(plan_of(task("A", 5), task("B", 2, "A")), start=MONDAY)
    assert days(found["A"]) == ("2026-03-02", "2026-03-06")
    assert days(found["B"]) == ("2026-03-09", "2026-03-10")
    assert (found.start, found.finish) == (MONDAY, dt.date(2026, 3, 10))
    assert found.critical_path == ("A", "B")


def test_a_phase_is_the_hull_of_its_tasks_and_counts_working_days():
    found = schedule(plan_of(task("A", 5), task("B", 2, "A"), task("C", 1)), start=MONDAY)
    phase = found["P1"]
    assert phase.summary and phase.phase and phase.critical
    assert days(phase) == ("2026-03-02", "2026-03-10")
    assert (phase.duration_days, phase.total_float_days) == (7, 0)
    assert found["C"].total_float_days == 6
    assert not found["C"].critical


def test_the_spring_festival_is_no_working_time_and_the_make_up_day_is():
    # 2026: the festival is 15 to 23 February, 14 and 28 February (Saturdays) are worked
    found = schedule(plan_of(task("A", 2), task("B", 5, "A")), start=dt.date(2026, 2, 13))
    assert days(found["A"]) == ("2026-02-13", "2026-02-14")
    assert days(found["B"]) == ("2026-02-24", "2026-02-28")


def test_years_without_published_make_up_days_are_named():
    found = schedule(plan_of(task("A", 5)), start=dt.date(2031, 3, 3))
    assert found.estimated_years == (2031,)
    assert schedule(plan_of(task("A", 5)), start=MONDAY).estimated_years == ()


def test_a_milestone_carries_the_finish_of_its_latest_predecessor():
    plan = plan_of(
        task("A", 5), task("B", 1), {"id": "M", "milestone": True, "depends_on": ["A", "B"]}
    )
    found = schedule(plan, start=MONDAY)
    assert days(found["M"]) == ("2026-03-06", "2026-03-06")
    assert found["M"].milestone and found["M"].driver == "A"


def test_a_milestone_without_predecessor_stands_on_the_project_start():
    found = schedule(plan_of({"id": "M", "milestone": True}, task("A", 1, "M")), start=MONDAY)
    assert days(found["M"]) == ("2026-03-02", "2026-03-02")
    assert days(found["A"]) == ("2026-03-02", "2026-03-02")


def test_natural_days_end_on_a_weekend_and_the_successor_begins_on_its_own_working_day():
    plan = plan_of(task("A", 4), task("N", 3, "A", calendar="natural_days"), task("B", 1, "N"))
    found = schedule(plan, start=MONDAY)
    assert days(found["N"]) == ("2026-03-06", "2026-03-08")
    assert days(found["B"]) == ("2026-03-09", "2026-03-09")


@pytest.mark.parametrize(
    ("told", "start", "finish", "length"),
    [
        ("5d", "2026-03-02", "2026-03-06", 5),
        ("6ed", "2026-03-02", "2026-03-07", 6),
        ("12h", "2026-03-02", "2026-03-03", 1.5),
        ("48eh", "2026-03-02", "2026-03-03", 2),
        ("2.5d", "2026-03-02", "2026-03-04", 2.5),
    ],
)
def test_durations_are_read_in_every_unit(told: str, start: str, finish: str, length: float):
    found = schedule(plan_of({"id": "A", "duration": told}), start=MONDAY)
    assert days(found["A"]) == (start, finish)
    assert found["A"].duration_days == length


@pytest.mark.parametrize(
    ("link", "start", "finish"),
    [
        ({"type": "FS"}, "2026-03-06", "2026-03-09"),
        ({"type": "FS", "lag": 2, "lag_unit": "wd"}, "2026-03-10", "2026-03-11"),
        ({"type": "FS", "lag": 2, "lag_unit": "ed"}, "2026-03-09", "2026-03-10"),
        ({"type": "FS", "lag": -1, "lag_unit": "wd"}, "2026-03-05", "2026-03-06"),
        ({"type": "FS", "lag": 50, "lag_unit": "%"}, "2026-03-10", "2026-03-11"),
        ({"type": "FS", "lag": 8, "lag_unit": "h"}, "2026-03-09", "2026-03-10"),
        ({"type": "SS"}, "2026-03-02", "2026-03-03"),
        ({"type": "SS", "lag": 3, "lag_unit": "wd"}, "2026-03-05", "2026-03-06"),
        ({"type": "FF"}, "2026-03-04", "2026-03-05"),
        ({"type": "FF", "lag": 1, "lag_unit": "wd"}, "2026-03-05", "2026-03-06"),
        ({"type": "SF", "lag": 4, "lag_unit": "wd"}, "2026-03-04", "2026-03-05"),
    ],
)
def test_four_link_types_with_lags(link: dict, start: str, finish: str):
    plan = plan_of(task("A", 4), {**task("B", 2), "links": [{"pred": "A", **link}]})
    assert days(schedule(plan, start=MONDAY)["B"]) == (start, finish)


def test_links_to_and_from_phases_hold_every_task():
    plan = plan_of(task("A", 5), task("B", 1)).model_copy()
    content = plan.model_dump()
    content["phases"].append(
        {
            "id": "P2",
            "tasks": [
                {"id": "S", "name": "汇总", "depends_on": ["P1"], "tasks": [
                    {"id": "C", "name": "C", "duration_days": 1},
                    {"id": "D", "name": "D", "duration_days": 2},
                ]},
                {"id": "E", "name": "E", "duration_days": 1, "depends_on": ["S"]},
                {"id": "F", "name": "F", "duration_days": 1,
                 "links": [{"pred": "S", "type": "SS", "lag": 1}]},
            ],
        }
    )  # fmt: skip
    found = schedule(type(plan).model_validate(content), start=MONDAY)
    assert days(found["C"]) == ("2026-03-09", "2026-03-09")
    assert days(found["E"]) == ("2026-03-11", "2026-03-11")
    assert days(found["F"]) == ("2026-03-10", "2026-03-10")
    assert found["C"].driver == "P1" or found["C"].driver == "A"


def test_a_link_into_many_tasks_of_a_summary_holds_each_of_them():
    inner = [{"id": f"T{n}", "name": "", "duration_days": 1} for n in range(6)]
    plan = plan_of(task("A", 5), {"id": "S", "tasks": inner, "depends_on": ["A"]})
    found = schedule(plan, start=MONDAY)
    assert {found[f"T{n}"].start.isoformat() for n in range(6)} == {"2026-03-09"}


def test_a_cycle_is_named_by_its_tasks():
    with pytest.raises(InputError) as caught:
        schedule(
            plan_of(task("A", 1, "B", name="选址"), task("B", 1, "A", name="签约")), start=MONDAY
        )
    assert caught.value.code == "schedule.cycle"
    assert "选址" in caught.value.text.zh and "签约" in caught.value.text.zh
    assert "~" not in caught.value.text.zh


def test_a_cycle_through_a_summary_is_named_in_the_plans_own_words():
    inner = [task("C", 1, name="内")]
    plan = plan_of(task("A", 1, "S"), {"id": "S", "tasks": inner, "depends_on": ["A"]})
    with pytest.raises(InputError) as caught:
        schedule(plan, start=MONDAY)
    assert caught.value.code == "schedule.cycle"
    assert "~" not in caught.value.text.en


def test_a_task_cannot_wait_for_its_own_summary():
    plan = plan_of({"id": "S", "tasks": [{**task("C", 1, "S"), "name": "C"}]})
    with pytest.raises(InputError, match="contains"):
        schedule(plan, start=MONDAY)


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (task("A", 1, "X"), "schedule.unknown_id"),
        (task("A", 1, calendar="火星历"), "schedule.unknown_calendar"),
        (task("A", 1, constraint={"type": "SNET"}), "schedule.constraint_date"),
        (task("P1", 1), "schedule.duplicate_id"),
    ],
)
def test_what_cannot_be_scheduled_is_said_with_place_and_remedy(bad: dict, code: str):
    with pytest.raises(InputError) as caught:
        schedule(plan_of(bad), start=MONDAY)
    assert caught.value.code == code
    assert caught.value.place and caught.value.remedy


def test_a_bare_template_names_both_options():
    with pytest.raises(InputError) as caught:
        schedule(plan_of(task("A", 1)))
    assert caught.value.code == "schedule.no_start"
    told = caught.value.in_("en")
    assert "--start" in told and "--anchor" in told


def test_the_json_has_the_published_shape():
    found = schedule(plan_of(task("A", 5)), start=MONDAY).to_dict()
    assert found["project"] == "测试"
    assert found["calendar"] == {"name": "cn_workdays", "estimated_years": []}
    assert found["tasks"][1] == {
        "id": "A", "wbs": "1.1", "name": "A", "summary": False, "milestone": False,
        "start": "2026-03-02", "finish": "2026-03-06", "duration_days": 5,
        "total_float_days": 0, "free_float_days": 0, "critical": True,
        "stored_start": None, "stored_finish": None,
    }  # fmt: skip
    assert found["tasks"][0]["summary"] is True


def test_an_empty_plan_has_its_start_for_a_finish():
    found = schedule(plan_of(), start=MONDAY)
    assert (found.start, found.finish) == (MONDAY, MONDAY)
    assert found["P1"].start is None
    with pytest.raises(KeyError):
        found["X"]


@pytest.mark.parametrize("field", ["duration", "remaining"])
def test_a_length_that_nobody_can_read_is_named_with_its_task(field: str):
    facts = {"actual_start": "2026-03-02", field: "三天"}
    with pytest.raises(InputError) as caught:
        schedule(plan_of(task("A", 1, **facts), start="2026-03-02"))
    assert caught.value.in_("zh") == "A A：看不懂工期“三天”。请写成 5d、5ed、40h 或 40eh。"


def test_a_task_that_waits_for_itself_is_a_cycle():
    with pytest.raises(InputError) as caught:
        schedule(plan_of(task("A", 1, "A"), start="2026-03-02"))
    assert caught.value.code == "schedule.cycle"
    assert "“A”依赖自己" in caught.value.in_("zh")


@pytest.mark.parametrize(
    ("project", "more", "place"),
    [
        ({"start": "0001-01-01"}, {}, "project.start"),
        ({"start": "9999-12-30"}, {}, "project.start"),
        ({"start": "2026-03-02"}, {"deadline": "0001-01-01"}, "A A deadline"),
        (
            {"start": "2026-03-02"},
            {"constraint": {"type": "SNET", "date": "9000-01-01"}},
            "A A constraint",
        ),
    ],
)
def test_a_date_that_cannot_be_meant_is_named(project, more, place):
    with pytest.raises(InputError) as caught:
        schedule(plan_of(task("A", 30, **more), **project))
    assert (caught.value.code, caught.value.place) == ("schedule.date_range", place)


def test_a_calendar_day_far_away_is_named():
    far = [{"id": "K", "exceptions": [{"date": "2026-01-01", "until": "9999-12-31"}]}]
    with pytest.raises(InputError) as caught:
        schedule(plan_of(task("A"), calendars=far, start="2026-03-02", calendar="K"))
    assert caught.value.place == "calendars.K.exceptions"
