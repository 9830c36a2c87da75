"""The tokens a narrative may name, such as `{{budget.total}}` or `{{milestone.M4.date}}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.context import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Inline

#: tokens without parameters, and what they stand for
SIMPLE: dict[str, Callable[[Context], Inline]] = {
    "project.name": lambda c: say(c.name(c.plan.project.name, c.plan.project.name_en)),
    "project.number": lambda c: c.or_blank(c.plan.project.number),
    "project.version": lambda c: c.or_blank(c.plan.project.version),
    "project.company": lambda c: c.or_blank(c.plan.project.company),
    "project.department": lambda c: c.or_blank(c.plan.project.department),
    "project.sponsor": lambda c: c.or_blank(c.owner(c.plan.project.sponsor_role)),
    "project.manager": lambda c: c.or_blank(c.owner(c.plan.project.manager_role)),
    "project.start": lambda c: c.long(c.start),
    "project.finish": lambda c: c.long(c.finish),
    "budget.total": lambda c: c.budget,
    "budget.reserve": lambda c: say(c.taxed(c.plan.budget.reserve_included)),
    "goals.count": lambda c: say(len(c.plan.goals)),
    "tasks.count": lambda c: say(sum(not task.milestone for task in c.plan.tasks())),
    "milestones.count": lambda c: say(len(c.milestones)),
    "risks.count": lambda c: say(len(c.plan.risks)),
    "risks.red": lambda c: say(sum(risk.points >= 15 for risk in c.plan.risks)),
    "people.count": lambda c: say(len(c.plan.people)),
}


def value(context: Context, name: str) -> Inline | None:
    """Return what a token stands for; None when nothing of that name exists."""
    if name in SIMPLE:
        return SIMPLE[name](context)
    kind, _, rest = name.partition(".")
    key, _, field = rest.partition(".")
    reader = {"goal": _goal, "milestone": _task, "task": _task, "role": _role}.get(kind)
    return reader(context, key, field) if reader else None


def _goal(context: Context, key: str, field: str) -> Inline | None:
    goal = next((goal for goal in context.plan.goals if goal.id == key), None)
    if goal is None:
        return None
    if field == "name":
        return say(context.name(goal.name, goal.name_en))
    if field in {"baseline", "target", "floor", "stretch"}:
        return context.quantity(getattr(goal, field), goal.unit)
    if field == "owner":
        return context.or_blank(context.answerable(goal.owner, goal.owner_role))
    return None


def _task(context: Context, key: str, field: str) -> Inline | None:
    if key not in context.tasks:
        return None
    dates = context.dates(key)
    if field == "name":
        return say(context.task_name(key))
    if field in {"date", "finish"}:
        return context.long(dates.finish if dates else None)
    if field == "start":
        return context.long(dates.start if dates else None)
    return None


def _role(context: Context, key: str, field: str) -> Inline | None:
    if key not in context.roles:
        return None
    return say(context.owner(key)) if field in {"", "name"} else None
