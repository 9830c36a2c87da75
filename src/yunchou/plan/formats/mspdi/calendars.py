"""MSPDI calendars: weeks, exceptions (also recurring ones) and work weeks ⇄ plan calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dateutil import rrule

from yunchou.plan.formats.mspdi import xml
from yunchou.plan.formats.mspdi.codes import WEEKDAYS
from yunchou.plan.formats.mspdi.origin import calendar_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from lxml import etree

STANDARD_DAY: Final = ["08:00-12:00", "13:00-17:00"]
STANDARD_WEEK: Final[dict[str, list[str]]] = {
    day: [] if day in {"sat", "sun"} else STANDARD_DAY for day in WEEKDAYS
}
#: days that one exception may cover; longer ones are open-ended and belong in the week
_MOST_DAYS: Final = 3700
_RRULE_DAYS: Final = (rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA)


def read_calendar(element: etree._Element, ids: Mapping[str, str]) -> dict[str, Any]:
    """Return a calendar as a plan file says it.

    Parameters
    ----------
    element
        The calendar.
    ids
        Plan id of each calendar by UID.
    """
    uid = xml.text(element, "UID")
    base = xml.text(element, "BaseCalendarUID", "-1")
    derived = base not in {"-1", "0", uid} or (base == "0" and not _is_base(element))
    found: dict[str, Any] = {
        "id": ids.get(uid, f"C{uid}"),
        "name": calendar_name(xml.text(element, "Name"), ids.get(uid, "")),
        "base": ids.get(base, f"C{base}") if derived else "custom",
        "week": _week(xml.child(element, "WeekDays"), {} if derived else STANDARD_WEEK),
    }
    exceptions = _exceptions(element)
    if exceptions:
        found["exceptions"] = exceptions
    weeks = [_work_week(week) for week in xml.children(xml.child(element, "WorkWeeks"), "WorkWeek")]
    if weeks:
        found["work_weeks"] = weeks
    return found


def _is_base(element: etree._Element) -> bool:
    return xml.flag(element, "IsBaseCalendar")


def _week(days: etree._Element | None, default: dict[str, list[str]]) -> dict[str, list[str]]:
    week = dict(default)
    carried: dict[str, list[str]] = {}
    for day in xml.children(days, "WeekDay"):
        kind = xml.integer(day, "DayType")
        if 1 <= kind <= 7:
            week[WEEKDAYS[kind - 1]] = _intervals(day)
            carried.setdefault(WEEKDAYS[kind % 7], []).extend(_after_midnight(day))
    for name, spans in carried.items():
        # a derived calendar that does not state the next day keeps that day as its base has it
        if spans and name in week:
            week[name] = sorted({*spans, *week[name]})
    return week


def _after_midnight(day: etree._Element) -> list[str]:
    """Return what a shift such as 22:00 to 06:00 works on the following day.

    Project itself splits such shifts at midnight, other writers do not.
    """
    if not xml.flag(day, "DayWorking"):
        return []
    times = xml.children(xml.child(day, "WorkingTimes"), "WorkingTime")
    spans = ((xml.text(t, "FromTime")[:5], xml.text(t, "ToTime")[:5]) for t in times)
    return [f"00:00-{end}" for begin, end in spans if begin and "00:00" < end < begin]


def crosses_midnight(calendar: etree._Element) -> bool:
    """Whether an exception works past midnight: it is cut there, and that is worth a warning."""
    return any(_after_midnight(found) for found in xml.children(xml.child(calendar, "Exceptions")))


def _intervals(day: etree._Element) -> list[str]:
    if not xml.flag(day, "DayWorking"):
        return []
    times = xml.child(day, "WorkingTimes")
    if times is None:
        return list(STANDARD_DAY)
    found = [_interval(time) for time in xml.children(times, "WorkingTime")]
    return sorted(filter(None, found))


def _interval(time: etree._Element) -> str:
    begin, end = xml.text(time, "FromTime")[:5], xml.text(time, "ToTime")[:5]
    if not begin or not end:
        return ""
    return f"{begin}-{'24:00' if end == '00:00' or end < begin else end}"


def _work_week(element: etree._Element) -> dict[str, Any]:
    period = xml.child(element, "TimePeriod")
    return {
        "name": xml.text(element, "Name"),
        "from": xml.text(period, "FromDate")[:10],
        "until": xml.text(period, "ToDate")[:10],
        "week": _week(xml.child(element, "WeekDays"), {}),
    }


def _exceptions(calendar: etree._Element) -> list[dict[str, Any]]:
    """Return exceptions; files since 2007 say each one twice, and a later one stands."""
    days: dict[tuple[str, str], dict[str, Any]] = {}
    old = (
        day
        for day in xml.children(xml.child(calendar, "WeekDays"), "WeekDay")
        if xml.integer(day, "DayType") == 0 and xml.child(day, "TimePeriod") is not None
    )
    new = xml.children(xml.child(calendar, "Exceptions"), "Exception")
    for element in (*old, *new):
        for first, last in _spans(element):
            span: dict[str, Any] = {"date": first.isoformat()}
            if last != first:
                span["until"] = last.isoformat()
            span["name"] = xml.text(element, "Name")
            span["hours"] = _intervals(element)
            days[first.isoformat(), last.isoformat()] = {k: v for k, v in span.items() if v != ""}
    return [days[key] for key in sorted(days)]


def _spans(element: etree._Element) -> Iterator[tuple[dt.date, dt.date]]:
    period = xml.child(element, "TimePeriod")
    first = xml.moment(xml.text(period, "FromDate"))
    last = xml.moment(xml.text(period, "ToDate")) or first
    if first is None or last is None or last < first:
        return
    kind = xml.integer(element, "Type", 1)
    if kind in {0, 1, 9} and xml.integer(element, "Period", 1) <= 1:
        yield first.date(), last.date()
        return
    for day in _recurring(element, kind, first, last):
        yield day.date(), day.date()


def _recurring(
    element: etree._Element, kind: int, first: dt.datetime, last: dt.datetime
) -> list[dt.datetime]:
    """Return the days of a recurring exception (schema types 1 to 7)."""
    bounds: dict[str, Any] = {
        "dtstart": first.replace(hour=0, minute=0, second=0),
        "interval": max(1, xml.integer(element, "Period", 1)),
    }
    count = xml.integer(element, "Occurrences")
    if xml.flag(element, "EnteredByOccurrences") and count:
        bounds["count"] = min(count, _MOST_DAYS)
    else:
        bounds["until"] = last
    freq, by = _frequency(element, kind, first)
    if freq is None:
        return [first]
    return list(rrule.rrule(freq, **bounds, **by))[:_MOST_DAYS]  # type: ignore[arg-type]  # rrule's own ints


def _frequency(
    element: etree._Element, kind: int, first: dt.datetime
) -> tuple[int | None, dict[str, Any]]:
    month = xml.integer(element, "Month") + 1
    month_day = xml.integer(element, "MonthDay") or first.day
    match kind:
        case 1 | 7:
            return rrule.DAILY, {}
        case 6:
            mask = xml.integer(element, "DaysOfWeek")
            days = [day for bit, day in enumerate(_RRULE_DAYS) if mask >> bit & 1]
            return rrule.WEEKLY, {"byweekday": days or None}
        case 2:
            return rrule.YEARLY, {"bymonth": month, "bymonthday": month_day}
        case 3:
            return rrule.YEARLY, {"bymonth": month, **_position(element)}
        case 4:
            return rrule.MONTHLY, {"bymonthday": month_day}
        case 5:
            return rrule.MONTHLY, _position(element)
        case _:
            return None, {}


def _position(element: etree._Element) -> dict[str, Any]:
    """Return 'the second Tuesday': MonthItem (0 day, 1 weekday, 2 weekend day, 3–9 Sunday…)."""
    item, position = xml.integer(element, "MonthItem"), xml.integer(element, "MonthPosition")
    days = {
        0: _RRULE_DAYS,
        1: _RRULE_DAYS[1:6],
        2: (_RRULE_DAYS[0], _RRULE_DAYS[6]),
    }.get(item, (_RRULE_DAYS[(item - 3) % 7],))
    return {"byweekday": list(days), "bysetpos": -1 if position >= 4 else position + 1}
