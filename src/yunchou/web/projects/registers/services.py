"""Registers: the plan's tables (goals, budget lines, risks…) as rows with one write path.

A step declares a `Register` for each of its tables; pages, API, trash, undo, copy and the role
matrix are then the same for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from yunchou.web.core import activity, clock, ranks
from yunchou.web.core.errors import DomainError, Forbidden
from yunchou.web.core.permissions import allows, require
from yunchou.web.core.writing import apply
from yunchou.web.projects import selectors

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project, ProjectRow
    from yunchou.web.projects.registers.columns import Column


@dataclass(frozen=True, slots=True)
class Register:
    """A table of the plan.

    Parameters
    ----------
    key
        Name in addresses and on the spine, e.g. ``goals.goal``.
    fields
        What a person may write, in the order of the form.
    prefix
        Of the codes given to new rows (G1, G2…).
    need
        Permission to write.
    guarded
        Field -> permission that opens it; others neither see nor write it.
    opened
        Field -> permission that may write it without `need`: who measures or pays.
    columns
        Field -> how it is named, shown and typed.
    quick
        Fields of the line that adds a row; the first field when empty.
    check
        Refuses a row that makes no sense (raises `DomainError`), given all its values.
    page
        URL name of the page that shows it, and `anchor` on it.
    """

    key: str
    model: type[ProjectRow]
    fields: tuple[str, ...]
    prefix: str
    title: Any
    need: str = "project.plan"
    guarded: dict[str, str] = field(default_factory=dict)
    opened: dict[str, str] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    quick: tuple[str, ...] = ()
    check: Callable[[Project, dict[str, Any]], None] | None = None
    label: Callable[[Any], str] = str
    page: str = ""
    anchor: str = ""


_registers: dict[str, Register] = {}


def register(entry: Register) -> Register:
    """Make a table known (called in a step's `apps.py`)."""
    _registers[entry.key] = entry
    activity.undoer(f"{entry.key}.added")(_undo_added)
    activity.undoer(f"{entry.key}.changed")(_undo_changed)
    activity.undoer(f"{entry.key}.trashed")(_undo_trashed)
    return entry


def get(key: str) -> Register:
    """Return a register by its key."""
    if key not in _registers:
        raise selectors.not_found()
    return _registers[key]


def all_registers() -> list[Register]:
    """Return every table known, in the order of registration."""
    return list(_registers.values())


def visible_fields(entry: Register, actor: Actor, project: Project) -> tuple[str, ...]:
    """Return the fields that this reader may see."""
    return tuple(
        name
        for name in entry.fields
        if name not in entry.guarded or allows(actor, entry.guarded[name], project.level)
    )


def writable_fields(entry: Register, actor: Actor, project: Project) -> frozenset[str]:
    """Return the fields of an existing row that this person may write."""
    visible = visible_fields(entry, actor, project)
    if allows(actor, entry.need, project.level):
        return frozenset(visible)
    return frozenset(
        name
        for name in visible
        if name in entry.opened and allows(actor, entry.opened[name], project.level)
    )


def rows(
    *, actor: Actor, project: Project, entry: Register, trashed: bool = False
) -> QuerySet[Any]:
    """Return the rows of a table in their order."""
    found = entry.model.objects.of(actor).filter(project=project, trashed_at__isnull=not trashed)
    return found.order_by("rank", "id")


def get_row(
    *, actor: Actor, entry: Register, row_id: UUID, write: bool = False, trashed: bool = False
) -> Any:
    """Return a row with its project attached, under the permission check."""
    found = entry.model.objects.of(actor).filter(id=row_id, trashed_at__isnull=not trashed).first()
    if found is None:
        raise selectors.not_found()
    found.project = selectors.get_project_by_id(actor=actor, project_id=found.project_id)
    if write and not writable_fields(entry, actor, found.project):
        require(actor, entry.need, found.project.level)
    return found


def get_row_of(
    *, actor: Actor, project: Project, entry: Register, row_id: UUID, write: bool = False,
    trashed: bool = False,
) -> Any:  # fmt: skip
    """Return a row of this very project: an id of another project is not found."""
    row = get_row(actor=actor, entry=entry, row_id=row_id, write=write, trashed=trashed)
    if row.project_id != project.id:
        raise selectors.not_found()
    return row


@transaction.atomic
def add_row(
    *, actor: Actor, project: Project, entry: Register, values: Mapping[str, Any], code: str = ""
) -> tuple[Any, Activity]:
    """Add a row at the end of a table."""
    require(actor, entry.need, project.level)
    cleaned = _clean(entry, actor, project, values)
    last = rows(actor=actor, project=project, entry=entry).aggregate(last=Max("rank"))["last"]
    row = entry.model(
        workspace_id=project.workspace_id, project=project, created_by_id=actor.user_id,
        code=code or _next_code(entry, project), rank=ranks.between(last, None), **cleaned,
    )  # fmt: skip
    for name in (name for name in entry.fields if name not in values):
        column: Any = entry.model._meta.get_field(name)  # noqa: SLF001 (Django's public name for it)
        if not isinstance(column, models.JSONField):
            _empty(column)
    _check(entry, project, row)
    row.save(force_insert=True)
    return row, _record(entry, actor, row, "added")


@transaction.atomic
def change_row(
    *,
    actor: Actor,
    entry: Register,
    row: Any,
    values: Mapping[str, Any],
    version: int | None,
    undoes: UUID | None = None,
) -> Activity | None:
    """Change fields of a row; refuse a stale value. `row` comes from `get_row(write=True)`."""
    if not set(values) <= writable_fields(entry, actor, row.project):
        _refuse_writing(entry, actor, row.project, values)
    cleaned = _clean(entry, actor, row.project, values)
    changes = apply(row, cleaned, version=version, allowed=frozenset(_columns(entry)))
    if not changes:
        return None
    _check(entry, row.project, row)
    return _record(entry, actor, row, "changed", changes, undoes)


def _refuse_writing(
    entry: Register, actor: Actor, project: Project, values: Mapping[str, Any]
) -> None:
    """Say why a row may not be changed so: unknown or guarded fields first, then the level."""
    _clean(entry, actor, project, values)
    require(actor, entry.need, project.level)


@transaction.atomic
def trash_row(*, actor: Actor, entry: Register, row: Any, undoes: UUID | None = None) -> Activity:
    """Put a row into the trash."""
    require(actor, entry.need, row.project.level)
    return _set_trashed(actor, entry, row, clock.now(), "trashed", undoes)


@transaction.atomic
def restore_row(*, actor: Actor, entry: Register, row: Any, undoes: UUID | None = None) -> Activity:
    """Bring a row back from the trash."""
    require(actor, entry.need, row.project.level)
    return _set_trashed(actor, entry, row, None, "restored", undoes)


def _set_trashed(
    actor: Actor, entry: Register, row: Any, at: dt.datetime | None, verb: str, undoes: UUID | None
) -> Activity:
    was, row.trashed_at, row.version = row.trashed_at, at, row.version + 1
    same = entry.model.objects.of(actor).filter(id=row.id)
    same.update(trashed_at=at, version=F("version") + 1)
    return _record(entry, actor, row, verb, {"trashed_at": [was, at]}, undoes)


def _columns(entry: Register) -> list[str]:
    return [entry.model._meta.get_field(name).attname for name in entry.fields]  # type: ignore[union-attr]  # noqa: SLF001


def _next_code(entry: Register, project: Project) -> str:
    found = entry.model.objects.in_workspace(project.workspace_id).filter(project=project)
    taken = set(found.values_list("code", flat=True))
    number = len(taken) + 1
    while f"{entry.prefix}{number}" in taken:
        number += 1
    return f"{entry.prefix}{number}"


def _clean(
    entry: Register, actor: Actor, project: Project, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Return values by column name, converted to what the columns hold; refuse in words."""
    visible = visible_fields(entry, actor, project)
    cleaned: dict[str, Any] = {}
    for name, value in values.items():
        if name not in entry.fields:
            raise DomainError("field.unknown", _("不能填写这个字段。"), name)
        if name not in visible:
            raise Forbidden("forbidden", _("你没有此项操作的权限，请联系项目经理。"), name)
        column = entry.model._meta.get_field(name)  # noqa: SLF001 (Django's public name for it)
        cleaned[column.attname] = _convert(column, value, project)  # type: ignore[union-attr]
    return cleaned


def _convert(column: Any, value: Any, project: Project) -> Any:
    if isinstance(column, models.ForeignKey):
        return _reference(column, value, project)
    if isinstance(value, str):
        value = value.replace("\x00", "").strip()
    if not isinstance(value, list | dict) and value in {None, ""}:
        return _empty(column)
    try:
        converted = column.to_python(value)
        column.run_validators(converted)
        if column.choices and converted not in dict(column.flatchoices):
            raise ValidationError(_("不在可选范围内。"))
    except (ValidationError, InvalidOperation, TypeError, ValueError) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else ""
        message = _("“%(value)s”不能用在这里。") % {"value": str(value)[:60]}
        raise DomainError("value.invalid", f"{message}{words}", column.name) from error
    if isinstance(converted, Decimal):
        if not converted.is_finite():
            raise DomainError("value.invalid", _("请填写数字。"), column.name)
        return converted.quantize(Decimal(1).scaleb(-column.decimal_places))  # as it is read back
    return converted


def _empty(column: Any) -> Any:
    """Return what a column holds when nothing was written; refuse where something must be."""
    if column.null:
        return None
    if not column.has_default() and not column.blank:
        raise DomainError("value.empty", _("请填写这一项。"), column.name)
    return column.get_default()


def _reference(column: Any, value: Any, project: Project) -> UUID | None:
    """Return the id of a row of the same project (or workspace); refuse anybody else's."""
    if value in {None, ""}:
        _empty(column)  # refuses where something must be
        return None
    target = column.related_model
    found = target.objects.in_workspace(project.workspace_id)
    if any(part.name == "project" for part in target._meta.fields):  # noqa: SLF001
        found = found.filter(project=project)
    try:
        chosen = found.filter(id=UUID(str(value))).values_list("id", flat=True).first()
    except ValueError:
        chosen = None
    if chosen is None:
        raise DomainError("reference.unknown", _("所选的项目不存在，请重新选择。"), column.name)
    return UUID(str(chosen))


def _check(entry: Register, project: Project, row: Any) -> None:
    if entry.check:
        entry.check(project, {name: getattr(row, name) for name in entry.fields})


def _record(
    entry: Register,
    actor: Actor,
    row: Any,
    verb: str,
    changes: activity.Changes | None = None,
    undoes: UUID | None = None,
) -> Activity:
    return activity.record(
        actor=actor, stream_id=row.project_id, verb=f"{entry.key}.{verb}", subject=row,
        label=f"{row.code} {entry.label(row)}", changes=changes, undoes=undoes,
    )  # fmt: skip


def _entry_of(row: Activity) -> Register:
    return get(row.verb.rpartition(".")[0])


def _undo_added(actor: Actor, row: Activity) -> None:
    entry = _entry_of(row)
    found = get_row(actor=actor, entry=entry, row_id=row.subject_id, write=True)
    trash_row(actor=actor, entry=entry, row=found, undoes=row.id)


def _undo_changed(actor: Actor, row: Activity) -> None:
    entry = _entry_of(row)
    found = get_row(actor=actor, entry=entry, row_id=row.subject_id, write=True)
    names = {entry.model._meta.get_field(n).attname: n for n in entry.fields}  # type: ignore[union-attr]  # noqa: SLF001
    for column, (_before, after) in row.changes.items():
        if activity.plain(getattr(found, column)) != after:
            raise DomainError("undo.overtaken", _("之后又有人改过这一项，不能直接撤销。"))
    values = {names[column]: pair[0] for column, pair in row.changes.items()}
    change_row(actor=actor, entry=entry, row=found, values=values, version=None, undoes=row.id)


def _undo_trashed(actor: Actor, row: Activity) -> None:
    entry = _entry_of(row)
    found = get_row(actor=actor, entry=entry, row_id=row.subject_id, write=True, trashed=True)
    restore_row(actor=actor, entry=entry, row=found, undoes=row.id)
