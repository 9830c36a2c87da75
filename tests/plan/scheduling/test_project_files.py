"""Files as Microsoft Project and its imitators write them, each with dates worked out by hand.

The project begins on Monday 2026-03-02 at 08:00 unless said otherwise, and works Monday to Friday,
08:00 to 12:00 and 13:00 to 17:00.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.plan.formats.mspdi.files import (
    DAY,
    NAMESPACE,
    OFF,
    STANDARD,
    assignment,
    link,
    mspdi,
    plan_of,
    resource,
    tag,
    task,
    weekday,
)
from yunchou.messages import InputError
from yunchou.plan.formats.mspdi.read import read
from yunchou.plan.scheduling import schedule


def told(plan: Any, *ids: int) -> list[str]:
    """Return `begin – end` of tasks, without the year."""
    found = schedule(plan)
    lines = [found[str(number)] for number in ids]
    return [f"{line.begin:%m-%d %H:%M} – {line.end:%m-%d %H:%M}" for line in lines]


def dated(kind: int, at: str, **more: Any) -> dict[str, Any]:
    return {"ConstraintType": kind, "ConstraintDate": f"2026-03-{at}:00", **more}


def hours(*spans: str) -> str:
    """Return the body of a working day."""
    times = "".join(
        f"<WorkingTime><FromTime>{a}:00</FromTime><ToTime>{b}:00</ToTime></WorkingTime>"
        for a, b in (span.split("-") for span in spans)
    )
    return f"<DayWorking>1</DayWorking><WorkingTimes>{times}</WorkingTimes>"


def calendar(uid: int, week: dict[int, str], *, base: int = -1, more: str = "") -> str:
    days = "".join(weekday(number, body) for number, body in week.items())
    return (
        f"<Calendar><UID>{uid}</UID><Name>C{uid}</Name><IsBaseCalendar>{int(base < 0)}"
        f"</IsBaseCalendar><BaseCalendarUID>{base}</BaseCalendarUID>"
        f"<WeekDays>{days}</WeekDays>{more}</Calendar>"
    )


def exception(first: str, last: str, body: str = OFF, **more: Any) -> str:
    period = (
        f"<TimePeriod><FromDate>2026-{first}T00:00:00</FromDate>"
        f"<ToDate>2026-{last}T23:59:00</ToDate></TimePeriod>"
    )
    content = {"Type": 1, **more}
    told = "".join(tag(key, value) for key, value in content.items())
    return f"<Exceptions><Exception>{period}{told}{body}</Exception></Exceptions>"


WEEK = {number: DAY if 2 <= number <= 6 else OFF for number in range(1, 8)}
NIGHT = {
    1: OFF,
    2: hours("23:00-00:00"),
    **dict.fromkeys(range(3, 7), hours("00:00-03:00", "04:00-08:00", "23:00-00:00")),
    7: hours("00:00-03:00", "04:00-08:00"),
}
CLOCK = dict.fromkeys(range(1, 8), hours("00:00-00:00"))


# ------------------------------------------------------------------ constraints and deadlines


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (dated(4, "03T10:00"), "03-03 10:00 – 03-04 10:00"),
        (dated(4, "07T10:00"), "03-09 08:00 – 03-09 17:00"),
        (dated(5, "04T08:00"), "03-02 08:00 – 03-02 17:00"),
        (dated(6, "06T17:00"), "03-06 08:00 – 03-06 17:00"),
        (dated(7, "06T17:00"), "03-02 08:00 – 03-02 17:00"),
        (dated(2, "05T13:00"), "03-05 13:00 – 03-06 12:00"),
        (dated(3, "06T12:00"), "03-05 13:00 – 03-06 12:00"),
        ({"ConstraintType": 0}, "03-02 08:00 – 03-02 17:00"),
        ({"ConstraintType": 1}, "03-06 08:00 – 03-06 17:00"),
    ],
    ids=["SNET", "SNET on a day off", "SNLT", "FNET", "FNLT", "MSO", "MFO", "ASAP", "ALAP"],
)
def test_each_constraint_places_a_free_task(more: dict[str, Any], expected: str):
    assert told(plan_of(task(1, **more), task(2, 40)), 1) == [expected]


@pytest.mark.parametrize(
    ("more", "kept", "broken"),
    [
        (dated(5, "03T08:00"), "03-03 08:00 – 03-03 17:00", "03-04 08:00 – 03-04 17:00"),
        (dated(7, "03T17:00"), "03-03 08:00 – 03-03 17:00", "03-04 08:00 – 03-04 17:00"),
        (dated(2, "03T08:00"), "03-03 08:00 – 03-03 17:00", "03-04 08:00 – 03-04 17:00"),
        (dated(3, "03T17:00"), "03-03 08:00 – 03-03 17:00", "03-04 08:00 – 03-04 17:00"),
        (dated(4, "03T08:00"), "03-04 08:00 – 03-04 17:00", "03-04 08:00 – 03-04 17:00"),
    ],
    ids=["SNLT", "FNLT", "MSO", "MFO", "SNET"],
)
def test_a_constraint_beats_a_link_unless_the_file_says_otherwise(
    more: dict[str, Any], kept: str, broken: str
):
    rows = task(1, 16), task(2, 8, link(1), **more)
    assert told(plan_of(*rows), 2) == [kept]
    assert told(plan_of(*rows, HonorConstraints=0), 2) == [broken]


def test_as_late_as_possible_stands_before_its_follower():
    plan = plan_of(
        task(1),
        task(2, 8, link(1), ConstraintType=1),
        task(3, 8, link(2), **dated(4, "09T08:00")),
    )
    assert told(plan, 2, 3) == ["03-06 08:00 – 03-06 17:00", "03-09 08:00 – 03-09 17:00"]


def test_a_deadline_moves_nothing_and_takes_the_float():
    found = schedule(plan_of(task(1, 24, Deadline="2026-03-03T17:00:00")))
    line = found["1"]
    assert f"{line.end:%m-%d %H:%M}" == "03-04 17:00"
    assert (line.total_float_days, line.critical) == (-1, True)
    assert [problem.code for problem in found.conflicts] == ["deadline"]


# ------------------------------------------------------------------ milestones and links


def test_a_milestone_in_the_middle_of_a_day_lets_its_follower_begin_at_once():
    plan = plan_of(task(1, 0, Milestone=1, **dated(4, "04T14:30")), task(2, 8, link(1)))
    assert told(plan, 1, 2) == ["03-04 14:30 – 03-04 14:30", "03-04 14:30 – 03-05 14:30"]


def test_a_milestone_with_a_duration_takes_its_time():
    plan = plan_of(task(1, 8, Milestone=1), task(2, 8, link(1)))
    assert told(plan, 1, 2) == ["03-02 08:00 – 03-02 17:00", "03-03 08:00 – 03-03 17:00"]


@pytest.mark.parametrize(
    ("kind", "lag", "shown", "expected"),
    [
        (3, 50, 19, "03-03 08:00 – 03-03 17:00"),
        (1, -50, 19, "03-03 08:00 – 03-03 17:00"),
        (0, -4800, 7, "03-02 08:00 – 03-02 17:00"),
        (3, 2400, 7, "03-02 13:00 – 03-03 12:00"),
        (3, -4800, 7, "03-02 08:00 – 03-02 17:00"),
        (2, 14400, 7, "03-04 08:00 – 03-04 17:00"),
        (1, 2400, 5, "03-04 13:00 – 03-05 12:00"),
        (1, 28800, 8, "03-06 08:00 – 03-06 17:00"),
        (1, 7200, 6, "03-04 08:00 – 03-04 17:00"),
        (1, 24000, 9, "03-11 08:00 – 03-11 17:00"),
    ],
    ids=["SS+50%", "FS-50%", "FF-1d", "SS+4h", "SS-1d", "SF+3d", "FS+4h", "FS+2ed", "FS+12eh",
         "FS+1w"],
)  # fmt: skip
def test_lags_and_leads(kind: int, lag: int, shown: int, expected: str):
    # the predecessor works Monday and Tuesday
    assert told(plan_of(task(1, 16), task(2, 8, link(1, kind, lag, shown))), 2) == [expected]


def test_an_elapsed_lag_runs_over_the_weekend():
    plan = plan_of(task(1, 40), task(2, 8, link(1, 1, 28800, 8)))
    assert told(plan, 2) == ["03-09 08:00 – 03-09 17:00"]


def test_an_elapsed_task_begins_where_its_predecessor_ends_and_runs_over_the_weekend():
    plan = plan_of(task(1, 40), task(2, 48, link(1), DurationFormat=8), task(3, 8, link(2)))
    assert told(plan, 2, 3) == ["03-06 17:00 – 03-08 17:00", "03-09 08:00 – 03-09 17:00"]


def test_links_of_summaries_hold_what_is_inside():
    plan = plan_of(
        task(1, 0, Summary=1),
        task(2, 8, level=2),
        task(3, 16, level=2),
        task(4, 8, link(1)),
        task(5, 0, link(4), Summary=1),
        task(6, 8, level=2),
        task(7, 4, link(6, 3, 2400), level=2),
    )
    assert told(plan, 1, 4) == ["03-02 08:00 – 03-03 17:00", "03-04 08:00 – 03-04 17:00"]
    assert told(plan, 6, 7) == ["03-05 08:00 – 03-05 17:00", "03-05 13:00 – 03-05 17:00"]
    assert told(plan, 5) == ["03-05 08:00 – 03-05 17:00"]


def test_a_summary_that_may_not_start_earlier_holds_its_free_tasks():
    plan = plan_of(
        task(1, 0, Summary=1, **dated(4, "05T08:00")),
        task(2, 8, level=2),
        task(3, 8, level=2, **dated(2, "10T08:00")),
    )
    assert told(plan, 2, 3) == ["03-05 08:00 – 03-05 17:00", "03-10 08:00 – 03-10 17:00"]


# ------------------------------------------------------------------ calendars


def test_a_weekly_day_off_recurs():
    free = exception("03-02", "03-31", Type=6, DaysOfWeek=32)
    plan = plan_of(task(1, 40), calendars=calendar(1, WEEK, more=free))
    assert told(plan, 1) == ["03-02 08:00 – 03-09 17:00"]


def test_a_monthly_day_off_by_position_recurs():
    # the first Tuesday: 3 March, 7 April
    free = exception("03-01", "04-30", Type=5, MonthItem=5, MonthPosition=0)
    plan = plan_of(
        task(1, 16),
        task(2, 16, **dated(4, "09T08:00") | {"ConstraintDate": "2026-04-06T08:00:00"}),
        calendars=calendar(1, WEEK, more=free),
    )
    assert told(plan, 1, 2) == ["03-02 08:00 – 03-04 17:00", "04-06 08:00 – 04-08 17:00"]


def test_a_make_up_saturday_works_the_hours_it_states():
    open_ = exception("03-07", "03-07", hours("09:00-15:00"))
    plan = plan_of(task(1, 44), calendars=calendar(1, WEEK, more=open_))
    assert told(plan, 1) == ["03-02 08:00 – 03-07 13:00"]


def test_a_night_shift_crosses_midnight_and_skips_sunday():
    plan = plan_of(
        task(1), task(2, 8, link(1)), calendars=calendar(1, NIGHT), StartDate="2026-03-06T23:00:00"
    )
    assert told(plan, 1, 2) == ["03-06 23:00 – 03-07 08:00", "03-09 23:00 – 03-10 08:00"]


def test_a_shift_stated_across_midnight_belongs_to_both_days():
    week = {**dict.fromkeys(range(1, 8), OFF), 2: hours("22:00-06:00")}
    plan = plan_of(task(1, 8), task(2, 4, link(1)), calendars=calendar(1, week))
    assert told(plan, 1, 2) == ["03-02 22:00 – 03-03 06:00", "03-09 22:00 – 03-10 02:00"]


def test_a_task_on_the_clock_works_at_night():
    plan = plan_of(
        task(1, 30, CalendarUID=2), task(2, 8, link(1)), calendars=STANDARD + calendar(2, CLOCK)
    )
    assert told(plan, 1, 2) == ["03-02 08:00 – 03-03 14:00", "03-03 14:00 – 03-04 14:00"]


def test_the_project_works_on_the_base_calendar_that_it_names():
    long = dict.fromkeys(range(2, 8), hours("09:00-19:00"))
    plan = plan_of(
        task(1, 20),
        task(2, 8, CalendarUID=1),
        calendars=STANDARD + calendar(2, {1: OFF, **long}),
        CalendarUID=2,
    )
    assert told(plan, 1, 2) == ["03-02 09:00 – 03-03 19:00", "03-02 08:00 – 03-02 17:00"]


def test_a_calendar_derived_from_another_keeps_its_exceptions():
    free = exception("03-03", "03-03")
    own = calendar(3, {6: OFF}, base=2)
    plan = plan_of(
        task(1, 24, CalendarUID=3), calendars=STANDARD + calendar(2, WEEK, more=free) + own
    )
    assert told(plan, 1) == ["03-02 08:00 – 03-05 17:00"]


def test_the_leave_of_a_person_holds_the_work():
    leave = calendar(2, {}, base=1, more=exception("03-03", "03-04"))
    plan = plan_of(
        task(1, 16),
        calendars=STANDARD + leave,
        resources=resource(1, "A", CalendarUID=2),
        assignments=assignment(1, 1, "PT16H0M0S"),
    )
    assert told(plan, 1) == ["03-02 08:00 – 03-05 17:00"]


def test_days_count_in_the_hours_that_the_file_gives_a_day():
    week = dict.fromkeys(range(2, 7), hours("08:30-12:00", "13:00-17:00"))
    plan = plan_of(
        task(1, 15),
        task(2, 7.5, link(1, 1, 4500)),
        calendars=calendar(1, {1: OFF, **week, 7: OFF}),
        MinutesPerDay=450,
        MinutesPerWeek=2250,
        StartDate="2026-03-02T08:30:00",
    )
    assert told(plan, 1, 2) == ["03-02 08:30 – 03-03 17:00", "03-05 08:30 – 03-05 17:00"]
    assert schedule(plan)["1"].duration_days == 2


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-02T10:30:00", "03-02 10:30 – 03-03 10:30"),
        ("2026-03-02T12:00:00", "03-02 13:00 – 03-03 12:00"),
        ("2026-03-02T17:00:00", "03-03 08:00 – 03-03 17:00"),
        ("2026-03-07T08:00:00", "03-09 08:00 – 03-09 17:00"),
        ("2026-03-02T00:00:00", "03-02 08:00 – 03-02 17:00"),
        ("2026-03-02", "03-02 08:00 – 03-02 17:00"),
        ("2026-03-02T08:00:00+08:00", "03-02 08:00 – 03-02 17:00"),
    ],
)
def test_a_project_may_start_at_any_minute(start: str, expected: str):
    assert told(plan_of(task(1), StartDate=start), 1) == [expected]


# ------------------------------------------------------------------ facts


def test_work_in_progress_keeps_its_start_and_its_follower_waits():
    plan = plan_of(
        task(1, 16, ActualStart="2026-03-03T08:00:00", PercentComplete=25,
             RemainingDuration="PT12H0M0S"),
        task(2, 8, link(1)),
    )  # fmt: skip
    assert told(plan, 1, 2) == ["03-03 08:00 – 03-04 17:00", "03-05 08:00 – 03-05 17:00"]


def test_work_finished_early_lets_its_follower_begin():
    done = {"ActualStart": "2026-03-02T08:00:00", "ActualFinish": "2026-03-02T12:00:00"}
    plan = plan_of(task(1, 4, PercentComplete=100, **done), task(2, 8, link(1)))
    assert told(plan, 1, 2) == ["03-02 08:00 – 03-02 12:00", "03-02 13:00 – 03-03 12:00"]


def test_work_begun_before_its_predecessor_was_done_waits_with_the_rest():
    begun = {"ActualStart": "2026-03-02T08:00:00", "PercentComplete": 50}
    plan = plan_of(task(1, 24), task(2, 16, link(1), RemainingDuration="PT8H0M0S", **begun))
    assert told(plan, 2) == ["03-02 08:00 – 03-05 17:00"]


def test_a_manual_task_without_dates_is_placed_like_any_other():
    plan = plan_of(task(1), task(2, 8, link(1), Manual=1))
    assert told(plan, 2) == ["03-03 08:00 – 03-03 17:00"]


def test_a_manual_task_stands_before_its_predecessor_and_that_is_no_error():
    at = {"ManualStart": "2026-03-02T08:00:00", "ManualFinish": "2026-03-02T17:00:00"}
    stored = {"Start": at["ManualStart"], "Finish": at["ManualFinish"]}
    plan = plan_of(task(1, 16), task(2, 8, link(1), Manual=1, **at, **stored), task(3, 8, link(2)))
    assert told(plan, 2, 3) == ["03-02 08:00 – 03-02 17:00", "03-03 08:00 – 03-03 17:00"]


def test_a_split_is_named_and_the_stored_dates_are_not_copied():
    plan = plan_of(task(1, 16, Start="2026-03-02T08:00:00", Finish="2026-03-06T17:00:00"))
    found = schedule(plan)
    assert f"{found['1'].end:%m-%d %H:%M}" == "03-03 17:00"
    assert [missing.task for missing in found.not_modelled] == ["1"]


# ------------------------------------------------------------------ other writers


def test_a_file_with_hardly_anything_in_it_is_dated():
    content = (
        f'<Project xmlns="{NAMESPACE}"><StartDate>2026-03-02T08:00:00</StartDate><Tasks>'
        "<Task><UID>1</UID><Name>A</Name><Duration>PT8H0M0S</Duration></Task>"
        "<Task><UID>2</UID><Name>B</Name><Duration>PT8H0M0S</Duration><PredecessorLink>"
        "<PredecessorUID>1</PredecessorUID></PredecessorLink></Task></Tasks></Project>"
    ).encode()
    plan, _ = read(content, "p.xml")
    assert told(plan, 1, 2) == ["03-02 08:00 – 03-02 17:00", "03-03 08:00 – 03-03 17:00"]


@pytest.mark.parametrize("namespace", ["", "http://schemas.microsoft.com/project/2010"])
def test_another_namespace_or_none_is_read(namespace: str):
    plan, _ = read(mspdi(task(1), namespace=namespace), "p.xml")
    assert told(plan, 1) == ["03-02 08:00 – 03-02 17:00"]


def test_a_namespace_prefix_is_read():
    body = mspdi(task(1)).decode()
    for name in ("Project", "Task"):
        body = body.replace(f"<{name}>", f"<p:{name}>").replace(f"</{name}>", f"</p:{name}>")
    body = body.replace("<Project xmlns=", "<p:Project xmlns:p=")
    with_prefix = body.replace("<p:Task>", "<Task>").replace("</p:Task>", "</Task>")
    plan, _ = read(with_prefix.encode(), "p.xml")
    assert told(plan, 1) == ["03-02 08:00 – 03-02 17:00"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "gb18030", "utf-8-sig", "gbk"])
def test_other_encodings_are_read(encoding: str):
    text = mspdi(task(1, Name="拜访客户")).decode()
    said = {"utf-8-sig": "UTF-8", "utf-16-le": "UTF-16"}.get(encoding, encoding)
    bom = b"\xff\xfe" if encoding == "utf-16-le" else b""
    content = bom + text.replace('encoding="UTF-8"', f'encoding="{said}"').encode(encoding)
    plan, _ = read(content, "p.xml")
    assert schedule(plan)["1"].name == "拜访客户"


def test_blank_rows_and_outline_jumps_do_no_harm():
    plan = plan_of(
        "<Task><UID>0</UID><ID>0</ID><IsNull>0</IsNull><OutlineLevel>0</OutlineLevel></Task>",
        task(1, 0, Summary=1),
        "<Task><UID>9</UID><ID>2</ID><IsNull>1</IsNull></Task>",
        task(2, 8, level=3),
        task(3, 8, link(2), level=2),
    )
    assert told(plan, 1, 3) == ["03-02 08:00 – 03-03 17:00", "03-03 08:00 – 03-03 17:00"]


def test_a_task_calendar_that_is_not_there_is_named_and_the_project_s_stands_in():
    plan, report = read(mspdi(task(1, 8, CalendarUID=7)), "p.xml")
    assert told(plan, 1) == ["03-02 08:00 – 03-02 17:00"]
    assert [(n.code, n.place) for n in report.warnings] == [("mspdi.task_calendar", "T1")]


def test_an_exception_across_midnight_is_cut_there_and_named():
    late = exception("03-02", "03-02", hours("20:00-04:00"))
    content = mspdi(task(1), calendars=calendar(1, WEEK, more=late))
    plan, report = read(content, "p.xml")
    assert told(plan, 1) == ["03-02 20:00 – 03-03 12:00"]
    assert [notice.code for notice in report.warnings] == ["mspdi.calendar_midnight"]


def test_a_uid_used_twice_is_named():
    with pytest.raises(InputError) as refused:
        schedule(plan_of(task(1), task(1)))
    assert refused.value.code == "schedule.duplicate_id"
