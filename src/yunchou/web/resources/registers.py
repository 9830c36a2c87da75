"""The tables of step 3: roles and budget lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.plan.archetypes import budget_categories
from yunchou.web.core.errors import DomainError
from yunchou.web.projects.models import Role
from yunchou.web.projects.registers import Register, register
from yunchou.web.projects.registers.columns import Column, say
from yunchou.web.resources.models import BudgetLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.web.projects.models import Project


def _no_negative(_project: Project, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name.endswith("_fen") and value is not None and value < 0:
            raise DomainError("amount.negative", _("金额不能为负数。"), name)
        if name in {"headcount", "fte_each", "quantity", "times"} and (value or 0) < 0:
            raise DomainError("number.negative", _("这里不能填负数。"), name)


def categories() -> Iterator[tuple[str, str]]:
    """Yield the expense categories."""
    for key, item in budget_categories().items():
        yield key, say(item.name)


ROLES = register(
    Register(
        key="resources.role",
        model=Role,
        fields=("name", "name_en", "headcount", "fte_each", "cost_rate_fen"),
        prefix="ROLE",
        title=lazy("角色"),
        columns={
            "name": Column(lazy("角色名称")),
            "name_en": Column(lazy("英文名称")),
            "headcount": Column(lazy("人数")),
            "fte_each": Column(lazy("每人投入"), hint=lazy("1 是全职，0.5 是一半时间。")),
            "cost_rate_fen": Column(lazy("成本单价（每工作日）")),
        },
        guarded={"cost_rate_fen": "cost_rates.view"},
        check=_no_negative,
        label=lambda row: row.name,
        page="resources",
        anchor="roles",
    )
)
BUDGET = register(
    Register(
        key="resources.budget_line",
        model=BudgetLine,
        fields=(
            "name", "category", "kind", "planned_fen", "quantity", "price_fen", "times",
            "tax_basis", "tax_rate", "supplier", "owner", "committed_fen", "spent_fen", "note",
        ),
        prefix="B",
        title=lazy("预算"),
        opened={"committed_fen": "budget.spend", "spent_fen": "budget.spend"},
        columns={
            "name": Column(lazy("费用名称")),
            "category": Column(lazy("费用科目"), kind="code", options=categories),
            "kind": Column(lazy("性质")),
            "planned_fen": Column(lazy("预算")),
            "quantity": Column(lazy("数量")),
            "price_fen": Column(lazy("单价")),
            "times": Column(lazy("次数")),
            "tax_basis": Column(lazy("含税口径")),
            "tax_rate": Column(lazy("税率"), hint=lazy("6%写 0.06。")),
            "supplier": Column(lazy("供应商")),
            "owner": Column(lazy("责任人")),
            "committed_fen": Column(lazy("已占用"), hint=lazy("已申请或已签合同、还没有付的钱。")),
            "spent_fen": Column(lazy("已发生")),
            "note": Column(lazy("备注")),
        },
        quick=("name", "category", "planned_fen"),
        check=_no_negative,
        label=lambda row: row.name,
        page="resources",
        anchor="budget",
    )
)  # fmt: skip
