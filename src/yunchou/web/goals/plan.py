"""Step 1's part of the plan: goals, scope, strategy, change rules."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yunchou.web.core import ranks
from yunchou.web.goals.models import ChangeRule, Goal, GoalShare, ScopeItem, Strategy
from yunchou.web.projects.plan import given, read_table, tidy, write_table

if TYPE_CHECKING:
    from yunchou.plan.model import Plan
    from yunchou.web.projects.plan import PlanRows

GOAL = {
    name: name
    for name in (
        "name", "name_en", "statement", "metric_key", "definition", "baseline", "baseline_source",
        "target", "floor", "stretch", "unit", "direction", "deadline", "due_milestone",
        "deadline_offset_days", "weight_pct", "owner_role", "owner", "relevance",
    )
}  # fmt: skip
RULE = {name: name for name in ("change", "approver", "approver_role", "new_version")}
KINDS = {
    "in": "in_scope",
    "out": "out_of_scope",
    "assumption": "assumptions",
    "constraint": "constraints",
}
MIX = ("value_proposition", "product", "price", "channel", "promotion")


def write(rows: PlanRows, plan: Plan) -> None:
    """Write the rows of a new project."""
    goals = write_table(rows, Goal, plan.goals, GOAL)
    shares = [(goal, share) for goal in plan.goals for share in goal.breakdown]
    rows.save(
        GoalShare(
            **rows.base(), code=f"GS{n}", rank=rank, goal=goals[goal.id], key=share.key[:200],
            dimension=share.dimension[:60], target=Decimal(str(share.target)),
            owner=share.owner or "", extras=share.extras,
        )
        for n, ((goal, share), rank) in enumerate(
            zip(shares, ranks.spread(len(shares)), strict=True), 1
        )
    )  # fmt: skip
    items = [(kind, text) for kind, key in KINDS.items() for text in getattr(plan.scope, key)]
    rows.save(
        ScopeItem(**rows.base(), code=f"S{n}", rank=rank, kind=kind, description=text)
        for n, ((kind, text), rank) in enumerate(
            zip(items, ranks.spread(len(items)), strict=True), 1
        )
    )
    if plan.change_control:
        write_table(rows, ChangeRule, plan.change_control.rules, RULE)
    if plan.strategy:
        mix = {name: getattr(plan.strategy, name) for name in MIX}
        rows.save([Strategy(**rows.base(), **mix, extras=plan.strategy.extras)])


def read(rows: PlanRows, body: dict[str, Any]) -> None:
    """Put goals, scope, strategy and change rules into `body`."""
    body["goals"] = read_table(rows, Goal, GOAL)
    shares = GoalShare.objects.of(rows.actor).filter(project=rows.project, trashed_at=None)
    grouped: dict[str, list[dict[str, Any]]] = {}
    for share in shares.select_related("goal").order_by("rank"):
        entry = {
            "dimension": share.dimension, "key": share.key, "target": tidy(share.target),
            **given(owner=share.owner), **share.extras,
        }  # fmt: skip
        grouped.setdefault(share.goal.code, []).append(entry)
    for goal in body["goals"]:
        goal.update(given(breakdown=grouped.get(goal["id"])))
    items = ScopeItem.objects.of(rows.actor).filter(project=rows.project, trashed_at=None)
    scope: dict[str, list[str]] = {key: [] for key in KINDS.values()}
    for kind, text in items.order_by("rank", "id").values_list("kind", "description"):
        scope[KINDS[kind]].append(text)
    body["scope"] = {**given(**scope), **rows.project.extras.get("scope_extras", {})}
    if rules := read_table(rows, ChangeRule, RULE):
        body["change_control"] = {"rules": rules}
    mix = Strategy.objects.of(rows.actor).filter(project=rows.project).first()
    if mix is not None:
        body["strategy"] = {**given(**{name: getattr(mix, name) for name in MIX}), **mix.extras}
