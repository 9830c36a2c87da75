"""Writing work items. Every door calls these; each change ends in one activity."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from yunchou.web.core import activity, clock, events, ranks, search, sql
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import require
from yunchou.web.core.writing import apply
from yunchou.web.projects import finding, selectors
from yunchou.web.projects.models import Project, Status, WorkItem
from yunchou.web.projects.rescheduling import Moved, reschedule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from yunchou.web.core.activity import Changes
    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor

#: what a person may change on a work item; the rest is computed or has a service of its own
EDITABLE = frozenset({
    "name", "name_en", "kind", "role", "accountable", "consulted", "informed", "priority",
    "labels", "scope",
    "deliverable", "acceptance", "notes", "cost_fen", "duration", "duration_unit", "calendar",
    "estimate", "constraint", "constraint_date", "deadline", "manual", "manual_start",
    "manual_finish", "percent", "actual_start", "actual_finish", "remaining", "blocked_reason",
})  # fmt: skip
#: a change of one of these may move dates
DATING = frozenset({
    "kind", "duration", "duration_unit", "calendar", "constraint", "constraint_date", "deadline",
    "manual", "manual_start", "manual_finish", "percent", "actual_start", "actual_finish",
    "remaining", "status",
})  # fmt: skip
SEARCHED = frozenset({"name", "name_en", "deliverable", "notes"})
MAX_BULK = 2_000


@dataclass(frozen=True, slots=True)
class Change:
    """What a write did: the row, the change on the spine, and what moved because of it."""

    item: WorkItem
    activity: Activity | None
    moved: list[Moved] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WorkItemFinished:
    """A work item has reached a status of the category done."""

    workspace_id: UUID
    project_id: UUID
    item_id: UUID


def record(
    actor: Actor,
    item: WorkItem,
    verb: str,
    changes: Changes | None = None,
    undoes: UUID | None = None,
) -> Activity:
    """Write a change of a work item to the spine."""
    label = f"{item.project.key}-{item.number} {item.name}"
    return activity.record(
        actor=actor, stream_id=item.project_id, verb=f"work_item.{verb}", subject=item,
        label=label, changes=changes, undoes=undoes,
    )  # fmt: skip


def clean_name(name: str) -> str:
    """Return a task name on one line; refuse an empty one."""
    line = " ".join(name.replace("\x00", "").split())
    if not line:
        raise DomainError("name.empty", _("请填写名称。"), "name")
    return line[:500]


def take_number(project: Project) -> int:
    """Take the next number of a project's references; numbers are never reused."""
    statement = (
        "UPDATE projects_project SET next_number = next_number + 1 WHERE workspace_id = %s"
        " AND id = %s RETURNING next_number"
    )
    found = sql.fetch(statement, [sql.stored(project.workspace_id), sql.stored(project.id)])
    return int(found[0][0]) - 1


def _siblings(project: Project, parent: WorkItem | None) -> Any:
    rows = WorkItem.objects.in_workspace(project.workspace_id)
    return rows.filter(project=project, parent=parent, trashed_at=None)


def rank_for(
    project: Project, parent: WorkItem | None, *, before: WorkItem | None, after: WorkItem | None
) -> str:
    """Return a rank among the children of `parent`, next to a sibling or at the end."""
    rows = _siblings(project, parent)
    if before is not None:
        low = rows.filter(rank__lt=before.rank).aggregate(low=Max("rank"))["low"]
        return ranks.between(low, before.rank)
    if after is not None:
        high = rows.filter(rank__gt=after.rank).order_by("rank").values_list("rank", flat=True)
        return ranks.between(after.rank, high.first())
    below, given = ("= %s", [parent.id]) if parent else ("IS NULL", [])
    last = _last(project, "rank", f"parent_id {below}", given)
    return ranks.between(last, None)


#: asked by every write: putting these together would cost more than running them
_LAST = """
SELECT w.{rank} FROM projects_workitem w WHERE w.workspace_id = %s AND w.project_id = %s
AND w.{place} AND w.trashed_at IS NULL ORDER BY w.{rank} DESC LIMIT 1
"""
_FIRST_STATUS = """
SELECT s.* FROM projects_status s WHERE s.workspace_id = %s AND s.project_id = %s
AND s.trashed_at IS NULL ORDER BY CASE WHEN s.category = %s THEN 0 ELSE 1 END, s.rank LIMIT 1
"""


