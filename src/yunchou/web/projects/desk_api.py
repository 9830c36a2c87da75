"""Search, the overview, calls by @, the trash and files over the API."""

# ruff: noqa: TC002 (Ninja reads annotations at run time)
from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from yunchou.web.core.activity import current_seq
from yunchou.web.projects import finding, overview, registers, selectors, services, trash
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.projects.registers import columns, tables
from yunchou.web.projects.tasks import talking
from yunchou.web.users.middleware import actor_of

router = Router(tags=["查找与回收站 search and trash"])
ANSWER = {200: dict[str, Any], **REFUSED}
LONGEST = 100


@router.get("/search", response=ANSWER, operation_id="search")
def search(
    request: HttpRequest, q: str = "", limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> dict[str, Any]:
    """Find projects, tasks and people by words of two characters, pinyin or reference."""
    found = finding.find(actor=actor_of(request), query=q.strip()[:LONGEST], limit=limit)
    return {
        "items": [
            {
                "kind": row["kind"], "id": str(UUID(str(row["subject_id"]))), "name": row["title"],
                "ref": row["ref"], "url": row["url"],
            }
            for row in found
        ]
    }  # fmt: skip


@router.get("/projects/{key}/overview", response=ANSWER, operation_id="get_overview")
def get_overview(request: HttpRequest, key: str) -> dict[str, Any]:
    """Return the figures of a project, its milestones, and what waits for me."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    page = overview.page(actor, project)
    return {
        "goal": page["goal"],
        "figures": [
            {
                "label": str(one.label), "value": str(one.value), "unit": str(one.unit),
                "note": str(one.note), "tone": one.tone, "url": one.href,
            }
            for one in page["figures"]
        ],
        "waiting": [
            {
                "kind": str(one.kind), "name": one.name, "end": str(one.end), "tone": one.tone,
                "critical": one.critical, "url": one.href,
            }
            for one in page["waiting"]
        ],
        "milestones": page["milestones"], "phases": page["phases"],
        "seq": current_seq(project.workspace_id, project.id),
    }  # fmt: skip


@router.get("/me/mentions", response=ANSWER, operation_id="list_mentions")
def list_mentions(request: HttpRequest, *, unread: bool = False) -> dict[str, Any]:
    """List where I was called by @, newest first."""
    rows = talking.inbox(actor=actor_of(request), unread=unread)
    return {
        "items": [
            {
                "id": str(row["id"]), "at": row["comment__at"], "by": row["comment__author_name"],
                "text": row["text"], "task": f"{row['project__key']}-{row['item__number']}",
                "task_name": row["item__name"], "project": row["project__name"],
                "seen_at": row["seen_at"],
            }
            for row in rows
        ]
    }  # fmt: skip


@router.post("/me/mentions/seen", response=ANSWER, operation_id="see_mentions")
def see_mentions(request: HttpRequest) -> dict[str, Any]:
    """Mark all calls as seen."""
    return {"seen": talking.mark_seen(actor=actor_of(request))}


@router.get("/trash", response=ANSWER, operation_id="list_trash")
def list_trash(request: HttpRequest) -> dict[str, Any]:
    """List what lies in the trash and that I may bring back, by project."""
    actor = actor_of(request)
    groups = [("", trash.projects(actor=actor)), *trash.groups(actor=actor)]
    return {
        "items": [
            {
                "kind": one.kind, "id": str(one.id), "name": one.name, "where": one.where,
                "project": name, "at": one.at, "with_it": one.with_it,
            }
            for name, found in groups
            for one in found
        ]
    }  # fmt: skip


@router.post("/trash/tasks/{item_id}/restore", response=ANSWER, operation_id="restore_item")
def restore_item(request: HttpRequest, item_id: UUID) -> dict[str, Any]:
    """Bring a task back from the trash with all that went there with it."""
    actor = actor_of(request)
    item = selectors.get_work_item(actor=actor, ref=item_id, need="project.work", trashed=True)
    change = services.restore_work_item(actor=actor, item=item)
    return {
        "id": str(item.id), "ref": f"{item.project.key}-{item.number}", "version": item.version,
        "undo": str(change.activity.id) if change.activity else None,
        "seq": current_seq(item.workspace_id, item.project_id),
    }  # fmt: skip


@router.get("/projects/{key}/registers", response=ANSWER, operation_id="list_registers")
def list_registers(request: HttpRequest, key: str) -> dict[str, Any]:
    """List the tables of the plan: their names, fields, and what I may write."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    return {
        "items": [
            {
                "key": entry.key, "title": str(entry.title),
                "fields": [
                    {
                        "name": columns.public(name), "label": tables.label_of(entry, name),
                        "kind": columns.kind_of(entry, name),
                        "writable": name in registers.writable_fields(entry, actor, project),
                    }
                    for name in registers.visible_fields(entry, actor, project)
                ],
            }
            for entry in registers.all_registers()
        ]
    }  # fmt: skip
