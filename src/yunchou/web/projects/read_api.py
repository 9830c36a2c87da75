"""Projects, lists of tasks, single tasks, changes and my own tasks over the API."""

# ruff: noqa: TC001, TC002, TC003 (Ninja reads annotations at run time)
from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from yunchou.web.core.activity import current_seq
from yunchou.web.core.preconditions import version_of
from yunchou.web.projects import history, making, managing, my_work, portfolio, selectors
from yunchou.web.projects.models import Project
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.users.middleware import actor_of
from yunchou.web.users.models import Member

router = Router(tags=["项目 projects"])
ANSWER = {200: dict[str, Any], **REFUSED}
_SETTINGS = (
    "key", "name", "name_en", "state", "archetype", "sponsor_role", "manager_role",
    *managing.PROSE, *managing.COVER, "tax_basis", *managing.THRESHOLDS, "currency",
    "calendar", "timezone", "planned_start", "anchor_date", "start", "finish", "status_date",
    "version",
)  # fmt: skip


class ProjectChange(Schema):
    """Settings to change; those absent stay."""

    name: str | None = Field(None, max_length=500)
    name_en: str | None = Field(None, max_length=500)
    state: Literal["draft", "running", "paused", "closed"] | None = None
    sponsor_role: str | None = Field(None, max_length=64)
    manager_role: str | None = Field(None, max_length=64)
    background: str | None = Field(None, max_length=20_000)
    basis: str | None = Field(None, max_length=20_000)
    number: str | None = Field(None, max_length=60)
    plan_version: str | None = Field(None, max_length=20)
    secrecy: str | None = Field(None, max_length=20)
    department: str | None = Field(None, max_length=200)
    author: str | None = Field(None, max_length=200)
    reviewer: str | None = Field(None, max_length=200)
    cosigners: list[str] | None = Field(None, max_length=20)
    approver: str | None = Field(None, max_length=200)
    company: str | None = Field(None, max_length=200)
    effective_date: dt.date | None = None
    tax_basis: Literal["tax_inclusive", "tax_exclusive"] | None = None
    warn_pct: int | None = Field(None, ge=0, le=1000)
    escalate_pct: int | None = Field(None, ge=0, le=1000)
    freeze_pct: int | None = Field(None, ge=0, le=1000)


class MemberLevel(Schema):
    """A level in a project: 10 viewer, 20 member, 30 manager, 40 owner."""

    level: int


def settings_of(project: Project) -> dict[str, Any]:
    """Return a project as the API shows it."""
    values = {name: getattr(project, name) for name in _SETTINGS}
    return {"id": str(project.id), "level": int(project.level), **values}


@router.get("/projects", response=ANSWER, operation_id="list_projects")
def list_projects(request: HttpRequest, q: str = "", state: str = "") -> dict[str, Any]:
    """List the projects that I may see, with their lights."""
    cards = portfolio.cards(actor=actor_of(request), query=q, state=state)
    return {"items": [_card(card) for card in cards]}


def _card(card: portfolio.Card) -> dict[str, Any]:
    lights = [("schedule", card.schedule), *((key, light) for key, _title, light in card.lights)]
    return {
        "id": str(card.id), "key": card.key, "name": card.name, "state": card.state,
        "manager": card.manager, "start": card.start, "finish": card.finish,
        "baseline_finish": card.baseline, "percent": card.percent, "tasks": card.tasks,
        "done": card.done,
        "lights": {key: {"tone": light.tone, "word": light.word} for key, light in lights},
    }  # fmt: skip


@router.post("/projects", response={201: dict[str, Any], **REFUSED}, operation_id="create_project")
def create_project(request: HttpRequest, body: making.NewProject) -> Status[dict[str, Any]]:
    """Make a project from a template, or by copying another."""
    return Status(201, making.shown(making.make(actor_of(request), body)))


@router.get("/projects/{key}", response=ANSWER, operation_id="get_project")
def get_project(request: HttpRequest, key: str) -> dict[str, Any]:
    """Return a project's settings."""
    project = selectors.get_project(actor=actor_of(request), key=key)
    return settings_of(project)