def _last(project: Project, rank: str, place: str, given: list[UUID]) -> str | None:
    """Return the highest rank among siblings or cards."""
    here = [sql.stored(each) for each in (project.workspace_id, project.id, *given)]
    found = sql.fetch(_LAST.format(rank=rank, place=place), here)
    return str(found[0][0]) if found else None


def first_status(project: Project, category: str = "todo") -> Status:
    """Return the first status of a category, or the first of all."""
    here = [sql.stored(each) for each in (project.workspace_id, project.id)]
    return Status.objects.raw(_FIRST_STATUS, [*here, category])[0]


@transaction.atomic
def create_work_item(
    *,
    actor: Actor,
    project: Project,
    name: str,
    kind: str = "task",
    parent: WorkItem | None = None,
    before: WorkItem | None = None,
    after: WorkItem | None = None,
    status: Status | None = None,
    values: Mapping[str, Any] | None = None,
) -> Change:
    """Add a task, milestone or phase; refuse an empty name and a parent of another project."""
    require(actor, "project.work", project.level)
    _same_project(project, parent, before, after, status)
    if kind == "phase" and parent is not None:
        kind = "task"
    further = dict(values or {})
    if unknown := set(further) - EDITABLE:
        raise DomainError("field.unknown", _("不能填写这个字段。"), min(unknown))
    number = take_number(project)
    column = status or first_status(project)
    item = WorkItem(
        workspace_id=project.workspace_id, project=project, created_by_id=actor.user_id,
        number=number, code=f"T{number}", parent=parent, kind=kind, name=clean_name(name),
        rank=rank_for(project, parent, before=before, after=after), status=column,
        board_rank=_last_board_rank(project, column),
        depth=parent.depth + 1 if parent else 0,
    )  # fmt: skip
    further.setdefault("duration", 480 if kind == "task" else 0)
    for attribute, value in further.items():
        setattr(item, attribute, value)
    item.save(force_insert=True)
    moved = reschedule(actor, project, {item.id}, structure=True)
    _refresh(item)
    finding.index_items(project, [item])
    return Change(item, record(actor, item, "created"), moved)


_COMPUTED = (
    "wbs", "position", "depth", "start", "finish", "total_float", "free_float", "critical",
)  # fmt: skip
_FRESH = """
SELECT w.id, w.wbs, w.position, w.depth, w.start, w.finish, w.total_float, w.free_float, w.critical
FROM projects_workitem w WHERE w.workspace_id = %s AND w.id = %s
"""


def _refresh(item: WorkItem) -> None:
    """Take over what was computed after a row was written."""
    here = [sql.stored(each) for each in (item.workspace_id, item.id)]
    fresh = WorkItem.objects.raw(_FRESH, here)[0]
    for name in _COMPUTED:
        setattr(item, name, getattr(fresh, name))


def _last_board_rank(project: Project, status: Status) -> str:
    last = _last(project, "board_rank", "status_id = %s", [status.id])
    return ranks.between(last or None, None)


def _same_project(project: Project, *rows: WorkItem | Status | None) -> None:
    if any(row is not None and row.project_id != project.id for row in rows):
        raise selectors.not_found()


@transaction.atomic
def change_work_item(
    *,
    actor: Actor,
    item: WorkItem,
    values: Mapping[str, Any],
    version: int | None,
    undoes: UUID | None = None,
) -> Change:
    """Change fields of a work item; refuse a stale value, keep the typed one in the refusal."""
    require(actor, "project.work", item.project.level)
    wanted = dict(values)
    if "name" in wanted:
        wanted["name"] = clean_name(str(wanted["name"]))
    _check_values(item, wanted)
    changes = apply(item, wanted, version=version, allowed=EDITABLE)
    if not changes:
        return Change(item, None)
    moved = reschedule(actor, item.project, {item.id}) if DATING & set(changes) else []
    if SEARCHED & set(changes):
        finding.index_items(item.project, [item])
    return Change(item, record(actor, item, "changed", changes, undoes), moved)


