"""Plans with times of day: the rules of Microsoft Project, on files written for this test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.plan.formats.mspdi.files import (
    STANDARD,
    assignment,
    link,
    mspdi,
    plan_of,
    resource,
    task,
    weekday,
)
from yunchou.messages import InputError
from yunchou.plan.formats.mspdi.read import read
from yunchou.plan.scheduling import schedule

NIGHT_DAY = (
    "<DayWorking>1</DayWorking><WorkingTimes>"
    "<WorkingTime><FromTime>00:00:00</FromTime><ToTime>03:00:00</ToTime></WorkingTime>"
    "<WorkingTime><FromTime>04:00:00</FromTime><ToTime>08:00:00</ToTime></WorkingTime>"
    "<WorkingTime><FromTime>23:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime>"
    "</WorkingTimes>"
)
NIGHT = (
    "<Calendar><UID>2</UID><Name>Night</Name><IsBaseCalendar>1</IsBaseCalendar>"
    "<BaseCalendarUID>-1</BaseCalendarUID><WeekDays>"
    f"{''.join(weekday(n, NIGHT_DAY) for n in range(1, 8))}</WeekDays></Calendar>"
)


def told(plan, task_id: int) -> tuple[str, str]:
    line = schedule(plan)[str(task_id)]
    return line.begin.isoformat(" ", "minutes")[5:], line.end.isoformat(" ", "minutes")[5:]


def test_a_task_starts_at_the_project_start_and_its_follower_the_next_morning():
    plan = plan_of(task(1, 12), task(2, 4, link(1)), task(3, 8, link(2)))
    assert told(plan, 1) == ("03-02 08:00", "03-03 12:00")
    assert told(plan, 2) == ("03-03 13:00", "03-03 17:00")
    assert told(plan, 3) == ("03-04 08:00", "03-04 17:00")


def test_a_milestone_stays_at_the_end_of_the_day_and_its_follower_moves_on():
    plan = plan_of(task(1), task(2, 0, link(1), Milestone=1), task(3, 8, link(2)))
    assert told(plan, 2) == ("03-02 17:00", "03-02 17:00")
    assert told(plan, 3) == ("03-03 08:00", "03-03 17:00")


def test_a_start_to_finish_link_names_the_very_instant():
    plan = plan_of(task(1, 8, ConstraintType=4, ConstraintDate="2026-03-04T08:00:00"),
                   task(2, 8, link(1, 2)))  # fmt: skip
    assert told(plan, 2) == ("03-03 08:00", "03-04 08:00")


@pytest.mark.parametrize(
    ("kind", "lag", "shown", "start", "finish"),
    [
        (1, 9600, 7, "03-05 08:00", "03-05 17:00"),
        (1, -4800, 7, "03-02 08:00", "03-02 17:00"),
        (3, 9600, 7, "03-04 08:00", "03-04 17:00"),
        (0, 9600, 7, "03-04 08:00", "03-04 17:00"),
        (2, 9600, 7, "03-03 08:00", "03-03 17:00"),
        (1, 600 * 24, 8, "03-04 08:00", "03-04 17:00"),
        (1, 50, 19, "03-03 13:00", "03-04 12:00"),
    ],
)
def test_lags_run_on_working_time_unless_they_are_elapsed(
    kind: int, lag: int, shown: int, start: str, finish: str
):
    plan = plan_of(task(1), task(2, 8, link(1, kind, lag, shown)))
    assert told(plan, 2) == (start, finish)


def test_a_constraint_may_begin_a_chain_before_the_project_start():
    plan = plan_of(
        task(1, 8, ConstraintType=4, ConstraintDate="2026-02-25T08:00:00"),
        task(2, 8, link(1)),
        task(3),
    )
    assert told(plan, 1) == ("02-25 08:00", "02-25 17:00")
    assert told(plan, 2) == ("02-26 08:00", "02-26 17:00")
    assert told(plan, 3) == ("03-02 08:00", "03-02 17:00")


def test_an_elapsed_duration_runs_through_night_and_weekend():
    plan = plan_of(task(1, 120, DurationFormat=8), task(2, 8, link(1)))
    assert told(plan, 1) == ("03-02 08:00", "03-07 08:00")
    assert told(plan, 2) == ("03-09 08:00", "03-09 17:00")


def test_a_task_calendar_rules_the_task():
    plan = plan_of(task(1, 8, CalendarUID=2), calendars=STANDARD + NIGHT)
    assert told(plan, 1) == ("03-02 23:00", "03-03 08:00")


def on_shifts(**more):
    return plan_of(
        task(1, 24, **more),
        task(2, 8, link(1)),
        calendars=STANDARD + NIGHT,
        resources=resource(1, "Day") + resource(2, "Night", CalendarUID=2),
        assignments=assignment(1, 1, "PT24H0M0S") + assignment(1, 2, "PT24H0M0S"),
    )


def test_people_on_two_calendars_span_a_task_from_first_start_to_last_finish():
    assert told(on_shifts(), 1) == ("03-02 08:00", "03-05 08:00")
    assert told(on_shifts(), 2) == ("03-05 08:00", "03-05 17:00")
    line = schedule(on_shifts())["1"]
    assert (line.duration_days, line.critical) == (3, True)


def test_a_task_that_ignores_resource_calendars_or_has_a_fixed_duration_does_not():
    assert told(on_shifts(IgnoreResourceCalendar=1), 1) == ("03-02 08:00", "03-04 17:00")
    assert told(on_shifts(Type=1), 1) == ("03-02 08:00", "03-04 17:00")


@pytest.mark.parametrize(
    ("more", "work", "finish"),
    [
        ({"Units": "0.5"}, "PT8H0M0S", "03-03 17:00"),
        ({"Units": "2"}, "PT32H0M0S", "03-03 17:00"),
        ({"WorkContour": 7}, "PT14H0M0S", "03-04 12:00"),
        ({"WorkContour": 1}, "PT9H36M0S", "03-03 17:00"),
        ({"OvertimeWork": "PT4H0M0S"}, "PT20H0M0S", "03-03 17:00"),
        ({"Delay": 2400}, "PT16H0M0S", "03-04 12:00"),
        ({"WorkContour": 8}, "PT3H0M0S", "03-02 17:00"),
        ({"Units": "0"}, "PT3H0M0S", "03-02 17:00"),
        ({"Units": "0.33"}, "PT2H38M0S", "03-02 17:00"),
    ],
)
def test_work_over_units_and_load_is_how_long_an_assignment_takes(
    more: dict, work: str, finish: str
):
    plan = plan_of(task(1), resources=resource(1, "A"), assignments=assignment(1, 1, work, **more))
    assert told(plan, 1)[1] == finish


def test_materials_take_no_time():
    plan = plan_of(
        task(1), resources=resource(1, "M", Type=0), assignments=assignment(1, 1, "PT1H0M0S")
    )
    assert told(plan, 1) == ("03-02 08:00", "03-02 17:00")


def test_task_and_person_work_when_both_calendars_do():
    early = NIGHT.replace("<UID>2<", "<UID>3<").replace(NIGHT_DAY, (
        "<DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>10:00:00</FromTime>"
        "<ToTime>14:00:00</ToTime></WorkingTime></WorkingTimes>"
    ))  # fmt: skip
    plan = plan_of(
        task(1, 6, CalendarUID=3),
        calendars=STANDARD + early,
        resources=resource(1, "A", CalendarUID=1),
        assignments=assignment(1, 1, "PT6H0M0S"),
    )
    assert told(plan, 1) == ("03-02 10:00", "03-03 14:00")


def test_manual_tasks_stand_and_levelling_delays():
    plan = plan_of(
        task(1, 8, Manual=1, Start="2026-03-03T09:30:00", Finish="2026-03-03T11:00:00"),
        task(2, 8, link(1)),
        task(3, 8, LevelingDelay=28800, LevelingDelayFormat=8),
    )
    assert told(plan, 1) == ("03-03 09:30", "03-03 11:00")
    assert told(plan, 2) == ("03-03 11:00", "03-04 11:00")
    assert told(plan, 3) == ("03-04 08:00", "03-04 17:00")


@pytest.mark.parametrize(
    ("more", "start", "finish"),
    [
        ({"ActualFinish": "2026-03-05T12:00:00", "PercentComplete": 100},
         "03-03 08:00", "03-05 12:00"),
        ({"RemainingDuration": "PT8H0M0S", "PercentComplete": 50}, "03-03 08:00", "03-04 17:00"),
        ({"RemainingDuration": "PT8H0M0S", "PercentComplete": 50, "Stop": "2026-03-03T17:00:00",
          "Resume": "2026-03-06T08:00:00"}, "03-03 08:00", "03-06 17:00"),
    ],
)  # fmt: skip
def test_started_work_keeps_its_start_and_resumes_where_the_file_says(
    more: dict, start: str, finish: str
):
    plan = plan_of(task(1, 16, ActualStart="2026-03-03T08:00:00", **more))
    assert told(plan, 1) == (start, finish)


def test_a_project_scheduled_from_its_finish_is_as_late_as_possible():
    plan = plan_of(task(1), task(2, 8, link(1)), ScheduleFromStart=0,
                   FinishDate="2026-03-13T17:00:00")  # fmt: skip
    assert told(plan, 1) == ("03-12 08:00", "03-12 17:00")


def test_without_a_project_start_the_first_task_gives_it():
    plan = plan_of(task(1, Start="2026-03-05T08:00:00"), StartDate=None)
    assert told(plan, 1) == ("03-05 08:00", "03-05 17:00")


def test_a_week_that_contradicts_its_assignments_gives_way_to_the_base():
    copy = STANDARD.replace("<UID>1<", "<UID>3<").replace(
        "<BaseCalendarUID>-1<", "<BaseCalendarUID>2<"
    ).replace("<IsBaseCalendar>1<", "<IsBaseCalendar>0<")  # fmt: skip
    content = mspdi(
        task(1),
        calendars=STANDARD + NIGHT + copy,
        resources=resource(1, "A", CalendarUID=3),
        assignments=assignment(1, 1, "PT8H0M0S", Start="2026-03-02T23:00:00"),
    )
    plan, report = read(content, "p.xml")
    assert [notice.code for notice in report.warnings] == ["mspdi.calendar_week"]
    assert told(plan, 1) == ("03-02 23:00", "03-03 08:00")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (task(2, 8, Active=0), "Inactive"),
        (task(2, 8, ExternalTask=1), "another file"),
        (task(2, 8, link(1, CrossProject=1)), "another file"),
        (task(2, 8, Start="2026-03-02T08:00:00", Finish="2026-03-06T17:00:00"), "split"),
    ],
)
def test_what_is_not_modelled_is_named_and_not_guessed(row: str, reason: str):
    found = schedule(plan_of(task(1), row))
    assert [missing.task for missing in found.not_modelled] == ["2"]
    assert reason in found.not_modelled[0].reason.en


def test_differences_from_the_stored_dates_are_listed_with_both():
    plan = plan_of(
        task(1, Start="2026-03-02T08:00:00", Finish="2026-03-02T17:00:00"),
        task(2, 8, link(1), Start="2026-03-02T08:00:00", Finish="2026-03-02T17:00:00"),
    )
    (found,) = schedule(plan).differences()
    content = found.to_dict()
    assert (content["id"], content["start"], content["stored_start"]) == (
        "2",
        "2026-03-03T08:00",
        "2026-03-02T08:00",
    )


def test_a_cycle_in_a_file_is_named_by_its_tasks():
    with pytest.raises(InputError, match="T1"):
        schedule(plan_of(task(1, 8, link(2)), task(2, 8, link(1))))


_DATA = Path(os.environ.get("YUNCHOU_DATA", "")) / "msproject"
_FILES = sorted(_DATA.glob("*.xml")) if os.environ.get("YUNCHOU_DATA") else []


@pytest.mark.skipif(not _FILES, reason="YUNCHOU_DATA is not set")
def test_stored_dates_of_real_plans_are_reproduced():
    differing = {
        path.name
        for path in _FILES
        if schedule(read(path.read_bytes(), path.name)[0]).differences()
    }
    assert len(differing) <= len(_FILES) * 0.05, differing


def test_percent_lag_of_elapsed_kind_runs_on_the_clock():
    plan = plan_of(task(1, 16), task(2, 8, link(1, 1, 100, 20)))
    assert told(plan, 2) == ("03-04 09:00", "03-05 09:00")
