"""Progress by one tap: not started, under way, blocked, done."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.web.core import events
from yunchou.web.core.activity import undoer
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import require
from yunchou.web.core.writing import apply
from yunchou.web.projects import selectors, services
from yunchou.web.projects.models import Status
from yunchou.web.projects.rescheduling import reschedule
from yunchou.web.projects.services import DATING, Change, WorkItemFinished, first_status, record
from yunchou.web.projects.undo import before_values

if TYPE_CHECKING:
    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import WorkItem

#: what a person can say with one tap, and the category of status that it means
STATES = {"todo": "todo", "doing": "doing", "blocked": "doing", "done": "done"}
WORDS = {
    "todo": lazy("未动"), "doing": lazy("进行中"), "blocked": lazy("遇阻"), "done": lazy("完成"),
}  # fmt: skip
_DATES = ("actual_start", "actual_finish")


def state_of(category: str, blocked_reason: str) -> str:
    """Return which of the four a task is in; "" for a cancelled one."""
    if category == "doing" and blocked_reason:
        return "blocked"
    return category if category in STATES else ""


@transaction.atomic
def report(
    *,
    actor: Actor,
    item: WorkItem,
    state: str,
    reason: str = "",
    percent: int | None = None,
    version: int | None = None,
) -> Change:
    """Say how a task stands, in one change that one undo takes back."""
    require(actor, "project.work", item.project.level)
    if state not in STATES:
        raise DomainError("progress.state", _("没有这种状态。"), "state")
    values, status = _values(item, state, reason)
    if percent is not None and state in {"doing", "blocked"}:
        if not 0 <= percent <= 100:
            raise DomainError("percent.range", _("进度应在 0 到 100 之间。"), "percent")
        values["percent"] = percent
    changes = apply(item, values, version=version, allowed=frozenset(values))
    if not changes:
        return Change(item, None)
    item.status = status
    moved = reschedule(actor, item.project, {item.id}) if DATING & set(changes) else []
    if state == "done" and "status_id" in changes:
        events.publish(WorkItemFinished(item.workspace_id, item.project_id, item.id))
    return Change(item, record(actor, item, "progress", changes), moved)


def _values(item: WorkItem, state: str, reason: str) -> tuple[dict[str, Any], Status]:
    values: dict[str, Any] = {"blocked_reason": ""}
    if state == "blocked":
        text = " ".join(reason.replace("\x00", "").split())[:500]
        values["blocked_reason"] = text or item.blocked_reason or _("原因待补充")
    if item.status.category == STATES[state]:
        return values, item.status
    status = first_status(item.project, STATES[state])
    return {**values, "status_id": status.id, **services.progress_of(item, status)}, status


@undoer("work_item.progress")
@transaction.atomic
def _undo_progress(actor: Actor, row: Activity) -> None:
    item = selectors.get_work_item(actor=actor, ref=row.subject_id, need="project.work")
    values = before_values(row, item)
    for name in {*_DATES} & set(values):
        values[name] = services.as_date(values[name])
    if values.get("completed_at"):
        values["completed_at"] = dt.datetime.fromisoformat(values["completed_at"])
    status = item.status
    if "status_id" in values:
        found = Status.objects.of(actor).filter(id=UUID(values["status_id"])).first()
        if found is None:
            raise DomainError("undo.overtaken", _("原来的状态列已删除，不能直接撤销。"))
        values["status_id"], status = found.id, found
    changes = apply(item, values, version=None, allowed=frozenset(values))
    item.status = status
    reschedule(actor, item.project, {item.id})
    record(actor, item, "progress", changes, row.id)
