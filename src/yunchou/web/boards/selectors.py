"""The board: columns with their first cards, in a handful of statements."""

# ruff: noqa: S608 (SQL is put together from this file's own parts; values are parameters)
from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q

from yunchou.web.core import clock, sql
from yunchou.web.core.activity import current_seq
from yunchou.web.core.permissions import allows
from yunchou.web.projects import workdays
from yunchou.web.projects.models import Assignment, ChecklistItem, Comment, WorkItem
from yunchou.web.schedule.gantt import statuses
from yunchou.web.schedule.selectors import as_day

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

CARDS = 100  # in a column, then “more”
_CARD = (
    "id", "number", "name", "critical", "start", "finish", "percent", "status_id", "priority",
    "version", "board_rank",
)  # fmt: skip


def board(
    *, actor: Actor, project: Project, status: UUID | None = None, after: str = ""
) -> dict[str, Any]:
    """Return the board of a project; one column beyond its first cards when `status` is given."""
    columns = [
        column
        for column in statuses(actor=actor, project=project)
        if status is None or column["id"] == str(status)
    ]
    found = _first_cards(actor, project, [UUID(column["id"]) for column in columns], after)
    counts = _counted(actor, project)
    shown = _dress(actor, project, [card for cards in found.values() for card in cards[:CARDS]])
    columns = [
        {
            **column,
            "count": counts.get(UUID(column["id"]), 0),
            "more": len(found[UUID(column["id"])]) > CARDS,
            "cards": shown.get(column["id"], []),
        }
        for column in columns
    ]
    return {
        "project": {
            "key": project.key, "seq": current_seq(project.workspace_id, project.id),
            "can_edit": allows(actor, "project.work", project.level), "me": str(actor.member_id),
            "name": project.name,
        },
        "today": clock.today(project.timezone),
        "columns": columns,
    }  # fmt: skip


_LEAF = (
    "w.trashed_at IS NULL AND w.kind <> 'phase' AND NOT EXISTS (SELECT 1 FROM projects_workitem c"
    " WHERE c.parent_id = w.id AND c.trashed_at IS NULL)"
)
_COLUMN = (
    f"SELECT * FROM (SELECT {', '.join(f'w.{name}' for name in _CARD)} FROM projects_workitem w"
    " WHERE w.workspace_id = %s AND w.project_id = %s AND w.status_id = %s AND w.board_rank > %s"
    f" AND {_LEAF} ORDER BY w.board_rank, w.id LIMIT {CARDS + 1}) c"
)


def _first_cards(
    actor: Actor, project: Project, columns: list[UUID], after: str
) -> dict[UUID, list[dict[str, Any]]]:
    """Return the first cards of every column, one more than is shown: each column by its index.

    A window over all cards would rank every card of the project to show a few hundred.
    """
    found: dict[UUID, list[dict[str, Any]]] = {column: [] for column in columns}
    if not columns:
        return found
    here = [sql.stored(actor.workspace_id), sql.stored(project.id)]
    params = [part for column in columns for part in (*here, sql.stored(column), after)]
    for row in sql.fetch(" UNION ALL ".join([_COLUMN] * len(columns)), params):
        card = dict(zip(_CARD, row, strict=True))
        for name in ("id", "status_id"):
            card[name] = sql.identity(card[name])
        for name in ("start", "finish"):
            card[name] = as_day(card[name])
        card["critical"] = bool(card["critical"])
        found[card["status_id"]].append(card)
    return found


_KEPT = 256
_counts: OrderedDict[tuple[Any, ...], dict[UUID, int]] = OrderedDict()


def _counted(actor: Actor, project: Project) -> dict[UUID, int]:
    """Return how many cards each column has; counted again when the project has changed."""
    state = project.id, getattr(project, "seq", None)
    if state[1] is None:
        return _count(actor, project)
    if state not in _counts:
        _counts[state] = _count(actor, project)
        while len(_counts) > _KEPT:
            _counts.popitem(last=False)
    return _counts[state]


def _count(actor: Actor, project: Project) -> dict[UUID, int]:
    """Count all, which an index does alone, and take away what has parts."""
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None).order_by()
    parents = rows.filter(parent__isnull=False).values("parent_id").distinct()
    every = dict(rows.values_list("status_id").annotate(n=Count("id")))
    above = rows.filter(Q(kind="phase") | Q(id__in=parents))
    for status, n in above.values_list("status_id").annotate(n=Count("id")):
        every[status] -= n
    return every


def cards_of(actor: Actor, project: Project) -> QuerySet[WorkItem]:
    """Return what stands on the board: tasks and milestones without parts of their own."""
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None)
    parents = rows.filter(parent__isnull=False).values("parent_id")
    return rows.exclude(Q(kind="phase") | Q(id__in=parents)).order_by("board_rank")


def _dress(
    actor: Actor, project: Project, found: list[dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    ids = [card["id"] for card in found]
    people: dict[UUID, list[dict[str, str]]] = {}
    rows = Assignment.objects.of(actor).filter(project=project, item_id__in=ids)
    for item_id, member_id, name in rows.values_list("item_id", "member_id", "member__name"):
        entry = {"id": str(member_id), "name": name, "initial": name[:1]}
        people.setdefault(item_id, []).append(entry)
    boxes = {
        item: (done, total)
        for item, total, done in ChecklistItem.objects.of(actor)
        .filter(project=project, item_id__in=ids)
        .values_list("item_id")
        .annotate(total=Count("id"), ticked=Count("id", filter=Q(done=True)))
    }
    said = dict(
        Comment.objects.of(actor)
        .filter(project=project, item_id__in=ids, trashed_at=None)
        .values_list("item_id")
        .annotate(n=Count("id"))
    )
    today, work = clock.today(project.timezone), workdays.of_project(actor, project)
    shown: dict[str, list[dict[str, Any]]] = {}
    for card in found:
        done = card["percent"] == 100
        shown.setdefault(str(card["status_id"]), []).append(
            {
                "id": str(card["id"]), "ref": f"{project.key}-{card['number']}",
                "name": card["name"], "critical": card["critical"] and not done,
                "late_days": 0 if done else workdays.overdue(work, card["finish"], today),
                "start": card["start"],
                "finish": card["finish"], "percent": card["percent"],
                "priority": card["priority"], "assignees": people.get(card["id"], []),
                "checklist": boxes.get(card["id"], (0, 0)), "comments": said.get(card["id"], 0),
                "version": card["version"], "rank": card["board_rank"],
            }
        )  # fmt: skip
    return shown