@router.patch("/projects/{key}", response=ANSWER, operation_id="change_project")
def change_project(request: HttpRequest, key: str, body: ProjectChange) -> dict[str, Any]:
    """Change settings; If-Match carries the version that the writer saw."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.manage")
    change = managing.change_project(
        actor=actor, project=project, values=body.dict(exclude_unset=True),
        version=version_of(request),
    )  # fmt: skip
    return {"item": settings_of(project), "undo": str(change.id) if change else None}


@router.delete("/projects/{key}", response=ANSWER, operation_id="trash_project")
def trash_project(request: HttpRequest, key: str) -> dict[str, Any]:
    """Put a project into the trash."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.manage")
    managing.trash_project(actor=actor, project=project, version=version_of(request))
    return {"id": str(project.id)}


@router.post(
    "/trash/projects/{project_id}/restore", response=ANSWER, operation_id="restore_project"
)
def restore_project(request: HttpRequest, project_id: UUID) -> dict[str, Any]:
    """Bring a project back from the trash."""
    actor = actor_of(request)
    project = managing.get_trashed(actor=actor, project_id=project_id)
    managing.restore_project(actor=actor, project=project)
    return settings_of(project)


@router.get("/projects/{key}/members", response=ANSWER, operation_id="list_project_members")
def list_members(request: HttpRequest, key: str) -> dict[str, Any]:
    """List who belongs to a project, with levels."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    rows = managing.members(actor=actor, project=project)
    return {
        "items": [
            {"member": str(row["member_id"]), "name": row["member__name"], "level": row["level"]}
            for row in rows
        ]
    }


@router.put(
    "/projects/{key}/members/{member_id}", response=ANSWER, operation_id="set_project_member"
)
def set_member(
    request: HttpRequest, key: str, member_id: UUID, body: MemberLevel
) -> dict[str, Any]:
    """Take somebody into a project, or change the level."""
    return _member(request, key, member_id, body.level)


@router.delete(
    "/projects/{key}/members/{member_id}", response=ANSWER, operation_id="remove_project_member"
)
def remove_member(request: HttpRequest, key: str, member_id: UUID) -> dict[str, Any]:
    """Let somebody leave a project."""
    return _member(request, key, member_id, None)


def _member(request: HttpRequest, key: str, member_id: UUID, level: int | None) -> dict[str, Any]:
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.manage")
    if not Member.objects.of(actor).filter(id=member_id).exists():
        raise selectors.not_found()
    change = managing.set_member(actor=actor, project=project, member_id=member_id, level=level)
    return {
        "undo": str(change.id) if change else None,
        "seq": current_seq(project.workspace_id, project.id),
    }


# --- what has changed, what I have to do ---------------------------------------------------------


@router.get("/projects/{key}/changes", response=ANSWER, operation_id="list_changes")
def changes(
    request: HttpRequest,
    key: str,
    kind: Literal["", "tasks", "talk", "plan"] = "",
    who: UUID | None = None,
    before: str = "",
) -> dict[str, Any]:
    """List what has changed in a project, newest first; follow `next` with `before`."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    found, after = history.feed(actor=actor, project=project, kind=kind, who=who, before=before)
    return {"items": [_change(entry) for entry in found], "next": after or None}


@router.get("/changes", response=ANSWER, operation_id="list_all_changes")
def all_changes(request: HttpRequest, before: str = "") -> dict[str, Any]:
    """List what has changed in all projects that I see, newest first."""
    found, after = history.feed(actor=actor_of(request), before=before)
    return {"items": [_change(entry) for entry in found], "next": after or None}


def _change(entry: history.Entry) -> dict[str, Any]:
    return {
        "id": entry.id, "at": entry.at, "who": entry.who, "what": entry.words,
        "subject": entry.subject, "project": entry.project, "quote": entry.quote,
        "fields": [
            {"field": each.label, "before": each.before, "after": each.after}
            for each in entry.details
        ],
    }  # fmt: skip


@router.get("/me/tasks", response=ANSWER, operation_id="my_tasks")
def my_tasks(request: HttpRequest) -> dict[str, Any]:
    """List my open tasks by group: overdue, today, week, later."""
    tasks = my_work.open_tasks(actor=actor_of(request))
    return {
        group: [
            {
                "id": str(task.id), "ref": task.ref, "name": task.name, "project": task.project,
                "start": task.start, "finish": task.finish, "state": task.state,
                "percent": task.percent, "critical": task.critical, "late_days": task.late,
                "version": task.version,
            }
            for task in found
        ]
        for group, found in my_work.grouped(tasks).items()
    }  # fmt: skip
