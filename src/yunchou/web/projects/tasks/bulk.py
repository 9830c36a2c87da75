"""Many tasks at once: rows pasted from a spreadsheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunchou.web.core import activity, ranks
from yunchou.web.core.activity import undoer
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import require
from yunchou.web.projects import finding, selectors, services
from yunchou.web.projects.models import Assignment, Project, WorkItem
from yunchou.web.projects.plan import DAY
from yunchou.web.projects.rescheduling import Moved, reschedule
from yunchou.web.users.models import Member

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor

_PLAIN = {"role", "deliverable", "acceptance", "notes", "priority"}


@dataclass(frozen=True, slots=True)
class Pasted:
    """The rows that were made, the change on the spine, and what moved."""

    ids: list[UUID]
    activity: Activity
    moved: list[Moved] = field(default_factory=list)


@transaction.atomic
def paste(
    *,
    actor: Actor,
    project: Project,
    rows: Sequence[dict[str, Any]],
    after: WorkItem | None = None,
) -> Pasted:
    """Add rows {name, depth, duration (days), …} in order, below `after` or at the end.

    A row whose depth is greater than that of the row above becomes its child.
    """
    require(actor, "project.work", project.level)
    filled = [row for row in rows if str(row.get("name") or "").strip()]
    if not filled:
        raise DomainError("paste.empty", _("剪贴板里没有可用的行。"))
    if len(filled) > services.MAX_BULK:
        raise DomainError("paste.many", _("一次最多粘贴 2,000 行。"))
    parent = after.parent if after is not None else None
    items = _lay_out(actor, project, filled, parent, after)
    WorkItem.objects.bulk_create(items, batch_size=500)
    _assign(actor, project, items, filled)
    finding.index_items(project, items)
    ids = [item.id for item in items]
    moved = reschedule(actor, project, set(ids), structure=True)
    row = activity.record(
        actor=actor, stream_id=project.id, verb="work_items.pasted", subject=project,
        label=ngettext("粘贴 %(n)s 项任务", "粘贴 %(n)s 项任务", len(ids)) % {"n": len(ids)},
        changes={"items": [[], ids]},
    )  # fmt: skip
    return Pasted(ids, row, moved)


def _assign(
    actor: Actor, project: Project, items: Sequence[WorkItem], rows: Sequence[dict[str, Any]]
) -> None:
    """Give rows that name people of the workspace to them; other names are left out."""
    named = [_names(row.get("owner")) for row in rows]
    members = Member.objects.of(actor).filter(active=True, name__in={n for ns in named for n in ns})
    known = dict(members.values_list("name", "id"))
    Assignment.objects.bulk_create(
        Assignment(
            workspace_id=project.workspace_id, project=project, item=item, member_id=known[name],
            created_by_id=actor.user_id,
        )
        for item, names in zip(items, named, strict=True)
        for name in names
        if name in known
    )  # fmt: skip


def _names(text: Any) -> list[str]:
    """Return the names in a cell, each once: 周立、陈思."""
    parts = re.split(r"[、,，;；/]", str(text or "")[:500])
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _lay_out(
    actor: Actor,
    project: Project,
    rows: Sequence[dict[str, Any]],
    parent: WorkItem | None,
    after: WorkItem | None,
) -> list[WorkItem]:
    number = _take_numbers(project, len(rows))
    status = services.first_status(project)
    found = WorkItem.objects.of(actor).filter(project=project)
    place = found.aggregate(last=Max("board_rank"))["last"] or None
    position = found.aggregate(last=Max("position"))["last"] or 0
    last = services.rank_for(project, parent, before=None, after=after)
    ceiling = _next_rank(project, parent, after)
    stack: list[tuple[int, WorkItem]] = []
    items: list[WorkItem] = []
    for offset, row in enumerate(rows):
        depth = _whole(row.get("depth"))
        while stack and stack[-1][0] >= depth:
            stack.pop()
        above = stack[-1][1] if stack else parent
        rank, place = last, ranks.between(place, None)
        last = ranks.between(last, ceiling)
        item = WorkItem(
            workspace_id=project.workspace_id, project=project, created_by_id=actor.user_id,
            number=number + offset, code=f"T{number + offset}", parent=above, rank=rank,
            board_rank=place, status=status, name=services.clean_name(str(row["name"])),
            kind="milestone" if row.get("kind") == "milestone" else "task",
            duration=_minutes(row), position=position + 1 + offset, **_begin(row),
            **{key: str(row[key])[:2000] for key in _PLAIN if row.get(key)},
        )  # fmt: skip
        stack.append((depth, item))
        items.append(item)
    return items


def _begin(row: dict[str, Any]) -> dict[str, Any]:
    """Return a start as what it means to a schedule: not earlier than that day."""
    day = services.as_date(row.get("start"))
    return {"constraint": "SNET", "constraint_date": day} if day else {}


def _take_numbers(project: Project, count: int) -> int:
    rows = Project.objects.in_workspace(project.workspace_id).filter(id=project.id)
    rows.update(next_number=F("next_number") + count)
    return rows.values_list("next_number", flat=True).get() - count


def _next_rank(project: Project, parent: WorkItem | None, after: WorkItem | None) -> str | None:
    if after is None:
        return None
    rows = WorkItem.objects.in_workspace(project.workspace_id)
    below = rows.filter(project=project, parent=parent, trashed_at=None, rank__gt=after.rank)
    return below.order_by("rank").values_list("rank", flat=True).first()


def _whole(value: Any) -> int:
    try:
        return max(0, min(20, int(value or 0)))
    except (TypeError, ValueError):
        return 0


def _minutes(row: dict[str, Any]) -> int:
    if row.get("kind") == "milestone":
        return 0
    try:
        days = float(row["duration"]) if row.get("duration") not in {None, ""} else 1.0
    except (TypeError, ValueError) as error:
        message = _("“%(value)s”不是工期天数。") % {"value": str(row["duration"])[:40]}
        raise DomainError("paste.duration", message, "duration") from error
    if not 0 <= days <= 10_000:
        raise DomainError("paste.duration", _("工期应在 0 到 10,000 天之间。"), "duration")
    return round(days * DAY)


@undoer("work_items.pasted")
def _undo_pasted(actor: Actor, row: Activity) -> None:
    for text in row.changes["items"][1]:
        found = WorkItem.objects.of(actor).filter(id=UUID(text), trashed_at=None).first()
        if found is not None:
            item = selectors.get_work_item(actor=actor, ref=found.id, need="project.work")
            services.trash_work_item(actor=actor, item=item, undoes=row.id)
