"""The board: columns with their first cards, in a handful of statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from yunchou.web.core import clock
from yunchou.web.core.activity import current_seq
from yunchou.web.core.permissions import allows
from yunchou.web.projects.models import Assignment, ChecklistItem, Comment, WorkItem
from yunchou.web.projects.reading import late_days
from yunchou.web.schedule.gantt import statuses

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

CARDS = 100  # in a column, then “more”
_CARD = (
    "id", "number", "name", "critical", "start", "finish", "percent", "status_id", "priority",
    "version",
)  # fmt: skip


def board(
    *, actor: Actor, project: Project, status: UUID | None = None, after: str = ""
) -> dict[str, Any]:
    """Return the board of a project; one column beyond its first cards when `status` is given."""
    cards = cards_of(actor, project)
    if status is not None:
        found = list(
            cards.filter(status_id=status, board_rank__gt=after).values(*_CARD, "board_rank")[
                :CARDS
            ]
        )
    else:
        place = Window(RowNumber(), partition_by=F("status_id"), order_by="board_rank")
        found = list(
            cards.annotate(place=place).filter(place__lte=CARDS).values(*_CARD, "board_rank")
        )
    counts = dict(cards.order_by().values_list("status_id").annotate(n=Count("id")))
    shown = _dress(actor, project, found)
    columns = [
        {
            **column,
            "count": counts.get(UUID(column["id"]), 0),
            "more": counts.get(UUID(column["id"]), 0) > len(shown.get(column["id"], [])),
            "cards": shown.get(column["id"], []),
        }
        for column in statuses(actor=actor, project=project)
        if status is None or column["id"] == str(status)
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
    today = clock.today(project.timezone)
    shown: dict[str, list[dict[str, Any]]] = {}
    for card in found:
        done = card["percent"] == 100
        shown.setdefault(str(card["status_id"]), []).append(
            {
                "id": str(card["id"]), "ref": f"{project.key}-{card['number']}",
                "name": card["name"], "critical": card["critical"] and not done,
                "late_days": late_days(card["finish"], today, done=done), "start": card["start"],
                "finish": card["finish"], "percent": card["percent"],
                "priority": card["priority"], "assignees": people.get(card["id"], []),
                "checklist": boxes.get(card["id"], (0, 0)), "comments": said.get(card["id"], 0),
                "version": card["version"], "rank": card["board_rank"],
            }
        )  # fmt: skip
    return shown
