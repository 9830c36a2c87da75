"""The light of the budget, beside others in the list of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, OuterRef, Subquery, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.web.projects import lights
from yunchou.web.projects.lights import Light
from yunchou.web.resources.models import BudgetLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yunchou.web.core.permissions import Actor


def _total(actor: Actor, column: str) -> Subquery:
    lines = BudgetLine.objects.of(actor).filter(
        project_id=OuterRef("id"), trashed_at=None, kind__in=("expense", "reserve")
    )
    sums = lines.order_by().values("project_id").annotate(total=Sum(column))
    return Subquery(sums.values("total"), output_field=BigIntegerField())


def columns(actor: Actor) -> dict[str, Any]:
    """Return what is planned and what is spent, in fen."""
    return {
        "budget_planned": _total(actor, "planned_fen"), "budget_spent": _total(actor, "spent_fen"),
    }  # fmt: skip


def judge(row: Mapping[str, Any]) -> Light:
    """Judge spending against the project's own thresholds."""
    rule = _("已支出占预算：到 %(warn)s%% 为黄，到 %(act)s%% 为红（项目设置里可改）。") % {
        "warn": row["warn_pct"], "act": row["escalate_pct"],
    }  # fmt: skip
    planned, spent = row["budget_planned"] or 0, row["budget_spent"] or 0
    if planned <= 0:
        return Light("", _("无预算"), rule)
    share = spent * 100 / planned
    tone = "act" if share >= row["escalate_pct"] else "warn" if share >= row["warn_pct"] else "good"
    return Light(tone, _("已用 %(n)s%%") % {"n": round(share)}, rule)


lights.register(lights.Source("budget", lazy("预算"), columns, judge))
