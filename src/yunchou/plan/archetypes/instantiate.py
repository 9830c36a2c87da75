"""A project of one's own from a template, or from another project.

What happened in the source (progress, comments, spending, signatures) stays behind; what was
planned comes along, on new dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from yunchou.messages import InputError, Text
from yunchou.plan.archetypes.budget import Factor, scale_budget
from yunchou.plan.archetypes.templates import load
from yunchou.plan.model import Goal, Part, Person, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yunchou.plan.model import ChecklistItem, Kpi, Task
    from yunchou.plan.scheduling.result import PlanSchedule

__all__ = ["Fit", "fit", "instantiate", "people_for", "scale_budget"]

#: dates of a project that a new one does not inherit
_DATED = ("effective_date", "status_date", "start", "finish", "anchor_date")

PartT = TypeVar("PartT", bound=Part)

#: what a task carries from being worked on
_WORKED = (
    "start", "finish", "status", "percent", "actual_start", "actual_finish", "remaining",
    "baseline", "comments",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fit:
    """How a plan lies on the calendar.

    `shortage_days` are the working days by which the work would have to begin before `earliest`;
    0 when it fits. `remedies` say where they could be made up.
    """

    start: dt.date
    finish: dt.date
    anchor_task: str | None
    anchor_date: dt.date | None
    earliest: dt.date | None
    shortage_days: float
    remedies: tuple[Text, ...]
    estimated_years: tuple[int, ...]


def fit(
    plan: Plan,
    *,
    start: dt.date | None = None,
    anchor: dt.date | None = None,
    today: dt.date | None = None,
) -> Fit:
    """Compute where a plan lies: forward from `start`, or backward from `anchor`.

    With both, `start` is the earliest day on which work may begin; with `anchor` alone that is
    `today`. The anchor is never moved.

    Raises
    ------
    InputError
        Neither date given, an anchor for a plan without anchor task, or an impossible network.
    """
    schedule, earliest = _schedule(plan, start, anchor, today)
    return Fit(
        start=_day(schedule.start),
        finish=_day(schedule.finish),
        anchor_task=schedule.anchor,
        anchor_date=anchor,
        earliest=earliest,
        shortage_days=schedule.shortage_days,
        remedies=tuple(remedy.text for remedy in schedule.remedies),
        estimated_years=schedule.estimated_years,
    )


def instantiate(  # noqa: PLR0913 (keyword-only, one per question of the wizard)
    template: str | Plan,
    *,
    name: str | None = None,
    number: str = "",
    start: dt.date | None = None,
    anchor: dt.date | None = None,
    people: Sequence[Person] | Mapping[str, Iterable[str]] = (),
    budget_scale: Factor = 1,
    goals: Mapping[str, Mapping[str, Any]] | None = None,
    today: dt.date | None = None,
) -> Plan:
    """Make a project from a template or from another project.

    Parameters
    ----------
    template
        A template id, or any plan to copy.
    name
        Name of the new project; the template's when empty.
    number
        Document number, such as `NPL-2027-001`; blank until somebody gives one.
    start, anchor
        Project start, or the date of the anchor task; with both, `start` is the earliest start.
        Without either the plan has no dates.
    people
        People with their roles, or role id → names of those who hold it.
    budget_scale
        Factor for every amount; totals stay exact to the fen.
    goals
        Goal id → fields to set (`baseline`, `target`, `name`, …). KPI rows that measure the goal
        and aimed at its old target follow.
    today
        With an anchor and no start: the first day on which work may begin. A plan that is short of
        days starts then and keeps its anchor, so that the shortage stays visible.

    Raises
    ------
    InputError
        An unknown template, goal or field value, or dates that cannot be computed.
    """
    source = load(template) if isinstance(template, str) else template
    plan = _fresh(source)
    plan = _with(plan, {"budget": scale_budget(plan.budget, budget_scale)})
    plan = _with_goals(plan, goals or {})
    plan = _with_people(plan, people)
    project = {"number": number} | ({"name": name, "name_en": ""} if name else {})
    plan = _with(plan, {"project": _with(plan.project, project)})
    if start is None and anchor is None:
        return _undated(plan)
    return _dated(plan, source, (start, anchor, today))


def people_for(roles: Mapping[str, Iterable[str]]) -> list[Person]:
    """Return people from role id → names; one person may hold several roles."""
    held: dict[str, list[str]] = {}
    for role, names in roles.items():
        for name in names:
            if name.strip():
                held.setdefault(name.strip(), []).append(role)
    return [
        Person(id=f"U{number:02d}", name=name, roles=taken)
        for number, (name, taken) in enumerate(held.items(), 1)
    ]


def _schedule(
    plan: Plan, start: dt.date | None, anchor: dt.date | None, today: dt.date | None = None
) -> tuple[PlanSchedule, dt.date | None]:
    from yunchou.plan.scheduling import schedule

    stated = plan.project.schedule_anchor
    if anchor and not (stated and stated.task):
        raise InputError(
            Text("这份方案没有锚点任务，不能按锚点日倒排。", "The plan has no anchor task."),
            place="project.schedule_anchor",
            remedy=Text("请改用开始日期（--start）。", "Give a start date (--start) instead."),
            code="schedule.no_anchor",
        )
    earliest = (start or today) if anchor else None
    return schedule(plan, start=earliest if anchor else start, anchor=anchor), earliest


def _dated(
    plan: Plan, source: Plan, dates: tuple[dt.date | None, dt.date | None, dt.date | None]
) -> Plan:
    start, anchor, today = dates
    shifted = plan
    old = source.project.start
    if old is not None and start is not None:
        shifted = _shift(plan, start - _day(old))
    schedule, earliest = _schedule(shifted, start, anchor, today)
    lines = schedule.by_id()
    begin = _day(schedule.start)
    if earliest and schedule.shortage_days > 0:
        begin = earliest
    project = _with(
        shifted.project, {"start": begin, "finish": _day(schedule.finish), "anchor_date": anchor}
    )
    goals = []
    for goal in shifted.goals:
        line = lines.get(goal.due_milestone or "")
        deadline = _day(line.finish) if line and line.finish else _fallback(goal, begin)
        offset = (deadline - begin).days if deadline and line else goal.deadline_offset_days
        goals.append(_with(goal, {"deadline": deadline, "deadline_offset_days": offset}))
    return _with(shifted, {"project": project, "goals": goals})


def _fallback(goal: Goal, begin: dt.date) -> dt.date | None:
    if goal.deadline is None and goal.deadline_offset_days is not None:
        return begin + dt.timedelta(days=goal.deadline_offset_days)
    return goal.deadline


def _undated(plan: Plan) -> Plan:
    project = _with(plan.project, {"start": None, "finish": None, "anchor_date": None})
    goals = [_with(goal, {"deadline": None}) for goal in plan.goals]
    return _with(plan, {"project": project, "goals": goals})


def _fresh(plan: Plan) -> Plan:
    """The plan without anything that came from carrying it out."""
    written = {
        "number": "",
        "version": "V0.1",
        "secrecy": plan.project.secrecy or "内部",
        **dict.fromkeys(_DATED),
    }
    project = _with(plan.project, written)
    phases = [
        _with(phase, {"tasks": [_fresh_task(task) for task in phase.tasks]})
        for phase in plan.phases
    ]
    lines = [_with(line, {"committed": None, "spent": None}) for line in plan.budget.lines]
    risks = [_with(risk, {"status": "", "triggered_at": None}) for risk in plan.risks]
    return _with(
        plan,
        {
            "project": project,
            "phases": phases,
            "budget": _with(plan.budget, {"lines": lines}),
            "kpis": [_with(kpi, {"actual": None, "months": []}) for kpi in plan.kpis],
            "risks": risks,
            "status_history": [],
        },
    )


def _fresh_task(task: Task) -> Task:
    blank = {field: type(task).model_fields[field].get_default() for field in _WORKED}
    checklist: list[ChecklistItem] = [_with(item, {"done": False}) for item in task.checklist]
    children = [_fresh_task(child) for child in task.tasks]
    told: dict[str, Any] = {
        "checklist": checklist,
        "steps": [_with(step, {"done": False, "due": None}) for step in task.steps],
        "tasks": children,
    }
    if task.earning:
        told["earning"] = _with(task.earning, {"spent": None, "committed": None})
    return _with(task, {**blank, **told})


def _shift(plan: Plan, by: dt.timedelta) -> Plan:
    """Move the dates a person gave (constraints, deadlines) along with the start."""
    phases = [
        _with(phase, {"tasks": [_shift_task(task, by) for task in phase.tasks]})
        for phase in plan.phases
    ]
    goals = [
        _with(goal, {"deadline": goal.deadline + by}) if goal.deadline else goal
        for goal in plan.goals
    ]
    return _with(plan, {"phases": phases, "goals": goals})


def _shift_task(task: Task, by: dt.timedelta) -> Task:
    update: dict[str, Any] = {"tasks": [_shift_task(child, by) for child in task.tasks]}
    if task.deadline:
        update["deadline"] = task.deadline + by
    if task.constraint and task.constraint.date:
        moved = {"date": task.constraint.date + by}
        update["constraint"] = _with(task.constraint, moved)
    return _with(task, update)


def _with_goals(plan: Plan, overrides: Mapping[str, Mapping[str, Any]]) -> Plan:
    known = {goal.id: goal for goal in plan.goals}
    for goal_id in overrides:
        if goal_id not in known:
            raise InputError(
                Text(f"没有编号为 {goal_id} 的目标。", f"There is no goal {goal_id}."),
                place="goals",
                remedy=Text(f"可用：{'、'.join(known)}。", f"There are: {', '.join(known)}."),
                code="goal.unknown",
            )
    changed = {goal.id: _override(goal, overrides.get(goal.id, {})) for goal in plan.goals}
    kpis = [_follow(kpi, known, changed) for kpi in plan.kpis]
    return _with(plan, {"goals": list(changed.values()), "kpis": kpis})


def _override(goal: Goal, fields: Mapping[str, Any]) -> Goal:
    if not fields:
        return goal
    try:
        return Goal.model_validate({**goal.model_dump(exclude_unset=True), **fields})
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError(
            Text(f"目标 {goal.id} 的 {field} 填写有误。", f"Bad {field} for goal {goal.id}."),
            place=f"goals.{goal.id}.{field}",
            code="goal.invalid",
        ) from error


def _follow(kpi: Kpi, before: Mapping[str, Goal], after: Mapping[str, Goal]) -> Kpi:
    for goal in before.values():
        measures = kpi.goal == goal.id or (not kpi.goal and kpi.key == goal.metric_key)
        if measures and kpi.target == goal.target:
            return _with(kpi, {"target": after[goal.id].target})
    return kpi


def _with_people(plan: Plan, people: Sequence[Person] | Mapping[str, Iterable[str]]) -> Plan:
    if not people:
        return plan
    given = people_for(people) if isinstance(people, Mapping) else list(people)
    return _with(plan, {"people": given})


def _with(part: PartT, changes: Mapping[str, Any]) -> PartT:
    """The part with changes; fields that keep their value are not marked as written."""
    real = {name: value for name, value in changes.items() if getattr(part, name) != value}
    return part.model_copy(update=real) if real else part


def _day(moment: dt.date | dt.datetime) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment
