"""How changes of work items are taken back: each by its own inverse service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from yunchou.web.core.activity import plain, undoer
from yunchou.web.core.errors import DomainError
from yunchou.web.projects import selectors, services
from yunchou.web.projects.models import Status, WorkItem

if TYPE_CHECKING:
    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor

_DATES = {
    "constraint_date", "deadline", "manual_start", "manual_finish", "actual_start", "actual_finish",
}  # fmt: skip


def _item(actor: Actor, row: Activity, *, trashed: bool = False) -> WorkItem:
    return selectors.get_work_item(
        actor=actor, ref=row.subject_id, need="project.work", trashed=trashed
    )


def before_values(row: Activity, now: Any) -> dict[str, Any]:
    """Return the values before a change; refuse when somebody has changed them since."""
    for name, (_before, after) in row.changes.items():
        if plain(getattr(now, name)) != after:
            raise DomainError("undo.overtaken", _("之后又有人改过这一项，不能直接撤销。"), name)
    return {name: pair[0] for name, pair in row.changes.items()}


@undoer("work_item.created")
def _undo_created(actor: Actor, row: Activity) -> None:
    services.trash_work_item(actor=actor, item=_item(actor, row), undoes=row.id)


@undoer("work_item.changed")
def _undo_changed(actor: Actor, row: Activity) -> None:
    item = _item(actor, row)
    values = before_values(row, item)
    for name in _DATES & set(values):
        values[name] = services.as_date(values[name])
    services.change_work_item(actor=actor, item=item, values=values, version=None, undoes=row.id)


@undoer("work_item.status")
def _undo_status(actor: Actor, row: Activity) -> None:
    item = _item(actor, row)
    status = Status.objects.of(actor).get(id=UUID(before_values(row, item)["status_id"]))
    services.set_status(actor=actor, item=item, status=status, undoes=row.id)
    facts = {
        name: services.as_date(row.changes[name][0])
        for name in ("actual_start", "actual_finish")
        if name in row.changes
    }
    percent = {"percent": row.changes["percent"][0]} if "percent" in row.changes else {}
    services.change_work_item(actor=actor, item=item, values=facts | percent, version=None)


@undoer("work_item.moved")
def _undo_moved(actor: Actor, row: Activity) -> None:
    item = _item(actor, row)
    values = before_values(row, item)
    services.place_work_item(
        actor=actor,
        item=item,
        parent_id=UUID(values["parent_id"]) if values.get("parent_id") else None,
        rank=values.get("rank", item.rank),
        undoes=row.id,
        keep_parent="parent_id" not in values,
    )


@undoer("work_item.trashed")
def _undo_trashed(actor: Actor, row: Activity) -> None:
    services.restore_work_item(actor=actor, item=_item(actor, row, trashed=True), undoes=row.id)


@undoer("work_item.restored")
def _undo_restored(actor: Actor, row: Activity) -> None:
    services.trash_work_item(actor=actor, item=_item(actor, row), undoes=row.id)
