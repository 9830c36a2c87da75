"""MSPDI → Plan: everything found is mapped, kept verbatim, or dropped with its reason."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from yunchou.messages import InputError, Text
from yunchou.plan.formats.mspdi import xml
from yunchou.plan.formats.mspdi.accounting import account, verbatim
from yunchou.plan.formats.mspdi.calendars import STANDARD_WEEK, crosses_midnight, read_calendar
from yunchou.plan.formats.mspdi.origin import (
    BUILTIN_CALENDARS,
    Origin,
    calendar_ids,
    origin_of,
    own_definition,
)
from yunchou.plan.formats.mspdi.repair import repair_weeks
from yunchou.plan.formats.mspdi.resources import Resources
from yunchou.plan.formats.mspdi.tasks import TaskReader
from yunchou.plan.formats.report import Report, Tally
from yunchou.plan.model import Plan

if TYPE_CHECKING:
    from lxml import etree


def read(data: bytes, filename: str) -> tuple[Plan, Report]:
    """Read an MSPDI file.

    Raises
    ------
    InputError
        ``mspdi.dtd``, ``mspdi.broken``, ``mspdi.wrong_kind`` or ``mspdi.invalid``.
    """
    name = PurePath(filename).name
    root = xml.parse(data, name)
    tally = Tally("mspdi", name)
    content = _plan(root, name, tally)
    try:
        plan = Plan.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InputError(
            Text(f"数据无法读作方案：{first['msg']}", f"Not usable as a plan: {first['msg']}"),
            place=f"{name} {place}",
            code="mspdi.invalid",
        ) from error
    return plan, tally.report()


def _plan(root: etree._Element, filename: str, tally: Tally) -> dict[str, Any]:
    origin = origin_of(root)
    ids = calendar_ids(root, own=origin.own)
    calendars = _calendars(root, tally, ids)
    repair_weeks(root, calendars, tally)
    resources = Resources(root, tally, ids, own=origin.own)
    reader = TaskReader(root, tally, resources, origin, ids)
    phases = reader.phases()
    project = _project(root, filename, tally, reader.project_name, origin)
    project["calendar"] = _project_calendar(root, ids)
    content: dict[str, Any] = {
        "id": "plan",
        "project": project,
        "roles": resources.roles,
        "people": resources.people,
        "calendars": [c for c in calendars if c["id"] not in BUILTIN_CALENDARS],
        "phases": phases,
    }
    if resources.materials:
        content["materials"] = resources.materials
    return content


def _calendars(root: etree._Element, tally: Tally, ids: dict[str, str]) -> list[dict[str, Any]]:
    found = []
    for element in xml.children(xml.child(root, "Calendars"), "Calendar"):
        tally.found("calendar")
        calendar = read_calendar(element, ids)
        if crosses_midnight(element):
            _note_midnight(calendar, tally)
        extra = account(tally, "calendar", element)
        if extra:
            calendar["mspdi"] = extra
        count = len(calendar.get("exceptions", ()))
        tally.found("calendar_exception", count)
        tally.settle("calendar_exception", "kept", count)
        tally.settle("calendar", "kept")
        found.append(calendar)
    known = {calendar["id"] for calendar in found}
    for calendar in found:
        if calendar["base"] not in known | {"custom"}:
            _repair_base(calendar, tally)
    return found


def _note_midnight(calendar: dict[str, Any], tally: Tally) -> None:
    tally.warn(
        Text(
            f"日历“{calendar['name']}”有跨过午夜的例外，在午夜截止",
            f"An exception of calendar “{calendar['name']}” works past midnight; it is cut there",
        ),
        place=calendar["id"],
        code="mspdi.calendar_midnight",
    )


def _repair_base(calendar: dict[str, Any], tally: Tally) -> None:
    tally.warn(
        Text(
            f"日历“{calendar['name']}”的基准日历不在文件里，改用标准工作周",
            f"The base of calendar “{calendar['name']}” is not in the file; "
            "the standard week stands in",
        ),
        place=calendar["id"],
        code="mspdi.calendar_base",
    )
    calendar["base"] = "custom"
    calendar["week"] = {**STANDARD_WEEK, **calendar["week"]}


def _project(
    root: etree._Element, filename: str, tally: Tally, summary_name: str, origin: Origin
) -> dict[str, Any]:
    tally.found("project")
    tally.settle("project", "kept")
    raw = account(tally, "project", root)
    title = xml.text(root, "Title")
    stem = PurePath(xml.text(root, "Name") or filename).stem
    start, finish = xml.text(root, "StartDate") or _first_start(root), xml.text(root, "FinishDate")
    found: dict[str, Any] = {
        "name": (title or summary_name or stem or "MSPDI")[:500],
        "author": xml.text(root, "Author"),
        "company": xml.text(root, "Company"),
        "start": _moment(start, days=origin.days),
        "finish": None if origin.days else _moment(finish, days=False),
        "status_date": _moment(xml.text(root, "StatusDate"), days=origin.days),
    }
    if (currency := xml.text(root, "CurrencyCode")) and len(currency) == 3:
        found["currency"] = currency
    found |= _options(root)
    if definitions := _definitions(root):
        raw["ExtendedAttributes"] = {"ExtendedAttribute": definitions}
    if raw:
        found["mspdi"] = raw
    return {key: value for key, value in found.items() if value not in ("", None)}


def _first_start(root: etree._Element) -> str:
    """Return the first start of a task: the project start of a file that does not say it."""
    tasks = xml.children(xml.child(root, "Tasks"), "Task")
    return min(filter(None, (xml.text(task, "Start") for task in tasks)), default="")


def _definitions(root: etree._Element) -> list[Any]:
    container = xml.child(root, "ExtendedAttributes")
    return [
        verbatim(found)
        for found in xml.children(container, "ExtendedAttribute")
        if not own_definition(xml.text(found, "FieldID"), xml.text(found, "Alias"))
    ]


def _moment(value: str, *, days: bool) -> str | None:
    at = xml.moment(value)
    if at is None:
        return None
    return at.date().isoformat() if days else at.isoformat(timespec="minutes")


def _project_calendar(root: etree._Element, ids: dict[str, str]) -> str:
    """Return the id of the project calendar; a file without one works the standard week."""
    elements = list(xml.children(xml.child(root, "Calendars"), "Calendar"))
    wanted = xml.text(root, "CalendarUID")
    if wanted not in ids:
        base = [xml.text(e, "UID") for e in elements if xml.flag(e, "IsBaseCalendar")]
        if not base:
            return "standard"
        wanted = base[0]
    return ids[wanted]


def _options(root: etree._Element) -> dict[str, Any]:
    """Return scheduling options that differ from the usual ones."""
    found: dict[str, Any] = {}
    if xml.text(root, "HonorConstraints") in {"0", "false"}:
        found["honour_constraints"] = False
    if xml.text(root, "ScheduleFromStart") in {"0", "false"}:
        found["schedule_from"] = "finish"
    if (minutes := xml.integer(root, "MinutesPerDay", 480)) not in {0, 480}:
        found["minutes_per_day"] = minutes
    if (minutes := xml.integer(root, "MinutesPerWeek", 2400)) not in {0, 2400}:
        found["minutes_per_week"] = minutes
    for tag, key, usual in (
        ("DefaultStartTime", "day_start", "08:00"),
        ("DefaultFinishTime", "day_finish", "17:00"),
    ):
        if (time := xml.text(root, tag, usual)[:5]) != usual:
            found[key] = time
    return found
