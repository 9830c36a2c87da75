"""Columns of the board: the states that work goes through in a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunchou.web.boards.selectors import cards_of
from yunchou.web.core import activity, clock, ranks
from yunchou.web.core.activity import undoer
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import require
from yunchou.web.core.writing import apply
from yunchou.web.projects import selectors
from yunchou.web.projects.models import Project, Status, WorkItem
from yunchou.web.projects.undo import before_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from yunchou.web.core.activity import Changes
    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor

EDITABLE = frozenset({"name", "name_en", "category", "wip_limit"})
MOST = 20
MOST_CARDS = 9_999
#: a board without these could neither take work in nor let it out
NEEDED = frozenset({"todo", "done"})


def list_columns(*, actor: Actor, project: Project) -> list[dict[str, Any]]:
    """Return the columns in order, each with its cards counted."""
    cards = cards_of(actor, project)
    counts = dict(cards.order_by().values_list("status_id").annotate(n=Count("id")))
    words = dict(Status.CATEGORIES)
    columns = ("id", "name", "name_en", "category", "wip_limit", "version")
    return [
        {
            **row, "id": str(row["id"]), "limit": row["wip_limit"],
            "cards": counts.get(row["id"], 0), "category_name": str(words[row["category"]]),
        }
        for row in selectors.statuses(actor=actor, project=project).values(*columns)
    ]  # fmt: skip


def get_column(*, actor: Actor, project: Project, column_id: UUID, trashed: bool = False) -> Status:
    """Return a column of this project."""
    rows = Status.objects.of(actor).filter(project=project, trashed_at__isnull=not trashed)
    found = rows.filter(id=column_id).first()
    if found is None:
        raise selectors.not_found()
    found.project = project
    return found


def clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields of a column as they are stored; refuse in words."""
    wanted = dict(values)
    for field in ("name", "name_en"):
        if field in wanted:
            line = str(wanted[field] or "").replace("\x00", "")
            wanted[field] = " ".join(line.split())[:100]
    if "name" in wanted and not wanted["name"]:
        raise DomainError("name.empty", _("请填写名称。"), "name")
    if "category" in wanted and wanted["category"] not in dict(Status.CATEGORIES):
        raise DomainError("column.category", _("没有这种类别。"), "category")
    if "wip_limit" in wanted:
        wanted["wip_limit"] = _limit(wanted["wip_limit"])
    return wanted


def _limit(value: Any) -> int | None:
    text = str("" if value is None else value).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_CARDS):
        words = _("在制上限请填 1 到 9,999 的整数，或留空表示不限。")
        raise DomainError("column.limit", words, "wip_limit")
    return int(text)


@transaction.atomic
def add_column(
    *, actor: Actor, project: Project, values: Mapping[str, Any], undoes: UUID | None = None
) -> tuple[Status, Activity]:
    """Add a column at the right end of its kind: before those of done and cancelled work."""
    require(actor, "project.plan", project.level)
    wanted = {"category": "doing", "name": "", **clean({"name": "", **values})}
    rows = Status.objects.of(actor).filter(project=project)
    if rows.filter(trashed_at=None).count() >= MOST:
        raise DomainError("column.many", _("看板最多 %(n)s 列。") % {"n": MOST})
    _refuse_twin(rows, wanted["name"])
    column = Status.objects.create(
        workspace_id=project.workspace_id, project=project, created_by_id=actor.user_id,
        code=_code(rows), rank=_rank_of_new(rows, wanted["category"]), **wanted,
    )  # fmt: skip
    return column, _record(actor, project, column, "added", {"name": [None, column.name]}, undoes)


def _refuse_twin(rows: Any, name: str, but: UUID | None = None) -> None:
    if rows.filter(trashed_at=None, name=name).exclude(id=but).exists():
        raise DomainError("column.twice", _("已有同名的列。"), "name")


def _code(rows: Any) -> str:
    taken = set(rows.values_list("code", flat=True))
    return next(code for n in range(1, 10_000) if (code := f"S{n}") not in taken)


def _rank_of_new(rows: Any, category: str) -> str:
    live = rows.filter(trashed_at=None).order_by("rank")
    closed = live.filter(category__in=["done", "cancelled"])
    last = live.aggregate(last=Max("rank"))["last"]
    if category in {"done", "cancelled"} or not closed.exists():
        return ranks.between(last, None)
    high = closed.values_list("rank", flat=True)[0]
    low = live.filter(rank__lt=high).aggregate(low=Max("rank"))["low"]
    return ranks.between(low, high)


def _record(
    actor: Actor,
    project: Project,
    column: Status,
    verb: str,
    changes: Changes,
    undoes: UUID | None = None,
) -> Activity:
    return activity.record(
        actor=actor, stream_id=project.id, verb=f"column.{verb}", subject=column,
        label=column.name, changes=changes, undoes=undoes,
    )  # fmt: skip


@transaction.atomic
def change_column(
    *,
    actor: Actor,
    column: Status,
    values: Mapping[str, Any],
    version: int | None = None,
    undoes: UUID | None = None,
) -> Activity | None:
    """Rename a column, set its category or its limit of cards."""
    project = column.project
    require(actor, "project.plan", project.level)
    wanted = clean(values)
    if "name" in wanted:
        rows = Status.objects.of(actor).filter(project=project)
        _refuse_twin(rows, wanted["name"], but=column.id)
    if wanted.get("category", column.category) != column.category:
        _refuse_last(actor, column)
    changes = apply(column, wanted, version=version, allowed=EDITABLE)
    return _record(actor, project, column, "changed", changes, undoes) if changes else None


