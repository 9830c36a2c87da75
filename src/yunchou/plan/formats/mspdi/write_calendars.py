"""Plan calendars → MSPDI calendars; the shipped ones are written out with their holidays."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from yunchou.messages import Text
from yunchou.plan.formats.mspdi import order
from yunchou.plan.scheduling.calendars import BUILTIN, WEEKDAYS, CalendarBook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from yunchou.engine.network import Calendar as Worked
    from yunchou.engine.network import Intervals
    from yunchou.plan.formats.report import Tally
    from yunchou.plan.model import Calendar, Plan

_FLAT: Final = Text(
    "连同基准日历写成一份完整的日历", "Written out as one calendar together with its base"
)
#: days counted from Sunday, as the file does
_FILE_DAYS: Final = ("sun", *WEEKDAYS[:6])


class CalendarWriter:
    """Gives calendars their UID and writes them.

    Parameters
    ----------
    plan
        The plan.
    tally
        The book of the report.
    years
        First and last year for which holidays are written out; None writes all that are known.
    """

    def __init__(self, plan: Plan, tally: Tally, years: tuple[int, int] | None) -> None:
        self._book = CalendarBook(plan)
        self._years = years
        self._uids: dict[str, int] = {}
        self._stated = {calendar.id: calendar for calendar in plan.calendars}
        for calendar in plan.calendars:
            if calendar.id[:1] == "C" and calendar.id[1:].isdigit():
                self._uids[calendar.id] = int(calendar.id[1:])
        for calendar in plan.calendars:
            self.uid(calendar.id)
            self._account(calendar, tally)
        self.uid(plan.project.calendar)

    def _account(self, calendar: Calendar, tally: Tally) -> None:
        flat = self._is_flattened(calendar)
        tally.found("calendar")
        tally.settle("calendar", "converted" if flat else "kept")
        for name in calendar.model_dump(exclude_defaults=True):
            tally.found_field("calendar", name)
            tally.field("calendar", name, "converted" if flat else "kept", _FLAT if flat else None)

    def _is_flattened(self, calendar: Calendar) -> bool:
        own = calendar.base != "custom" and calendar.base not in self._stated
        return own or calendar.hours is not None

    def uid(self, name: str) -> str:
        """Return the UID of a calendar by id or name, given when first asked for."""
        found = self._by_name(name)
        if found not in self._uids:
            self._uids[found] = max(self._uids.values(), default=0) + 1
        return str(self._uids[found])

    def _by_name(self, name: str) -> str:
        if name in self._stated or name in BUILTIN:
            return name
        return next((c.id for c in self._stated.values() if c.name == name), name)

    def elements(self) -> list[etree._Element]:
        """Return the calendars: those of the plan in its order, then those it uses."""
        made = []
        for name, uid in self._uids.items():
            stated = self._stated.get(name)
            if stated is not None and not self._is_flattened(stated):
                content = self._verbatim(stated)
            else:
                content = self._flat(name, stated)
            made.append(order.element("Calendar", {"UID": str(uid), **content}, order.CALENDAR))
        return made

    def _verbatim(self, stated: Calendar) -> dict[str, Any]:
        derived = stated.base in self._stated
        days = [
            _weekday(number, _read(stated.week[day]))
            for number, day in enumerate(_FILE_DAYS, 1)
            if day in stated.week
        ]
        exceptions = [
            _exception(found.date, found.until or found.date, found.name, _read(found.hours))
            for found in stated.exceptions
        ]
        weeks = [_work_week(week) for week in stated.extras.get("work_weeks", ())]
        return {
            "IsBaselineCalendar": "0",
            **stated.extras.get("mspdi", {}),
            "Name": _own_name(stated),
            "IsBaseCalendar": not derived,
            "BaseCalendarUID": self.uid(stated.base) if derived else "-1",
            "WeekDays": {"WeekDay": days} if days else None,
            "Exceptions": {"Exception": exceptions} if exceptions else None,
            "WorkWeeks": {"WorkWeek": weeks} if weeks else None,
        }

    def _flat(self, name: str, stated: Calendar | None) -> dict[str, Any]:
        worked = self._book[self._book.number(name)]
        days = [
            _weekday(number, worked.week[WEEKDAYS.index(day)])
            for number, day in enumerate(_FILE_DAYS, 1)
        ]
        exceptions = [_exception(*span) for span in self._spans(worked)]
        return {
            "Name": name if stated is None else _own_name(stated),
            "IsBaseCalendar": "1",
            "IsBaselineCalendar": "0",
            "BaseCalendarUID": "-1",
            "WeekDays": {"WeekDay": days},
            "Exceptions": {"Exception": exceptions} if exceptions else None,
        }

    def _spans(self, worked: Worked) -> Iterable[tuple[dt.date, dt.date, str, Intervals]]:
        """Yield the exceptional days of the written years, neighbours of a kind as one span."""
        first, last = self._years or (1900, 2200)
        days = sorted(day for day in worked.exceptions if first <= day.year <= last)
        begin: dt.date | None = None
        for position, day in enumerate(days):
            begin = begin or day
            following = days[position + 1] if position + 1 < len(days) else None
            joins = (
                following is not None
                and following == day + dt.timedelta(days=1)
                and worked.exceptions[day] == worked.exceptions[following]
            )
            if not joins:
                yield begin, day, "", worked.exceptions[day]
                begin = None


def _own_name(stated: Calendar) -> str:
    """Return the name; it carries the id where Project's own numbering cannot."""
    if stated.id[:1] == "C" and stated.id[1:].isdigit():
        return stated.name
    return f"{stated.name} [{stated.id}]" if stated.name else f"[{stated.id}]"


def _read(told: list[str]) -> Intervals:
    spans = []
    for text in told:
        begin, _, end = text.partition("-")
        spans.append((_minutes(begin), _minutes(end)))
    return tuple(spans)


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes or 0)


def _weekday(number: int, day: Intervals) -> dict[str, Any]:
    return {"DayType": str(number), **_working(day)}


def _working(day: Intervals) -> dict[str, Any]:
    if not day:
        return {"DayWorking": "0"}
    times = [{"FromTime": _clock(begin), "ToTime": _clock(end)} for begin, end in day]
    return {"DayWorking": "1", "WorkingTimes": {"WorkingTime": times}}


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}:00"


def _exception(first: dt.date, last: dt.date, name: str, day: Intervals) -> dict[str, Any]:
    return {
        "EnteredByOccurrences": "0",
        "TimePeriod": {"FromDate": f"{first}T00:00:00", "ToDate": f"{last}T23:59:00"},
        "Occurrences": str((last - first).days + 1),
        "Name": name,
        "Type": "1",
        **_working(day),
    }


def _work_week(week: dict[str, Any]) -> dict[str, Any]:
    days = week.get("week") or {}
    return {
        "TimePeriod": {
            "FromDate": f"{week.get('from')}T00:00:00",
            "ToDate": f"{week.get('until')}T23:59:00",
        },
        "Name": week.get("name", ""),
        "WeekDays": {
            "WeekDay": [
                _weekday(number, _read(days[day]))
                for number, day in enumerate(_FILE_DAYS, 1)
                if day in days
            ]
        },
    }
