"""KPI targets with their lights, and the incentives tied to them."""

from __future__ import annotations

from django.db import models

from yunchou.web.goals.models import Goal
from yunchou.web.projects.models import ProjectRow


class KpiTarget(ProjectRow):
    """A KPI of the project; `code` is its key in the KPI dictionary."""

    name = models.CharField(max_length=500)
    target = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    actual = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=30, blank=True, default="")
    cadence = models.CharField(max_length=20, blank=True, default="")
    weight_pct = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    yellow_ratio = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    red_ratio = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    owner_role = models.CharField(max_length=64, blank=True, default="")
    source = models.TextField(blank=True, default="")
    goal = models.ForeignKey(
        Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(ProjectRow.Meta):
        pass


class Incentive(ProjectRow):
    """What is paid or credited for which result."""

    name = models.CharField(max_length=500)
    rule = models.TextField(blank=True, default="")
    kpi = models.CharField(max_length=64, blank=True, default="")

    class Meta(ProjectRow.Meta):
        pass
