"""Working-time arithmetic: the calendars of China, working minutes and working days.

The statutory days of 2018–2026 and their make-up days are those the State Council published. Later
years are **estimated**: the days that the regulation on public holidays names (lunar festivals
computed, substitute days for those that fall on a weekend included), no make-up days and no
bridging days, because nobody can know them. `Calendar.is_estimated` tells which years those are.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from datetime import date, timedelta
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from yunchou.engine import kernels, tables
from yunchou.engine.network import DAY, Calendar, Intervals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    import numpy.typing as npt

Roll = Literal["forward", "backward"]

_REACH: Final = 400 * 366  # days

OFFICE_HOURS: Final[Intervals] = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
"""08:00–12:00 and 13:00–17:00: eight hours, one working day."""


class Holiday(NamedTuple):
    """One row of the table: a day off (``holiday``) or a working weekend day (``makeup``)."""

    day: date
    kind: str
    name: str
    estimated: bool


def natural_days(hours: Intervals = OFFICE_HOURS) -> Calendar:
    """Return the calendar that works ``hours`` on every day of the week, holidays included."""
    return Calendar("natural_days", (hours,) * 7)


def around_the_clock() -> Calendar:
    """Return the calendar ``24h``: every minute is working time."""
    return Calendar("24h", (((0, DAY),),) * 7)


@lru_cache(maxsize=1)
def cn_holidays() -> tuple[Holiday, ...]:
    """Return China's statutory holidays and make-up days, in order of date."""
    source = files("yunchou.engine") / "data" / "cn_holidays.csv"
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return tuple(
        Holiday(date.fromisoformat(r["date"]), r["kind"], r["name"], r["status"] == "estimated")
        for r in rows
    )


def cn_workdays(
    extra: Mapping[date, Intervals] | None = None,
    *,
    hours: Intervals = OFFICE_HOURS,
    years: tuple[int, int] | None = None,
) -> Calendar:
    """Return mainland China's working days: Monday to Friday, statutory holidays, make-up days.

    Parameters
    ----------
    extra
        The organisation's own days, which win over the table: ``()`` for a day off.
    hours
        Working hours of a working day.
    years
        First and last year of the table to use; all of it (2018–2035) when None. Outside, only the
        week counts and `Calendar.is_estimated` says so.
    """
    table = cn_holidays()
    first, last = years or (table[0].day.year, table[-1].day.year)
    chosen = [row for row in table if first <= row.day.year <= last]
    days = {row.day: () if row.kind == "holiday" else hours for row in chosen}
    return Calendar(
        name="cn_workdays",
        week=(hours,) * 5 + ((), ()),
        exceptions=days | dict(extra or {}),
        covered_years=(
            max(first, table[0].day.year),
            min(last, table[-1].day.year),
        ),
        estimated_years=frozenset(row.day.year for row in chosen if row.estimated),
    )


