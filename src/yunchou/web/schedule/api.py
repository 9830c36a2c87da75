"""Dates over the API: the drawing, links, baselines, what the dates hang on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from yunchou.web.core.activity import current_seq
from yunchou.web.projects import reading, selectors
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.projects.services import Change
from yunchou.web.schedule import baselines, framing, gantt, services
from yunchou.web.ui import fresh
from yunchou.web.users.middleware import actor_of

router = Router(tags=["时间表 schedule"])


class NewLink(Schema):
    """A dependency; lag in `lag_unit` (wd, ed, h, eh, %)."""

    pred: UUID
    succ: UUID
    type: str = Field("FS", pattern="^(FS|SS|FF|SF)$")
    lag: float = Field(0, ge=-10_000, le=10_000)
    lag_unit: str = Field("wd", pattern="^(wd|ed|h|eh|%)$")


class LinkChange(Schema):
    """Fields of a dependency to change; those absent stay."""

    type: str | None = Field(None, pattern="^(FS|SS|FF|SF)$")
    lag: float | None = Field(None, ge=-10_000, le=10_000)
    lag_unit: str | None = Field(None, pattern="^(wd|ed|h|eh|%)$")


class Frame(Schema):
    """What the dates hang on."""

    planned_start: dt.date | None = None
    anchor_item: UUID | None = None
    anchor_date: dt.date | None = None
    anchor_backward: bool | None = None
    status_date: dt.date | None = None
    calendar: str | None = Field(None, max_length=64)
    version: int | None = None


class BaselineName(Schema):
    """The name of a baseline."""

    name: str = Field("", max_length=200)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@router.get(
    "/projects/{key}/gantt", response={200: dict[str, Any], **REFUSED}, operation_id="gantt"
)
def drawing(request: HttpRequest, key: str, ids: str = "") -> dict[str, Any] | HttpResponse:
    """Return everything that a Gantt draws, or only the tasks named in `ids` (comma-separated).

    The whole is answered 304 to who has it as it is.
    """
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    if ids:
        wanted = [found for part in ids.split(",")[:500] if (found := _id(part))]
        rows = gantt.shown(actor=actor, project=project, ids=wanted)
        seq = current_seq(project.workspace_id, project.id)
        return {"columns": reading.COLUMNS, "tasks": rows, "seq": seq}

    def make() -> HttpResponse:
        body = orjson.dumps(gantt.drawing(actor=actor, project=project))
        return HttpResponse(body, content_type="application/json; charset=utf-8")

    return fresh.page(request, actor, project, make)


@router.post(
    "/projects/{key}/links", response={201: dict[str, Any], **REFUSED}, operation_id="add_link"
)
def add_link(request: HttpRequest, key: str, body: NewLink) -> Status[dict[str, Any]]:
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
    return Status(201, {"link": str(link.id), **_answer(project, change)})


@router.patch(
    "/projects/{key}/links/{link_id}",
    response={200: dict[str, Any], **REFUSED},
    operation_id="change_link",
)
def change_link(request: HttpRequest, key: str, link_id: UUID, body: LinkChange) -> dict[str, Any]:
    """Change the type or the lag of a dependency."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.work")
    link = services.get_link(actor=actor, project=project, link_id=link_id)
    values = {
        name: value for name, value in body.dict(exclude_unset=True).items() if value is not None
    }
    return _answer(project, services.change_link(actor=actor, link=link, values=values))


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


@router.get(
    "/projects/{key}/baselines",
    response={200: list[dict[str, Any]], **REFUSED},
    operation_id="list_baselines",
)
def list_baselines(request: HttpRequest, key: str) -> list[dict[str, Any]]:
    """Return the baselines, newest first."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    return baselines.list_baselines(actor=actor, project=project)


@router.get(
    "/projects/{key}/baselines/{baseline_id}",
    response={200: dict[str, Any], **REFUSED},
    operation_id="get_baseline",
)
def get_baseline(request: HttpRequest, key: str, baseline_id: UUID) -> dict[str, Any]:
    """Return one baseline: `rows` holds start and finish of each task by its id."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    found = baselines.get_baseline(actor=actor, project=project, baseline_id=baseline_id)
    return {
        "id": found.id, "name": found.name, "taken_at": found.taken_at,
        "rows": {item: row[:2] for item, row in found.rows.items()},
    }  # fmt: skip


@router.post(
    "/projects/{key}/baselines",
    response={201: dict[str, Any], **REFUSED},
    operation_id="take_baseline",
)
def take_baseline(request: HttpRequest, key: str, body: BaselineName) -> Status[dict[str, Any]]:
    """Freeze the present dates as a baseline."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.plan")
    baseline, change = baselines.take_baseline(actor=actor, project=project, name=body.name)
    return Status(201, {
        "id": baseline.id, "name": baseline.name, "taken_at": baseline.taken_at,
        "seq": change.seq, "undo": change.id,
    })  # fmt: skip


@router.delete(
    "/projects/{key}/baselines/{baseline_id}",
    response={200: dict[str, Any], **REFUSED},
    operation_id="drop_baseline",
)
def drop_baseline(request: HttpRequest, key: str, baseline_id: UUID) -> dict[str, Any]:
    """Take the newest baseline away; the one before it counts again."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.plan")
    baseline = baselines.get_baseline(actor=actor, project=project, baseline_id=baseline_id)
    change = baselines.drop_baseline(actor=actor, project=project, baseline=baseline)
    return {"seq": change.seq, "undo": change.id}


@router.get(
    "/projects/{key}/outlook", response={200: dict[str, Any], **REFUSED}, operation_id="outlook"
)
def outlook(request: HttpRequest, key: str) -> dict[str, Any]:
    """Return how the schedule stands: dates, what cannot be kept, what could be shortened."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    return _stands(framing.outlook(actor=actor, project=project))


def _stands(found: framing.Outlook) -> dict[str, Any]:
    return {
        "start": found.start, "finish": found.finish, "earliest": found.earliest,
        "shortage_days": round(found.shortage_days, 2),
        "remedies": [remedy.to_dict() for remedy in found.remedies],
        "problems": [problem.to_dict() for problem in found.problems],
        "behind": [{"ref": ref, "name": name, "days": days} for ref, name, days in found.behind],
        "estimated_years": list(found.estimated_years),
    }  # fmt: skip


@router.patch(
    "/projects/{key}/frame", response={200: dict[str, Any], **REFUSED}, operation_id="set_frame"
)
def set_frame(request: HttpRequest, key: str, body: Frame) -> dict[str, Any]:
    """Set the start, or the anchor task and its date; the answer says whether there is time."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.plan")
    values = body.dict(exclude_unset=True)
    if values.get("anchor_backward", True) is None:
        del values["anchor_backward"]
    version = values.pop("version", None)
    if "anchor_item" in values:
        values["anchor_item_id"] = values.pop("anchor_item")
    done = framing.set_frame(actor=actor, project=project, values=values, version=version)
    return {
        "moved": reading.moved(done.moved), "version": project.version,
        "seq": current_seq(project.workspace_id, project.id),
        "undo": done.activity.id if done.activity else None,
        **_stands(framing.outlook(actor=actor, project=project)),
    }  # fmt: skip
