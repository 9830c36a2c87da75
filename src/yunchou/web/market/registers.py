"""The table beside the steps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from yunchou.web.market.models import MarketFact
from yunchou.web.projects.registers import Register, register

FACTS = register(
    Register(
        key="market.fact",
        model=MarketFact,
        fields=("kind", "fact", "source", "date", "implication", "owner_role"),
        prefix="F",
        title=lazy("市场依据"),
        label=lambda row: row.fact[:80],
        page="market",
        anchor="facts",
    )
)
