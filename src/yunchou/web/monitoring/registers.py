"""The tables of step 5."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.web.core.errors import DomainError
from yunchou.web.monitoring.models import Incentive, KpiTarget
from yunchou.web.projects.registers import Register, register
from yunchou.web.projects.registers.columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.web.projects.models import Project


def _check_kpi(_project: Project, values: dict[str, Any]) -> None:
    weight = values["weight_pct"]
    if weight is not None and not 0 <= weight <= 100:
        raise DomainError("weight.range", _("权重应在 0 到 100 之间。"), "weight_pct")
    for name in ("yellow_ratio", "red_ratio"):
        if (values[name] or 0) < 0:
            raise DomainError("ratio.negative", _("预警线不能为负数。"), name)


def cadences() -> Iterator[tuple[str, str]]:
    """Yield how often a KPI is read; the words are stored."""
    for word in ("日", "周", "月", "季", "里程碑", "一次"):
        yield word, str(_CADENCES[word])


_CADENCES = {
    "日": lazy("每日"), "周": lazy("每周"), "月": lazy("每月"), "季": lazy("每季"),
    "里程碑": lazy("每个里程碑"), "一次": lazy("一次"),
}  # fmt: skip
KPIS = register(
    Register(
        key="monitoring.kpi",
        model=KpiTarget,
        fields=(
            "name", "target", "actual", "unit", "cadence", "weight_pct", "yellow_ratio",
            "red_ratio", "owner_role", "source", "aggregation", "goal",
        ),
        prefix="K",
        title=lazy("指标"),
        opened={"actual": "project.work"},
        columns={
            "name": Column(lazy("指标")),
            "target": Column(lazy("目标值")),
            "actual": Column(lazy("实际值")),
            "unit": Column(lazy("单位")),
            "cadence": Column(lazy("多久看一次"), kind="code", options=cadences),
            "weight_pct": Column(lazy("权重")),
            "yellow_ratio": Column(
                lazy("黄灯线"),
                hint=lazy(
                    "实际与应达到的比：0.9 表示低于九成亮黄灯；越低越好的指标写大于 1 的数。"
                ),
            ),
            "red_ratio": Column(lazy("红灯线")),
            "owner_role": Column(lazy("责任角色")),
            "source": Column(lazy("数据来源")),
            "aggregation": Column(
                lazy("各月怎么合计"),
                hint=lazy("默认：数量和金额相加，比率取平均，存量取最近一月。"),
            ),
            "goal": Column(lazy("对应目标")),
        },
        quick=("name", "target", "unit"),
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
        columns={
            "name": Column(lazy("名称")),
            "rule": Column(lazy("规则")),
            "kpi": Column(lazy("对应指标")),
        },
        quick=("name", "rule"),
        label=lambda row: row.name,
        page="monitoring",
        anchor="incentives",
    )
)
