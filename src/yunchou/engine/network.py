"""The scheduling problem and its answer, as frozen values.

**Time axis.** Every instant is an ``int``: minutes since `EPOCH`, in the project's own wall time
(no time zone, no UTC). `minute` and `moment` convert from and to ``datetime``. Durations and lags
are minutes too, so eight working hours are 480.

**Finish convention.** A task that ends a working day finishes at 17:00 that day, not at 08:00 of
the next; its finish-to-start successor starts at the next working minute of its *own* calendar. An
activity of duration 0 (a milestone) keeps the instant it was given and never rolls forward.

**Leaves only.** The engine schedules leaf activities; who uses it expands links to summaries
(`yunchou.plan.scheduling.tree`) and rolls the answer up.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

EPOCH: Final = datetime(1900, 1, 1)  # noqa: DTZ001  a Monday, so weekday = day number % 7
DAY: Final = 1440

Intervals = tuple[tuple[int, int], ...]
"""Working time of one day: (from, to) in minutes after midnight, ascending, none empty."""


def minute(at: datetime | date, clock: time = time(0)) -> int:
    """Minutes from `EPOCH` to ``at``; a bare ``date`` is taken at ``clock``. Seconds drop."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, clock)
    span = at.replace(tzinfo=None) - EPOCH
    return span.days * DAY + span.seconds // 60


def moment(at: int) -> datetime:
    """Return the naive wall time of an instant; the inverse of `minute`."""
    return EPOCH + timedelta(minutes=at)


