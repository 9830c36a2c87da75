"""Plan calendars → engine calendars, and days ⇄ instants on them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from yunchou.engine.calendars import OFFICE_HOURS, around_the_clock, cn_workdays, natural_days
from yunchou.engine.network import DAY, Calendar, Intervals, minute, moment
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan import model

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BUILTIN: Final = ("cn_workdays", "natural_days", "24h")
_MOST_DAYS: Final = 3700
_ONE: Final = dt.timedelta(days=1)
_STANDARD_WEEK: Final = ((OFFICE_HOURS,) * 5) + ((), ())


class CalendarBook:
    """The calendars of one plan, numbered for the engine as they are asked for.

    Parameters
    ----------
    plan
        The plan whose calendars these are; `Project.calendar` becomes number 0.
    """

    def __init__(self, plan: model.Plan) -> None:
        self._known = {calendar.id: calendar for calendar in plan.calendars}
        self._known |= {
            calendar.name: calendar
            for calendar in reversed(plan.calendars)
            if calendar.name and calendar.name not in self._known
        }
        self._numbers: dict[str, int] = {}
        self._combined: dict[tuple[int, int], int] = {}
        self._per_day: dict[int, int] = {}
        self._calendars: list[Calendar] = []
        extras = plan.project.extras
        self._fixed_per_day = int(extras.get("minutes_per_day") or 0)
        self.number(plan.project.calendar, "project.calendar")

    @property
    def calendars(self) -> tuple[Calendar, ...]:
        """The calendars used so far, by number."""
        return tuple(self._calendars)

    def __getitem__(self, number: int) -> Calendar:
        return self._calendars[number]

    def told(self, name: str) -> str:
        """Return a calendar's name for people."""
        stated = self._known.get(name)
        return (stated.name if stated else "") or name

    def number(self, name: str, place: str = "") -> int:
        """Return the number of a calendar by id or name.

        Raises
        ------
        InputError
            ``schedule.unknown_calendar``, naming those that there are.
        """
        if name not in self._numbers:
            self._numbers[name] = self._add(self._build(name, place, ()))
        return self._numbers[name]

    def both(self, first: int, second: int) -> int:
        """Return the number of the time when both calendars work; the first if that is never."""
        if first == second:
            return first
        key = (min(first, second), max(first, second))
        if key not in self._combined:
            common = intersection(self._calendars[first], self._calendars[second])
            self._combined[key] = first if common is None else self._add(common)
        return self._combined[key]

    def _add(self, calendar: Calendar) -> int:
        self._calendars.append(calendar)
        return len(self._calendars) - 1

    def per_day(self, number: int) -> int:
        """Return the minutes that one working day of a calendar has."""
        if self._fixed_per_day:
            return self._fixed_per_day
        if number not in self._per_day:
            sums = [sum(end - begin for begin, end in day) for day in self._calendars[number].week]
            usual = Counter(minutes for minutes in sums if minutes).most_common(1)
            self._per_day[number] = usual[0][0] if usual else 480
        return self._per_day[number]

    def day_begin(self, number: int, day: dt.date) -> int:
        """Return the first working minute of a day; 08:00 on a day off."""
        intervals = self._calendars[number].intervals(day)
        return minute(day) + (intervals[0][0] if intervals else OFFICE_HOURS[0][0])

    def first_begin(self, day: dt.date) -> int:
        """Return the first minute of a day that any calendar in use works."""
        return min(self.day_begin(number, day) for number in range(len(self._calendars)))

    def day_end(self, number: int, day: dt.date) -> int:
        """Return the end of work of a day; 17:00 on a day off."""
        intervals = self._calendars[number].intervals(day)
        return minute(day) + (intervals[-1][1] if intervals else OFFICE_HOURS[-1][1])

    def next_work(self, number: int, at: int) -> int:
        """Return the first working minute at or after an instant."""
        day = moment(at).date()
        for _ in range(_MOST_DAYS):
            for begin, end in self._calendars[number].intervals(day):
                if minute(day) + end > at:
                    return max(at, minute(day) + begin)
            day += _ONE
        return at

    def work(self, number: int, begin: int, end: int) -> int:
        """Return the working minutes between two instants; negative when they are reversed."""
        if end < begin:
            return -self.work(number, end, begin)
        found, day = 0, moment(begin).date()
        while (midnight := minute(day)) < end:
            found += sum(
                max(0, min(end, midnight + until) - max(begin, midnight + since))
                for since, until in self._calendars[number].intervals(day)
            )
            day += _ONE
        return found

    def _build(self, name: str, place: str, seen: tuple[str, ...]) -> Calendar:
        stated = self._known.get(name)
        if stated is not None and name not in seen:
            return self._stated(stated, place, (*seen, name))
        if name in seen and name not in BUILTIN:
            raise _ring(seen[seen.index(name) :])
        if name == "cn_workdays":
            return cn_workdays()
        if name == "natural_days":
            return natural_days()
        if name == "24h":
            return around_the_clock()
        if name in {"custom", "standard"}:
            return Calendar(name, _STANDARD_WEEK)
        raise self._unknown(name, place)

    def _unknown(self, name: str, place: str) -> InputError:
        known = [*BUILTIN, *(key for key in self._known if key not in BUILTIN)][:12]
        return InputError(
            Text(f"没有名为“{name}”的日历", f"There is no calendar “{name}”"),
            place=place,
            remedy=Text(
                f"可用日历：{'、'.join(known)}；或在 calendars 里定义它。",
                f"Known: {', '.join(known)}; or define it under calendars.",
            ),
            code="schedule.unknown_calendar",
        )

    def _stated(self, stated: model.Calendar, place: str, seen: tuple[str, ...]) -> Calendar:
        base = self._build(stated.base, place or stated.id, seen)
        week = [
            _intervals(stated.week[day], stated.id) if day in stated.week else base.week[position]
            for position, day in enumerate(WEEKDAYS)
        ]
        days = dict(base.exceptions)
        if stated.hours is not None:
            span = _hours(float(stated.hours), stated.id)
            week = [span if day else () for day in week]
            days = {day: span if times else () for day, times in days.items()}
        for first, last, own in _work_weeks(stated.extras):
            for day in _days(first, last):
                if (key := WEEKDAYS[day.weekday()]) in own:
                    days[day] = _intervals(own[key], stated.id)
        for exception in stated.exceptions:
            times = _intervals(exception.hours, stated.id)
            for day in _days(exception.date, exception.until or exception.date):
                days[day] = times
        return Calendar(
            stated.name or stated.id,
            tuple(week),
            days,
            covered_years=base.covered_years,
            estimated_years=base.estimated_years,
        )


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for offset in range(min((last - first).days, _MOST_DAYS) + 1):
        yield first + dt.timedelta(days=offset)


