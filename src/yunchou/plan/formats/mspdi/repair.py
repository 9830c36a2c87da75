"""Resource calendars that contradict the assignments made on them.

Converters write the week of a resource calendar that only inherits as the standard week. Where the
base works other hours, the stored assignments then begin outside the stated working time. They
were made by the program that knew the calendar, so the base stands, and a warning says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunchou.messages import Text
from yunchou.plan.formats.mspdi import xml
from yunchou.plan.formats.mspdi.calendars import STANDARD_WEEK
from yunchou.plan.formats.mspdi.codes import WEEKDAYS

if TYPE_CHECKING:
    import datetime as dt

    from lxml import etree

    from yunchou.plan.formats.report import Tally


def repair_weeks(root: etree._Element, calendars: list[dict[str, Any]], tally: Tally) -> None:
    """Let calendars inherit whose own standard week none of their assignments can have used."""
    by_id = {calendar["id"]: calendar for calendar in calendars}
    starts = _starts(root)
    for calendar in calendars:
        base = by_id.get(calendar["base"])
        if base is None or calendar["week"] != STANDARD_WEEK or base["week"] == STANDARD_WEEK:
            continue
        found = starts.get(calendar["id"], [])
        if found and all(_works(base, at) and not _works(calendar, at) for at in found):
            calendar["week"] = {}
            tally.warn(
                Text(
                    f"日历“{calendar['name']}”的工作周与它的任务分配矛盾，改为沿用基准日历",
                    f"The week of calendar “{calendar['name']}” contradicts its assignments; "
                    "its base calendar stands in",
                ),
                place=calendar["id"],
                code="mspdi.calendar_week",
            )


def _starts(root: etree._Element) -> dict[str, list[dt.datetime]]:
    """Return the stored starts of unstarted assignments by the resource's calendar."""
    resources = xml.children(xml.child(root, "Resources"), "Resource")
    calendar_of = {xml.text(r, "UID"): f"C{xml.text(r, 'CalendarUID')}" for r in resources}
    found: dict[str, list[dt.datetime]] = {}
    for assignment in xml.children(xml.child(root, "Assignments"), "Assignment"):
        calendar = calendar_of.get(xml.text(assignment, "ResourceUID"))
        at = xml.moment(xml.text(assignment, "Start"))
        if calendar and at and not xml.text(assignment, "ActualStart"):
            found.setdefault(calendar, []).append(at)
    return found


def _works(calendar: dict[str, Any], at: dt.datetime) -> bool:
    """Whether the minute that begins at an instant is working time of a calendar's week."""
    day = WEEKDAYS[(at.weekday() + 1) % 7]
    clock = f"{at:%H:%M}"
    for interval in calendar["week"].get(day, []):
        begin, end = interval.split("-")
        if begin <= clock < end:
            return True
    return False
