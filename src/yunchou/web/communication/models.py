"""Meetings (single or in series) and the channels of feedback."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yunchou.web.projects.models import ProjectRow


class MeetingSeries(ProjectRow):
    """A meeting, or a series by RFC 5545 rule; holidays move it to the next working day."""

    STARTS = [("project_start", _("项目开始后")), ("tasks", _("任务当天"))]

    name = models.CharField(max_length=500)
    type = models.CharField(max_length=30, blank=True, default="")
    rrule = models.CharField(max_length=500, blank=True, default="")
    start_type = models.CharField(max_length=15, choices=STARTS, default="project_start")
    start_offset_days = models.IntegerField(null=True, blank=True)
    start_items = models.JSONField(default=list, blank=True)  # codes of work items
    duration_min = models.PositiveIntegerField(default=60)
    chair_role = models.CharField(max_length=64, blank=True, default="")
    attendee_roles = models.JSONField(default=list, blank=True)
    inputs = models.TextField(blank=True, default="")
    outputs = models.TextField(blank=True, default="")

    class Meta(ProjectRow.Meta):
        pass


class Channel(ProjectRow):
    """A channel of feedback or notice and what it is for."""

    name = models.CharField(max_length=500)
    use = models.TextField(blank=True, default="")

    class Meta(ProjectRow.Meta):
        pass
