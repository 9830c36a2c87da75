"""The table of step 6."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.web.core.errors import DomainError
from yunchou.web.projects.registers import Register, register
from yunchou.web.projects.registers.columns import Column
from yunchou.web.risks.models import Risk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.web.projects.models import Project

#: the categories of the catalogue; the words are stored
CATEGORIES = {
    "市场": lazy("市场"), "客户": lazy("客户"), "竞争": lazy("竞争"), "内部": lazy("内部"),
    "供应": lazy("供应"), "合规": lazy("合规"), "人员": lazy("人员"), "财务": lazy("财务"),
}  # fmt: skip


def categories() -> Iterator[tuple[str, Any]]:
    """Yield the categories of risks."""
    yield from CATEGORIES.items()


def _check_risk(_project: Project, values: dict[str, Any]) -> None:
    reserve = values["reserve_fen"]
    if reserve is not None and reserve < 0:
        raise DomainError("amount.negative", _("金额不能为负数。"), "reserve_fen")


RISKS = register(
    Register(
        key="risks.risk",
        model=Risk,
        fields=(
            "description", "category", "probability", "impact", "trigger", "trigger_expr",
            "strategy", "response", "contingency", "owner_role", "owner", "status",
            "triggered_at", "reserve_fen",
        ),
        prefix="R",
        title=lazy("风险"),
        opened={"status": "project.work", "triggered_at": "project.work"},
        check=_check_risk,
        columns={
            "description": Column(lazy("风险")),
            "category": Column(lazy("类别"), kind="code", options=categories),
            "probability": Column(
                lazy("概率"), hint=lazy("1 到 5：1 不到一成，3 五成上下，5 七成以上。")
            ),
            "impact": Column(
                lazy("影响"), hint=lazy("1 到 5：主目标损失不到 2%写 1，20%以上写 5。")
            ),
            "trigger": Column(lazy("触发条件"), hint=lazy("看到什么数、到多少，就算触发。")),
            "trigger_expr": Column(lazy("触发表达式"), kind="text"),
            "strategy": Column(lazy("策略")),
            "response": Column(lazy("应对措施")),
            "contingency": Column(lazy("应急预案")),
            "owner_role": Column(lazy("责任角色")),
            "owner": Column(lazy("责任人")),
            "status": Column(lazy("状态")),
            "triggered_at": Column(lazy("触发日期")),
            "reserve_fen": Column(lazy("应急预算")),
        },
        quick=("description", "probability", "impact"),
        label=lambda row: row.description[:80],
        page="risks",
        anchor="register",
    )
)  # fmt: skip
