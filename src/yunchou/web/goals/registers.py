"""The tables of step 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.plan.archetypes import kpis
from yunchou.web.core.errors import DomainError
from yunchou.web.goals.models import ChangeRule, Goal, GoalShare, ScopeItem
from yunchou.web.projects.registers import Register, register
from yunchou.web.projects.registers.columns import Column, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.web.projects.models import Project


def _check_goal(_project: Project, values: dict[str, Any]) -> None:
    weight = values["weight_pct"]
    if weight is not None and not 0 <= weight <= 100:
        raise DomainError("weight.range", _("权重应在 0 到 100 之间。"), "weight_pct")


def metrics() -> Iterator[tuple[str, str]]:
    """Yield the metrics of the KPI dictionary."""
    for key, kpi in kpis().items():
        yield key, say(kpi.name)


GOALS = register(
    Register(
        key="goals.goal",
        model=Goal,
        fields=(
            "name", "statement", "metric_key", "unit", "direction", "baseline", "target", "floor",
            "stretch", "weight_pct", "deadline", "due_milestone", "owner_role", "owner",
            "definition", "baseline_source", "relevance", "name_en",
        ),
        prefix="G",
        title=lazy("目标"),
        columns={
            "name": Column(lazy("目标名称")),
            "statement": Column(
                lazy("目标表述"),
                check="goals-check",
                hint=lazy("一句话：谁、到什么时候、把哪个指标从多少做到多少。"),
            ),
            "metric_key": Column(lazy("指标"), kind="code", options=metrics),
            "definition": Column(
                lazy("口径"), hint=lazy("含税还是不含税；签约、开票、收入还是回款。")
            ),
            "baseline": Column(lazy("基线值")),
            "baseline_source": Column(lazy("基线来源")),
            "target": Column(lazy("目标值")),
            "floor": Column(lazy("底线值")),
            "stretch": Column(lazy("挑战值")),
            "unit": Column(lazy("单位")),
            "direction": Column(lazy("方向")),
            "deadline": Column(lazy("截止日期")),
            "due_milestone": Column(lazy("对应里程碑"), milestones=True),
            "weight_pct": Column(lazy("权重")),
            "owner_role": Column(lazy("责任角色")),
            "owner": Column(lazy("责任人")),
            "relevance": Column(lazy("为什么重要")),
            "name_en": Column(lazy("英文名称")),
        },
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
        columns={
            "goal": Column(lazy("目标")),
            "dimension": Column(lazy("分解维度"), hint=lazy("区域、人员、月份、产品或客户。")),
            "key": Column(lazy("分到")),
            "target": Column(lazy("目标值")),
            "owner": Column(lazy("责任人")),
        },
        quick=("goal", "dimension", "key", "target"),
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
        columns={"kind": Column(lazy("类型")), "description": Column(lazy("内容"))},
        quick=("kind", "description"),
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
        columns={
            "change": Column(lazy("什么样的变更")),
            "approver": Column(lazy("谁可以批准")),
            "approver_role": Column(lazy("批准角色")),
            "new_version": Column(lazy("是否升版本")),
        },
        quick=("change", "approver"),
        label=lambda row: row.change[:80],
        page="goals",
        anchor="change-control",
    )
)
