"""A slow scheduler that is meant to be obviously right: it tries minute after minute.

It shares nothing with the engine but the problem's dataclasses. Working time is a list with one entry
per minute; a date is found by walking, asking of each candidate whether every rule holds.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import accumulate

from yunchou.engine.network import DAY, EPOCH, Activity, Constraint, ConstraintKind, Link, Network


@dataclass
class Found:
    """Early and late dates, floats in working minutes of the activity's calendar."""

    early: dict[str, tuple[int, int]]
    late: dict[str, tuple[int, int]]
    total: dict[str, int]
    free: dict[str, int]
    finish: int


@lru_cache(maxsize=8)
def laid_out(calendar, base, days):
    return Minutes(calendar, base, days)


class Minutes:
    """One calendar as a list of minutes from ``base``: worked before each, and the worked ones."""

    def __init__(self, calendar, base, days):
        self.base = base
        works = []
        for number in range(days):
            day = [0] * DAY
            date = (EPOCH + timedelta(minutes=base, days=number)).date()
            for begin, end in calendar.intervals(date):
                day[begin:end] = [1] * (end - begin)
            works += day
        self.works = works
        self.before = [0, *accumulate(works)]
        self.worked = [base + m for m, work in enumerate(works) if work]

    def count(self, at):
        return self.before[at - self.base]

    def run(self, start, work):
        """Finish of ``work`` minutes begun at the worked minute ``start``."""
        at = bisect_left(self.worked, start)
        return self.worked[at + work - 1] + 1

    def lag(self, at, lag):
        """The earliest instant with ``lag`` more (or fewer) worked minutes before it."""
        return self.base + bisect_left(self.before, self.count(at) + lag)


