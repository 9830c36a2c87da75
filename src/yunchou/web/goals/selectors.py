"""What the page of goals and scope shows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yunchou.plan.checkup.words import is_ratio
from yunchou.web.core import clock
from yunchou.web.core.permissions import allows
from yunchou.web.goals import smart
from yunchou.web.goals.models import Goal, ScopeItem, Strategy
from yunchou.web.goals.plan import MIX
from yunchou.web.goals.registers import CHANGE_RULES, GOALS, SCOPE, SHARES
from yunchou.web.projects import registers
from yunchou.web.projects.examples import template_of
from yunchou.web.projects.registers import columns, tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project
    from yunchou.web.projects.registers.columns import Lookups
    from yunchou.web.projects.registers.tables import Row

WHOLE = Decimal(100)


def page(actor: Actor, project: Project, lookups: Lookups) -> dict[str, Any]:
    """Return goals, their breakdown, scope, strategy and change rules."""
    goals = tables.table(actor=actor, project=project, entry=GOALS, lookups=lookups)
    shares = tables.table(actor=actor, project=project, entry=SHARES, lookups=lookups)
    scope = tables.table(actor=actor, project=project, entry=SCOPE, lookups=lookups)
    today = clock.today(project.timezone)
    for row in goals:
        row.extra["letters"] = smart.letters(row.obj.statement, today, project.archetype)
        row.extra["passed"] = row.obj.deadline is not None and row.obj.deadline < today
    return {
        "goals": goals, "weights": weights([row.obj for row in goals]), "shares": shares,
        "breakdown": breakdown([row.obj for row in goals], shares.rows), "scope": scope,
        "kinds": [(key, str(text), _of_kind(scope.rows, key)) for key, text in ScopeItem.KINDS],
        "rules": tables.table(actor=actor, project=project, entry=CHANGE_RULES, lookups=lookups),
        "strategy": strategy_fields(actor, project), "undo": tables.undo_address(project),
        "strategy_api": f"/api/v1/projects/{project.key}/strategy",
        "may_plan": allows(actor, "project.plan", project.level),
        "example": template_of(project).goals[0],
    }  # fmt: skip


def _of_kind(rows: Iterable[Row], kind: str) -> list[Row]:
    return [row for row in rows if row.obj.kind == kind]


def weights(goals: Iterable[Goal]) -> dict[str, Any]:
    """Return the sum of the weights, and what it lacks of 100."""
    total = sum((goal.weight_pct or Decimal(0) for goal in goals), Decimal(0))
    gap = WHOLE - total
    return {"total": columns.plain(total), "gap": columns.plain(gap), "right": gap == 0}


def breakdown(goals: Iterable[Goal], shares: list[Row]) -> list[dict[str, Any]]:
    """Return each goal's shares by dimension: sum and gap if it adds up, else the average."""
    found: dict[tuple[Any, str], list[Row]] = {}
    for share in shares:
        found.setdefault((share.obj.goal_id, share.obj.dimension), []).append(share)
    return [
        {"goal": goal, "dimension": dimension, "rows": rows, **_sum_up(goal, rows)}
        for goal in goals
        for (goal_id, dimension), rows in found.items()
        if goal_id == goal.id
    ]


def _sum_up(goal: Goal, rows: list[Row]) -> dict[str, Any]:
    targets = [row.obj.target for row in rows]
    total = sum(targets, Decimal(0))
    if is_ratio(goal.unit):
        return {"ratio": True, "total": columns.plain(total / len(targets)), "gap": None}
    gap = None if goal.target is None else goal.target - total
    return {
        "ratio": False, "total": columns.plain(total),
        "gap": None if gap is None else columns.plain(gap),
    }  # fmt: skip


def get_strategy(*, actor: Actor, project: Project) -> Strategy:
    """Return the strategy of a project, an empty unsaved one when nothing has been said."""
    found = Strategy.objects.of(actor).filter(project=project).first()
    return found or Strategy(
        workspace_id=project.workspace_id, project=project, created_by_id=actor.user_id
    )


def strategy_fields(actor: Actor, project: Project) -> list[dict[str, Any]]:
    """Return the parts of the strategy with their words."""
    row = get_strategy(actor=actor, project=project)
    version = 0 if row._state.adding else row.version  # noqa: SLF001 (Django's documented name)
    return [
        {"name": name, "label": label, "value": getattr(row, name), "version": version}
        for name, label in zip(MIX, smart.strategy_labels(), strict=True)
    ]


def main_goal(*, actor: Actor, project: Project) -> Goal | None:
    """Return the goal that weighs most, the first of equals."""
    rows = registers.rows(actor=actor, project=project, entry=GOALS)
    return max(rows, key=lambda goal: goal.weight_pct or Decimal(0), default=None)
