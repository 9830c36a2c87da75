"""The board over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from yunchou.web.boards import columns
from yunchou.web.boards import selectors as boards
from yunchou.web.core.activity import current_seq
from yunchou.web.core.models import Activity
from yunchou.web.core.preconditions import version_of
from yunchou.web.projects import selectors
from yunchou.web.projects.models import Project
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.users.middleware import actor_of

router = Router(tags=["看板 board"])


class NewColumn(Schema):
    """A column to add; `wip_limit` is how many cards it should hold at most."""

    name: str = Field(max_length=100)
    name_en: str = Field("", max_length=100)
    category: str = Field("doing", pattern="^(todo|doing|done|cancelled)$")
    wip_limit: int | None = Field(None, ge=1, le=columns.MOST_CARDS)


class ColumnChange(Schema):
    """Fields of a column to change; those absent stay. A limit may come as text, "" for none."""

    name: str | None = Field(None, max_length=100)
    name_en: str | None = Field(None, max_length=100)
    category: str | None = Field(None, max_length=10)
    wip_limit: int | str | None = None


class ColumnPlace(Schema):
    """The column to stand before; absent for the right end."""

    before: UUID | None = None


@router.get(
    "/projects/{key}/board", response={200: dict[str, Any], **REFUSED}, operation_id="board"
)
def board(
    request: HttpRequest, key: str, status: UUID | None = None, after: str = ""
) -> dict[str, Any]:
    """Return the columns with their first cards, or the next cards of one column."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    return boards.board(actor=actor, project=project, status=status, after=after)


def _answer(project: Project, change: Activity | None, **more: Any) -> dict[str, Any]:
    seq = change.seq if change else current_seq(project.workspace_id, project.id)
    return {"seq": seq, "undo": change.id if change else None, **more}


@router.get(
    "/projects/{key}/columns",
    response={200: list[dict[str, Any]], **REFUSED},
    operation_id="list_columns",
)
def list_columns(request: HttpRequest, key: str) -> list[dict[str, Any]]:
    """Return the columns of the board in order."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    return columns.list_columns(actor=actor, project=project)


@router.post(
    "/projects/{key}/columns", response={201: dict[str, Any], **REFUSED}, operation_id="add_column"
)
def add_column(request: HttpRequest, key: str, body: NewColumn) -> Status[dict[str, Any]]:
    """Add a column to the board."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.plan")
    column, change = columns.add_column(actor=actor, project=project, values=body.dict())
    return Status(201, _answer(project, change, id=column.id, name=column.name))


@router.patch(
    "/projects/{key}/columns/{column_id}",
    response={200: dict[str, Any], **REFUSED},
    operation_id="change_column",
)
def change_column(
    request: HttpRequest, key: str, column_id: UUID, body: ColumnChange
) -> dict[str, Any]:
    """Rename a column, set its category or its limit of cards."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.plan")
    column = columns.get_column(actor=actor, project=project, column_id=column_id)
    values = body.dict(exclude_unset=True)
    change = columns.change_column(
        actor=actor, column=column, values=values, version=version_of(request)
    )
    shown = {name: getattr(column, name) for name in values}
    return _answer(project, change, item={**shown, "version": column.version})


@router.post(
    "/projects/{key}/columns/{column_id}/move",
    response={200: dict[str, Any], **REFUSED},
    operation_id="move_column",
)
def move_column(
    request: HttpRequest, key: str, column_id: UUID, body: ColumnPlace
) -> dict[str, Any]:
    """Put a column before another, or at the right end."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.plan")
    column = columns.get_column(actor=actor, project=project, column_id=column_id)
    before = None
    if body.before is not None:
        before = columns.get_column(actor=actor, project=project, column_id=body.before)
    return _answer(project, columns.move_column(actor=actor, column=column, before=before))


@router.delete(
    "/projects/{key}/columns/{column_id}",
    response={200: dict[str, Any], **REFUSED},
    operation_id="remove_column",
)
def remove_column(request: HttpRequest, key: str, column_id: UUID) -> dict[str, Any]:
    """Put an empty column into the trash."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.plan")
    column = columns.get_column(actor=actor, project=project, column_id=column_id)
    return _answer(project, columns.remove_column(actor=actor, column=column))
