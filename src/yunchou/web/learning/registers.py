"""The tables of step 8."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from yunchou.web.learning.models import Improvement, Training
from yunchou.web.projects.registers import Register, register

TRAINING = register(
    Register(
        key="learning.training",
        model=Training,
        fields=("topic", "audience_roles", "method", "linked_task", "pass_score", "owner_role"),
        prefix="TR",
        title=lazy("培训"),
        label=lambda row: row.topic,
        page="learning",
        anchor="training",
    )
)
IMPROVEMENTS = register(
    Register(
        key="learning.improvement",
        model=Improvement,
        fields=("description", "source", "owner_role", "due", "status"),
        prefix="IM",
        title=lazy("改进事项"),
        label=lambda row: row.description[:80],
        page="learning",
        anchor="improvements",
    )
)
