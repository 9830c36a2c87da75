"""Plan → MSPDI that Microsoft Project opens: dates, calendars, links, people, baseline."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from lxml import etree

from yunchou.messages import InputError, Text
from yunchou.plan.formats.mspdi import codes, order
from yunchou.plan.formats.mspdi.write_calendars import CalendarWriter
from yunchou.plan.formats.mspdi.write_resources import ResourceWriter
from yunchou.plan.formats.mspdi.write_tasks import TaskWriter
from yunchou.plan.formats.report import Report, Tally
from yunchou.plan.scheduling import PlanSchedule, has_dates, schedule
from yunchou.plan.scheduling.mapping import has_times

if TYPE_CHECKING:
    from yunchou.plan.model import Moment, Plan

_NOT_HELD = Text("MSPDI 里没有对应的地方", "MSPDI has no place for it")
_UNDATED = Text(
    "方案没有开始日期，文件里没有日期；Project 打开时会自己排",
    "The plan has no start date, so the file has no dates; Project schedules it when it opens it",
)
#: parts of a plan that a project file of Microsoft Project cannot hold
_LEFT_OUT = (
    "market", "strategy", "goals", "change_control", "budget", "meetings", "channels", "kpis",
    "incentives", "risks", "training", "improvements", "retrospective_questions", "narrative",
)  # fmt: skip
_PROJECT_HELD = frozenset(
    codes.words(
        "name author company calendar start finish status_date currency manager mspdi "
        "honour_constraints schedule_from minutes_per_day minutes_per_week day_start "
        "day_finish"
    )
)


def write(plan: Plan, lang: str) -> tuple[bytes, Report]:  # noqa: ARG001 (the file has no language)
    """Write a plan as MSPDI.

    Returns
    -------
    tuple
        The bytes, and the report of what found a place and what did not.

    Raises
    ------
    InputError
        When the plan cannot be scheduled (a cycle, an unknown calendar…).
    """
    tally = Tally("mspdi", plan.project.name)
    dates = _dates(plan, tally)
    calendars = CalendarWriter(plan, tally, _years(dates))
    resources = ResourceWriter(plan, tally, calendars)
    tasks = TaskWriter(plan, tally, calendars, resources, dates, _held_back(plan, dates))
    content = _project(plan, calendars, dates)
    content["ExtendedAttributes"] = {"ExtendedAttribute": tasks.definitions()}
    content["Tasks"] = {"Task": tasks.elements()}
    content["Calendars"] = {"Calendar": calendars.elements()}
    content["Resources"] = {"Resource": resources.elements()}
    content["Assignments"] = {"Assignment": resources.assignments()}
    _account(plan, tally)
    root = order.element("Project", content, order.PROJECT)
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data, tally.report()


def _dates(plan: Plan, tally: Tally) -> PlanSchedule | None:
    if not has_dates(plan):
        tally.warn(_UNDATED, code="mspdi.undated")
        return None
    try:
        return schedule(plan)
    except InputError as error:
        if error.code != "schedule.no_start":
            raise
        tally.warn(_UNDATED, code="mspdi.undated")
        return None


def _held_back(plan: Plan, dates: PlanSchedule | None) -> frozenset[str]:
    """Return the tasks that counting back from an anchor places later than a start would.

    Microsoft Project knows no anchor: without a constraint it would pull them forward at its next
    calculation, and the dates of the plan would be lost.
    """
    if dates is None or dates.anchor is None:
        return frozenset()
    start = dates.start.date() if isinstance(dates.start, dt.datetime) else dates.start
    forward = schedule(plan, start=start).by_id()
    free = {task.id for task in plan.tasks() if not task.milestone or not task.all_links}
    return frozenset(
        line.id
        for line in dates
        if line.id in free and not line.summary and line.start != forward[line.id].start
    )


def _years(dates: PlanSchedule | None) -> tuple[int, int] | None:
    if dates is None:
        return None
    return dates.start.year, dates.finish.year + 1


def _project(plan: Plan, calendars: CalendarWriter, dates: PlanSchedule | None) -> dict[str, Any]:
    project = plan.project
    extras = project.extras
    raw = {key: value for key, value in extras.get("mspdi", {}).items() if key not in _OWN_PARTS}
    stated = has_times(plan)
    start, finish = project.start, project.finish
    if dates is not None and start is None:
        start = dates.start
    if dates is not None and (finish is None or not stated):
        finish = dates.finish
    return {
        **codes.PROJECT_DEFAULTS,
        "CurrencySymbol": "¥" if project.currency == "CNY" else "",
        "MinutesPerDay": "480",
        "MinutesPerWeek": "2400",
        "DefaultTaskType": "0",
        "CriticalSlackLimit": "0",
        **raw,
        "Name": f"{project.name}.xml",
        "Title": project.name,
        "Company": project.company,
        "Author": project.author,
        "ScheduleFromStart": "0" if extras.get("schedule_from") == "finish" else "1",
        "StartDate": _bound(start, dt.time(8)),
        "FinishDate": _bound(finish, dt.time(17)),
        "StatusDate": _bound(project.status_date, dt.time(17)),
        "CurrencyCode": project.currency,
        "CalendarUID": calendars.uid(project.calendar),
        "DefaultStartTime": f"{extras.get('day_start', '08:00')}:00",
        "DefaultFinishTime": f"{extras.get('day_finish', '17:00')}:00",
        "HonorConstraints": "0" if extras.get("honour_constraints") is False else "1",
        **_minutes(extras),
    }


_OWN_PARTS = frozenset({"ExtendedAttributes"})


def _minutes(extras: dict[str, Any]) -> dict[str, str]:
    found = {}
    if extras.get("minutes_per_day"):
        found["MinutesPerDay"] = str(extras["minutes_per_day"])
    if extras.get("minutes_per_week"):
        found["MinutesPerWeek"] = str(extras["minutes_per_week"])
    return found


def _bound(at: Moment | None, clock: dt.time) -> str:
    if at is None:
        return ""
    whole = at if isinstance(at, dt.datetime) else dt.datetime.combine(at, clock)
    return whole.isoformat(timespec="seconds")


def _account(plan: Plan, tally: Tally) -> None:
    """Book the project and what the file cannot hold."""
    tally.found("project")
    tally.settle("project", "kept")
    stated = plan.project.model_dump(exclude_defaults=True)
    for name in stated:
        tally.found_field("project", name)
        held = name in _PROJECT_HELD
        tally.field("project", name, "kept" if held else "dropped", None if held else _NOT_HELD)
    content = plan.model_dump(exclude_defaults=True, include=set(_LEFT_OUT))
    for name in _LEFT_OUT:
        count = _count(content.get(name))
        if count:
            tally.found(name, count)
            tally.settle(name, "dropped", count)
            tally.field(name, "*", "dropped", _NOT_HELD, count)
            tally.found_field(name, "*", count)


def _count(value: object) -> int:
    if not value:
        return 0
    return len(value) if isinstance(value, list) else 1
