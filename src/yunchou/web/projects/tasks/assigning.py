"""Who works on an item."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from yunchou.web.core.activity import changed_since, undoer
from yunchou.web.core.errors import Conflict, DomainError
from yunchou.web.core.permissions import require
from yunchou.web.projects import selectors
from yunchou.web.projects.models import Assignment, WorkItem
from yunchou.web.projects.services import Change, record
from yunchou.web.users.models import Member

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor


@transaction.atomic
def assign(
    *,
    actor: Actor,
    item: WorkItem,
    member_ids: Sequence[UUID],
    version: int | None = None,
    undoes: UUID | None = None,
) -> Change:
    """Set who works on an item; refuse people who are not in the workspace."""
    require(actor, "project.work", item.project.level)
    wanted = list(dict.fromkeys(member_ids))
    if version is not None and version != item.version:
        _refuse_clash(actor, item, wanted, since=version)
    known = Member.objects.of(actor).filter(id__in=wanted, active=True)
    if known.count() != len(wanted):
        raise DomainError("assignee.unknown", _("所选人员不在本工作区。"), "assignees")
    rows = Assignment.objects.of(actor).filter(item=item)
    before = list(rows.order_by("created_at").values_list("member_id", flat=True))
    if set(before) == set(wanted):
        return Change(item, None)
    rows.exclude(member_id__in=wanted).delete()
    Assignment.objects.bulk_create(
        Assignment(
            workspace_id=item.workspace_id, project_id=item.project_id, item=item,
            member_id=member_id, created_by_id=actor.user_id,
        )
        for member_id in wanted
        if member_id not in before
    )  # fmt: skip
    WorkItem.objects.of(actor).filter(id=item.id).update(version=F("version") + 1)
    item.version += 1
    changes = {"assignees": [before, wanted]}
    return Change(item, record(actor, item, "assigned", changes, undoes))


def _refuse_clash(actor: Actor, item: WorkItem, wanted: list[UUID], *, since: int) -> None:
    """Raise `Conflict` with both lists of names if somebody assigned people after `since`."""
    touched = changed_since(item.workspace_id, item.id, since)
    if "assignees" not in touched:
        return
    rows = Assignment.objects.of(actor).filter(item=item)
    theirs = rows.order_by("created_at").values_list("member__name", flat=True)
    yours = Member.objects.of(actor).filter(id__in=wanted).values_list("name", flat=True)
    raise Conflict(
        "conflict",
        _("%(who)s 刚刚改过这一项，请选择保留哪个值。") % {"who": touched["assignees"]},
        "assignees",
        details={
            "yours": "、".join(yours), "theirs": "、".join(theirs), "by": touched["assignees"],
            "version": item.version,
        },
    )  # fmt: skip


@undoer("work_item.assigned")
def _undo_assigned(actor: Actor, row: Activity) -> None:
    item = selectors.get_work_item(actor=actor, ref=row.subject_id, need="project.work")
    before = [UUID(member) for member in row.changes["assignees"][0]]
    assign(actor=actor, item=item, member_ids=before, undoes=row.id)
