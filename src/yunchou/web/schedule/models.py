"""Dependencies between work items, project calendars, and baselines."""

from __future__ import annotations

from django.db import models

from yunchou.web.core.models import TenantModel
from yunchou.web.projects.models import Project, ProjectRow, WorkItem


class Dependency(TenantModel):
    """A link between two work items; summaries may be linked, the engine expands them."""

    TYPES = [("FS", "FS"), ("SS", "SS"), ("FF", "FF"), ("SF", "SF")]
    UNITS = [("wd", "wd"), ("ed", "ed"), ("h", "h"), ("eh", "eh"), ("%", "%")]

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    pred = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="+")
    succ = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="+")
    type = models.CharField(max_length=2, choices=TYPES, default="FS")
    lag = models.DecimalField(max_digits=12, decimal_places=3, default=0)
    lag_unit = models.CharField(max_length=2, choices=UNITS, default="wd")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "pred", "succ", "type"], name="dependency_once"
            )
        ]
        indexes = [models.Index(fields=["workspace", "project"], name="dependency_project")]


class ProjectCalendar(ProjectRow):
    """A working calendar of the project's own, as the plan file states it."""

    name = models.CharField(max_length=200, blank=True, default="")
    base = models.CharField(max_length=30, default="cn_workdays")
    week = models.JSONField(default=dict, blank=True)
    hours = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    exceptions = models.JSONField(default=list, blank=True)

    class Meta(ProjectRow.Meta):
        pass


class Baseline(TenantModel):
    """The dates (and costs) that were agreed on a day, frozen."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    taken_at = models.DateTimeField()
    rows = models.JSONField(default=dict)  # item id -> [start, finish, duration minutes, cost fen]

    class Meta:
        indexes = [models.Index(fields=["workspace", "project", "-taken_at"], name="baseline_new")]
