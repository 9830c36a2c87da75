"""Calendars compiled for the passes: prefix sums by day, one small table per pattern of a day.

Working time is a coordinate: ``work_at`` counts the working minutes of a calendar before an
instant, ``start_at`` and ``finish_at`` lead back. Calendar 0 is always the clock itself.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from yunchou.engine.network import DAY, EPOCH, Calendar, Intervals
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

BUCKET: Final = 7
"""Log2 of the working minutes in one step of the index from work to working days."""

_YEAR: Final = 366
_LONGEST: Final = 400 * _YEAR


class Tables(NamedTuple):
    """Calendars over one window of days, flat, with calendar ``c`` at index ``c - 1``.

    Lists of int in the plain path, int32 arrays in the compiled one.
    """

    base: Sequence[int]  # one entry: first minute of the window
    days: Sequence[int]  # one entry: days in the window
    prefix: Sequence[int]  # (c-1)*days+d: working minutes before day d
    pattern: Sequence[int]  # (c-1)*days+d: number of the day's pattern
    inside: Sequence[int]  # pattern*DAY+clock: working minutes of such a day before the clock
    total: Sequence[int]  # c: working minutes of the window
    bucket: Sequence[int]  # bucket_at[c] + (work >> BUCKET): first working day that can hold it
    bucket_at: Sequence[int]
    end: Sequence[int]  # working day: working minutes of the window up to its end
    begin: Sequence[int]  # working day: its first minute
    clock_at: Sequence[int]  # working day: its pattern's part of `clock`, less the work before it
    clock: Sequence[int]  # minute of the day at which the n-th working minute begins
    outside: Any  # MutableSequence[int]: outside[0] becomes 1 when an instant left the window


class _Days(NamedTuple):
    prefix: tuple[int, ...]
    patterns: tuple[Intervals, ...]
    total: int


@lru_cache(maxsize=64)
def _days(calendar: Calendar, first: int, count: int) -> _Days:
    """Lay one calendar out over ``count`` days from day number ``first``."""
    week = calendar.week
    patterns = [week[(first + d) % 7] for d in range(count)]
    origin = EPOCH.date() + timedelta(days=first)
    for day, pattern in calendar.exceptions.items():
        offset = (day - origin).days
        if 0 <= offset < count:
            patterns[offset] = pattern
    minutes = {pattern: sum(end - begin for begin, end in pattern) for pattern in set(patterns)}
    prefix = [0, *accumulate(minutes[pattern] for pattern in patterns)]
    total = prefix.pop()
    return _Days(tuple(prefix), tuple(patterns), total)


class _Patterns:
    """The distinct patterns of a day, numbered, each with its two small tables."""

    def __init__(self) -> None:
        self.numbers: dict[Intervals, int] = {}
        self.inside: list[int] = []
        self.clock: list[int] = []
        self.clock_at: list[int] = []

    def number(self, pattern: Intervals) -> int:
        known = self.numbers.get(pattern)
        if known is None:
            known = self.numbers[pattern] = len(self.numbers)
            working = [m for begin, end in pattern for m in range(begin, end)]
            self.clock_at.append(len(self.clock))
            self.clock += working
            before, at = 0, 0
            for begin, end in pattern:
                self.inside += [before] * (begin - at)
                self.inside += range(before, before + end - begin)
                before, at = before + end - begin, end
            self.inside += [before] * (DAY - at)
        return known


class _Index:
    """The way back from work to instants: working days only, calendar after calendar."""

    def __init__(self) -> None:
        self.bucket: list[int] = []
        self.bucket_at = [0]
        self.end: list[int] = []
        self.begin: list[int] = []
        self.clock_at: list[int] = []

    def add(self, days: _Days, numbers: Sequence[int], patterns: _Patterns, base: int) -> None:
        self.bucket_at.append(len(self.bucket))
        at = patterns.clock_at
        ends = (*days.prefix[1:], days.total)
        for d, (before, end) in enumerate(zip(days.prefix, ends, strict=True)):
            if end == before:
                continue
            while (len(self.bucket) - self.bucket_at[-1]) << BUCKET < end:
                self.bucket.append(len(self.end))
            self.end.append(end)
            self.begin.append(base + d * DAY)
            self.clock_at.append(at[numbers[d]] - before)


def build(calendars: Sequence[Calendar], first: int, last: int) -> Tables:
    """Compile calendars for the days ``first`` to ``last`` (day numbers from the epoch).

    The window grows to whole years on both sides, so that neighbouring plans share the work.
    """
    start = first // _YEAR * _YEAR
    count = (last // _YEAR + 1) * _YEAR - start
    if count > _LONGEST:
        raise endless(calendars)
    return _laid_out(tuple(calendars), start, count)._replace(outside=[0])


@lru_cache(maxsize=16)
def _laid_out(calendars: tuple[Calendar, ...], start: int, count: int) -> Tables:
    laid = [_days(calendar, start, count) for calendar in calendars]
    patterns = _Patterns()
    index = _Index()
    numbers: list[int] = []
    for days in laid:
        mine = [patterns.number(pattern) for pattern in days.patterns]
        index.add(days, mine, patterns, start * DAY)
        numbers += mine
    return Tables(
        base=[start * DAY],
        days=[count],
        prefix=[x for days in laid for x in days.prefix],
        pattern=numbers,
        inside=patterns.inside,
        total=[0, *(days.total for days in laid)],
        bucket=index.bucket,
        bucket_at=index.bucket_at,
        end=index.end,
        begin=index.begin,
        clock_at=index.clock_at,
        clock=patterns.clock,
        outside=(),  # every user gets a flag of its own
    )


def endless(calendars: Sequence[Calendar]) -> InputError:
    """Return the fault of a plan that finds no working time within four hundred years."""
    names = "、".join(c.name for c in calendars)
    return InputError(
        Text(
            f"排期超出四百年仍未结束，工作日历的工作时间太少：{names}",
            f"Four hundred years do not hold the schedule; too little working time in: {names}",
        ),
        remedy=Text("请检查工作日历和工期。", "Check the calendars and the durations."),
        code="schedule.endless",
    )


def widen(tables: Tables, calendars: Sequence[Calendar]) -> Tables:
    """Compile the same calendars over a window that reaches as far again on both sides."""
    first = int(tables.base[0]) // DAY
    count = int(tables.days[0])
    earliest = max(first - count // 2, 0)
    return build(calendars, earliest, first + count * 2)
