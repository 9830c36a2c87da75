"""Dates over the API: the drawing, links, baselines, what the dates hang on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from yunchou.web.core.activity import current_seq
from yunchou.web.projects import reading, selectors
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.projects.services import Change
from yunchou.web.schedule import gantt, services
from yunchou.web.users.middleware import actor_of

router = Router(tags=["时间表 schedule"])


class NewLink(Schema):
    """A dependency; lag in `lag_unit` (wd, ed, h, eh, %)."""

    pred: UUID
    succ: UUID
    type: str = Field("FS", pattern="^(FS|SS|FF|SF)$")
    lag: float = Field(0, ge=-10_000, le=10_000)
    lag_unit: str = Field("wd", pattern="^(wd|ed|h|eh|%)$")


class Frame(Schema):
    """What the dates hang on."""

    planned_start: dt.date | None = None
    anchor_item: UUID | None = None
    anchor_date: dt.date | None = None
    anchor_backward: bool | None = None
    status_date: dt.date | None = None
    version: int | None = None


class BaselineName(Schema):
    """The name of a baseline."""

    name: str = Field("", max_length=200)


@router.get(
    "/projects/{key}/gantt", response={200: dict[str, Any], **REFUSED}, operation_id="gantt"
)
def drawing(request: HttpRequest, key: str, ids: str = "") -> dict[str, Any]:
    """Return everything that a Gantt draws, or only the tasks named in `ids` (comma-separated)."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    if ids:
        wanted = [UUID(part) for part in ids.split(",")[:500] if len(part) in {32, 36}]
        rows = gantt.shown(actor=actor, project=project, ids=wanted)
        seq = current_seq(project.workspace_id, project.id)
        return {"columns": reading.COLUMNS, "tasks": rows, "seq": seq}
    return gantt.drawing(actor=actor, project=project)


@router.post(
    "/projects/{key}/links", response={201: dict[str, Any], **REFUSED}, operation_id="add_link"
)
def add_link(request: HttpRequest, key: str, body: NewLink) -> tuple[int, dict[str, Any]]:
    """Make one task depend on another."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.work")
    ends = [
        selectors.get_work_item(actor=actor, ref=end, need="project.work")
        for end in (body.pred, body.succ)
    ]
    if any(end.project_id != project.id for end in ends):
        raise selectors.not_found()
    link, change = services.add_link(
        actor=actor, pred=ends[0], succ=ends[1], type=body.type, lag=Decimal(str(body.lag)),
        lag_unit=body.lag_unit,
    )  # fmt: skip
    return 201, {"link": str(link.id), **_answer(project, change)}


@router.delete(
    "/projects/{key}/links/{link_id}",
    response={200: dict[str, Any], **REFUSED},
    operation_id="remove_link",
)
def remove_link(request: HttpRequest, key: str, link_id: UUID) -> dict[str, Any]:
    """Take a dependency away."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.work")
    link = services.get_link(actor=actor, project=project, link_id=link_id)
    return _answer(project, services.remove_link(actor=actor, link=link))


def _answer(project: Any, change: Change) -> dict[str, Any]:
    return {
        "moved": reading.moved(change.moved),
        "seq": current_seq(project.workspace_id, project.id),
        "undo": change.activity.id if change.activity else None,
    }


@router.post(
    "/projects/{key}/baselines",
    response={201: dict[str, Any], **REFUSED},
    operation_id="take_baseline",
)
def take_baseline(request: HttpRequest, key: str, body: BaselineName) -> tuple[int, dict[str, Any]]:
    """Freeze the present dates as a baseline."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.plan")
    baseline = services.take_baseline(actor=actor, project=project, name=body.name)
    return 201, {"id": baseline.id, "name": baseline.name, "taken_at": baseline.taken_at}


@router.patch(
    "/projects/{key}/frame", response={200: dict[str, Any], **REFUSED}, operation_id="set_frame"
)
def set_frame(request: HttpRequest, key: str, body: Frame) -> dict[str, Any]:
    """Set the start, or the anchor task and its date."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.plan")
    values = body.dict(exclude_unset=True)
    version = values.pop("version", None)
    if "anchor_item" in values:
        values["anchor_item_id"] = values.pop("anchor_item")
    moved = services.set_frame(actor=actor, project=project, values=values, version=version)
    return {"moved": reading.moved(moved), "start": project.start, "finish": project.finish}
