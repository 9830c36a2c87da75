"""What lies in the trash: tasks with what went with them, rows of the plan's tables, projects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from yunchou.web.core.permissions import Level, allows
from yunchou.web.projects import history, registers, selectors
from yunchou.web.projects.models import Project, WorkItem

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from yunchou.web.core.permissions import Actor

MOST = 100


@dataclass(frozen=True, slots=True)
class Thrown:
    """Something in the trash."""

    kind: str
    id: UUID
    name: str
    where: str
    when: str
    at: dt.datetime
    with_it: int = 0


def projects(*, actor: Actor) -> list[Thrown]:
    """Return the projects in the trash that the actor may bring back."""
    rows = selectors.visible_projects(actor=actor, trashed=True).order_by("-trashed_at")
    return [
        _thrown(actor, "project", row, row.name, row.key)
        for row in rows[:MOST]
        if allows(actor, "project.manage", row.level)
    ]


def groups(*, actor: Actor) -> list[tuple[str, list[Thrown]]]:
    """Return tasks and table rows in the trash, by project, newest first."""
    visible = selectors.visible_projects(actor=actor)
    known = {row.id: row for row in visible if row.level >= Level.MEMBER}
    found: dict[UUID, list[Thrown]] = {}
    for project_id, entry in [*_tasks(actor, known), *_rows(actor, known)]:
        found.setdefault(project_id, []).append(entry)
    return [
        (known[pk].name, sorted(entries, key=lambda each: each.at, reverse=True))
        for pk, entries in found.items()
    ]


def _tasks(actor: Actor, known: dict[UUID, Project]) -> list[tuple[UUID, Thrown]]:
    """Return the tops of trashed branches: what went along comes back along."""
    rows = WorkItem.objects.of(actor).filter(project_id__in=known, trashed_at__isnull=False)
    found = list(rows.order_by("-trashed_at", "position")[: MOST * 5])
    went = {(row.id, row.trashed_at) for row in found}
    below: dict[tuple[UUID, dt.datetime | None], int] = {}
    for row in found:
        key = (row.project_id, row.trashed_at)
        below[key] = below.get(key, 0) + 1
    tops = [row for row in found if (row.parent_id, row.trashed_at) not in went]
    return [
        (
            row.project_id,
            _thrown(
                actor, "task", row, row.name, f"{known[row.project_id].key}-{row.number}",
                below[row.project_id, row.trashed_at] - 1,
            ),
        )
        for row in tops[:MOST]
    ]  # fmt: skip


def _rows(actor: Actor, known: dict[UUID, Project]) -> list[tuple[UUID, Thrown]]:
    found: list[tuple[UUID, Thrown]] = []
    for entry in registers.all_registers():
        writable = [pk for pk, project in known.items() if allows(actor, entry.need, project.level)]
        rows = entry.model.objects.of(actor).filter(
            project_id__in=writable, trashed_at__isnull=False
        )
        found += [
            (row.project_id, _thrown(actor, entry.key, row, entry.label(row), str(entry.title)))
            for row in rows.order_by("-trashed_at")[:MOST]
        ]
    return found


def _thrown(actor: Actor, kind: str, row: Any, name: str, where: str, more: int = 0) -> Thrown:
    local = row.trashed_at.astimezone(ZoneInfo(actor.timezone))
    return Thrown(kind, row.id, str(name), where, history.when(local), row.trashed_at, more)
