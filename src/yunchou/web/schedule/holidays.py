"""When the workspace's working days change, its projects are dated anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.web.core import activity
from yunchou.web.projects import rescheduling
from yunchou.web.projects.models import Project

if TYPE_CHECKING:
    from yunchou.web.core.permissions import Actor


def redate(actor: Actor) -> int:
    """Date every project that is not closed or in the trash; return how many have moved."""
    projects = Project.objects.of(actor).filter(trashed_at=None).exclude(state="closed")
    return sum(_moved(actor, project) for project in projects.order_by("id"))


def _moved(actor: Actor, project: Project) -> bool:
    before = (project.start, project.finish)
    moved = rescheduling.reschedule(actor, project, [], structure=True)
    if not moved:
        return False
    after = (project.start, project.finish)
    names = ("start", "finish")
    activity.record(
        actor=actor, stream_id=project.id, verb="project.calendar", subject=project,
        label=f"{project.key} {project.name}",
        changes=activity.differences(
            dict(zip(names, before, strict=True)), dict(zip(names, after, strict=True))
        ),
    )  # fmt: skip
    return True
