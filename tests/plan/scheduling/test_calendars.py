"""Calendars that a plan defines itself."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.plan.scheduling.plans import MONDAY, days, plan_of, task
from yunchou.engine.network import Calendar, minute, moment
from yunchou.messages import InputError
from yunchou.plan.scheduling import schedule
from yunchou.plan.scheduling.calendars import CalendarBook, intersection

at = datetime.fromisoformat
SIX_DAYS = {
    "id": "site",
    "name": "工地",
    "base": "cn_workdays",
    "week": {"sat": ["08:00-12:00", "13:00-17:00"]},
    "exceptions": [{"date": "2026-03-04", "until": "2026-03-05", "name": "停电"}],
}


@pytest.mark.parametrize("name", ["site", "工地"])
def test_a_calendar_is_found_by_id_or_name(name: str):
    plan = plan_of(task("A", 4, calendar=name), calendars=[SIX_DAYS])
    assert days(schedule(plan, start=MONDAY)["A"]) == ("2026-03-02", "2026-03-07")


def test_a_derived_calendar_inherits_holidays_and_exceptions():
    night = {"id": "night", "base": "site", "exceptions": [{"date": "2026-03-06"}]}
    plan = plan_of(task("A", 3, calendar="night"), calendars=[SIX_DAYS, night])
    assert days(schedule(plan, start=MONDAY)["A"]) == ("2026-03-02", "2026-03-07")


def test_the_plan_may_restate_a_shipped_calendar():
    own = {"id": "cn_workdays", "base": "cn_workdays", "exceptions": [{"date": "2026-03-02"}]}
    found = schedule(plan_of(task("A", 1), calendars=[own]), start=MONDAY)
    assert days(found["A"]) == ("2026-03-03", "2026-03-03")


@pytest.mark.parametrize(
    ("hours", "per_day"), [(4, 240), (6, 360), (8, 480), (10, 600), (20, 1200)]
)
def test_hours_set_the_length_of_the_working_day(hours: float, per_day: int):
    short = {"id": "short", "hours": hours}
    plan = plan_of(task("A", 2, calendar="short"), calendars=[short])
    book = CalendarBook(plan)
    assert book.per_day(book.number("short")) == per_day
    found = schedule(plan, start=MONDAY)["A"]
    assert (found.duration_days, *days(found)) == (2, "2026-03-02", "2026-03-03")


def test_a_work_week_holds_for_its_span_only():
    content = {
        "id": "peak",
        "base": "cn_workdays",
        "work_weeks": [
            {"from": "2026-03-02", "until": "2026-03-08", "week": {"sun": ["08:00-17:00"]}},
            {"from": "never", "until": "2026-03-08"},
        ],
    }
    found = schedule(plan_of(task("A", 6, calendar="peak"), calendars=[content]), start=MONDAY)
    assert days(found["A"]) == ("2026-03-02", "2026-03-08")


@pytest.mark.parametrize("told", ["25:00-26:00", "12:00-08:00", "morning", "08:00"])
def test_a_working_interval_that_makes_no_sense_is_refused(told: str):
    calendar = {"id": "odd", "week": {"mon": [told]}}
    with pytest.raises(InputError) as caught:
        schedule(plan_of(task("A", 1, calendar="odd"), calendars=[calendar]), start=MONDAY)
    assert caught.value.code == "schedule.calendar"


def test_impossible_hours_are_refused():
    with pytest.raises(InputError, match="not possible"):
        schedule(
            plan_of(task("A", 1, calendar="x"), calendars=[{"id": "x", "hours": 25}]), start=MONDAY
        )


def test_a_ring_of_bases_is_refused():
    ring = [{"id": "a", "base": "b"}, {"id": "b", "base": "a"}]
    with pytest.raises(InputError) as caught:
        schedule(plan_of(task("A", 1, calendar="a"), calendars=ring), start=MONDAY)
    assert caught.value.code == "schedule.unknown_calendar"


def test_working_minutes_are_counted_both_ways():
    book = CalendarBook(plan_of())
    monday, tuesday = at("2026-03-02T10:00"), at("2026-03-03T14:00")
    assert book.work(0, minute(monday), minute(tuesday)) == 360 + 300
    assert book.work(0, minute(tuesday), minute(monday)) == -660
    evening = minute(at("2026-03-06T18:00"))
    assert moment(book.next_work(0, evening)) == at("2026-03-09T08:00")


def test_two_calendars_that_never_meet_have_no_intersection():
    day = Calendar("day", (((480, 1020),),) * 7)
    night = Calendar("night", (((0, 240),),) * 7)
    late = Calendar("late", (((960, 1200),),) * 7)
    assert intersection(day, night) is None
    common = intersection(day, late)
    assert common is not None and common.week[0] == ((960, 1020),)


def test_calendars_that_rest_on_each_other_are_named():
    ring = [{"id": "K", "base": "L"}, {"id": "L", "base": "K"}]
    with pytest.raises(InputError) as caught:
        schedule(plan_of(task("A"), calendars=ring, start="2026-03-02", calendar="K"))
    assert "K → L → K" in caught.value.in_("zh")
    assert caught.value.place == "calendars.K.base"
