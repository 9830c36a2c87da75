"""The tables of the plan over the API: one address for all of them.

Fields carry their public names: amounts in yuan, dates as ISO text, people and items by id, roles
by code. Guarded fields are absent for those who may not see them, and refused when written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Body, Router, Status

from yunchou.web.core.activity import current_seq
from yunchou.web.core.errors import DomainError
from yunchou.web.core.preconditions import version_of
from yunchou.web.projects import registers, selectors
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.projects.registers import columns
from yunchou.web.projects.registers.columns import Lookups
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project
    from yunchou.web.projects.registers import Register

router = Router(tags=["方案各表 registers"])
AT = "/projects/{key}/registers/{table}"
ANSWERS = {200: dict[str, Any], **REFUSED}


def item_of(actor: Actor, project: Project, entry: Register, row: Any) -> dict[str, Any]:
    """Return a row as the API shows it to this reader."""
    fields = registers.visible_fields(entry, actor, project)
    values = {columns.public(name): columns.raw(entry, name, row) for name in fields}
    return {"id": str(row.id), "code": row.code, "version": row.version, **values}


def written(
    actor: Actor, project: Project, entry: Register, row: Any, change: Activity | None
) -> dict[str, Any]:
    """Return what a write did: the row, its texts, the sequence, the change to undo."""
    item = item_of(actor, project, entry, row)
    lookups = Lookups(actor, project)
    shown = {
        columns.public(name): columns.shown(entry, name, item[columns.public(name)], lookups)
        for name in registers.visible_fields(entry, actor, project)
    }
    return {
        "item": item, "display": shown, "undo": str(change.id) if change else None,
        "seq": current_seq(project.workspace_id, project.id),
    }  # fmt: skip


def values_of(entry: Register, given: dict[str, Any], lookups: Lookups) -> dict[str, Any]:
    """Return column values for public names; refuse what the table does not have."""
    names = {columns.public(name): name for name in entry.fields}
    if unknown := [name for name in given if name not in names]:
        words = _("这张表没有“%(field)s”这一栏。") % {"field": unknown[0][:60]}
        raise DomainError("field.unknown", words, unknown[0][:60])
    return {names[k]: columns.parse(entry, names[k], v, lookups) for k, v in given.items()}


def outward(entry: Register, error: DomainError) -> DomainError:
    """Return a refusal in public names and units, as the writer knows them."""
    fields = {entry.model._meta.get_field(n).attname: n for n in entry.fields}  # type: ignore[union-attr]  # noqa: SLF001
    name = fields.get(error.field, error.field)
    error.field = columns.public(name)
    if name in entry.fields and columns.kind_of(entry, name) == "money":
        for side in {"yours", "theirs"} & set(error.details):
            fen = error.details[side]
            error.details[side] = None if fen is None else int(fen) / 100
    return error


@router.get(AT, response=ANSWERS, operation_id="list_register")
def list_register(request: HttpRequest, key: str, table: str, *, trashed: bool = False) -> Any:
    """List the rows of a table in their order, or those in its trash."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    entry = registers.get(table)
    found = registers.rows(actor=actor, project=project, entry=entry, trashed=trashed)
    return {"items": [item_of(actor, project, entry, row) for row in found]}


@router.post(AT, response={201: dict[str, Any], **REFUSED}, operation_id="create_register_row")
def create_row(
    request: HttpRequest,
    key: str,
    table: str,
    body: Body[dict[str, Any]],
) -> Any:
    """Add a row at the end of a table."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    entry = registers.get(table)
    try:
        values = values_of(entry, body, Lookups(actor, project))
        row, change = registers.add_row(actor=actor, project=project, entry=entry, values=values)
    except DomainError as error:
        raise outward(entry, error) from error
    return Status(201, written(actor, project, entry, row, change))


def load_row(
    actor: Actor, key: str, table: str, row_id: UUID, *, write: bool = False,
    trashed: bool = False,
) -> tuple[Project, Register, Any]:  # fmt: skip
    """Return a row of this very project: an id of another project is not found."""
    project = selectors.get_project(actor=actor, key=key)
    entry = registers.get(table)
    row = registers.get_row_of(
        actor=actor, project=project, entry=entry, row_id=row_id, write=write, trashed=trashed
    )
    return project, entry, row


@router.get(AT + "/{row_id}", response=ANSWERS, operation_id="get_register_row")
def get_row(request: HttpRequest, key: str, table: str, row_id: UUID) -> Any:
    """Return one row."""
    actor = actor_of(request)
    project, entry, row = load_row(actor, key, table, row_id)
    return item_of(actor, project, entry, row)


@router.patch(AT + "/{row_id}", response=ANSWERS, operation_id="change_register_row")
def change_row(
    request: HttpRequest,
    key: str,
    table: str,
    row_id: UUID,
    body: Body[dict[str, Any]],
) -> Any:
    """Change fields; If-Match carries the version that the writer saw, 409 shows both values."""
    actor = actor_of(request)
    project, entry, row = load_row(actor, key, table, row_id, write=True)
    try:
        values = values_of(entry, body, Lookups(actor, project))
        change = registers.change_row(
            actor=actor, entry=entry, row=row, values=values, version=version_of(request)
        )
    except DomainError as error:
        raise outward(entry, error) from error
    fresh = registers.get_row(actor=actor, entry=entry, row_id=row_id)
    return written(actor, project, entry, fresh, change)


@router.delete(AT + "/{row_id}", response=ANSWERS, operation_id="trash_register_row")
def trash_row(request: HttpRequest, key: str, table: str, row_id: UUID) -> Any:
    """Put a row into the trash."""
    actor = actor_of(request)
    project, entry, row = load_row(actor, key, table, row_id, write=True)
    change = registers.trash_row(actor=actor, entry=entry, row=row)
    return written(actor, project, entry, row, change)


@router.post(AT + "/{row_id}/restore", response=ANSWERS, operation_id="restore_register_row")
def restore_row(request: HttpRequest, key: str, table: str, row_id: UUID) -> Any:
    """Bring a row back from the trash."""
    actor = actor_of(request)
    project, entry, row = load_row(actor, key, table, row_id, write=True, trashed=True)
    change = registers.restore_row(actor=actor, entry=entry, row=row)
    return written(actor, project, entry, row, change)
