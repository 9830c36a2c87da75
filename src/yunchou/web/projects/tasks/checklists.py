"""The boxes to tick on a task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunchou.web.core import ranks
from yunchou.web.core.activity import undoer
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import require
from yunchou.web.core.writing import apply
from yunchou.web.projects import selectors
from yunchou.web.projects.models import ChecklistItem
from yunchou.web.projects.services import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import WorkItem

LONGEST = 1000
MOST = 200
_CHANGEABLE = frozenset({"name", "done", "rank"})


def _clean(name: str) -> str:
    line = " ".join(name.replace("\x00", "").split())
    if not line:
        raise DomainError("name.empty", _("请填写名称。"), "name")
    return line[:LONGEST]


def _facts(box: ChecklistItem) -> dict[str, Any]:
    return {"id": str(box.id), "name": box.name, "done": box.done, "rank": box.rank}


def get_box(*, actor: Actor, box_id: UUID) -> ChecklistItem:
    """Return a box of a task on which the actor may work, the task attached."""
    box = ChecklistItem.objects.of(actor).filter(id=box_id).first()
    if box is None:
        raise selectors.not_found()
    box.item = selectors.get_work_item(actor=actor, ref=box.item_id, need="project.work")
    return box


@transaction.atomic
def add_box(
    *, actor: Actor, item: WorkItem, name: str, undoes: UUID | None = None
) -> tuple[ChecklistItem, Activity]:
    """Add a box at the end; several lines are several boxes, told as the last one."""
    require(actor, "project.work", item.project.level)
    rows = ChecklistItem.objects.of(actor).filter(item=item).order_by("-rank")
    if rows.count() >= MOST:
        words = _("检查项最多 %(n)s 条，再多就拆成子任务吧。") % {"n": MOST}
        raise DomainError("checklist.full", words, "name")
    last = rows.values_list("rank", flat=True).first()
    box = ChecklistItem.objects.create(
        workspace_id=item.workspace_id, project_id=item.project_id, item=item, name=_clean(name),
        rank=ranks.between(last, None), created_by_id=actor.user_id,
    )  # fmt: skip
    return box, _record(actor, item, "checklist_added", None, _facts(box), undoes)


@transaction.atomic
def change_box(
    *,
    actor: Actor,
    box: ChecklistItem,
    values: Mapping[str, Any],
    version: int | None = None,
    undoes: UUID | None = None,
) -> Activity | None:
    """Tick, rename or place a box."""
    require(actor, "project.work", box.item.project.level)
    wanted = dict(values)
    if "name" in wanted:
        wanted["name"] = _clean(str(wanted["name"]))
    before = _facts(box)
    if not apply(box, wanted, version=version, allowed=_CHANGEABLE):
        return None
    return _record(actor, box.item, _verb(wanted), before, _facts(box), undoes)


def _verb(values: Mapping[str, Any]) -> str:
    if "done" in values:
        return "checklist_ticked" if values["done"] else "checklist_unticked"
    return "checklist_changed" if "name" in values else "checklist_moved"


def move_box(*, actor: Actor, box: ChecklistItem, up: bool) -> Activity | None:
    """Put a box one place up or down; at the end nothing happens."""
    rows = ChecklistItem.objects.of(actor).filter(item_id=box.item_id)
    beyond = (
        rows.filter(rank__lt=box.rank).order_by("-rank")
        if up
        else rows.filter(rank__gt=box.rank).order_by("rank")
    )
    near = list(beyond.values_list("rank", flat=True)[:2])
    if not near:
        return None
    far = near[1] if len(near) > 1 else None
    rank = ranks.between(far, near[0]) if up else ranks.between(near[0], far)
    return change_box(actor=actor, box=box, values={"rank": rank})


def as_id(text: str) -> UUID | None:
    """Return the id of a box, None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def place_box(*, actor: Actor, box: ChecklistItem, before: UUID | None) -> Activity | None:
    """Put a box above another one of its task; to the end where `before` is none of them."""
    rows = ChecklistItem.objects.of(actor).filter(item_id=box.item_id).exclude(id=box.id)
    others = list(rows.order_by("rank", "id").values_list("id", "rank"))
    at = next((n for n, (pk, _rank) in enumerate(others) if pk == before), len(others))
    above = others[at - 1][1] if at else None
    below = others[at][1] if at < len(others) else None
    if (above is None or above < box.rank) and (below is None or box.rank < below):
        return None
    return change_box(actor=actor, box=box, values={"rank": ranks.between(above, below)})


@transaction.atomic
def remove_box(*, actor: Actor, box: ChecklistItem, undoes: UUID | None = None) -> Activity:
    """Take a box away; undo makes it anew with the same id."""
    require(actor, "project.work", box.item.project.level)
    before = _facts(box)
    ChecklistItem.objects.of(actor).filter(id=box.id).delete()
    return _record(actor, box.item, "checklist_removed", before, None, undoes)


def _record(
    actor: Actor,
    item: WorkItem,
    verb: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    undoes: UUID | None,
) -> Activity:
    return record(actor, item, verb, {"checklist": [before, after]}, undoes)


@undoer("work_item.checklist_added")
def _undo_added(actor: Actor, row: Activity) -> None:
    box = get_box(actor=actor, box_id=UUID(row.changes["checklist"][1]["id"]))
    remove_box(actor=actor, box=box, undoes=row.id)


@undoer("work_item.checklist_ticked")
@undoer("work_item.checklist_unticked")
@undoer("work_item.checklist_changed")
@undoer("work_item.checklist_moved")
def _undo_changed(actor: Actor, row: Activity) -> None:
    before, after = row.changes["checklist"]
    box = get_box(actor=actor, box_id=UUID(after["id"]))
    changed = [name for name in _CHANGEABLE if before[name] != after[name]]
    if any(getattr(box, name) != after[name] for name in changed):
        raise DomainError("undo.overtaken", _("之后又有人改过这一项，不能直接撤销。"), "checklist")
    values = {name: before[name] for name in changed}
    change_box(actor=actor, box=box, values=values, undoes=row.id)


@undoer("work_item.checklist_removed")
@transaction.atomic
def _undo_removed(actor: Actor, row: Activity) -> None:
    facts = row.changes["checklist"][0]
    item = selectors.get_work_item(actor=actor, ref=row.subject_id, need="project.work")
    if ChecklistItem.objects.of(actor).filter(id=facts["id"]).exists():
        raise DomainError("undo.overtaken", _("这一项已经恢复过了。"), "checklist")
    box = ChecklistItem.objects.create(
        id=UUID(facts["id"]), workspace_id=item.workspace_id, project_id=item.project_id,
        item=item, name=facts["name"], done=facts["done"], rank=facts["rank"],
        created_by_id=actor.user_id,
    )  # fmt: skip
    _record(actor, item, "checklist_added", None, _facts(box), row.id)