class LinkType(StrEnum):
    """Which end of the predecessor holds which end of the successor."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class LagUnit(StrEnum):
    """How `Link.lag` is measured."""

    WORKING = "working"  # minutes of the calendar named by Link.lag_calendar
    ELAPSED = "elapsed"  # minutes on the clock
    PERCENT = "percent"  # per cent of the predecessor's duration, in working minutes
    ELAPSED_PERCENT = "elapsed_percent"  # per cent of its duration, run off on the clock


class LagCalendar(StrEnum):
    """Whose calendar a working lag runs on."""

    SUCCESSOR = "successor"
    PREDECESSOR = "predecessor"
    PROJECT = "project"


class ConstraintKind(StrEnum):
    """The eight date constraints of the trade. ASAP and ALAP carry no date."""

    ASAP = "ASAP"
    ALAP = "ALAP"
    SNET = "SNET"
    SNLT = "SNLT"
    FNET = "FNET"
    FNLT = "FNLT"
    MSO = "MSO"
    MFO = "MFO"


class Edge(StrEnum):
    """One end of an activity."""

    START = "start"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Constraint:
    """A date constraint. ``at`` (minutes) is required except for ASAP and ALAP."""

    kind: ConstraintKind
    at: int | None = None

    def __post_init__(self) -> None:
        dateless = self.kind in (ConstraintKind.ASAP, ConstraintKind.ALAP)
        if not dateless and self.at is None:
            raise InputError(
                Text(f"约束 {self.kind} 缺少日期", f"Constraint {self.kind} has no date"),
                remedy=Text("请补上约束日期。", "Give the constraint a date."),
                code="schedule.constraint_date",
            )


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working time: a week and the days that differ from it.

    Parameters
    ----------
    name
        Shown in answers and messages, e.g. ``cn_workdays``.
    week
        Seven `Intervals`, Monday first.
    exceptions
        Days that differ from the week: ``()`` for a day off, intervals for a make-up day.
    covered_years
        First and last year for which the exceptions are maintained; None when the calendar claims
        no holidays and so cannot be incomplete.
    estimated_years
        Years whose exceptions are a forecast (statutory days without published make-up days).
    """

    name: str
    week: tuple[Intervals, ...]
    exceptions: Mapping[date, Intervals] = field(default_factory=dict)
    covered_years: tuple[int, int] | None = None
    estimated_years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise _calendar_error(self.name, Text("必须给出七天", "seven weekdays are needed"))
        for day in (*self.week, *self.exceptions.values()):
            self._check(day)
        if not any(self.week) and not any(self.exceptions.values()):
            raise _calendar_error(self.name, Text("没有任何工作时间", "it has no working time"))
        object.__setattr__(self, "exceptions", MappingProxyType(dict(self.exceptions)))

    def _check(self, day: Intervals) -> None:
        last = 0
        for begin, end in day:
            if not (last <= begin < end <= DAY):
                told = f"{begin}–{end}"
                raise _calendar_error(
                    self.name,
                    Text(f"工作时段 {told} 不合法", f"working interval {told} is not valid"),
                )
            last = end

    def __hash__(self) -> int:
        return hash((self.name, self.week, len(self.exceptions)))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by value: the read-only view of the exceptions cannot be pickled itself."""
        known = (self.covered_years, self.estimated_years)
        return (Calendar, (self.name, self.week, dict(self.exceptions), *known))

    def intervals(self, day: date) -> Intervals:
        """Return the working intervals of one day."""
        found = self.exceptions.get(day)
        return self.week[day.weekday()] if found is None else found

    def is_estimated(self, year: int) -> bool:
        """Tell whether the non-working days of ``year`` are a forecast or not known at all."""
        if year in self.estimated_years:
            return True
        return self.covered_years is not None and not (
            self.covered_years[0] <= year <= self.covered_years[1]
        )


def _calendar_error(name: str, why: Text) -> InputError:
    return InputError(
        Text(f"工作日历“{name}”：{why.zh}", f"Calendar “{name}”: {why.en}"),
        code="schedule.calendar",
    )


@dataclass(frozen=True, slots=True)
class Activity:
    """A leaf task as the engine sees it.

    Parameters
    ----------
    id
        Unique in its network.
    duration
        Working minutes of the activity's calendar, or clock minutes when ``elapsed``; 0 is a
        milestone.
    name
        For messages; the id is used when empty.
    calendar
        Index into `Network.calendars`, or None for the project calendar.
    elapsed
        The duration runs on the clock (``5ed``): nights, weekends and holidays count.
    constraint
        At most one; None is as soon as possible.
    deadline
        Latest wished finish (minutes). Lowers late finish only, never moves the activity.
    manual_start, manual_finish
        Manually scheduled: these dates stand, links into the activity are only checked. With a
        start alone the finish follows from the duration.
    actual_start, actual_finish
        Facts. A started activity keeps its start; a finished one keeps both.
    remaining
        Minutes of work left of a started activity; None is derived from the duration (all of it, or
        none when finished).
    """

    id: str
    duration: int
    name: str = ""
    calendar: int | None = None
    elapsed: bool = False
    constraint: Constraint | None = None
    deadline: int | None = None
    manual_start: int | None = None
    manual_finish: int | None = None
    actual_start: int | None = None
    actual_finish: int | None = None
    remaining: int | None = None

    def __post_init__(self) -> None:
        fault = self._fault()
        if fault is not None:
            raise InputError(
                Text(f"任务“{self.label}”：{fault.zh}", f"Task “{self.label}”: {fault.en}"),
                place=self.id,
                code="schedule.activity",
            )

    @property
    def label(self) -> str:
        """The name, or the id of a nameless activity."""
        return self.name or self.id

    @property
    def is_milestone(self) -> bool:
        """Tell whether the activity takes no time."""
        return self.duration == 0

    def _fault(self) -> Text | None:
        if self.duration < 0 or (self.remaining or 0) < 0:
            return Text("工期不能为负数", "a duration cannot be negative")
        if self.actual_finish is not None and self.actual_start is None:
            return Text("有实际完成时间但没有实际开始时间", "it has finished but never started")
        if _reversed(self.actual_start, self.actual_finish):
            return Text("实际完成早于实际开始", "its actual finish is before its actual start")
        if self.manual_finish is not None and self.manual_start is None:
            return Text("手动排期缺少开始时间", "its manual schedule has no start")
        if _reversed(self.manual_start, self.manual_finish):
            return Text("手动完成早于手动开始", "its manual finish is before its manual start")
        return None


def _reversed(start: int | None, finish: int | None) -> bool:
    return start is not None and finish is not None and finish < start


@dataclass(frozen=True, slots=True)
class Link:
    """A dependency between two leaf activities.

    Parameters
    ----------
    pred, succ
        Activity ids.
    type
        FS, SS, FF or SF (predecessor's end first).
    lag
        Minutes, or per cent for the percent units; negative is a lead.
    lag_unit
        Working minutes, clock minutes, or per cent of the predecessor's duration.
    lag_calendar
        Whose working time a working or percent lag counts.
    """

    pred: str
    succ: str
    type: LinkType = LinkType.FS
    lag: int = 0
    lag_unit: LagUnit = LagUnit.WORKING
    lag_calendar: LagCalendar = LagCalendar.SUCCESSOR


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date that does not move: one end of one activity stands at ``at`` (minutes)."""

    activity: str
    at: int
    edge: Edge = Edge.START


@dataclass(frozen=True, slots=True)
class Network:
    """A scheduling problem: valid, or not constructible.

    Exactly one of ``start``, ``finish`` and ``anchor`` sets the mode:

    * ``start``: forward, as soon as possible from that instant.
    * ``finish``: from the finish backwards, everything as late as possible.
    * ``anchor``: the predecessors of the anchored activity as late as possible, the rest as soon as
      possible. The anchor never moves.

    Parameters
    ----------
    activities, links
        Leaves and their dependencies; ids unique, links between known ids, no cycle.
    calendars
        Named by index from the activities.
    project_calendar
        Index of the calendar of activities that name none.
    earliest
        In the backward modes: the first instant at which work may begin. When the computed start is
        earlier, the schedule says by how many working minutes (`Schedule.shortage`).
    status_date
        Work that is not done yet is scheduled on or after this instant.
    honour_constraints
        When a date constraint and a link disagree the constraint wins and the conflict is reported
        (Microsoft Project's default); otherwise the link wins and float turns negative.
    minutes_per_day
        Working minutes in a "day" of the answers; 480.
    critical_slack
        An activity whose total float is at most this many working minutes is critical.

    Raises
    ------
    InputError
        Duplicate or unknown id, unknown calendar, a mode missing or given twice.
    CycleError
        The links run in a circle; ``CycleError.cycle`` holds the ids in order.
    """

    activities: tuple[Activity, ...]
    links: tuple[Link, ...]
    calendars: tuple[Calendar, ...]
    start: int | None = None
    finish: int | None = None
    anchor: Anchor | None = None
    project_calendar: int = 0
    earliest: int | None = None
    status_date: int | None = None
    honour_constraints: bool = True
    minutes_per_day: int = 480
    critical_slack: int = 0
    index: Mapping[str, int] = field(init=False, repr=False, compare=False, default_factory=dict)
    order: tuple[int, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        index = {a.id: i for i, a in enumerate(self.activities)}
        _check_ids(self, index)
        _check_calendars(self)
        if sum(x is not None for x in (self.start, self.finish, self.anchor)) != 1:
            raise InputError(
                Text(
                    "排期需要且只需要一个基准：开始日期、结束日期或锚定任务",
                    "A schedule needs exactly one of a start, a finish or an anchored task",
                ),
                code="schedule.mode",
            )
        object.__setattr__(self, "index", MappingProxyType(index))
        object.__setattr__(self, "order", _topological(self, index))

    def calendar_of(self, activity: Activity) -> Calendar:
        """Return the calendar an activity works on."""
        chosen = self.project_calendar if activity.calendar is None else activity.calendar
        return self.calendars[chosen]

    def lag_of(self, link: Link) -> tuple[int, int | None]:
        """Return a link's lag in minutes, and the index of its calendar or None for the clock."""
        before = self.activities[self.index[link.pred]]
        lag = link.lag
        if link.lag_unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
            lag = (before.duration * lag * 2 + 100) // 200  # half a minute rounds up
        if link.lag_unit in (LagUnit.ELAPSED, LagUnit.ELAPSED_PERCENT):
            return lag, None
        if link.lag_calendar is LagCalendar.PROJECT:
            return lag, self.project_calendar
        after = self.activities[self.index[link.succ]]
        owner = before if link.lag_calendar is LagCalendar.PREDECESSOR else after
        return lag, self.project_calendar if owner.calendar is None else owner.calendar


def _check_ids(network: Network, index: Mapping[str, int]) -> None:
    if len(index) != len(network.activities):
        twice = [k for k, n in Counter(a.id for a in network.activities).items() if n > 1]
        raise InputError(
            Text(f"任务编号重复：{'、'.join(twice)}", f"Task ids used twice: {', '.join(twice)}"),
            code="schedule.duplicate_id",
        )
    anchor = [network.anchor.activity] if network.anchor else []
    for name in (*anchor, *(end for link in network.links for end in (link.pred, link.succ))):
        if name not in index:
            raise InputError(
                Text(f"找不到任务“{name}”", f"There is no task “{name}”"),
                place=name,
                remedy=Text("请检查前置任务的编号。", "Check the ids of the predecessors."),
                code="schedule.unknown_id",
            )


def _check_calendars(network: Network) -> None:
    count = len(network.calendars)
    used = {a.calendar for a in network.activities if a.calendar is not None}
    for number in sorted(used | {network.project_calendar}):
        if not 0 <= number < count:
            raise InputError(
                Text(f"没有第 {number} 号工作日历", f"There is no calendar number {number}"),
                code="schedule.unknown_calendar",
            )


class CycleError(InputError):
    """The links run in a circle.

    Attributes
    ----------
    cycle
        Ids in the order of the links; the last one leads back to the first.
    """

    def __init__(self, cycle: Sequence[str], labels: Sequence[str] | None = None) -> None:
        self.cycle = tuple(cycle)
        names = tuple(labels or cycle)
        ring = " → ".join((*names, names[0]))
        super().__init__(
            Text(f"任务依赖成环：{ring}", f"The dependencies run in a circle: {ring}"),
            place=self.cycle[0],
            remedy=Text("请删除其中一条依赖。", "Remove one of these dependencies."),
            code="schedule.cycle",
        )


def _topological(network: Network, index: Mapping[str, int]) -> tuple[int, ...]:
    """Order the activities so that every link points forward (Kahn), or raise CycleError."""
    successors: list[list[int]] = [[] for _ in network.activities]
    waiting = [0] * len(successors)
    for link in network.links:
        i = index[link.succ]
        successors[index[link.pred]].append(i)
        waiting[i] += 1
    ready = [i for i, count in enumerate(waiting) if count == 0]
    for i in ready:  # the list grows while it is walked
        for j in successors[i]:
            waiting[j] -= 1
            if waiting[j] == 0:
                ready.append(j)
    if len(ready) < len(successors):
        ring = find_cycle(successors, waiting)
        chosen = [network.activities[i] for i in ring]
        raise CycleError([a.id for a in chosen], [a.label for a in chosen])
    return tuple(ready)


def find_cycle(successors: Sequence[Sequence[int]], waiting: Sequence[int]) -> list[int]:
    """Return one cycle among the nodes that Kahn's algorithm could not release.

    ``waiting`` counts the unreleased predecessors of each node; at least one is above 0.
    """
    before = {j: i for i in range(len(waiting)) if waiting[i] for j in successors[i] if waiting[j]}
    at = next(i for i, count in enumerate(waiting) if count)
    seen: dict[int, int] = {}
    path: list[int] = []
    while at not in seen:  # every unreleased node has an unreleased predecessor
        seen[at] = len(path)
        path.append(at)
        at = before[at]
    return path[seen[at] :][::-1]


class Driver(StrEnum):
    """What an activity's start stands on."""

    LINK = "link"
    PROJECT = "project"  # the project start, the finish or the anchor
    CONSTRAINT = "constraint"
    STATUS = "status"
    ACTUAL = "actual"
    MANUAL = "manual"
    LATE = "late"  # placed as late as possible


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that cannot be kept, and by how much.

    Parameters
    ----------
    code
        ``deadline``, ``constraint``, ``link`` (a fixed date breaks a link), ``anchor``,
        ``shortage`` (the work would have to begin before `Network.earliest`).
    activity
        Id of the activity that suffers; empty for the project.
    minutes
        Working minutes (of the activity's calendar) that are missing; always above 0.
    text
        The explanation, in both languages.
    chain
        Ids of the activities that push, first to last, ending with ``activity``.
    """

    code: str
    activity: str
    minutes: int
    text: Text
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScheduledActivity:
    """The answer for one activity. Instants in minutes, floats in working minutes.

    ``start`` and ``finish`` are the dates to show: the early dates, or later ones where the
    activity is placed as late as possible. Floats count on the activity's own calendar. ``driver``
    names the predecessor when ``driven_by`` is ``link``.
    """

    id: str
    start: int
    finish: int
    early_start: int
    early_finish: int
    late_start: int
    late_finish: int
    total_float: int
    free_float: int
    critical: bool
    driven_by: Driver
    driver: str | None

    @property
    def interfering_float(self) -> int:
        """Float that can be used only at the expense of successors: total less free."""
        return self.total_float - self.free_float


@dataclass(frozen=True, slots=True)
class Schedule:
    """The answer for a network: one entry per activity, in the network's order.

    Parameters
    ----------
    network
        The problem that was solved.
    activities
        Dates and floats.
    start, finish
        First start and last finish of the activities (minutes); the given start or finish when the
        network is empty.
    conflicts
        What could not be kept, worst first; empty for a lawful schedule.
    estimated_years
        Years between start and finish whose holidays a used calendar only estimates.
    shortage
        Working minutes of the project calendar by which the computed start precedes
        `Network.earliest`; 0 when it does not.
    """

    network: Network
    activities: tuple[ScheduledActivity, ...]
    start: int
    finish: int
    conflicts: tuple[Conflict, ...] = ()
    estimated_years: tuple[int, ...] = ()
    shortage: int = 0

    def __getitem__(self, activity_id: str) -> ScheduledActivity:
        return self.activities[self.network.index[activity_id]]

    def __iter__(self) -> Iterator[ScheduledActivity]:
        return iter(self.activities)

    def days(self, minutes: int) -> float:
        """Express working minutes in working days of `Network.minutes_per_day`."""
        return minutes / self.network.minutes_per_day

    def critical_path(self) -> tuple[str, ...]:
        """Return the chain of driving predecessors that ends in the last activity to finish."""
        if not self.activities:
            return ()
        return self.chain(max(self.activities, key=lambda a: (a.finish, a.start)).id)

    def chain(self, activity_id: str) -> tuple[str, ...]:
        """Return the driving predecessors of an activity, first to last, then itself."""
        path = [activity_id]
        while (before := self[path[-1]].driver) is not None:
            path.append(before)
        return tuple(reversed(path))
