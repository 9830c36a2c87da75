"""Budget by phase over the API; roles and lines are registers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Schema
from pydantic import Field

from yunchou.web.core.activity import current_seq
from yunchou.web.core.errors import Conflict
from yunchou.web.core.preconditions import version_of
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.projects.registers import columns, get_row_of
from yunchou.web.projects.registers.columns import Lookups
from yunchou.web.projects.selectors import get_item_of, get_project
from yunchou.web.resources import raci, selectors, services
from yunchou.web.resources.registers import BUDGET, ROLES
from yunchou.web.ui.jinja import number
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
    line = get_row_of(actor=actor, project=project, entry=BUDGET, row_id=line_id, write=True)
    lookups = Lookups(actor, project)
    amounts = {
        phase: columns.parse(BUDGET, "planned_fen", yuan, lookups) for phase, yuan in body.items()
    }
    try:
        change = services.split_line(
            actor=actor, line=line, amounts=amounts, version=version_of(request)
        )
    except Conflict as error:
        for side in ("yours", "theirs"):
            fen = error.details[side]
            error.details[side] = None if fen is None else fen / 100
        raise
    return {
        "item": {
            "id": str(line.id), "planned": line.planned_fen / 100, "version": line.version,
        },
        "display": {str(p): "" if f is None else number(f / 100) for p, f in amounts.items()},
        "undo": str(change.id) if change else None,
        "seq": current_seq(project.workspace_id, project.id),
    }  # fmt: skip


class RaciRow(Schema):
    """A line of the matrix: role → letters (A, R, A/R, C or I)."""

    id: UUID
    wbs: str
    name: str
    marks: dict[str, str]
    lacks: str
    version: int


class Raci(Schema):
    """The matrix; `lacks` of a line says A (nobody answers), R (nobody does it) or C (too many)."""

    roles: list[dict[str, str]]
    rows: list[RaciRow]
    gaps: int


@router.get("/projects/{key}/raci", response={200: Raci, **REFUSED}, operation_id="get_raci")
def get_raci(request: HttpRequest, key: str) -> Any:
    """Return who does, answers for, is asked about and is told of each task."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key)
    return selectors.matrix(actor=actor, project=project)


@router.patch(
    "/projects/{key}/items/{item_id}/raci", response={200: dict[str, Any], **REFUSED},
    operation_id="change_raci",
)  # fmt: skip
def change_raci(
    request: HttpRequest, key: str, item_id: UUID, body: Body[dict[str, str | None]]
) -> Any:
    """Write cells of a task's line: role → letters, "" for none. If-Match guards each cell."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key, need="project.work")
    item = get_item_of(actor=actor, project=project, item_id=item_id)
    cells = {role: text or "" for role, text in body.items()}
    change = raci.change_raci(actor=actor, item=item, cells=cells, version=version_of(request))
    fresh = get_item_of(actor=actor, project=project, item_id=item_id)
    marks = raci.marks_of(fresh, raci.inherited(actor, fresh))
    return {
        "item": {"id": str(item.id), "version": fresh.version, "marks": marks},
        "display": {role: marks.get(role, "") for role in cells},
        "undo": str(change.activity.id) if change.activity else None,
        "seq": current_seq(project.workspace_id, project.id),
    }  # fmt: skip


class Holders(Schema):
    """Who holds a role."""

    members: list[UUID] = Field(max_length=columns.MANY)


@router.get(
    "/projects/{key}/roles/{role_id}/holders", response={200: Holders, **REFUSED},
    operation_id="get_role_holders",
)  # fmt: skip
def get_role_holders(request: HttpRequest, key: str, role_id: UUID) -> Any:
    """Return who holds a role."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key)
    role = get_row_of(actor=actor, project=project, entry=ROLES, row_id=role_id)
    held = selectors.holders(actor=actor, project=project).get(role.id, [])
    return {"members": [member for member, _name in held]}


@router.put(
    "/projects/{key}/roles/{role_id}/holders", response={200: dict[str, Any], **REFUSED},
    operation_id="set_role_holders",
)  # fmt: skip
def set_role_holders(request: HttpRequest, key: str, role_id: UUID, body: Holders) -> Any:
    """Say who holds a role: these people and nobody else."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key, need="project.plan")
    role = get_row_of(actor=actor, project=project, entry=ROLES, row_id=role_id, write=True)
    change = services.staff_role(actor=actor, role=role, member_ids=body.members)
    return {
        "members": [str(member) for member in body.members],
        "undo": str(change.id) if change else None,
        "seq": current_seq(project.workspace_id, project.id),
    }  # fmt: skip
