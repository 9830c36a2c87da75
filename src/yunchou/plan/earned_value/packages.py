"""Tasks of a plan → work packages of the baseline, and their progress at the status date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from yunchou.engine.earned_value.model import Package, Progress, Rule, Step
from yunchou.engine.earned_value.rules import default_rule
from yunchou.engine.network import minute
from yunchou.messages import InputError, Text
from yunchou.plan.earned_value.remarks import Remark
from yunchou.plan.scheduling import has_dates, schedule
from yunchou.plan.scheduling.calendars import CalendarBook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yunchou.plan.model import Moment, Plan, Task, Walk

#: what a task carries from being worked on: the plan for it is dated without
_DONE: dict[str, Any] = {
    "percent": None, "actual_start": None, "actual_finish": None, "remaining": None,
}  # fmt: skip

Span = tuple[int, int]


class Leaf(NamedTuple):
    """A task that is measured: its node, its baseline as instants, its length in working days."""

    node: Walk
    task: Task
    span: Span
    calendar: int
    workdays: Fraction


@dataclass
class Leaves:
    """All tasks that can be measured, and what was found out on the way."""

    book: CalendarBook
    leaves: list[Leaf] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def leaves_of(plan: Plan) -> Leaves:
    """Return the tasks with dates of the baseline, or of the plan where nothing was signed.

    Raises
    ------
    InputError
        ``evm.no_tasks``, ``evm.no_dates``, ``evm.dates``; what `scheduling.schedule` finds wrong
        in a plan without baseline.
    """
    found = Leaves(CalendarBook(plan))
    nodes = [(node, node.task) for node in plan.walk() if node.task and not node.is_summary]
    if not nodes:
        raise InputError(
            Text("方案里没有任务，无从计算挣值", "The plan has no tasks to measure"),
            place="phases",
            remedy=Text("请先填写任务。", "Enter tasks first."),
            code="evm.no_tasks",
        )
    unsigned = [node for node, task in nodes if not _is_signed(task)]
    planned = _planned(plan, unsigned) if unsigned else {}
    undated = []
    for node, task in nodes:
        number = _calendar(found.book, task)
        span = _signed(found.book, number, task) or planned.get(task.id)
        if span is None:
            undated.append(task.name)
            continue
        days = Fraction(found.book.work(number, *span), found.book.per_day(number))
        found.leaves.append(Leaf(node, task, span, number, days))
    if not found.leaves:
        raise _no_dates()
    _remark(found, unsigned, undated, len(nodes))
    return found


def _no_dates() -> InputError:
    return InputError(
        Text("方案没有基线，也没有日期", "The plan has neither a baseline nor dates"),
        place="project.start",
        remedy=Text(
            "请给任务填写基线（baseline），或填写项目开始日期（project.start）。",
            "Give the tasks a baseline, or the project a start (project.start).",
        ),
        code="evm.no_dates",
    )


def _remark(found: Leaves, unsigned: list[Walk], undated: list[str], count: int) -> None:
    if undated:
        found.remarks.append(Remark.undated(undated))
    if len(unsigned) == count:
        found.remarks.append(Remark.no_baseline())
    elif unsigned:
        found.remarks.append(Remark.part_baseline([(n.task or n.phase).name for n in unsigned]))


def _is_signed(task: Task) -> bool:
    return bool(task.baseline and task.baseline.finish)


def _calendar(book: CalendarBook, task: Task) -> int:
    """Return a task's calendar; natural days for one whose length runs on the clock."""
    length = task.length
    if length is not None and length.unit in {"ed", "eh"}:
        return book.number("natural_days")
    return book.number(task.calendar) if task.calendar else 0


def _signed(book: CalendarBook, number: int, task: Task) -> Span | None:
    base = task.baseline
    if base is None or base.finish is None:
        return None
    finish = _instant(book, number, base.finish, ends=True)
    if task.milestone:
        return finish, finish
    start = base.finish if base.start is None else base.start
    begin = _instant(book, number, start)
    if begin > finish:
        raise InputError(
            Text("基线完成早于基线开始", "The baseline finish is before its start"),
            place=f"{task.id} {task.name}".strip(),
            remedy=Text("请改正基线日期。", "Correct the baseline dates."),
            code="evm.dates",
        )
    return begin, finish


def _instant(book: CalendarBook, number: int, at: Moment, *, ends: bool = False) -> int:
    if isinstance(at, dt.datetime):
        return minute(at)
    return book.day_end(number, at) if ends else book.day_begin(number, at)


