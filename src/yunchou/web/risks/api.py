"""Risks that strike, over the API; the register itself is a table of the plan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from yunchou.web.core.activity import current_seq
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.projects.registers import get_row_of
from yunchou.web.projects.selectors import get_project
from yunchou.web.risks import services
from yunchou.web.risks.registers import RISKS
from yunchou.web.users.middleware import actor_of

router = Router(tags=["风险与预案 risks"])


@router.post(
    "/projects/{key}/risks/{risk_id}/trigger", response={200: dict[str, Any], **REFUSED},
    operation_id="trigger_risk",
)  # fmt: skip
def trigger_risk(request: HttpRequest, key: str, risk_id: UUID) -> Any:
    """Mark a risk as triggered today; its contingency plan is told."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key)
    risk = get_row_of(actor=actor, project=project, entry=RISKS, row_id=risk_id, write=True)
    change = services.trigger(actor=actor, risk=risk)
    return {
        "id": str(risk.id), "contingency": risk.contingency,
        "undo": str(change.id) if change else None,
        "seq": current_seq(project.workspace_id, project.id),
    }  # fmt: skip