def _check_values(item: WorkItem, values: dict[str, Any]) -> None:
    percent = values.get("percent", item.percent)
    if not 0 <= int(percent) <= 100:
        raise DomainError("percent.range", _("进度应在 0 到 100 之间。"), "percent")
    constraint = values.get("constraint", item.constraint)
    needs_date = constraint not in {"", "ALAP"}
    if needs_date and not values.get("constraint_date", item.constraint_date):
        raise DomainError("constraint.date", _("请填写约束日期。"), "constraint_date")
    started = values.get("actual_start", item.actual_start)
    finished = values.get("actual_finish", item.actual_finish)
    if started and finished and finished < started:
        raise DomainError("actual.order", _("实际完成不能早于实际开始。"), "actual_finish")


@transaction.atomic
def set_status(
    *,
    actor: Actor,
    item: WorkItem,
    status: Status,
    before: WorkItem | None = None,
    version: int | None = None,
    undoes: UUID | None = None,
) -> Change:
    """Move a work item to a column of the board, above `before` or to its end.

    Entering a column of the category doing sets the actual start, done the actual finish.
    """
    require(actor, "project.work", item.project.level)
    _same_project(item.project, status, before)
    values: dict[str, Any] = {"board_rank": _board_rank(item, status, before)}
    if status.id != item.status_id:
        values |= {"status_id": status.id, **progress_of(item, status)}
    allowed = frozenset(values)
    changes = apply(item, values, version=version, allowed=allowed)
    item.status = status
    changes.pop("board_rank", None)
    moved = reschedule(actor, item.project, {item.id}) if _moves_dates(changes) else []
    if status.category == "done" and "status_id" in changes:
        events.publish(WorkItemFinished(item.workspace_id, item.project_id, item.id))
    return Change(item, record(actor, item, "status", changes, undoes), moved)


def _moves_dates(changes: Changes) -> bool:
    return bool({"actual_start", "actual_finish", "percent"} & set(changes))


def progress_of(item: WorkItem, status: Status) -> dict[str, Any]:
    """Return what a new status says about progress; dates given by people are kept."""
    today = clock.today(item.project.timezone)
    if status.category == "done":
        start = item.actual_start or min(item.start or today, today)
        return {
            "percent": 100, "actual_start": start, "completed_at": clock.now(),
            "actual_finish": item.actual_finish or max(today, start),
        }  # fmt: skip
    if status.category == "doing":
        percent = 0 if item.percent == 100 else item.percent
        return {
            "percent": percent, "actual_start": item.actual_start or today,
            "actual_finish": None, "completed_at": None,
        }  # fmt: skip
    return {
        "percent": 0, "actual_start": None, "actual_finish": None, "completed_at": None
    } if status.category == "todo" else {}  # fmt: skip


def _board_rank(item: WorkItem, status: Status, before: WorkItem | None) -> str:
    if before is None or before.status_id != status.id:
        return _last_board_rank(item.project, status)
    rows = WorkItem.objects.in_workspace(item.workspace_id).filter(
        project_id=item.project_id, status=status, trashed_at=None
    )
    above = rows.filter(board_rank__lt=before.board_rank).exclude(id=item.id)
    low = above.aggregate(low=Max("board_rank"))["low"]
    return ranks.between(low or None, before.board_rank)


@transaction.atomic
def move_work_item(
    *,
    actor: Actor,
    item: WorkItem,
    parent: WorkItem | None,
    before: WorkItem | None = None,
    after: WorkItem | None = None,
    version: int | None = None,
    undoes: UUID | None = None,
) -> Change:
    """Give a work item another place in the WBS; refuse a place below itself."""
    require(actor, "project.work", item.project.level)
    _same_project(item.project, parent, before, after)
    _refuse_own_descendant(item, parent)
    rank = rank_for(item.project, parent, before=before, after=after)
    values = {"parent_id": parent.id if parent else None, "rank": rank}
    changes = apply(item, values, version=version, allowed=frozenset(values))
    item.parent = parent
    moved = reschedule(actor, item.project, {item.id}, structure=True)
    return Change(item, record(actor, item, "moved", changes, undoes), moved)


