"""The tables of step 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.web.core.errors import DomainError
from yunchou.web.goals.models import ChangeRule, Goal, GoalShare, ScopeItem
from yunchou.web.projects.registers import Register, register

if TYPE_CHECKING:
    from yunchou.web.projects.models import Project


def _check_goal(_project: Project, values: dict[str, Any]) -> None:
    weight = values["weight_pct"]
    if weight is not None and not 0 <= weight <= 100:
        raise DomainError("weight.range", _("权重应在 0 到 100 之间。"), "weight_pct")


GOALS = register(
    Register(
        key="goals.goal",
        model=Goal,
        fields=(
            "name", "statement", "metric_key", "definition", "baseline", "baseline_source",
            "target", "floor", "stretch", "unit", "direction", "deadline", "due_milestone",
            "weight_pct", "owner_role", "owner", "relevance", "name_en",
        ),
        prefix="G",
        title=lazy("目标"),
        check=_check_goal,
        label=lambda row: row.name,
        page="goals",
        anchor="goals",
    )
)  # fmt: skip
SHARES = register(
    Register(
        key="goals.share",
        model=GoalShare,
        fields=("goal", "dimension", "key", "target", "owner"),
        prefix="GS",
        title=lazy("目标分解"),
        label=lambda row: f"{row.dimension} {row.key}",
        page="goals",
        anchor="breakdown",
    )
)
SCOPE = register(
    Register(
        key="goals.scope",
        model=ScopeItem,
        fields=("kind", "description"),
        prefix="S",
        title=lazy("范围"),
        label=lambda row: row.description[:80],
        page="goals",
        anchor="scope",
    )
)
CHANGE_RULES = register(
    Register(
        key="goals.change_rule",
        model=ChangeRule,
        fields=("change", "approver", "approver_role", "new_version"),
        prefix="CR",
        title=lazy("变更规则"),
        label=lambda row: row.change[:80],
        page="goals",
        anchor="change-control",
    )
)
