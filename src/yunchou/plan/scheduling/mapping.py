"""Plan → engine network: durations, links, constraints and facts in minutes.

Two kinds of plans meet here. A plan file of dates works in whole days: a start means the first
working minute of its day, a finish the last. A plan with times of day (from Microsoft Project)
is taken to the minute, and its tasks run on the calendars of the people who do them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from yunchou.engine.network import (
    DAY,
    Activity,
    Constraint,
    ConstraintKind,
    LagUnit,
    Link,
    LinkType,
    minute,
    moment,
)
from yunchou.messages import InputError, Text
from yunchou.plan.model import parse_duration
from yunchou.plan.scheduling.assignments import spans
from yunchou.plan.scheduling.calendars import CalendarBook
from yunchou.plan.scheduling.result import NotModelled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yunchou.engine.network import ScheduledActivity
    from yunchou.plan import model
    from yunchou.plan.model import DurationText, Moment

_UNITS: Final = {
    "wd": LagUnit.WORKING,
    "h": LagUnit.WORKING,
    "ed": LagUnit.ELAPSED,
    "eh": LagUnit.ELAPSED,
    "%": LagUnit.PERCENT,
}
_ENDS: Final = frozenset({"MFO", "FNET", "FNLT"})
START_ID: Final = "~start"


@dataclass
class Mapped:
    """A plan as the engine takes it.

    Parameters
    ----------
    activities
        Leaf tasks, in WBS order; a task done by people on different calendars is several.
    links
        Between ids of activities or of `parents`.
    parents
        Child id → parent id, for summaries and phases (and tasks of several activities).
    """

    plan: model.Plan
    book: CalendarBook
    times: bool
    activities: list[Activity] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    parents: dict[str, str] = field(default_factory=dict)
    leaves: dict[str, model.Task] = field(default_factory=dict)
    not_modelled: list[NotModelled] = field(default_factory=list)
    elapsed: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)
    own: dict[str, int] = field(default_factory=dict)
    split: dict[str, list[str]] = field(default_factory=dict)
    duration: dict[str, int] = field(default_factory=dict)

    def activity(self, task: str) -> Activity:
        """Return the (first) activity of a task."""
        return self.by_id()[self.parts(task)[0]]

    def by_id(self) -> dict[str, Activity]:
        """Return the activities by id."""
        if len(self._by_id) != len(self.activities):
            self._by_id = {activity.id: activity for activity in self.activities}
        return self._by_id

    _by_id: dict[str, Activity] = field(default_factory=dict)

    def parts(self, task: str) -> list[str]:
        """Return the ids of the activities of a task."""
        return self.split.get(task) or [task]

    def told(self, activity: str | None) -> str | None:
        """Return the plan's id behind an activity's; None for what stands for no node."""
        if activity is None:
            return None
        return activity.split("~")[0] or None

    def is_held(self, activity: str, held: set[str]) -> bool:
        """Whether a predecessor holds an activity, or a summary above it."""
        at: str | None = activity.removesuffix("~delay")
        while at is not None:
            if at in held or f"{at}~delay" in held:
                return True
            at = self.parents.get(at)
        return False

    def literal_finish(
        self, task: str, finish: int, starts: Mapping[str, ScheduledActivity]
    ) -> int:
        """Return the finish as Microsoft Project writes it.

        Where a start-to-finish or finish-to-finish link without lag, or a finish constraint, names
        an instant outside working time, that very instant is the finish, not the end of work
        before it.
        """
        asked = [finish]
        for link in self.asking.get(task, ()):
            pred = starts.get(link.pred)
            if pred is not None:
                asked.append(pred.finish if link.type is LinkType.FF else pred.start)
        wish = self.activity(task).constraint
        if wish and wish.at is not None and wish.kind in {ConstraintKind.MFO, ConstraintKind.FNET}:
            asked.append(wish.at)
        last = max(asked)
        number = self.numbers[task]
        return last if last > finish and not self.book.work(number, finish, last) else finish

    def literal_late(self, task: str, late: int, solved: Mapping[str, ScheduledActivity]) -> int:
        """Return a milestone's late date as Microsoft Project writes it.

        That is the very instant at which a successor must begin or the project ends, not the end
        of work before it.
        """
        after = [
            solved[part].late_start
            for link in self.following().get(task, ())
            if not link.lag and link.type is LinkType.FS
            for part in self.parts(link.succ)
            if part in solved
        ]
        limit = min(after, default=max(found.finish for found in solved.values()))
        number = self.numbers[task]
        return limit if limit > late and not self.book.work(number, late, limit) else late

    def following(self) -> dict[str, list[Link]]:
        """Return the links that leave each node."""
        if not self._following:
            for link in self.links:
                self._following.setdefault(link.pred, []).append(link)
        return self._following

    _following: dict[str, list[Link]] = field(default_factory=dict)
    asking: dict[str, list[Link]] = field(default_factory=dict)

    def day(self, at: int) -> Moment:
        """Return an instant in the form of this plan's dates."""
        return moment(at) if self.times else moment(at).date()


