"""Calendar arithmetic for goal sentences: periods, festivals, and moving on when no year is said.

The fiscal year is the calendar year. A period knows its first and its last day, so that
"before June" (the day before it starts) and "by the end of June" come from one value.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

FIRST_YEAR, LAST_YEAR = 1900, 2999


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days that somebody named.

    Parameters
    ----------
    grain
        ``day``, ``week``, ``month``, ``quarter``, ``half``, ``year`` or ``festival``.
    closed
        The words already say its end (月底, end of June): 前 then means by that day.
    """

    start: date
    end: date
    grain: str
    closed: bool = False

    def ended(self) -> Period:
        """Return the same period, spoken of by its end."""
        return replace(self, closed=True)


def day(value: date) -> Period:
    """Return the period of one day."""
    return Period(value, value, "day", closed=True)


def make_date(year: int, month: int, dom: int) -> date | None:
    """Return the date, or None where the calendar has no such day."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    return date(year, month, dom) if 1 <= dom <= calendar.monthrange(year, month)[1] else None


def months(year: int, first: int, last: int, grain: str) -> Period | None:
    """Return the period from the first day of one month to the last day of another."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= first <= last <= 12):
        return None
    end = date(year, last, calendar.monthrange(year, last)[1])
    return Period(date(year, first, 1), end, grain)


def month(year: int, number: int) -> Period | None:
    """Return a calendar month."""
    return months(year, number, number, "month")


def quarter(year: int, number: int) -> Period | None:
    """Return a calendar quarter, 1 to 4."""
    return months(year, 3 * number - 2, 3 * number, "quarter") if 1 <= number <= 4 else None


def half(year: int, number: int) -> Period | None:
    """Return a half-year, 1 or 2."""
    return months(year, 6 * number - 5, 6 * number, "half") if number in (1, 2) else None


def year(number: int) -> Period | None:
    """Return a calendar year."""
    return months(number, 1, 12, "year")


def week(of: date, ahead: int = 0) -> Period:
    """Return the Monday-to-Sunday week `ahead` weeks after the one of a date."""
    monday = of - timedelta(days=of.weekday()) + timedelta(weeks=ahead)
    return Period(monday, monday + timedelta(days=6), "week")


def shift_month(of: date, ahead: int) -> Period | None:
    """Return the calendar month `ahead` months after the one of a date."""
    index = of.year * 12 + of.month - 1 + ahead
    return month(index // 12, index % 12 + 1)


def shift_quarter(of: date, ahead: int) -> Period | None:
    """Return the quarter `ahead` quarters after the one of a date."""
    index = of.year * 4 + (of.month - 1) // 3 + ahead
    return quarter(index // 4, index % 4 + 1)


def add_months(of: date, number: int) -> date | None:
    """Return the same day of a later month, or that month's last day if it is shorter."""
    index = of.year * 12 + of.month - 1 + number
    y, m = index // 12, index % 12 + 1
    if not FIRST_YEAR <= y <= LAST_YEAR:
        return None
    return date(y, m, min(of.day, calendar.monthrange(y, m)[1]))


def add_duration(of: date, norm: str) -> date | None:
    """Return the date an ISO-like duration after another; working days skip weekends only."""
    match = re.fullmatch(r"P(\d+)(Y|M|W|D|BD)", norm)
    if not match:
        return None
    number = min(int(match[1]), 40_000)
    if match[2] in "YM":
        return add_months(of, number * (12 if match[2] == "Y" else 1))
    if match[2] == "BD":
        weeks, rest = divmod(number, 5)
        rest += 2 if of.weekday() + rest > 4 else 0
        return of + timedelta(weeks=weeks, days=rest)
    return of + timedelta(days=number * (7 if match[2] == "W" else 1))


def length_days(norm: str) -> float | None:
    """Return about how many days a duration has, to compare it with a pace in history."""
    match = re.fullmatch(r"P(\d+)(Y|M|W|D|BD)", norm)
    if not match:
        return None
    per_unit = {"Y": 365.0, "M": 30.4, "W": 7.0, "D": 1.0, "BD": 1.4}
    return int(match[1]) * per_unit[match[2]]


@dataclass(frozen=True, slots=True)
class Festival:
    """A named day, and in which year it falls when."""

    key: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    month_day: tuple[int, int] | None
    dates: tuple[date, ...]
    holiday_days: int

    def in_year(self, number: int) -> Period | None:
        """Return the holiday in a year; None outside the table for the moving ones."""
        if self.month_day:
            first = make_date(number, *self.month_day)
        else:
            first = next((d for d in self.dates if d.year == number), None)
        if first is None:
            return None
        return Period(first, first + timedelta(days=self.holiday_days - 1), "festival")


@cache
def festivals() -> tuple[Festival, ...]:
    """Read the table of festivals that is part of the package."""
    raw = tomllib.loads(files(__package__).joinpath("festivals.toml").read_text("utf-8"))
    return tuple(_festival(key, entry) for key, entry in raw.items())


def _festival(key: str, entry: dict[str, Any]) -> Festival:
    month_day = None
    if "month_day" in entry:
        m, d = entry["month_day"].split("-")
        month_day = (int(m), int(d))
    return Festival(
        key=key,
        zh=tuple(entry["zh"]),
        en=tuple(entry["en"]),
        month_day=month_day,
        dates=tuple(date.fromisoformat(d) for d in entry.get("dates", ())),
        holiday_days=entry.get("holiday_days", 1),
    )
