"""Questions of the retrospective."""

from __future__ import annotations

from django.db import models

from yunchou.web.projects.models import ProjectRow


class RetroQuestion(ProjectRow):
    """A question to be answered when the project is looked back upon."""

    question = models.TextField()

    class Meta(ProjectRow.Meta):
        pass