def map_plan(plan: model.Plan) -> Mapped:
    """Return the network of a plan.

    Raises
    ------
    InputError
        Unknown predecessors or calendars, constraints without a date, unreadable durations.
    """
    return _Mapper(plan).run()


class _Mapper:
    def __init__(self, plan: model.Plan) -> None:
        self._plan = plan
        self._mapped = Mapped(plan, CalendarBook(plan), has_times(plan))
        self._book = self._mapped.book
        self._people = {person.id: person for person in plan.people}
        self._ids: set[str] = set()
        self._heads: dict[str, str] = {}

    def run(self) -> Mapped:
        nodes = list(self._plan.walk())
        for node in nodes:
            self._claim(node.id)
            if node.parent is not None:
                self._mapped.parents[node.id] = node.parent
        for node in nodes:
            if node.task is not None and not node.is_summary:
                self._leaf(node.task)
        for node in nodes:
            if node.task is not None:
                self._links(node.task)
                if node.is_summary:
                    self._summary_constraint(node.task)
        return self._mapped

    def _claim(self, node_id: str) -> None:
        if node_id in self._ids:
            raise InputError(
                Text(f"编号“{node_id}”用了两次", f"The id “{node_id}” is used twice"),
                place=node_id,
                remedy=Text("给每个任务一个独有的编号。", "Give every task an id of its own."),
                code="schedule.duplicate_id",
            )
        self._ids.add(node_id)

    def _leaf(self, task: model.Task) -> None:
        mapped = self._mapped
        mapped.leaves[task.id] = task
        number = self._calendar(task)
        mapped.numbers[task.id] = mapped.own[task.id] = number
        length = _told(task, task.duration) if task.duration is not None else task.length
        elapsed = length is not None and length.unit in {"ed", "eh"}
        if elapsed:
            mapped.elapsed.add(task.id)
        activity = Activity(
            task.id,
            self._minutes(length, number) if length else 0,
            name=task.name,
            calendar=number,
            elapsed=elapsed,
            constraint=self._constraint(task, number),
            deadline=self._end(task.deadline, number) if task.deadline else None,
        )
        mapped.duration[task.id] = activity.duration
        self._add(task, self._facts(task, activity, number))
        self._note_unmodelled(task)

    def _add(self, task: model.Task, activity: Activity) -> None:
        """Add a leaf; where people on different calendars do it, one activity for each."""
        standing = activity.actual_start is not None or activity.manual_start is not None
        if standing or activity.elapsed or not task.assignees:
            self._mapped.activities.append(self._delayed(task, activity))
            return
        parts = spans(task, activity, self._people, self._book)
        if len(parts) == 1:
            self._mapped.numbers[task.id] = parts[0].calendar or 0
            self._mapped.activities.append(self._delayed(task, parts[0]))
            return
        for part in parts:
            self._mapped.parents[part.id] = task.id
            self._mapped.activities.append(part)
        self._mapped.split[task.id] = [part.id for part in parts]

    def _delayed(self, task: model.Task, activity: Activity) -> Activity:
        """Put a levelling delay in front of a task: links hold the delay, the delay the task."""
        told = task.extras.get("levelling_delay")
        if not told or activity.actual_start is not None or activity.manual_start is not None:
            return activity
        head = f"{task.id}~delay"
        minutes = _hours(str(told))
        self._mapped.activities.append(
            replace(activity, id=head, duration=minutes, elapsed=True, deadline=None)
        )
        self._heads[task.id] = head
        self._mapped.links.append(Link(head, task.id))
        late = activity.constraint is not None and activity.constraint.kind in {
            ConstraintKind.SNLT,
            ConstraintKind.FNLT,
        }
        return activity if late else replace(activity, constraint=None)

    def _calendar(self, task: model.Task) -> int:
        return self._book.number(task.calendar, task.id) if task.calendar else 0

    def _minutes(self, length: DurationText, number: int) -> int:
        return duration_minutes(length, self._book.per_day(number))

    def _begin(self, at: Moment, number: int) -> int:
        return minute(at) if isinstance(at, dt.datetime) else self._book.day_begin(number, at)

    def _end(self, at: Moment, number: int) -> int:
        return minute(at) if isinstance(at, dt.datetime) else self._book.day_end(number, at)

    def _constraint(self, task: model.Task, number: int) -> Constraint | None:
        stated = task.constraint
        if stated is None or stated.type == "ASAP":
            return None
        kind = ConstraintKind(stated.type)
        if kind is ConstraintKind.ALAP:
            return Constraint(kind)
        if stated.date is None:
            raise InputError(
                Text(f"约束 {kind} 缺少日期", f"Constraint {kind} has no date"),
                place=f"{task.id} {task.name}".strip(),
                remedy=Text("请补上约束日期。", "Give the constraint a date."),
                code="schedule.constraint_date",
            )
        place = self._end if stated.type in _ENDS else self._begin
        return Constraint(kind, place(stated.date, number))

    def _facts(self, task: model.Task, activity: Activity, number: int) -> Activity:
        """Add what stands: manual dates, actual dates, remaining work."""
        extras = task.extras
        fixed = task.manual or extras.get("active") is False or extras.get("external")
        if task.actual_start is not None:
            return self._progress(task, activity, number)
        if fixed and task.start is not None:
            begin = self._begin(task.start, number)
            end = self._end(task.finish, number) if task.finish is not None else None
            if end is not None and end < begin:
                end = begin
            return replace(activity, manual_start=begin, manual_finish=end)
        return activity

    def _progress(self, task: model.Task, activity: Activity, number: int) -> Activity:
        if task.actual_start is None:
            return activity
        begin = self._begin(task.actual_start, number)
        if task.actual_finish is not None:
            end = max(begin, self._end(task.actual_finish, number))
            return replace(activity, actual_start=begin, actual_finish=end)
        left = self._remaining(task, activity, number)
        resume = task.extras.get("resume")
        duration = activity.duration
        if resume and not activity.elapsed:
            # interrupted work: the time between stop and resumption counts as if it were worked
            done = self._book.work(number, begin, minute(dt.datetime.fromisoformat(str(resume))))
            duration = max(duration, done + left)
        return replace(activity, actual_start=begin, duration=max(duration, left), remaining=left)

    def _remaining(self, task: model.Task, activity: Activity, number: int) -> int:
        if task.remaining is not None:
            return self._minutes(_told(task, task.remaining), number)
        return round(activity.duration * (1 - (task.percent or 0) / 100))

    def _links(self, task: model.Task) -> None:
        for link in task.all_links:
            if link.pred not in self._ids:
                raise InputError(
                    Text(
                        f"前置任务“{link.pred}”不存在",
                        f"The predecessor “{link.pred}” is not there",
                    ),
                    place=f"{task.id} {task.name}".strip(),
                    remedy=Text("请检查 depends_on 和 links。", "Check depends_on and links."),
                    code="schedule.unknown_id",
                )
            made = self._link(link, task)
            self._mapped.links.append(made)
            if made.type in {LinkType.FF, LinkType.SF} and not made.lag:
                self._mapped.asking.setdefault(task.id, []).append(made)

    def _link(self, link: model.Link, task: model.Task) -> Link:
        unit = _UNITS[link.lag_unit]
        if link.lag_unit == "%":
            lag = round(link.lag)
            if link.extras.get("elapsed"):
                unit = LagUnit.ELAPSED_PERCENT
        else:
            number = self._mapped.numbers.get(task.id, 0)
            factor = {"wd": self._book.per_day(number), "ed": DAY}.get(link.lag_unit, 60)
            lag = round(Decimal(str(link.lag)) * factor)
        head = self._heads.get(task.id, task.id)
        return Link(link.pred, head, LinkType(link.type), lag, unit)

    def _summary_constraint(self, task: model.Task) -> None:
        """Let a summary's 'not earlier than' hold for its tasks that have no constraint."""
        stated = task.constraint
        if stated is None or stated.type not in {"SNET", "MSO"} or stated.date is None:
            return
        at = Constraint(ConstraintKind.SNET, self._begin(stated.date, 0))
        for place, activity in enumerate(self._mapped.activities):
            if self._is_below(activity.id, task.id) and activity.constraint is None:
                self._mapped.activities[place] = replace(activity, constraint=at)

    def _is_below(self, node: str, ancestor: str) -> bool:
        at: str | None = node
        while at is not None and at != ancestor:
            at = self._mapped.parents.get(at)
        return at is not None

    def _note_unmodelled(self, task: model.Task) -> None:
        reason = _unmodelled(task)
        if reason is not None:
            self._mapped.not_modelled.append(NotModelled(task.id, task.name, reason))


def _unmodelled(task: model.Task) -> Text | None:
    extras = task.extras
    if extras.get("split"):
        return Text("任务被拆分为几段，段间的空档未建模", "Split: the gaps are not modelled")
    if extras.get("external"):
        return Text("属于另一个项目文件，沿用存储的日期", "Belongs to another file: dates kept")
    if extras.get("external_link"):
        return Text("前置任务在另一个文件里", "A predecessor is in another file")
    if extras.get("active") is False:
        return Text("已停用，不参与排程", "Inactive: takes no part in the schedule")
    if any(assignee.extras.get("contour") == "contoured" for assignee in task.assignees):
        return Text("工时为手工分布", "Work is contoured by hand")
    return None


def has_times(plan: model.Plan) -> bool:
    """Whether a plan's dates carry times of day: then its project start does."""
    return isinstance(plan.project.start, dt.datetime)


def duration_minutes(length: DurationText, per_day: int) -> int:
    """Return a stated duration in minutes: working ones, or clock minutes for `ed` and `eh`."""
    factor = {"d": per_day, "ed": DAY}.get(length.unit, 60)
    return int(length.value * factor + Decimal("0.001"))


def _hours(told: str) -> int:
    negative = told.startswith("-")
    minutes = duration_minutes(parse_duration(told.lstrip("-")), 480)
    return 0 if negative else minutes


def _told(task: model.Task, length: str) -> DurationText:
    """Read a length of a task; an unreadable one is named with its task."""
    try:
        return parse_duration(length)
    except InputError as error:
        error.place = f"{task.id} {task.name}"
        raise
