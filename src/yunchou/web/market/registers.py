"""The table beside the steps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from yunchou.web.market.models import MarketFact
from yunchou.web.projects.registers import Register, register
from yunchou.web.projects.registers.columns import Column

FACTS = register(
    Register(
        key="market.fact",
        model=MarketFact,
        fields=("kind", "fact", "source", "date", "implication", "owner_role"),
        prefix="F",
        title=lazy("市场依据"),
        columns={
            "kind": Column(lazy("类别")),
            "fact": Column(lazy("事实")),
            "source": Column(lazy("来源")),
            "date": Column(lazy("日期")),
            "implication": Column(lazy("说明什么")),
            "owner_role": Column(lazy("责任角色")),
        },
        quick=("kind", "fact", "source", "date"),
        label=lambda row: row.fact[:80],
        page="market",
        anchor="facts",
    )
)