def _refuse_last(actor: Actor, column: Status) -> None:
    rows = Status.objects.of(actor).filter(project=column.project, trashed_at=None)
    others = rows.filter(category=column.category).exclude(id=column.id)
    if column.category in NEEDED and not others.exists():
        words = _("看板至少要有一列“%(kind)s”。") % {"kind": column.get_category_display()}
        raise DomainError("column.last", words, "category")


@transaction.atomic
def move_column(
    *,
    actor: Actor,
    column: Status,
    before: Status | None = None,
    undoes: UUID | None = None,
) -> Activity | None:
    """Put a column before another, or at the right end."""
    project = column.project
    require(actor, "project.plan", project.level)
    rows = Status.objects.of(actor).filter(project=project, trashed_at=None).exclude(id=column.id)
    if before is None:
        rank = ranks.between(rows.aggregate(last=Max("rank"))["last"], None)
    elif before.id == column.id:
        return None
    else:
        low = rows.filter(rank__lt=before.rank).aggregate(low=Max("rank"))["low"]
        rank = ranks.between(low, before.rank)
    return _place(actor, column, rank, undoes)


def _place(actor: Actor, column: Status, rank: str, undoes: UUID | None) -> Activity | None:
    changes = apply(column, {"rank": rank}, version=None, allowed=frozenset({"rank"}))
    return _record(actor, column.project, column, "moved", changes, undoes) if changes else None


def shift_column(*, actor: Actor, column: Status, step: int) -> Activity | None:
    """Put a column one place to the left (-1) or to the right (1)."""
    order = list(selectors.statuses(actor=actor, project=column.project))
    at = next(place for place, each in enumerate(order) if each.id == column.id)
    if not 0 <= at + step < len(order):
        return None
    beyond = at + step if step < 0 else at + step + 1
    before = order[beyond] if beyond < len(order) else None
    return move_column(actor=actor, column=column, before=before)


@transaction.atomic
def remove_column(*, actor: Actor, column: Status, undoes: UUID | None = None) -> Activity:
    """Put an empty column into the trash; refuse one that holds cards."""
    require(actor, "project.plan", column.project.level)
    cards = cards_of(actor, column.project).filter(status=column).count()
    if cards:
        words = ngettext(
            "“%(name)s”里还有 %(n)s 项任务，请先移到别的列。",
            "“%(name)s”里还有 %(n)s 项任务，请先移到别的列。",
            cards,
        )
        raise DomainError("column.cards", words % {"name": column.name, "n": cards})
    _refuse_last(actor, column)
    _rehome(actor, column)
    values = {"trashed_at": clock.now()}
    changes = apply(column, values, version=None, allowed=frozenset(values))
    return _record(actor, column.project, column, "removed", changes, undoes)


def _rehome(actor: Actor, column: Status) -> None:
    """Give phases, and what may come back from the trash, another column of the same kind."""
    others = selectors.statuses(actor=actor, project=column.project).exclude(id=column.id)
    other = others.filter(category=column.category).first() or others.first()
    if other is not None:
        WorkItem.objects.of(actor).filter(status=column).update(status=other)


@transaction.atomic
def restore_column(*, actor: Actor, column: Status, undoes: UUID | None = None) -> Activity:
    """Bring a column back where it stood."""
    require(actor, "project.plan", column.project.level)
    _refuse_twin(Status.objects.of(actor).filter(project=column.project), column.name)
    values = {"trashed_at": None}
    changes = apply(column, values, version=None, allowed=frozenset(values))
    return _record(actor, column.project, column, "restored", changes, undoes)


# --- taking back ---------------------------------------------------------------------------------


def _column(actor: Actor, row: Activity, *, trashed: bool = False) -> Status:
    project = selectors.get_project_by_id(
        actor=actor, project_id=row.stream_id, need="project.plan"
    )
    return get_column(actor=actor, project=project, column_id=row.subject_id, trashed=trashed)


@undoer("column.added")
def _undo_added(actor: Actor, row: Activity) -> None:
    remove_column(actor=actor, column=_column(actor, row), undoes=row.id)


@undoer("column.changed")
def _undo_changed(actor: Actor, row: Activity) -> None:
    column = _column(actor, row)
    change_column(actor=actor, column=column, values=before_values(row, column), undoes=row.id)


@undoer("column.moved")
def _undo_moved(actor: Actor, row: Activity) -> None:
    column = _column(actor, row)
    _place_back(actor, column, before_values(row, column)["rank"], row)


@transaction.atomic
def _place_back(actor: Actor, column: Status, rank: str, row: Activity) -> None:
    require(actor, "project.plan", column.project.level)
    _place(actor, column, rank, row.id)


@undoer("column.removed")
def _undo_removed(actor: Actor, row: Activity) -> None:
    restore_column(actor=actor, column=_column(actor, row, trashed=True), undoes=row.id)


@undoer("column.restored")
def _undo_restored(actor: Actor, row: Activity) -> None:
    remove_column(actor=actor, column=_column(actor, row), undoes=row.id)
