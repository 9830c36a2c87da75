"""Meetings on their days: series, holidays, make-up days, tasks, the project's end."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchou.engine.calendars import cn_workdays
from yunchou.web.communication.calendar import Dates, expand
from yunchou.web.communication.models import MeetingSeries
from yunchou.web.communication.selectors import month_of
from yunchou.web.projects.registers import recurrence

CALENDAR = cn_workdays()
D = dt.date
START = D(2026, 1, 5)


def working(day):
    return bool(CALENDAR.intervals(day))


def series(rrule="", **values):
    return MeetingSeries(name="会", rrule=rrule, start_type="project_start", **values)


def days(meeting, first, last, *, start=START, finish=None, items=None):
    dates = Dates(start=start, finish=finish, items=items or {}, working=working)
    return [one.day for one in expand([meeting], dates, first, last)]


def test_a_weekly_meeting_in_the_national_day_holiday_moves_to_the_first_working_day():
    weekly = series("FREQ=WEEKLY;BYDAY=MO")
    found = days(weekly, D(2026, 9, 28), D(2026, 10, 18))
    assert found == [D(2026, 9, 28), D(2026, 10, 8), D(2026, 10, 12)]


def test_a_weekly_meeting_in_the_spring_festival_moves_past_it():
    # 2026-02-15 to 02-23 are off; Monday the 16th and the 23rd both move to Tuesday the 24th
    weekly = series("FREQ=WEEKLY;BYDAY=MO")
    found = days(weekly, D(2026, 2, 9), D(2026, 3, 2))
    assert found == [D(2026, 2, 9), D(2026, 2, 24), D(2026, 3, 2)]


def test_the_day_that_the_rule_gave_is_kept_with_the_moved_one():
    dates = Dates(start=START, finish=None, items={}, working=working)
    weekly = series("FREQ=WEEKLY;BYDAY=TH")
    [one] = expand([weekly], dates, D(2026, 10, 1), D(2026, 10, 11))[:1]
    assert (one.day, one.moved_from) == (D(2026, 10, 8), None)
    monday = series("FREQ=WEEKLY;BYDAY=MO")
    shifted = expand([monday], dates, D(2026, 10, 5), D(2026, 10, 9))
    assert [(o.day, o.moved_from) for o in shifted] == [(D(2026, 10, 8), D(2026, 10, 5))]


def test_a_daily_meeting_is_held_once_a_working_day_make_up_saturdays_included():
    assert working(D(2026, 2, 14))  # a Saturday worked for the festival
    found = days(series("FREQ=DAILY"), D(2026, 2, 9), D(2026, 2, 28))
    assert D(2026, 2, 14) in found
    assert len(found) == len(set(found))
    assert all(working(day) for day in found)


def test_every_other_week_counts_from_the_first_meeting():
    found = days(series("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"), D(2026, 3, 1), D(2026, 3, 31))
    assert found == [D(2026, 3, 4), D(2026, 3, 18)]


def test_the_last_friday_of_the_month():
    found = days(
        series("FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=14;BYMINUTE=0"), D(2026, 3, 1), D(2026, 4, 30)
    )
    assert found == [D(2026, 3, 27), D(2026, 4, 24)]


def test_a_single_meeting_is_held_once_some_days_after_the_start():
    assert days(series(start_offset_days=3), D(2026, 1, 1), D(2027, 1, 1)) == [D(2026, 1, 8)]


def test_a_meeting_of_tasks_is_held_on_each_tasks_day():
    gate = MeetingSeries(name="评审", start_type="tasks", start_items=["M1", "M2", "gone"])
    items = {"M1": D(2026, 3, 6), "M2": D(2026, 10, 3)}
    found = days(gate, D(2026, 1, 1), D(2026, 12, 31), items=items)
    assert found == [D(2026, 3, 6), D(2026, 10, 8)]


def test_a_series_of_tasks_begins_at_the_first_of_them():
    gate = MeetingSeries(
        name="复盘",
        rrule="FREQ=WEEKLY;BYDAY=TH;COUNT=2",
        start_type="tasks",
        start_items=["B", "A"],
    )
    items = {"A": D(2026, 3, 3), "B": D(2026, 5, 1)}
    assert days(gate, D(2026, 1, 1), D(2026, 12, 31), items=items) == [
        D(2026, 3, 5),
        D(2026, 3, 12),
    ]


def test_a_series_ends_with_the_project_unless_it_counts_itself():
    weekly = series("FREQ=WEEKLY;BYDAY=MO")
    last = days(weekly, D(2026, 3, 1), D(2026, 4, 30), finish=D(2026, 3, 20))[-1]
    assert last == D(2026, 3, 16)
    counted = series("FREQ=WEEKLY;BYDAY=MO;COUNT=4")
    assert len(days(counted, D(2026, 1, 1), D(2026, 12, 31), finish=D(2026, 1, 6))) == 4


def test_without_dates_nothing_is_held():
    assert days(series("FREQ=DAILY"), D(2026, 1, 1), D(2026, 2, 1), start=None) == []
    assert days(series(start_offset_days=10**9), D(2026, 1, 1), D(2026, 2, 1)) == []


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=3", "FREQ=HOURLY", "FREQ=YEARLY", "nonsense", "FREQ=",
     "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;FREQ=DAILY",
     "DTSTART:20260101T000000\nRRULE:FREQ=DAILY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;COUNT=-1"],
)  # fmt: skip
def test_a_rule_that_is_wrong_or_endless_holds_nothing(rule):
    assert days(series(rule), D(2026, 1, 1), D(2026, 12, 31)) == []


@given(
    st.sampled_from([p for p, _w in recurrence.patterns()]),
    st.dates(D(2024, 1, 1), D(2026, 12, 1)),
    st.integers(0, 90),
)
def test_whatever_is_offered_is_held_on_working_days_in_the_window(pattern, first, length):
    last = first + dt.timedelta(days=length)
    found = days(series(pattern), first, last, start=D(2024, 1, 1))
    assert found == sorted(found)
    assert all(first <= day <= last and working(day) for day in found)


@given(
    st.sampled_from([p for p, _w in recurrence.patterns() if p]), st.times(), st.integers(1, 500)
)
def test_a_rule_taken_apart_is_put_together_again(pattern, time, count):
    clock = time.strftime("%H:%M")
    rule = recurrence.join(pattern, clock, str(count))
    assert recurrence.split(rule) == (pattern, clock, str(count))
    recurrence.read(rule, dt.datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "month"),
    [("2027-02", D(2027, 2, 1)), ("", D(2026, 5, 1)), ("2027-13", D(2026, 5, 1)),
     ("9999-12", D(2026, 5, 1)), ("<x>", D(2026, 5, 1)), ("2027-02-01", D(2026, 5, 1))],
)  # fmt: skip
def test_a_month_that_makes_no_sense_is_this_month(text, month):
    assert month_of(text, D(2026, 5, 20)) == month
