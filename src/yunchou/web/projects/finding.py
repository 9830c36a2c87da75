"""Finding projects, tasks and people: what is indexed, and who may find it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import connection

from yunchou.web.core import search
from yunchou.web.core.search import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project, WorkItem

_SEEN = (
    "SELECT p.id FROM projects_project p WHERE p.workspace_id = %s AND p.trashed_at IS NULL",
    "SELECT m.project_id FROM projects_projectmember m JOIN projects_project p"
    " ON p.id = m.project_id AND p.trashed_at IS NULL"
    " WHERE m.workspace_id = %s AND m.member_id = %s",
)
#: a project by its whole key: every task of it answers to the key, too, and would crowd it out
_BY_KEY = (
    "SELECT 'project' AS kind, p.id AS subject_id, p.name AS title, p.key AS ref,"
    " '/p/' || p.key || '/' AS url, p.id AS project_id FROM projects_project p"
    " WHERE p.workspace_id = %s AND p.key = %s AND p.trashed_at IS NULL AND p.id IN ({seen})"
)
#: a task by its whole reference: NPL2-14 begins like NPL-1 and stands no nearer
_BY_REF = (
    "SELECT 'task' AS kind, i.id AS subject_id, i.name AS title,"
    " p.key || '-' || i.number AS ref, '/p/' || p.key || '/t/' || i.number AS url,"
    " p.id AS project_id FROM projects_workitem i JOIN projects_project p ON p.id = i.project_id"
    " WHERE i.workspace_id = %s AND p.key = %s AND i.number = %s AND i.trashed_at IS NULL"
    " AND p.trashed_at IS NULL AND p.id IN ({seen})"
)
_REF = re.compile(r"([A-Z][A-Z0-9]*)-(\d{1,9})", re.ASCII)


def index_project(project: Project) -> None:
    """Index a project by its names and key."""
    search.put([
        Entry(
            workspace_id=project.workspace_id, kind="project", subject_id=project.id,
            title=project.name, body=f"{project.name_en} {project.number}", ref=project.key,
            url=f"/p/{project.key}/", project_id=project.id,
        )
    ])  # fmt: skip


def index_items(project: Project, items: Iterable[WorkItem]) -> None:
    """Index work items by name, reference and texts."""
    search.put(
        Entry(
            workspace_id=project.workspace_id, kind="task", subject_id=item.id, title=item.name,
            body=f"{item.name_en} {item.deliverable} {item.notes}",
            ref=f"{project.key}-{item.number}", url=f"/p/{project.key}/t/{item.number}",
            project_id=project.id,
        )
        for item in items
    )  # fmt: skip


def find(*, actor: Actor, query: str, limit: int = 20) -> list[dict[str, Any]]:
    """Return what the actor may see of what matches: one statement."""

    def key(value: UUID) -> Any:
        return value if connection.vendor == "postgresql" else value.hex

    if actor.sees_all_projects:
        projects, params = _SEEN[0], [key(actor.workspace_id)]
    else:
        projects, params = _SEEN[1], [key(actor.workspace_id), key(actor.member_id)]
    whole = search.fold(query).strip().upper()
    ref = _REF.fullmatch(whole)
    here = key(actor.workspace_id)
    rows = search.find(
        workspace_id=actor.workspace_id, query=query, projects=projects, params=params,
        first=f"{_BY_KEY.format(seen=projects)} UNION ALL {_BY_REF.format(seen=projects)}",
        first_params=[
            here, whole if whole.isalnum() else "", *params,
            here, ref[1] if ref else "", int(ref[2]) if ref else -1, *params,
        ],
        limit=limit,
    )  # fmt: skip
    return list({row["subject_id"]: row for row in rows}.values())
