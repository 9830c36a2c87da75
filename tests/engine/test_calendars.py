"""Working days of China and working-time arithmetic."""

from __future__ import annotations

import pickle
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchou.engine import tables
from yunchou.engine.calendars import (
    WorkTime,
    around_the_clock,
    cn_holidays,
    cn_workdays,
    natural_days,
)
from yunchou.engine.network import Calendar, minute, moment
from yunchou.messages import InputError

CN = WorkTime(cn_workdays())


def at(text: str) -> int:
    return minute(datetime.fromisoformat(text))


def when(instant: int) -> str:
    return moment(instant).isoformat(timespec="minutes")


def test_2026_has_the_published_make_up_days():
    rows = [row for row in cn_holidays() if row.kind == "makeup" and row.day.year == 2026]
    days = [f"{row.day:%m-%d}" for row in rows]
    assert days == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


@pytest.mark.parametrize(
    ("year", "workdays"),
    [
        (2018, 250),
        (2019, 250),
        (2020, 249),
        (2021, 250),
        (2022, 249),
        (2023, 249),
        (2024, 251),
        (2025, 248),
        (2026, 248),
    ],
)
def test_published_years_have_the_known_number_of_working_days(year, workdays):
    assert CN.workdays_between(date(year, 1, 1), date(year, 12, 31)) == workdays


def test_make_up_days_fall_on_weekends_and_holidays_are_listed_once():
    assert all(r.day.weekday() >= 5 for r in cn_holidays() if r.kind == "makeup")
    days = [r.day for r in cn_holidays()]
    assert days == sorted(set(days))


def test_later_years_are_estimated_without_make_up_days():
    calendar = cn_workdays()
    assert calendar.covered_years == (2018, 2035)
    assert sorted(calendar.estimated_years) == list(range(2027, 2036))
    assert not any(r.kind == "makeup" for r in cn_holidays() if r.day.year > 2026)
    assert calendar.is_estimated(2027)
    assert calendar.is_estimated(2036)
    assert not calendar.is_estimated(2026)
    assert not natural_days().is_estimated(2050)


def test_statutory_days_of_2027_are_off():
    spring = [date(2027, 2, 5) + timedelta(d) for d in range(6)]
    assert not any(CN.is_workday(day) for day in spring)
    assert CN.is_workday(date(2027, 2, 11))
    assert not CN.is_workday(date(2027, 9, 15))


def test_own_days_win_over_the_table_and_years_can_be_limited():
    own = cn_workdays({date(2026, 2, 14): ()}, years=(2026, 2026))
    assert not WorkTime(own).is_workday(date(2026, 2, 14))
    assert WorkTime(own).is_workday(date(2025, 10, 1))
    assert own.covered_years == (2026, 2026)
    assert own.is_estimated(2025)


@pytest.mark.parametrize(
    ("start", "minutes", "finish"),
    [
        ("2026-09-30T08:00", 480, "2026-09-30T17:00"),
        ("2026-09-30T17:00", 480, "2026-10-08T17:00"),
        ("2026-09-30T08:00", 481, "2026-10-08T08:01"),
        ("2026-10-08T17:00", -480, "2026-09-30T17:00"),
        ("2026-10-03T12:30", 240, "2026-10-08T12:00"),
        ("2026-10-03T12:30", 0, "2026-10-03T12:30"),
    ],
)
def test_adding_working_minutes_steps_over_nights_and_holidays(start, minutes, finish):
    assert when(CN.add(at(start), minutes)) == finish


def test_next_and_previous_working_instants():
    assert when(CN.next_start(at("2026-10-01T09:00"))) == "2026-10-08T08:00"
    assert when(CN.next_start(at("2026-09-30T09:00"))) == "2026-09-30T09:00"
    assert when(CN.previous_finish(at("2026-10-01T09:00"))) == "2026-09-30T17:00"
    assert when(CN.previous_finish(at("2026-09-30T12:30"))) == "2026-09-30T12:00"