class WorkTime:
    """Arithmetic on one calendar; instants in minutes (`network.minute`), any year.

    Parameters
    ----------
    calendar
        The calendar; a day counts as a working day when it has any working time.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._tables: tables.Tables | None = None
        self._table: _Table | None = None

    def between(self, begin: int, end: int) -> int:
        """Count the working minutes from ``begin`` to ``end``; negative when ``end`` is earlier."""
        return self._ask(lambda t: kernels.span(t, 1, begin, end), begin, end)

    def add(self, at: int, minutes: int) -> int:
        """Move ``at`` by working minutes (negative: back); the result ends a working minute.

        08:00 plus 480 is 17:00 of the same day, not 08:00 of the next. Zero minutes return ``at``.
        """
        return self._ask(lambda t: kernels.shift(t, 1, at, minutes), at) if minutes else at

    def next_start(self, at: int) -> int:
        """Return the first instant at or after ``at`` at which work can begin."""
        return self._ask(lambda t: kernels.start_at(t, 1, kernels.work_at(t, 1, at)), at)

    def previous_finish(self, at: int) -> int:
        """Return the last instant at or before ``at`` at which work can have ended."""
        return self._ask(lambda t: kernels.finish_at(t, 1, kernels.work_at(t, 1, at)), at)

    def is_workday(self, day: date) -> bool:
        """Tell whether a day has any working time."""
        return bool(self.calendar.intervals(day))

    def workdays_between(self, first: date, last: date) -> int:
        """Count the working days from ``first`` to ``last``, both inclusive; 0 when reversed."""
        if last < first:
            return 0
        return self._worked(last.toordinal()) - self._worked(first.toordinal() - 1)

    def days_late(self, planned: date, actual: date) -> int:
        """Return by how many working days ``actual`` is behind ``planned``; negative when ahead.

        The days after the earlier date up to the later one count, so a finish that slips from
        Friday to Monday is one working day late.
        """
        if actual < planned:
            return -self.workdays_between(actual + timedelta(1), planned)
        return self.workdays_between(planned + timedelta(1), actual)

    def _worked(self, ordinal: int) -> int:
        """Count the working days from the Monday 0001-01-01 to a day, by its ordinal."""
        week, days, corrections = self._counts
        weeks, rest = divmod(ordinal, 7)
        return weeks * week[7] + week[rest] + corrections[bisect_right(days, ordinal)]

    @cached_property
    def _counts(self) -> tuple[list[int], list[int], list[int]]:
        """Running counts: of a week; the days that differ from it, and what they add up to."""
        opens = [bool(pattern) for pattern in self.calendar.week]
        days = sorted(self.calendar.exceptions)
        differs = (bool(self.calendar.exceptions[day]) - opens[day.weekday()] for day in days)
        week, corrections = accumulate(opens, initial=0), accumulate(differs, initial=0)
        return list(week), [day.toordinal() for day in days], list(corrections)

    def add_workdays(
        self, days: npt.ArrayLike, count: npt.ArrayLike, *, roll: Roll = "forward"
    ) -> npt.NDArray[np.datetime64]:
        """Add working days to many dates at once, by table: a million dates take milliseconds.

        Parameters
        ----------
        days
            Dates, anything numpy reads as ``datetime64[D]``.
        count
            Working days to add to each, or one number for all; negative goes back.
        roll
            A date that is no working day counts from the next working day (``forward``) or from the
            previous one (``backward``), as in `numpy.busday_offset`.

        Returns
        -------
        ndarray of datetime64[D]
            0 days from a working day is that day.
        """
        import numpy as np

        numbers = np.asarray(days, dtype="datetime64[D]").astype(np.int64)
        counts = np.asarray(count, dtype=np.int64)
        if numbers.size == 0 or counts.size == 0:
            return np.empty(np.broadcast_shapes(numbers.shape, counts.shape), "datetime64[D]")
        table = self._day_table(numbers, counts)
        at = (table.after if roll == "forward" else table.before)[numbers - table.first]
        found: npt.NDArray[np.datetime64] = table.days[at + counts].astype("datetime64[D]")
        return found

    def _day_table(self, numbers: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> _Table:
        """Return a table that holds every answer, from the last one if it is wide enough."""
        low, high = int(numbers.min()), int(numbers.max())
        back, on = max(0, -int(counts.min())), max(0, int(counts.max()))
        reach = 30
        while not (self._table and self._table.holds(low, high, back, on)):
            if reach > _REACH:
                raise tables.endless([self.calendar])
            self._table = _Table.of(self.calendar, low - back - reach, high + on + reach)
            reach += reach + back + on
        return self._table

    def _ask(self, question: Callable[[tables.Tables], int], *instants: int) -> int:
        """Answer from the compiled window, widening it until it holds the answer."""
        if self._tables is None:
            low, high = min(instants) // DAY, max(instants) // DAY
            self._tables = tables.build([self.calendar], low - 366, high + 366)
        while True:
            answer = question(self._tables)
            if not self._tables.outside[0]:
                return answer
            self._tables = tables.widen(self._tables, [self.calendar])


class _Table(NamedTuple):
    """Working days of a window as numpy counts days (from 1970)."""

    first: int
    days: npt.NDArray[np.int64]  # the working days in order
    after: npt.NDArray[np.int64]  # day - first: index of the first working day not before it
    before: npt.NDArray[np.int64]  # day - first: index of the last working day not after it

    @classmethod
    def of(cls, calendar: Calendar, first: int, last: int) -> _Table:
        import numpy as np

        numbers = np.arange(first, last + 1)
        open_days = np.array([bool(pattern) for pattern in calendar.week])
        works = open_days[(numbers + _THURSDAY) % 7]
        for day, pattern in calendar.exceptions.items():
            offset = day.toordinal() - _ORDINAL_1970 - first
            if 0 <= offset < len(works):
                works[offset] = bool(pattern)
        until = np.cumsum(works)
        return cls(first, numbers[works], until - works, until - 1)

    def holds(self, low: int, high: int, back: int, on: int) -> bool:
        """Tell whether days from ``low`` to ``high`` can move ``back`` and ``on`` inside."""
        if low < self.first or high >= self.first + len(self.after):
            return False
        lowest = int(self.before[low - self.first]) - back
        highest = int(self.after[high - self.first]) + on
        return lowest >= 0 and highest < len(self.days)


_THURSDAY: Final = 3  # 1970-01-01
_ORDINAL_1970: Final = date(1970, 1, 1).toordinal()
