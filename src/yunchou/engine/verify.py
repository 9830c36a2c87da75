"""An independent checker: is this schedule lawful?

It shares no code with what it checks: working time is counted here by walking the calendar day by
day, and every rule is asked of the answer alone. Tests run it on every schedule they produce; the
product may run it before it publishes dates.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from yunchou.engine.network import (
    DAY,
    EPOCH,
    ConstraintKind,
    Driver,
    Edge,
    LagCalendar,
    LagUnit,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.engine.network import (
        Activity,
        Calendar,
        Link,
        Schedule,
        ScheduledActivity,
    )

Dates = tuple[int, int]


class Violation(NamedTuple):
    """A rule that a schedule breaks: the rule's name, the activity, and the facts in words."""

    rule: str
    activity: str
    told: str


def verify(schedule: Schedule) -> tuple[Violation, ...]:
    """Return every rule that a schedule breaks; empty when it is lawful."""
    return tuple(_Check(schedule).run())


class _Clock:
    """Counts the working minutes of one calendar, day by day."""

    def __init__(self, calendar: Calendar, first: int, last: int) -> None:
        self.first = first // DAY
        self.calendar = calendar
        self.before = [0]
        for number in range(self.first, last // DAY + 1):
            minutes = sum(end - begin for begin, end in calendar.intervals(_date(number)))
            self.before.append(self.before[-1] + minutes)

    def count(self, at: int) -> int:
        """Working minutes from the first day of the window to an instant."""
        day, clock = divmod(at, DAY)
        today = self.calendar.intervals(_date(day))
        part = sum(max(0, min(clock, end) - begin) for begin, end in today)
        return self.before[day - self.first] + part

    def reach(self, work: int) -> int:
        """Return the earliest instant before which ``work`` working minutes lie."""
        day = max(bisect_left(self.before, work) - 1, 0)
        rest = work - self.before[day]
        for begin, end in self.calendar.intervals(_date(day + self.first)):
            if rest <= end - begin:
                return (day + self.first) * DAY + begin + rest
            rest -= end - begin
        raise AssertionError("bisect chose a day that holds the work")

    def works(self, at: int) -> bool:
        """Tell whether the minute that begins at an instant is worked."""
        return self.count(at + 1) > self.count(at)


def _date(number: int) -> date:
    return (EPOCH + timedelta(days=number)).date()


class _Check:
    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.network = schedule.network
        instants = [schedule.start, schedule.finish]
        for a in schedule.activities:
            instants += [a.start, a.early_start, a.late_start, a.late_finish, a.early_finish]
        for x in self.network.activities:
            wish = x.constraint.at if x.constraint else None
            instants += [at for at in (x.deadline, wish, x.actual_start) if at is not None]
        lags = sum(abs(link.lag) for link in self.network.links) * 8
        first = max(min(instants) - 30 * DAY - lags, 0)
        last = max(instants) + 30 * DAY + lags
        self.clocks = [_Clock(c, first, last) for c in self.network.calendars]
        self.reported = {(c.code, c.activity) for c in schedule.conflicts}

    def run(self) -> Iterator[Violation]:
        if [a.id for a in self.schedule] != [a.id for a in self.network.activities]:
            yield Violation("complete", "", "the answer does not list the network's activities")
            return
        for activity, placed in zip(self.network.activities, self.schedule, strict=True):
            told = (*self._facts(activity, placed), *self._span(activity, placed))
            told = (*told, *self._wishes(activity, placed), *self._floats(activity, placed))
            yield from (Violation(rule, activity.id, text) for rule, text in told)
        for link in self.network.links:
            for rule, text in self._link(link):
                yield Violation(rule, link.succ, text)
        yield from self._anchor()

    def _own(self, activity: Activity) -> _Clock:
        chosen = activity.calendar
        return self.clocks[self.network.project_calendar if chosen is None else chosen]

    def _facts(self, activity: Activity, placed: ScheduledActivity) -> Iterator[tuple[str, str]]:
        started = activity.actual_start is not None
        start = activity.actual_start if started else activity.manual_start
        finish = activity.actual_finish if started else activity.manual_finish
        if start is not None and placed.start != start:
            yield "facts", f"it starts at {placed.start}, not at {start}"
        if finish is not None and placed.finish != finish:
            yield "facts", f"it finishes at {placed.finish}, not at {finish}"

    def _span(self, activity: Activity, placed: ScheduledActivity) -> Iterator[tuple[str, str]]:
        if placed.start > placed.finish:
            yield "span", "it finishes before it starts"
        if activity.actual_start is not None or activity.manual_start is not None:
            return
        early = (placed.early_start, placed.early_finish)
        late = (placed.late_start, placed.late_finish)
        for name, dates in (
            ("shown", (placed.start, placed.finish)),
            ("early", early),
            ("late", late),
        ):
            if not self._fits(activity, dates):
                yield "span", f"the {name} dates {dates} do not hold {activity.duration} minutes"

    def _fits(self, activity: Activity, dates: Dates) -> bool:
        start, finish = dates
        if activity.elapsed or activity.duration == 0:
            return finish - start == activity.duration
        clock = self._own(activity)
        edges = clock.works(start) and clock.works(finish - 1)
        return edges and clock.count(finish) - clock.count(start) == activity.duration

    def _stands(self, activity: Activity) -> bool:
        """Tell whether a date of its own lets the activity disregard links."""
        anchor = self.network.anchor
        if activity.manual_start is not None or (anchor and anchor.activity == activity.id):
            return True
        hard = (ConstraintKind.MSO, ConstraintKind.MFO, ConstraintKind.SNLT, ConstraintKind.FNLT)
        wish = activity.constraint
        return self.network.honour_constraints and wish is not None and wish.kind in hard

    def _wishes(self, activity: Activity, placed: ScheduledActivity) -> Iterator[tuple[str, str]]:
        clock = self._own(activity)
        late = activity.deadline is not None and (
            clock.count(placed.finish) > clock.count(activity.deadline)
        )
        if late != (("deadline", activity.id) in self.reported):
            yield "deadline", f"finish {placed.finish}, deadline {activity.deadline}"
        if activity.actual_start is not None or activity.manual_start is not None:
            return
        begin = self.network.start
        if begin is not None and placed.start < begin and not self._stands(activity):
            yield "begin", "it starts before the project"
        anchor = self.network.anchor
        wish = activity.constraint
        if wish is None or wish.at is None or (anchor and anchor.activity == activity.id):
            return
        at_start = wish.kind in (ConstraintKind.SNET, ConstraintKind.SNLT, ConstraintKind.MSO)
        got = placed.start if at_start else placed.finish
        gap = clock.count(got) - clock.count(wish.at)
        if gap < 0 and wish.kind not in (ConstraintKind.SNLT, ConstraintKind.FNLT):
            yield "constraint", f"{wish.kind} {wish.at} is broken by {got}"
        lower = wish.kind in (ConstraintKind.SNET, ConstraintKind.FNET)
        told = ("constraint", activity.id) in self.reported
        if gap > 0 and not lower and not told:
            yield "constraint", f"{wish.kind} {wish.at} is broken by {got} and not reported"

    def _floats(self, activity: Activity, placed: ScheduledActivity) -> Iterator[tuple[str, str]]:
        clock = self._own(activity)
        total = clock.count(placed.late_finish) - clock.count(placed.early_finish)
        if placed.total_float != total:
            yield "float", f"total float {placed.total_float}, by its dates {total}"
        if not 0 <= placed.free_float <= max(total, 0):
            yield "float", f"free float {placed.free_float} with a total of {total}"
        done = activity.actual_finish is not None
        if placed.critical != (not done and placed.total_float <= self.network.critical_slack):
            yield "critical", f"critical is {placed.critical} with a total float of {total}"

    def _lag(self, link: Link, at: int) -> int:
        """Move the predecessor's end by the lag, on the lag's calendar."""
        pred = self.network.activities[self.network.index[link.pred]]
        succ = self.network.activities[self.network.index[link.succ]]
        lag = link.lag
        if link.lag_unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
            whole, rest = divmod(pred.duration * link.lag, 100)
            lag = whole + (rest >= 50)
        if lag == 0 or link.lag_unit in (LagUnit.ELAPSED, LagUnit.ELAPSED_PERCENT):
            return at + lag
        clock = self.clocks[self.network.project_calendar]
        if link.lag_calendar is not LagCalendar.PROJECT:
            clock = self._own(pred if link.lag_calendar is LagCalendar.PREDECESSOR else succ)
        return clock.reach(clock.count(at) + lag)

    def _gap(self, link: Link, before: Dates, after: Dates, *, by_clock: bool) -> int:
        """Minutes by which the successor keeps its distance; negative when the link is broken."""
        at = self._lag(link, before[0 if link.type[0] == "S" else 1])
        got = after[0 if link.type[1] == "S" else 1]
        if by_clock:
            return got - at
        clock = self._own(self.network.activities[self.network.index[link.succ]])
        return clock.count(got) - clock.count(at)

    def _link(self, link: Link) -> Iterator[tuple[str, str]]:
        pred = self.network.activities[self.network.index[link.pred]]
        succ = self.network.activities[self.network.index[link.succ]]
        before, after = self.schedule[link.pred], self.schedule[link.succ]
        if succ.actual_start is not None:
            return  # a fact overtakes its links; what remains of the work is checked by its dates
        told = f"{link.pred} {link.type}{link.lag:+d} {link.lag_unit} {link.succ}"
        clock = succ.elapsed or succ.duration == 0
        shown = ((before.start, before.finish), (after.start, after.finish))
        if self._stands(succ):
            broken = self._gap(link, *shown, by_clock=False) < 0
            if broken and ("link", link.succ) not in self.reported:
                yield "link", f"{told} is broken and not reported"
            return
        early = _early(before), _early(after)
        for name, dates in ("shown", shown), ("early", early):
            if self._gap(link, *dates, by_clock=clock) < 0:
                yield "link", f"{told} is broken by the {name} dates"
        late = (before.late_start, before.late_finish), (after.late_start, after.late_finish)
        free = pred.actual_start is None and not self._stands(pred)
        if free and self._gap(link, *late, by_clock=False) < 0:
            yield "link", f"{told} is broken by the late dates"
        if after.driven_by is Driver.LINK and after.driver == link.pred:
            yield from self._driver(link, shown, told, by_clock=clock)

    def _driver(
        self, link: Link, dates: tuple[Dates, Dates], told: str, *, by_clock: bool
    ) -> Iterator[tuple[str, str]]:
        """A driver holds its successor: at least one of the links between the two is tight."""
        others = [x for x in self.network.links if (x.pred, x.succ) == (link.pred, link.succ)]
        if all(self._gap(x, *dates, by_clock=by_clock) > 0 for x in others):
            yield "driver", f"{told} leaves room although it is said to drive"

    def _anchor(self) -> Iterator[Violation]:
        anchor = self.network.anchor
        if anchor is None:
            return
        placed = self.schedule[anchor.activity]
        got = placed.start if anchor.edge is Edge.START else placed.finish
        if got // DAY != anchor.at // DAY and ("anchor", anchor.activity) not in self.reported:
            yield Violation("anchor", anchor.activity, f"it stands at {got}, not at {anchor.at}")


def _early(placed: ScheduledActivity) -> Dates:
    return placed.early_start, placed.early_finish
