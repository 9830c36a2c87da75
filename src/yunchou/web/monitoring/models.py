"""KPI targets with their lights, and the incentives tied to them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yunchou.web.core.models import TenantModel
from yunchou.web.goals.models import Goal
from yunchou.web.projects.models import Project, ProjectRow


class KpiTarget(ProjectRow):
    """A KPI of the project; `code` is its key in the KPI dictionary."""

    AGGREGATIONS = [
        ("", _("按指标性质")),
        ("sum", _("各月相加")),
        ("average", _("各月平均")),
        ("last", _("取最近一月")),
    ]

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
    aggregation = models.CharField(max_length=10, choices=AGGREGATIONS, blank=True, default="")
    goal = models.ForeignKey(
        Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(ProjectRow.Meta):
        pass


class KpiMonth(TenantModel):
    """What a KPI should reach in a month (its first day), and what it did."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    kpi = models.ForeignKey(KpiTarget, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    target = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    actual = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kpi", "month"], name="kpi_month_once")
        ]
        indexes = [models.Index(fields=["workspace", "project", "month"], name="kpi_month_project")]


class Incentive(ProjectRow):
    """What is paid or credited for which result."""

    name = models.CharField(max_length=500)
    rule = models.TextField(blank=True, default="")
    kpi = models.CharField(max_length=64, blank=True, default="")

    class Meta(ProjectRow.Meta):
        pass
