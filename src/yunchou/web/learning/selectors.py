"""What the page of training and improvements shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunchou.web.core import clock
from yunchou.web.learning.registers import IMPROVEMENTS, TRAINING
from yunchou.web.projects.examples import template_of
from yunchou.web.projects.registers import tables

if TYPE_CHECKING:
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project
    from yunchou.web.projects.registers.columns import Lookups

OVER = ("已完成", "不采纳")


def page(actor: Actor, project: Project, lookups: Lookups) -> dict[str, Any]:
    """Return training with the day of its task, and improvements with what is overdue."""
    training = tables.table(actor=actor, project=project, entry=TRAINING, lookups=lookups)
    improvements = tables.table(actor=actor, project=project, entry=IMPROVEMENTS, lookups=lookups)
    days = {item[0]: item[4] for item in lookups.items} if len(training) else {}
    for row in training:
        row.extra["day"] = days.get(str(row.obj.linked_task_id))
    today = clock.today(project.timezone)
    for row in improvements:
        due = row.obj.due
        row.extra["late"] = due is not None and due < today and row.obj.status not in OVER
    example = template_of(project)
    return {
        "training": training, "improvements": improvements,
        "example": example.training[0], "lesson": example.improvements[0],
    }  # fmt: skip