class Reference:
    """Schedules a network with a start; days of calendar are laid out around it."""

    def __init__(self, network: Network, days: int = 260):
        self.network = network
        self.start: int = network.start or 0
        base = (self.start // DAY - 150) * DAY
        self.begin, self.end = base, base + days * DAY - 1
        self.calendars = [laid_out(c, base, days) for c in network.calendars]
        self.links_in = {
            a.id: [x for x in network.links if x.succ == a.id] for a in network.activities
        }
        self.links_out = {
            a.id: [x for x in network.links if x.pred == a.id] for a in network.activities
        }
        self.by_id = {a.id: a for a in network.activities}

    def own(self, activity: Activity) -> Minutes:
        number = activity.calendar
        return self.calendars[self.network.project_calendar if number is None else number]

    def on_clock(self, activity: Activity) -> bool:
        return activity.elapsed or activity.duration == 0

    def spans(self, activity: Activity, first: int, *, step: int):
        """Every (start, finish) the activity could have, walking from ``first`` by ``step``."""
        if self.on_clock(activity):
            at = first
            while self.begin <= at and at + activity.duration <= self.end:
                yield at, at + activity.duration
                at += step
            return
        clock = self.own(activity)
        at = bisect_left(clock.worked, first)
        if step < 0 and (at == len(clock.worked) or clock.worked[at] > first):
            at -= 1
        while 0 <= at <= len(clock.worked) - activity.duration:
            yield clock.worked[at], clock.run(clock.worked[at], activity.duration)
            at += step

    def lagged(self, link: Link, dates: tuple[int, int]) -> int:
        """Where the predecessor's end, moved by the lag, stands."""
        at = dates[0] if link.type in ("SS", "SF") else dates[1]
        lag, calendar = link.lag, None
        if link.lag_unit == "percent":
            lag = (self.by_id[link.pred].duration * link.lag + 50) // 100
        if lag and link.lag_unit in ("working", "percent"):
            owner = {"successor": link.succ, "predecessor": link.pred}.get(link.lag_calendar)
            calendar = self.own(self.by_id[owner]) if owner else None
            calendar = calendar or self.calendars[self.network.project_calendar]
            return calendar.lag(at, lag)
        return at + lag

    def holds(self, link: Link, before: tuple[int, int], after: tuple[int, int]) -> bool:
        """Does the successor keep the link, on its own working time?"""
        succ = self.by_id[link.succ]
        at, got = self.lagged(link, before), after[0] if link.type in ("FS", "SS") else after[1]
        if self.on_clock(succ):
            return got >= at
        clock = self.own(succ)
        return clock.count(got) >= clock.count(at)

    def wished(self, activity: Activity, dates: tuple[int, int]) -> bool:
        """Are the lower date constraints kept, on the activity's own working time?"""
        wish = activity.constraint
        if wish is None or wish.kind not in lower(self.network):
            return True
        got = dates[0] if wish.kind in (ConstraintKind.SNET, ConstraintKind.MSO) else dates[1]
        if self.on_clock(activity):
            return got >= date_of(wish)
        clock = self.own(activity)
        return clock.count(got) >= clock.count(date_of(wish))

    def pinned(self, activity: Activity) -> tuple[int, int] | None:
        """The dates of an honoured MSO or MFO."""
        wish = activity.constraint
        if wish is None or not self.network.honour_constraints:
            return None
        if wish.kind is ConstraintKind.MSO:
            return next(self.spans(activity, date_of(wish), step=1))
        if wish.kind is ConstraintKind.MFO:
            clock = self.own(activity)
            for dates in self.spans(activity, self.begin + DAY, step=1):
                if self.on_clock(activity) and dates[1] >= date_of(wish):
                    return dates
                if not self.on_clock(activity) and clock.count(dates[1]) >= clock.count(
                    date_of(wish)
                ):
                    return dates
        return None

    def capped(self, activity: Activity, dates: tuple[int, int]) -> bool:
        """Are the upper date constraints kept, on the clock?"""
        wish = activity.constraint
        if activity.deadline is not None and dates[1] > activity.deadline:
            return False
        if wish is None or wish.kind not in upper(self.network):
            return True
        got = dates[0] if wish.kind in (ConstraintKind.SNLT, ConstraintKind.MSO) else dates[1]
        return got <= date_of(wish)

    def forward(self) -> dict[str, tuple[int, int]]:
        early: dict[str, tuple[int, int]] = {}
        for i in self.network.order:
            activity = self.network.activities[i]
            found = self.pinned(activity)
            if found is None:
                found = next(
                    dates
                    for dates in self.spans(activity, self.start, step=1)
                    if self.wished(activity, dates)
                    and all(self.holds(x, early[x.pred], dates) for x in self.links_in[activity.id])
                )
            if self.network.honour_constraints and self.cap(activity):
                found = next(
                    dates
                    for dates in self.spans(activity, found[0], step=-1)
                    if self.cap_kept(activity, dates)
                )
            early[activity.id] = found
        return early

    def cap(self, activity: Activity) -> bool:
        wish = activity.constraint
        return wish is not None and wish.kind in (ConstraintKind.SNLT, ConstraintKind.FNLT)

    def cap_kept(self, activity: Activity, dates: tuple[int, int]) -> bool:
        wish = activity.constraint
        assert wish is not None
        return (dates[0] if wish.kind is ConstraintKind.SNLT else dates[1]) <= date_of(wish)

    def backward(self, end: int) -> dict[str, tuple[int, int]]:
        late: dict[str, tuple[int, int]] = {}
        for i in reversed(self.network.order):
            activity = self.network.activities[i]
            found = self.pinned(activity)
            late[activity.id] = found or next(
                dates
                for dates in self.spans(activity, end, step=-1)
                if dates[1] <= end
                and self.capped(activity, dates)
                and all(self.holds(x, dates, late[x.succ]) for x in self.links_out[activity.id])
            )
        return late

    def free(self, activity: Activity, early: dict[str, tuple[int, int]], end: int) -> int:
        """Working minutes until a successor, held at its early dates, would be pushed."""
        links = self.links_out[activity.id]
        clock = self.own(activity)
        last = early[activity.id]
        for dates in self.spans(activity, last[0], step=1):
            if not links and dates[1] > end:
                break
            if not all(self.holds(x, dates, early[x.succ]) for x in links):
                break
            last = dates
        return clock.count(last[1]) - clock.count(early[activity.id][1])

    def solve(self) -> Found:
        early = self.forward()
        end = max([self.start, *(dates[1] for dates in early.values())])
        late = self.backward(end)
        total = {
            a.id: self.own(a).count(late[a.id][1]) - self.own(a).count(early[a.id][1])
            for a in self.network.activities
        }
        return Found(early, late, total, {}, end)


def lower(network: Network) -> set[ConstraintKind]:
    kinds = {ConstraintKind.SNET, ConstraintKind.FNET}
    return kinds if network.honour_constraints else kinds | {ConstraintKind.MSO, ConstraintKind.MFO}


def upper(network: Network) -> set[ConstraintKind]:
    kinds = {ConstraintKind.SNLT, ConstraintKind.FNLT}
    return kinds if network.honour_constraints else kinds | {ConstraintKind.MSO, ConstraintKind.MFO}


def date_of(wish: Constraint) -> int:
    assert wish.at is not None
    return wish.at