def _planned(plan: Plan, unsigned: Sequence[Walk]) -> dict[str, Span]:
    """Return the dates that the plan gives tasks without baseline, as if nothing had begun."""
    if not has_dates(plan):
        return _stored(plan, unsigned)
    lines = schedule(_untouched(plan)).by_id()
    return {
        line.id: (minute(line.begin), minute(line.end))
        for line in lines.values()
        if line.begin is not None and line.end is not None
    }


def _stored(plan: Plan, unsigned: Sequence[Walk]) -> dict[str, Span]:
    book = CalendarBook(plan)
    found = {}
    for node in unsigned:
        task = node.task
        if task is None or task.start is None or task.finish is None:
            continue
        number = _calendar(book, task)
        begin = _instant(book, number, task.start)
        found[task.id] = (begin, max(begin, _instant(book, number, task.finish, ends=True)))
    return found


def _untouched(plan: Plan) -> Plan:
    phases = [
        phase.model_copy(update={"tasks": [_untouched_task(task) for task in phase.tasks]})
        for phase in plan.phases
    ]
    project = plan.project.model_copy(update={"status_date": None})
    return plan.model_copy(update={"phases": phases, "project": project})


def _untouched_task(task: Task) -> Task:
    below = [_untouched_task(child) for child in task.tasks]
    return task.model_copy(update={**_DONE, "tasks": below})


# --- rules ---------------------------------------------------------------------------------------


def rule_of(leaf: Leaf) -> Rule:
    """Return the rule that a task names, or the default for its length."""
    task = leaf.task
    if task.earning and task.earning.rule:
        return Rule(task.earning.rule)
    if task.steps:
        return Rule.MILESTONES
    return default_rule(float(leaf.workdays), has_steps=bool(task.checklist))


def package_of(book: CalendarBook, leaf: Leaf, budget: int) -> Package:
    """Return a task as a work package worth a budget."""
    task, rule = leaf.task, rule_of(leaf)
    return Package(
        id=task.id,
        budget=budget,
        start=leaf.span[0],
        finish=leaf.span[1],
        rule=rule,
        calendar=leaf.calendar,
        steps=_steps(book, leaf) if rule is Rule.MILESTONES else (),
        base=(task.earning.follows if task.earning else "") or None,
    )


def _steps(book: CalendarBook, leaf: Leaf) -> tuple[Step, ...]:
    """Return the weighted steps; boxes of a checklist weigh alike."""
    if not leaf.task.steps:
        return tuple(Step(Fraction(1)) for _ in leaf.task.checklist)
    return tuple(
        Step(
            Fraction(str(step.weight)),
            None if step.due is None else _instant(book, leaf.calendar, step.due, ends=True),
        )
        for step in leaf.task.steps
    )


# --- progress ------------------------------------------------------------------------------------


def progress_of(book: CalendarBook, leaf: Leaf, status: dt.date) -> Progress:
    """Return what is known of a task at the end of a day.

    What happened after that day is taken back: a task finished later is under way, its share is
    what its actual dates give by then; one begun later has not begun.
    """
    task = leaf.task
    begun, ended = _day(task.actual_start), _day(task.actual_finish)
    ticked = task.steps or task.checklist
    done = tuple(box.done for box in ticked)
    if begun is not None and begun > status:
        return Progress()
    if ended is not None and ended > status:
        first = task.actual_start or ended
        return Progress(started=True, percent=_gone(book, leaf, (first, ended), status))
    percent = task.percent or 0
    finished = ended is not None or percent >= 100
    started = finished or begun is not None or percent > 0 or any(done)
    share = None if task.percent is None else Fraction(str(task.percent)) / 100
    return Progress(started, finished, share, done)


def is_touched(task: Task) -> bool:
    """Tell whether anybody recorded progress on a task."""
    ticked = any(box.done for box in task.steps) or any(box.done for box in task.checklist)
    dated = task.actual_start is not None or task.actual_finish is not None
    return ticked or dated or task.percent is not None


def _gone(
    book: CalendarBook, leaf: Leaf, actual: tuple[Moment, Moment], status: dt.date
) -> Fraction:
    """Return the share of the working time between the actual dates that has gone by."""
    first = _instant(book, leaf.calendar, actual[0])
    whole = book.work(leaf.calendar, first, _instant(book, leaf.calendar, actual[1], ends=True))
    gone = book.work(leaf.calendar, first, minute(status) + 1440)
    return Fraction(max(0, gone), whole) if whole > 0 else Fraction(0)


def _day(at: Moment | None) -> dt.date | None:
    return at.date() if isinstance(at, dt.datetime) else at