@transaction.atomic
def place_work_item(
    *,
    actor: Actor,
    item: WorkItem,
    parent_id: UUID | None,
    rank: str,
    undoes: UUID | None = None,
    keep_parent: bool = False,
) -> Change:
    """Put a work item back exactly where it stood: how a move is undone."""
    require(actor, "project.work", item.project.level)
    values: dict[str, Any] = {"rank": rank}
    if not keep_parent:
        values["parent_id"] = parent_id
    changes = apply(item, values, version=None, allowed=frozenset(values))
    moved = reschedule(actor, item.project, {item.id}, structure=True)
    return Change(item, record(actor, item, "moved", changes, undoes), moved)


def _refuse_own_descendant(item: WorkItem, parent: WorkItem | None) -> None:
    above: UUID | None = parent.id if parent else None
    rows = WorkItem.objects.in_workspace(item.workspace_id)
    while above is not None:
        if above == item.id:
            raise DomainError("wbs.cycle", _("任务不能移到自己的下级。"), "parent")
        above = rows.filter(id=above).values_list("parent_id", flat=True).first()


def indent_work_item(*, actor: Actor, item: WorkItem) -> Change:
    """Put an item below the sibling above it; refuse the first one."""
    above = (
        _siblings(item.project, item.parent).filter(rank__lt=item.rank).order_by("-rank").first()
    )
    if above is None or above.kind == "milestone":
        raise DomainError("wbs.indent", _("上面没有可以作为上级的任务。"))
    above.project = item.project
    return move_work_item(actor=actor, item=item, parent=above)


def outdent_work_item(*, actor: Actor, item: WorkItem) -> Change:
    """Put an item beside its parent, right after it; refuse a first-level one."""
    if item.parent is None:
        raise DomainError("wbs.outdent", _("已经是最上一级。"))
    parent = item.parent
    return move_work_item(actor=actor, item=item, parent=parent.parent, after=parent)


def branch(item: WorkItem) -> list[UUID]:
    """Return the ids of an item and of everything below it that is not in the trash."""
    rows = WorkItem.objects.in_workspace(item.workspace_id).filter(trashed_at=None)
    found, level = [item.id], [item.id]
    while level:
        level = list(rows.filter(parent_id__in=level).values_list("id", flat=True))
        found += level
    return found


@transaction.atomic
def trash_work_item(
    *, actor: Actor, item: WorkItem, version: int | None = None, undoes: UUID | None = None
) -> Change:
    """Put an item and what is below it into the trash; it can be brought back."""
    require(actor, "project.work", item.project.level)
    if version is not None:
        apply(item, {}, version=version, allowed=frozenset())
    ids = branch(item)
    now = clock.now()
    WorkItem.objects.of(actor).filter(id__in=ids).update(trashed_at=now, version=F("version") + 1)
    item.trashed_at, item.version = now, item.version + 1
    moved = reschedule(actor, item.project, set(ids), structure=True)
    search.drop(ids)
    changes: Changes = {"trashed_at": [None, now], "branch": [None, [str(i) for i in ids]]}
    return Change(item, record(actor, item, "trashed", changes, undoes), moved)


@transaction.atomic
def restore_work_item(*, actor: Actor, item: WorkItem, undoes: UUID | None = None) -> Change:
    """Bring an item back from the trash with all that went there with it."""
    require(actor, "project.work", item.project.level)
    parent = item.parent if item.parent_id else None
    if parent is not None and parent.trashed_at is not None:
        raise DomainError("trash.parent", _("请先恢复它的上级任务。"))
    together = WorkItem.objects.of(actor).filter(
        project_id=item.project_id, trashed_at=item.trashed_at
    )
    ids = list(together.values_list("id", flat=True))
    together.update(trashed_at=None, version=F("version") + 1)
    was, item.trashed_at, item.version = item.trashed_at, None, item.version + 1
    moved = reschedule(actor, item.project, set(ids), structure=True)
    finding.index_items(item.project, WorkItem.objects.of(actor).filter(id__in=ids))
    return Change(item, record(actor, item, "restored", {"trashed_at": [was, None]}, undoes), moved)


def as_date(value: object) -> dt.date | None:
    """Return a date from ISO text or a date; refuse anything else in words."""
    if value in {None, ""} or isinstance(value, dt.date):
        return value or None  # type: ignore[return-value]  # "" and None both mean no date
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise DomainError("date.invalid", _("日期格式应为 2027-03-05。")) from error
