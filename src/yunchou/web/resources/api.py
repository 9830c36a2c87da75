"""Budget by phase over the API; roles and lines are registers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router

from yunchou.web.core.activity import current_seq
from yunchou.web.projects import columns
from yunchou.web.projects.columns import Lookups
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.projects.registers import get_row
from yunchou.web.projects.selectors import get_project, not_found
from yunchou.web.resources import services
from yunchou.web.resources.registers import BUDGET
from yunchou.web.users.middleware import actor_of

router = Router(tags=["资源与预算 resources"])


@router.patch(
    "/projects/{key}/budget/{line_id}/phases", response={200: dict[str, Any], **REFUSED},
    operation_id="split_budget_line",
)  # fmt: skip
def split_budget_line(
    request: HttpRequest,
    key: str,
    line_id: UUID,
    body: Body[dict[UUID, float | str | None]],
) -> Any:
    """Set what a line plans by phase: phase id → yuan, null for nothing; its plan is the sum."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key)
    line = get_row(actor=actor, entry=BUDGET, row_id=line_id, write=True)
    if line.project_id != project.id:
        raise not_found()
    lookups = Lookups(actor, project)
    amounts = {
        phase: columns.parse(BUDGET, "planned_fen", yuan, lookups) for phase, yuan in body.items()
    }
    change = services.split_line(actor=actor, line=line, amounts=amounts)
    return {
        "item": {"id": str(line.id), "planned": line.planned_fen / 100},
        "display": {str(p): "" if f is None else f"{f / 100:,.0f}" for p, f in amounts.items()},
        "undo": str(change.id) if change else None,
        "seq": current_seq(project.workspace_id, project.id),
    }  # fmt: skip
