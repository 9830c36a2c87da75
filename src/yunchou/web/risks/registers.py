"""The table of step 6."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from yunchou.web.projects.registers import Register, register
from yunchou.web.risks.models import Risk

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
        label=lambda row: row.description[:80],
        page="risks",
        anchor="register",
    )
)  # fmt: skip
