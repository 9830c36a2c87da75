"""SMART goals with their breakdown, scope items, strategy, and the rules of change control."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yunchou.web.core.models import TenantModel
from yunchou.web.projects.models import Project, ProjectRow, WorkItem
from yunchou.web.users.models import Member


class Goal(ProjectRow):
    """One metric, from a baseline to a target, by a day."""

    DIRECTIONS = [("up", _("上升")), ("down", _("下降")), ("hold", _("保持"))]

    name = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500, blank=True, default="")
    statement = models.TextField(blank=True, default="")
    metric_key = models.CharField(max_length=64, blank=True, default="")
    definition = models.TextField(blank=True, default="")
    baseline = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    baseline_source = models.TextField(blank=True, default="")
    target = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    floor = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    stretch = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=30, blank=True, default="")
    direction = models.CharField(max_length=5, choices=DIRECTIONS, default="up")
    deadline = models.DateField(null=True, blank=True)
    due_milestone = models.ForeignKey(
        WorkItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    deadline_offset_days = models.IntegerField(null=True, blank=True)
    weight_pct = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    owner_role = models.CharField(max_length=64, blank=True, default="")
    owner = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    relevance = models.TextField(blank=True, default="")

    class Meta(ProjectRow.Meta):
        pass


class GoalShare(ProjectRow):
    """A share of a goal by region, person, month, product or customer."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="+")
    dimension = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    target = models.DecimalField(max_digits=24, decimal_places=6)
    owner = models.CharField(max_length=200, blank=True, default="")

    class Meta(ProjectRow.Meta):
        pass


class ScopeItem(ProjectRow):
    """What is in, what is out, what is assumed, what binds."""

    KINDS = [
        ("in", _("包含")),
        ("out", _("不包含")),
        ("assumption", _("假设")),
        ("constraint", _("约束")),
    ]

    kind = models.CharField(max_length=10, choices=KINDS, default="in")
    description = models.TextField()

    class Meta(ProjectRow.Meta):
        pass


class ChangeRule(ProjectRow):
    """Who may decide which change, and which version it makes."""

    change = models.TextField()
    approver = models.CharField(max_length=500)
    approver_role = models.CharField(max_length=64, blank=True, default="")
    new_version = models.CharField(max_length=200, blank=True, default="")

    class Meta(ProjectRow.Meta):
        pass


class Strategy(TenantModel):
    """Value proposition and the four decisions of the marketing mix; one row per project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    value_proposition = models.TextField(blank=True, default="")
    product = models.TextField(blank=True, default="")
    price = models.TextField(blank=True, default="")
    channel = models.TextField(blank=True, default="")
    promotion = models.TextField(blank=True, default="")
    extras = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "project"], name="strategy_once")
        ]
