"""The tables of step 3: roles and budget lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.web.core.errors import DomainError
from yunchou.web.projects.models import Role
from yunchou.web.projects.registers import Register, register
from yunchou.web.resources.models import BudgetLine

if TYPE_CHECKING:
    from yunchou.web.projects.models import Project


def _no_negative(_project: Project, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name.endswith("_fen") and value is not None and value < 0:
            raise DomainError("amount.negative", _("金额不能为负数。"), name)


ROLES = register(
    Register(
        key="resources.role",
        model=Role,
        fields=("name", "name_en", "headcount", "fte_each", "cost_rate_fen"),
        prefix="ROLE",
        title=lazy("角色"),
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
        check=_no_negative,
        label=lambda row: row.name,
        page="resources",
        anchor="budget",
    )
)  # fmt: skip
