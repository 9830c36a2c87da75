"""The table of step 7."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from yunchou.web.projects.registers import Register, register
from yunchou.web.projects.registers.columns import Column
from yunchou.web.retros.models import RetroQuestion

QUESTIONS = register(
    Register(
        key="retros.question",
        model=RetroQuestion,
        fields=("question",),
        prefix="Q",
        title=lazy("复盘问题"),
        columns={"question": Column(lazy("问题"))},
        label=lambda row: row.question[:80],
        page="retros",
        anchor="questions",
    )
)
