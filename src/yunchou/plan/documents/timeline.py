"""Dates as the document needs them: read from a computed schedule, or from nothing at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from yunchou.plan.model import Meeting, Plan
    from yunchou.plan.scheduling import PlanSchedule

#: a series longer than this is shown by its rule alone
MOST_OCCURRENCES = 400


@dataclass(frozen=True, slots=True)
class NodeDates:
    """First and last working day of a phase, task or milestone, and its room to move."""

    start: dt.date
    finish: dt.date
    total_float: float | None = None
    critical: bool = False
    duration: float | None = None


def _weekday(day: dt.date) -> bool:
    return day.weekday() < 5


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dates by node id; empty for a plan that has neither start nor anchor."""

    nodes: Mapping[str, NodeDates] = field(default_factory=dict)
    estimated_years: tuple[int, ...] = ()
    is_workday: Callable[[dt.date], bool] = _weekday

    @property
    def known(self) -> bool:
        """Whether there are dates at all."""
        return bool(self.nodes)

    @property
    def start(self) -> dt.date | None:
        """The first day."""
        return min((node.start for node in self.nodes.values()), default=None)

    @property
    def finish(self) -> dt.date | None:
        """The last day."""
        return max((node.finish for node in self.nodes.values()), default=None)

    def occurrences(self, meeting: Meeting) -> tuple[dt.date, ...]:
        """Return the days of a meeting; one that falls on a holiday moves to the next workday."""
        begins = self._begins(meeting)
        if not begins:
            return ()
        if not meeting.rrule:
            return tuple(self._workday(day) for day in begins)
        return self._series(meeting.rrule, begins[0])

    def _begins(self, meeting: Meeting) -> list[dt.date]:
        start = meeting.start
        if start is not None and start.type == "tasks":
            days = [self._task_day(key) for key in start.ids if key in self.nodes]
            return sorted(days)
        if self.start is None:
            return []
        offset = (start.offset_days if start else 0) or 0
        return [self.start + dt.timedelta(days=offset)]

    def _task_day(self, key: str) -> dt.date:
        # a review is held when the work is done, a series starts with the first of its tasks
        return self.nodes[key].finish

    def _series(self, rule: str, begin: dt.date) -> tuple[dt.date, ...]:
        from dateutil.rrule import rrulestr

        last = self.finish or begin
        moment = dt.datetime.combine(begin, dt.time())
        end = dt.datetime.combine(max(last, begin), dt.time(23, 59))
        try:
            series = rrulestr(rule, dtstart=moment)
            found = series.between(moment, end, inc=True)[:MOST_OCCURRENCES]
        except (ValueError, TypeError):
            return ()
        hourly = "FREQ=HOURLY" in rule.upper() or "FREQ=DAILY" in rule.upper()
        days = [day.date() if hourly else self._workday(day.date()) for day in found]
        return tuple(dict.fromkeys(days))

    def _workday(self, day: dt.date) -> dt.date:
        for ahead in range(15):
            candidate = day + dt.timedelta(days=ahead)
            if self.is_workday(candidate):
                return candidate
        return day


def from_schedule(plan: Plan, schedule: PlanSchedule) -> Timeline:
    """Read the dates that a document shows from a computed schedule."""
    from yunchou.engine.calendars import WorkTime
    from yunchou.plan.scheduling.calendars import CalendarBook

    work = WorkTime(CalendarBook(plan)[0])
    nodes = {
        line.id: NodeDates(
            start=_day(line.start),
            finish=_day(line.finish),
            total_float=line.total_float_days,
            critical=line.critical,
            duration=line.duration_days,
        )
        for line in schedule.lines
        if line.start is not None and line.finish is not None
    }
    return Timeline(nodes, schedule.estimated_years, work.is_workday)


def _day(moment: dt.date | dt.datetime) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment
