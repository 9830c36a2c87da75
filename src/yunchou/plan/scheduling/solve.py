"""From a plan to its dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from yunchou.engine.cpm import compute
from yunchou.engine.network import (
    DAY,
    Activity,
    Anchor,
    Constraint,
    ConstraintKind,
    CycleError,
    Link,
    LinkType,
    Network,
    minute,
)
from yunchou.messages import InputError, Text
from yunchou.plan.scheduling.bounds import check_dates
from yunchou.plan.scheduling.lines import lines_of, problems_of, unexplained
from yunchou.plan.scheduling.mapping import Mapped, map_plan
from yunchou.plan.scheduling.remedies import remedies
from yunchou.plan.scheduling.result import PlanSchedule
from yunchou.plan.scheduling.tree import Tree

if TYPE_CHECKING:
    from yunchou.engine.network import Schedule
    from yunchou.plan import model

_START: Final = "~project-start"
_PLACED: Final = frozenset({"SNET", "FNET", "MSO", "MFO"})


@dataclass(frozen=True)
class _Mode:
    """What the dates hang on: a start, a finish, or an anchored task."""

    start: int | None = None
    finish: int | None = None
    anchor: Anchor | None = None
    earliest: dt.date | None = None


def has_dates(plan: model.Plan) -> bool:
    """Whether `schedule` can date a plan without being told a start or an anchor."""
    project = plan.project
    backward = project.anchor_date is not None and _anchor_task(plan) is not None
    return project.start is not None or backward


def schedule(
    plan: model.Plan,
    *,
    start: dt.date | None = None,
    anchor: dt.date | None = None,
    not_before: dt.date | None = None,
) -> PlanSchedule:
    """Date a plan.

    Parameters
    ----------
    plan
        The plan.
    start
        Day on which the project starts; with ``anchor`` the first day on which work may begin.
    anchor
        Day of the task named in `schedule_anchor`. Its predecessors are placed as late as possible,
        the rest as soon as possible; the day itself never moves.
    not_before
        With an anchor: the first day on which work may begin (usually today). The result says by
        how many working days the plan is short, and what could be done.

    Without arguments the plan's own ``anchor_date`` or ``start`` count.

    Raises
    ------
    InputError
        ``schedule.no_start`` when nothing says where to begin; ``schedule.no_anchor``; cycles,
        unknown ids and calendars, constraints without a date.
    """
    check_dates(plan)
    mapped = map_plan(plan)
    mode = _mode(plan, mapped, start, anchor, not_before)
    if mode.start is not None and mapped.times:
        mode = _free_early_tasks(mapped, mode)
    solved = _solve(mapped, mode)
    lines = lines_of(mapped, solved)
    dated = [line for line in lines if line.start is not None]
    shortage = solved.shortage / mapped.book.per_day(0)
    anchor_id = mode.anchor.activity if mode.anchor else None
    begin = [line.start for line in dated if line.start is not None]
    end = [line.finish for line in dated if line.finish is not None]
    fallback = mapped.day(solved.start)
    return PlanSchedule(
        project=plan.project.name,
        start=min(begin, default=fallback),
        finish=max(end, default=fallback),
        calendar=mapped.book.told(plan.project.calendar),
        estimated_years=tuple(solved.estimated_years),
        lines=lines,
        conflicts=problems_of(mapped, solved),
        anchor=anchor_id,
        shortage_days=shortage,
        earliest=mode.earliest,
        remedies=remedies(mapped, lines, anchor_id) if shortage > 0 else (),
        not_modelled=(*mapped.not_modelled, *unexplained(mapped, lines)),
        critical_path=_path(mapped, solved),
        times=mapped.times,
    )


def _solve(mapped: Mapped, mode: _Mode) -> Schedule:
    """Compute the dates; what no calendar can hold is named by its task."""
    try:
        return _compute(mapped, mode)
    except InputError as error:
        if error.code == "schedule.endless" and not error.place:
            error.place = _longest(mapped)
        raise


def _longest(mapped: Mapped) -> str:
    """Return the task that takes most weeks of its calendar, lags included, for a fault's place."""
    weeks = [sum(b - a for day in c.week for a, b in day) for c in mapped.book.calendars]
    waits: dict[str, int] = {}
    for link in mapped.links:
        waits[link.succ] = max(waits.get(link.succ, 0), abs(link.lag))

    def needs(activity: Activity) -> float:
        week = 7 * DAY if activity.elapsed else weeks[activity.calendar or 0]
        return max(activity.duration, waits.get(activity.id, 0)) / (week or 1e-9)

    longest = max(mapped.activities, key=needs, default=None)
    if longest is None:
        return ""
    task = mapped.leaves.get(mapped.told(longest.id) or "")
    return f"{task.id} {task.name}".strip() if task else longest.id


def _path(mapped: Mapped, solved: Schedule) -> tuple[str, ...]:
    found = (mapped.told(part) for part in solved.critical_path())
    return tuple(dict.fromkeys(part for part in found if part))


def _anchor_task(plan: model.Plan) -> str | None:
    stated = plan.project.schedule_anchor
    return stated.task if stated is not None else None


def _mode(
    plan: model.Plan,
    mapped: Mapped,
    start: dt.date | None,
    anchor: dt.date | None,
    not_before: dt.date | None,
) -> _Mode:
    project = plan.project
    if anchor is None and start is None and project.anchor_date and _anchor_task(plan):
        anchor = project.anchor_date
        start = _day(project.start)
    if anchor is not None:
        return _anchored(plan, mapped, anchor, start or not_before)
    begin = start or project.start
    if project.extras.get("schedule_from") == "finish" and project.finish and start is None:
        end = project.finish
        return _Mode(
            finish=minute(end) if isinstance(end, dt.datetime) else mapped.book.day_end(0, end)
        )
    if begin is None:
        raise _no_start(plan)
    at = minute(begin) if isinstance(begin, dt.datetime) else mapped.book.first_begin(begin)
    return _Mode(start=at)


def _day(at: model.Moment | None) -> dt.date | None:
    return at.date() if isinstance(at, dt.datetime) else at


def _no_start(plan: model.Plan) -> InputError:
    task = _anchor_task(plan)
    anchored = Text(f"（锚点任务 {task}）", f" (the anchored task is {task})") if task else None
    zh = anchored.zh if anchored else ""
    en = anchored.en if anchored else ""
    return InputError(
        Text("方案还没有日期", "The plan has no dates yet"),
        place=plan.project.name,
        remedy=Text(
            f"请用 --start 给出开始日期，或用 --anchor 给出锚点日期倒排{zh}。",
            f"Give a start date with --start, or an anchor date with --anchor{en}.",
        ),
        code="schedule.no_start",
    )


def _anchored(plan: model.Plan, mapped: Mapped, anchor: dt.date, earliest: dt.date | None) -> _Mode:
    task = _anchor_task(plan)
    if task is None or task not in mapped.leaves:
        raise InputError(
            Text("方案没有指定锚点任务", "The plan names no task to anchor")
            if task is None
            else Text(f"锚点任务“{task}”不存在", f"The anchored task “{task}” is not there"),
            place="project.schedule_anchor.task",
            remedy=Text(
                "请在 schedule_anchor.task 写明任务编号，或改用 --start。",
                "Name a task in schedule_anchor.task, or use --start.",
            ),
            code="schedule.no_anchor",
        )
    number = mapped.numbers[task]
    milestone = mapped.activity(task).is_milestone
    # a milestone carries the finish of its predecessors: it stands at the end of its day, unless
    # it is the day on which something opens
    stated = plan.project.schedule_anchor
    opens = stated is not None and stated.at == "start"
    ends = milestone and not opens
    at = mapped.book.day_end(number, anchor) if ends else mapped.book.day_begin(number, anchor)
    return _Mode(anchor=Anchor(task, at), earliest=earliest)


def _compute(mapped: Mapped, mode: _Mode) -> Schedule:
    tree = Tree(mapped.activities, mapped.parents)
    network = _network(mapped, mode, tree, {})
    solved = compute(network)
    from_start = any(
        link.type in {LinkType.SS, LinkType.SF} and len(tree.leaves(link.pred)) > 1
        for link in mapped.links
    )
    if not from_start:
        return solved
    starts = {found.id: found.start for found in solved}
    return compute(_network(mapped, mode, Tree(mapped.activities, mapped.parents), starts))


def _network(mapped: Mapped, mode: _Mode, tree: Tree, starts: dict[str, int]) -> Network:
    links = tree.expand(mapped.links, starts)
    project = mapped.plan.project
    earliest = mode.earliest
    status = project.status_date
    try:
        return Network(
            activities=(*mapped.activities, *tree.hammocks.values()),
            links=tuple(links),
            calendars=mapped.book.calendars,
            start=mode.start,
            finish=mode.finish,
            anchor=mode.anchor,
            earliest=None if earliest is None else mapped.book.day_begin(0, earliest),
            status_date=(
                mapped.book.day_begin(0, status)
                if status is not None and not isinstance(status, dt.datetime)
                else None
            ),
            honour_constraints=project.extras.get("honour_constraints") is not False,
            minutes_per_day=mapped.book.per_day(0),
        )
    except CycleError as error:
        raise _cycle_of_tasks(mapped, error) from error


def _cycle_of_tasks(mapped: Mapped, error: CycleError) -> CycleError:
    """Tell a cycle in the plan's own ids and names, without the instants that stand for ends."""
    ids = list(dict.fromkeys(part.split("~")[0] for part in error.cycle))
    names = {node.id: (node.task or node.phase).name for node in mapped.plan.walk()}
    return CycleError(ids, [f"{task} {names.get(task, '')}".strip() for task in ids])


def _free_early_tasks(mapped: Mapped, mode: _Mode) -> _Mode:
    """Let constraints and facts lie before the project start, as Microsoft Project does.

    There the project start holds only tasks without predecessor and without a date of their own:
    when something is dated earlier, the network begins with it and those tasks wait for an instant
    that stands for the project start.
    """
    begin = mode.start or 0
    dates = [
        at
        for activity in mapped.activities
        for at in (
            activity.actual_start,
            activity.manual_start,
            activity.constraint.at
            if activity.constraint and activity.constraint.kind in _PLACED
            else None,
        )
        if at is not None
    ]
    first = min(dates, default=begin)
    if first >= begin:
        return mode
    held = {link.succ for link in mapped.links}
    waiting = [
        activity.id
        for activity in mapped.activities
        if not (_is_placed(activity) or mapped.is_held(activity.id, held))
    ]
    if waiting:
        mapped.links.extend(Link(_START, task) for task in waiting)
        pinned = Constraint(ConstraintKind.MSO, begin)
        mapped.activities.append(Activity(_START, 0, constraint=pinned))
    return replace(mode, start=first)


def _is_placed(activity: Activity) -> bool:
    """Whether a constraint or a fact dates an activity, whatever the project start."""
    wish = activity.constraint
    facts = activity.actual_start is not None or activity.manual_start is not None
    return facts or (wish is not None and wish.kind in _PLACED)