def _work_weeks(
    extras: dict[str, Any],
) -> Iterator[tuple[dt.date, dt.date, dict[str, list[str]]]]:
    for week in extras.get("work_weeks") or ():
        try:
            first = dt.date.fromisoformat(str(week["from"]))
            last = dt.date.fromisoformat(str(week["until"]))
        except (KeyError, TypeError, ValueError):
            continue
        yield first, last, week.get("week") or {}


def _hours(hours: float, place: str) -> Intervals:
    """Return a working day of so many hours: from 08:00, an hour of rest after four."""
    minutes = round(hours * 60)
    if not 0 < minutes <= DAY:
        raise InputError(
            Text(f"每日工时 {hours:g} 不合法", f"{hours:g} hours a day are not possible"),
            place=place,
            remedy=Text("请填 0 到 24 之间的数。", "Give a number from 0 to 24."),
            code="schedule.calendar",
        )
    if minutes <= 240:
        return ((480, 480 + minutes),)
    if minutes <= DAY - 540:
        return ((480, 720), (780, 540 + minutes))
    return ((DAY - minutes, DAY),)


def _intervals(told: list[str], place: str) -> Intervals:
    """Read `08:00-12:00`; overlapping intervals are joined."""
    spans = sorted(_interval(text, place) for text in told)
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)


def _interval(text: str, place: str) -> tuple[int, int]:
    begin, _, end = text.replace("—", "-").replace("–", "-").partition("-")
    try:
        span = _clock(begin), _clock(end)
    except ValueError:
        span = (0, 0)
    if not 0 <= span[0] < span[1] <= DAY:
        raise InputError(
            Text(f"工作时段“{text}”不合法", f"Working interval “{text}” is not valid"),
            place=place,
            remedy=Text("写成 08:00-12:00 的样子。", "Write it like 08:00-12:00."),
            code="schedule.calendar",
        )
    return span


def _clock(text: str) -> int:
    hours, _, minutes = text.strip().partition(":")
    return int(hours) * 60 + int(minutes or 0)


def intersection(first: Calendar, second: Calendar) -> Calendar | None:
    """Return the time when both calendars work; None when that is never."""
    week = tuple(_common(a, b) for a, b in zip(first.week, second.week, strict=True))
    days = {
        day: _common(first.intervals(day), second.intervals(day))
        for day in {*first.exceptions, *second.exceptions}
    }
    if not any(week) and not any(days.values()):
        return None
    covered = [years for years in (first.covered_years, second.covered_years) if years]
    return Calendar(
        f"{first.name} ∩ {second.name}",
        week,
        days,
        covered_years=covered[0] if covered else None,
        estimated_years=first.estimated_years | second.estimated_years,
    )


def _common(first: Intervals, second: Intervals) -> Intervals:
    spans = ((max(a, c), min(b, d)) for a, b in first for c, d in second)
    return tuple(sorted(span for span in spans if span[0] < span[1]))


def _ring(names: tuple[str, ...]) -> InputError:
    ring = " → ".join([*names, names[0]])
    return InputError(
        Text(f"日历互为基准，成了环：{ring}", f"The calendars rest on each other: {ring}"),
        place=f"calendars.{names[0]}.base",
        remedy=Text(
            "请把其中一个改为内置日历，如 cn_workdays。",
            "Base one of them on a built-in calendar such as cn_workdays.",
        ),
        code="schedule.unknown_calendar",
    )
