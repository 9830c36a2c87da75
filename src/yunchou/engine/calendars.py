"""Working-time arithmetic: calendars of China, working minutes and working days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from yunchou.engine.network import DAY, Calendar, Intervals

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

OFFICE_HOURS: Final[Intervals] = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
"""08:00–12:00 and 13:00–17:00: eight hours, one working day."""


def natural_days(hours: Intervals = OFFICE_HOURS) -> Calendar:
    """Return the calendar that works ``hours`` on every day of the week, holidays included."""
    return Calendar("natural_days", (hours,) * 7)


def around_the_clock() -> Calendar:
    """Return the calendar ``24h``: every minute is working time."""
    return Calendar("24h", (((0, DAY),),) * 7)


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
        First and last year of the table to use; all of it (2018–2035) when None.
    """
    raise NotImplementedError
