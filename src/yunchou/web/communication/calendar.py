"""Meetings on their days: series expanded, holidays moved to the next working day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from yunchou.web.projects.registers import recurrence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from yunchou.web.communication.models import MeetingSeries

    Working = Callable[[dt.date], bool]

ONE = dt.timedelta(days=1)
LONGEST_REST = 30  # days; no holiday is longer


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A meeting on a day; `moved_from` is where the rule put it when that was a day off."""

    day: dt.date
    time: str
    meeting: MeetingSeries
    moved_from: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """What meetings hang on: the project's dates and those of its items by code."""

    start: dt.date | None
    finish: dt.date | None
    items: Mapping[str, dt.date | None]
    working: Working


def next_working(day: dt.date, working: Working) -> dt.date:
    """Return the first working day from `day` on."""
    found = day
    for _step in range(LONGEST_REST):
        if working(found):
            return found
        found += ONE
    return day


def expand(
    meetings: Iterable[MeetingSeries], dates: Dates, first: dt.date, last: dt.date
) -> list[Occurrence]:
    """Return the meetings from `first` to `last`, in order of day and time.

    A series runs to the project's finish unless it counts its own end. One that moves onto a day
    on which it meets anyway is held once.
    """
    found: dict[tuple[object, dt.date], Occurrence] = {}
    early = first - dt.timedelta(days=LONGEST_REST)
    for meeting in meetings:
        for day in _days(meeting, dates, early, last):
            held = next_working(day, dates.working)
            if not first <= held <= last:
                continue
            time = recurrence.split(meeting.rrule).time
            moved = day if held != day else None
            if moved is None or (meeting.id, held) not in found:
                found[meeting.id, held] = Occurrence(held, time, meeting, moved)
    return sorted(found.values(), key=lambda one: (one.day, one.time or "99", one.meeting.rank))


def begin(meeting: MeetingSeries, dates: Dates) -> list[dt.date]:
    """Return the days that a meeting hangs on: the project's start, or its tasks' days."""
    if meeting.start_type == "tasks":
        days = (dates.items.get(code) for code in meeting.start_items)
        return sorted(day for day in days if day is not None)
    if dates.start is None:
        return []
    try:
        return [dates.start + dt.timedelta(days=meeting.start_offset_days or 0)]
    except OverflowError:
        return []


def _days(meeting: MeetingSeries, dates: Dates, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    anchors = begin(meeting, dates)
    if not anchors:
        return
    if not meeting.rrule:
        yield from anchors if meeting.start_type == "tasks" else anchors[:1]
        return
    start = dt.datetime.combine(anchors[0], dt.time())
    try:
        rule = recurrence.read(meeting.rrule, start)
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    bounded = "COUNT=" in meeting.rrule or "UNTIL=" in meeting.rrule
    end = last if bounded or dates.finish is None else min(last, dates.finish)
    for moment in islice(rule, recurrence.MOST * 10):
        if moment.date() > end:
            return
        if moment.date() >= first:
            yield moment.date()
