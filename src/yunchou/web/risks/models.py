"""The risk register."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from yunchou.web.projects.models import ProjectRow
from yunchou.web.users.models import Member

_ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Risk(ProjectRow):
    """A risk: probability × impact, what is seen when it strikes, what is done then."""

    STRATEGIES = [
        ("mitigate", _("减轻")),
        ("avoid", _("规避")),
        ("transfer", _("转移")),
        ("accept", _("接受")),
        ("escalate", _("上报")),
    ]
    STATES = [
        ("identified", _("已识别")),
        ("monitoring", _("监控中")),
        ("triggered", _("已触发")),
        ("handling", _("处置中")),
        ("closed", _("已关闭")),
        ("issue", _("已转问题")),
    ]

    description = models.TextField()
    category = models.CharField(max_length=30, blank=True, default="")
    probability = models.PositiveSmallIntegerField(default=3, validators=_ONE_TO_FIVE)
    impact = models.PositiveSmallIntegerField(default=3, validators=_ONE_TO_FIVE)
    trigger = models.TextField(blank=True, default="")
    trigger_expr = models.TextField(blank=True, default="")
    strategy = models.CharField(max_length=10, choices=STRATEGIES, default="mitigate")
    response = models.TextField(blank=True, default="")
    contingency = models.TextField(blank=True, default="")
    owner_role = models.CharField(max_length=64, blank=True, default="")
    owner = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    status = models.CharField(max_length=12, choices=STATES, default="identified")
    triggered_at = models.DateField(null=True, blank=True)
    reserve_fen = models.BigIntegerField(null=True, blank=True)

    class Meta(ProjectRow.Meta):
        pass

    @property
    def points(self) -> int:
        """Probability × impact, 1–25; ≥ 15 red, 8–14 yellow, else green."""
        return self.probability * self.impact
