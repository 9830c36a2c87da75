"""Asking the API as somebody: what the tests of this step share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunchou.web.core import activity
from yunchou.web.exchange.plans import create_project
from yunchou.web.projects.models import WorkItem

if TYPE_CHECKING:
    from django.test import Client

    from yunchou.plan.model import Plan
    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project


def items(actor: Actor, project: Project) -> dict[str, WorkItem]:
    """Return the live items of a project by name, as the services take them."""
    rows = WorkItem.objects.of(actor).filter(project_id=project.id, trashed_at=None)
    found = {item.name: item for item in rows.order_by("position")}
    for item in found.values():
        item.project = project
    return found


def another(actor: Actor, plan: Plan) -> Project:
    """Return the same plan as a second project of the workspace, OTHER."""
    named = plan.project.model_copy(update={"code_prefix": "OTHER"})
    return create_project(actor=actor, plan=plan.model_copy(update={"project": named}))


def take_back(actor: Actor, change: Activity | None) -> None:
    """Undo a change that must have been made."""
    assert change is not None
    activity.undo(actor=actor, activity_id=change.id)


def ask(client: Client, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """Send JSON and return status and JSON."""
    options = {} if body is None else {"data": body, "content_type": "application/json"}
    response = getattr(client, method)(f"/api/v1/projects/{path}", **options)
    return response.status_code, response.json() if response.content else None
