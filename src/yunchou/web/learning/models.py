"""Training plans and improvements taken over from earlier projects."""

from __future__ import annotations

from django.db import models

from yunchou.web.projects.models import ProjectRow, WorkItem


class Training(ProjectRow):
    """A training: audience, method, pass mark, and the task that delivers it."""

    topic = models.CharField(max_length=500)
    audience_roles = models.JSONField(default=list, blank=True)
    method = models.TextField(blank=True, default="")
    linked_task = models.ForeignKey(
        WorkItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    pass_score = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    owner_role = models.CharField(max_length=64, blank=True, default="")

    class Meta(ProjectRow.Meta):
        pass


class Improvement(ProjectRow):
    """A lesson or improvement, from an earlier project or made by this one."""

    description = models.TextField()
    source = models.TextField(blank=True, default="")
    owner_role = models.CharField(max_length=64, blank=True, default="")
    due = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=30, blank=True, default="")

    class Meta(ProjectRow.Meta):
        pass
