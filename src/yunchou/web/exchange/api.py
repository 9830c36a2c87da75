"""Templates, new projects, files in and out, and the demo over the API."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from yunchou.plan import archetypes
from yunchou.plan.model import Plan
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import Actor, require
from yunchou.web.exchange import services
from yunchou.web.exchange.demo import remove_demo
from yunchou.web.exchange.models import Import
from yunchou.web.exchange.services import Wish
from yunchou.web.projects import making, selectors
from yunchou.web.projects.making import NewProject
from yunchou.web.projects.models import Project
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.projects.registers.columns import say
from yunchou.web.users.middleware import actor_of
from yunchou.web.users.selectors import workspace as workspace_of
from yunchou.web.users.services import own_hand

router = Router(tags=["新建、导入与导出 exchange"])
ANSWER = {200: dict[str, Any], **REFUSED}
CREATED = {201: dict[str, Any], **REFUSED}


class NewFromFile(Schema):
    """How a file that was read becomes a project.

    `people`: person id of the file → member, null for nobody; those not named are found by e-mail
    or name, else entered.
    """

    name: str = Field("", max_length=500)
    key: str = Field("", max_length=12)
    start: dt.date | None = None
    people: dict[str, UUID | None] = Field(default_factory=dict, max_length=10_000)


def _wish(actor: Actor, body: NewProject) -> Wish:
    source = selectors.get_project(actor=actor, key=body.copy_of) if body.copy_of else None
    return Wish(
        name=body.name, key=body.key, template=body.template, source=source, start=body.start,
        anchor=body.anchor, budget_pct=f"{body.budget_pct:f}", roles=body.roles,
    )  # fmt: skip


@router.get("/templates", response=ANSWER, operation_id="list_templates")
def list_templates(request: HttpRequest) -> dict[str, Any]:
    """List the templates that a project can be made from."""
    actor_of(request)
    return {
        "items": [
            {
                "id": one.id, "name": say(one.name), "tasks": one.tasks,
                "milestones": one.milestones, "critical_path_days": float(one.critical_path_days),
                "budget": int(one.budget) / 100, "background": one.background,
                "anchor": say(one.anchor) if one.anchor else None,
            }
            for one in archetypes.list_templates()
        ]
    }  # fmt: skip


@router.post("/templates/preview", response=ANSWER, operation_id="preview_project")
def preview_project(request: HttpRequest, body: NewProject) -> dict[str, Any]:
    """Say where a new project would lie, by how much it is short, and what would help."""
    actor = actor_of(request)
    require(actor, "project.create")
    fit = services.preview(actor=actor, wish=_wish(actor, body))
    return {
        "start": fit.start, "finish": fit.finish, "anchor_date": fit.anchor_date,
        "earliest": fit.earliest, "shortage_days": float(fit.shortage_days),
        "remedies": [say(text) for text in fit.remedies],
        "estimated_years": list(fit.estimated_years),
    }  # fmt: skip


@making.maker
def make_project(actor: Actor, wish: NewProject) -> Project:
    """Make a project from a template, or by copying another."""
    return services.start_project(actor=actor, wish=_wish(actor, wish))


# --- files ---------------------------------------------------------------------------------------


def _read(brought: Import) -> dict[str, Any]:
    plan = Plan.model_validate(brought.plan)
    return {
        "id": str(brought.id), "name": brought.name, "format": brought.format,
        "bytes": brought.bytes, "state": brought.state, "report": brought.report,
        "project": {"name": plan.project.name, "start": plan.project.start},
        "tasks": sum(1 for _task in plan.tasks()),
        "people": [
            {"id": one.id, "name": one.name, "email": one.email, "roles": one.roles}
            for one in plan.people
        ],
        "problems": services.findings(brought=brought),
    }  # fmt: skip


@router.post("/imports", response=CREATED, operation_id="read_import")
def read_import(request: HttpRequest, file: File[UploadedFile]) -> Status[dict[str, Any]]:
    """Read a file (YAML, Excel, MSPDI, Trello) and report on it; no project is made yet."""
    actor = actor_of(request)
    require(actor, "project.create")
    if (file.size or 0) > settings.IMPORT_MAX_BYTES:
        size = settings.IMPORT_MAX_BYTES // 2**20
        raise DomainError("format.too_big", _("文件超过 %(n)s MB。") % {"n": size}, "file")
    brought = services.read_file(actor=actor, name=file.name or "", data=file.read())
    return Status(201, _read(brought))


@router.get("/imports/{import_id}", response=ANSWER, operation_id="get_import")
def get_import(request: HttpRequest, import_id: UUID) -> dict[str, Any]:
    """Return what was read from a file, and the report."""
    return _read(services.get_import(actor=actor_of(request), import_id=import_id))


@router.post("/imports/{import_id}/project", response=CREATED, operation_id="finish_import")
def finish_import(
    request: HttpRequest, import_id: UUID, body: NewFromFile
) -> Status[dict[str, Any]]:
    """Make a file that was read a project, once."""
    actor = actor_of(request)
    brought = services.get_import(actor=actor, import_id=import_id)
    project = services.finish_import(
        actor=actor, brought=brought, name=body.name, key=body.key, start=body.start,
        people=body.people,
    )  # fmt: skip
    return Status(201, making.shown(project))


@router.get(
    "/projects/{key}/export/{kind}", response={200: None, **REFUSED}, operation_id="export_project"
)
def export_project(
    request: HttpRequest, key: str, kind: Literal["yaml", "xlsx", "mspdi"]
) -> HttpResponse:
    """Return a project as a file: yaml, xlsx or mspdi."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    data, _report = services.export(actor=actor, project=project, kind=kind)
    ending, mime = services.EXPORTS[kind]
    held = content_disposition_header(as_attachment=True, filename=f"{project.name}.{ending}")
    return HttpResponse(
        data, content_type=mime, headers={"Content-Disposition": held or "attachment"}
    )


@router.delete("/demo", response={204: None, **REFUSED}, operation_id="remove_demo")
def empty_demo(request: HttpRequest) -> Status[None]:
    """Take the demo workspace away, its people and files included; there is no way back."""
    actor = actor_of(request)
    require(actor, "workspace.manage")
    own_hand(actor)
    if not workspace_of(actor=actor).is_demo:
        raise selectors.not_found()
    remove_demo()
    return Status(204, None)
