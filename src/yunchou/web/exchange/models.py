"""Files brought in: read and reported on first, made a project only when somebody says so."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yunchou.web.core.models import TenantModel
from yunchou.web.projects.models import Project


class Import(TenantModel):
    """A file that has been read; `report` accounts for every object and field of it."""

    STATES = [("read", _("待确认")), ("done", _("已导入")), ("dropped", _("已放弃"))]

    name = models.CharField(max_length=300)
    format = models.CharField(max_length=20)
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    plan = models.JSONField()
    report = models.JSONField()
    state = models.CharField(max_length=10, choices=STATES, default="read")
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["workspace", "-created_at"], name="import_recent")]