def test_working_minutes_between_are_signed():
    assert CN.between(at("2026-09-30T08:00"), at("2026-10-08T17:00")) == 960
    assert CN.between(at("2026-10-08T17:00"), at("2026-09-30T08:00")) == -960


def test_the_window_widens_as_far_as_the_question_reaches():
    clock = WorkTime(natural_days())
    assert when(clock.add(at("2026-01-01T08:00"), 480 * 36525)) == "2126-01-01T17:00"
    assert when(clock.add(at("2026-01-01T17:00"), -480 * 36525)) == "1926-01-01T17:00"


def test_a_calendar_that_runs_out_of_work_is_an_error_not_a_clamp():
    once = Calendar("once", ((),) * 7, {date(2026, 1, 5): ((480, 490),)})
    assert WorkTime(once).add(at("2026-01-01T00:00"), 10) == at("2026-01-05T08:10")
    with pytest.raises(InputError, match="once") as caught:
        WorkTime(once).add(at("2026-01-01T00:00"), 11)
    assert caught.value.code == "schedule.endless"
    with pytest.raises(InputError):
        WorkTime(once).add_workdays(["2026-01-05"], 1)


@given(st.integers(0, 4000), st.integers(-3000, 3000))
def test_adding_and_counting_are_inverse(day, minutes):
    start = CN.next_start(minute(date(2020, 1, 1)) + day * 1440)
    assert CN.between(start, CN.add(start, minutes)) == minutes


@pytest.mark.parametrize("roll", ["forward", "backward"])
def test_many_dates_agree_with_numpy(roll):
    rng = np.random.default_rng(7)
    days = np.datetime64("2020-01-01") + rng.integers(0, 2000, 5000)
    counts = rng.integers(-250, 250, 5000)
    span = (date(2015, 1, 1) + timedelta(d) for d in range(6000))
    off = [np.datetime64(d) for d in span if not CN.is_workday(d)]
    expected = np.busday_offset(days, counts, roll=roll, weekmask="1111111", holidays=off)
    assert (CN.add_workdays(days, counts, roll=roll) == expected).all()


def test_no_dates_give_no_dates_and_one_date_is_enough():
    assert CN.add_workdays([], 5).shape == (0,)
    assert CN.add_workdays("2026-09-30", 1) == np.datetime64("2026-10-08")


def test_the_clock_calendar_counts_every_minute():
    assert WorkTime(around_the_clock()).add(0, 100) == 100


def test_a_calendar_survives_pickling_and_hashes_by_value():
    calendar = cn_workdays()
    again = pickle.loads(pickle.dumps(calendar))  # noqa: S301
    assert again == calendar
    assert hash(again) == hash(calendar)


@pytest.mark.parametrize(
    ("week", "says"),
    [
        ((((480, 1020),),) * 6, "seven"),
        (((),) * 7, "no working time"),
        ((((1020, 480),),) * 7, "not valid"),
        ((((480, 600), (590, 700)),) * 7, "not valid"),
        ((((480, 1441),),) * 7, "not valid"),
    ],
)
def test_an_impossible_calendar_is_not_constructible(week, says):
    with pytest.raises(InputError, match=says):
        Calendar("bad", week)


def test_tables_answer_like_the_calendar_for_every_minute_of_a_fortnight():
    calendar = cn_workdays()
    first = minute(date(2026, 9, 25))
    built = tables.build([calendar], first // 1440, first // 1440 + 14)
    from yunchou.engine import kernels

    start = kernels.work_at(built, 1, first)
    worked = 0
    for instant in range(first, first + 14 * 1440):
        assert kernels.work_at(built, 1, instant) == start + worked
        day = moment(instant).date()
        clock = instant % 1440
        if any(a <= clock < b for a, b in calendar.intervals(day)):
            assert kernels.start_at(built, 1, start + worked) == instant
            worked += 1
            assert kernels.finish_at(built, 1, start + worked) == instant + 1
