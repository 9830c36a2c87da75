"""The tables of step 5."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.web.core.errors import DomainError
from yunchou.web.monitoring.models import Incentive, KpiTarget
from yunchou.web.projects.registers import Register, register

if TYPE_CHECKING:
    from yunchou.web.projects.models import Project


def _check_kpi(_project: Project, values: dict[str, Any]) -> None:
    weight = values["weight_pct"]
    if weight is not None and not 0 <= weight <= 100:
        raise DomainError("weight.range", _("权重应在 0 到 100 之间。"), "weight_pct")


KPIS = register(
    Register(
        key="monitoring.kpi",
        model=KpiTarget,
        fields=(
            "name", "target", "actual", "unit", "cadence", "weight_pct", "yellow_ratio",
            "red_ratio", "owner_role", "source", "goal",
        ),
        prefix="K",
        title=lazy("指标"),
        check=_check_kpi,
        label=lambda row: row.name,
        page="monitoring",
        anchor="kpis",
    )
)  # fmt: skip
INCENTIVES = register(
    Register(
        key="monitoring.incentive",
        model=Incentive,
        fields=("name", "rule", "kpi"),
        prefix="I",
        title=lazy("激励"),
        label=lambda row: row.name,
        page="monitoring",
        anchor="incentives",
    )
)
