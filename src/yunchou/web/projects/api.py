"""Work items over the API: create, change, place, progress, trash, undo."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja import Status as Reply
from pydantic import Field

from yunchou import __version__
from yunchou.web.core import activity
from yunchou.web.core.activity import current_seq
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import Actor
from yunchou.web.core.preconditions import version_of
from yunchou.web.projects import desk_api, hot, read_api, reading, selectors, services
from yunchou.web.projects.models import Project, Status, WorkItem
from yunchou.web.projects.plan import CLOCK_DAY, DAY
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.projects.tasks import assigning, bulk, talk_api  # fmt: skip
from yunchou.web.users.middleware import actor_of

router = Router(tags=["任务 work items"])


class Answer(Schema):
    """What a write did: the row, what moved, the sequence, the change to undo."""

    item: dict[str, Any] | None
    moved: list[dict[str, Any]]
    seq: int
    undo: UUID | None = None


class NewItem(Schema):
    """A task to add."""

    name: str = Field(max_length=500)
    kind: str = Field("task", pattern="^(task|milestone|phase)$")
    parent: UUID | None = None
    before: UUID | None = None
    after: UUID | None = None
    status: UUID | None = None
    duration: float | None = Field(None, ge=0, le=10_000)
    assignees: list[UUID] = Field(default_factory=list)


class ItemChange(Schema):
    """Fields to change; those absent stay."""

    name: str | None = Field(None, max_length=500)
    kind: str | None = Field(None, pattern="^(task|milestone)$")
    duration: float | None = Field(None, ge=0, le=10_000)
    natural: bool | None = None
    start: dt.date | None = None
    finish: dt.date | None = None
    percent: int | None = Field(None, ge=0, le=100)
    status: UUID | None = None
    assignees: list[UUID] | None = None
    deadline: dt.date | None = None
    constraint: str | None = Field(None, max_length=4)
    constraint_date: dt.date | None = None
    priority: str | None = Field(None, max_length=10)
    role: str | None = Field(None, max_length=64)
    deliverable: str | None = Field(None, max_length=100_000)
    acceptance: str | None = Field(None, max_length=100_000)
    notes: str | None = Field(None, max_length=100_000)
    labels: list[str] | None = None
    actual_start: dt.date | None = None
    actual_finish: dt.date | None = None
    blocked_reason: str | None = Field(None, max_length=500)


class Place(Schema):
    """Where an item goes."""

    parent: UUID | None = None
    before: UUID | None = None
    after: UUID | None = None


class Column(Schema):
    """The board column an item goes to, above `before` or to its end."""

    status: UUID
    before: UUID | None = None
    version: int | None = None


class Rows(Schema):
    """Rows pasted from a spreadsheet."""

    rows: list[dict[str, Any]] = Field(max_length=services.MAX_BULK)
    after: UUID | None = None


def _load(
    request: HttpRequest, key: str, item_id: UUID | None = None
) -> tuple[Actor, Project, Any]:
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.work")
    if item_id is None:
        return actor, project, None
    return actor, project, _of(actor, project, item_id)


def _of(actor: Actor, project: Project, item_id: UUID | None) -> WorkItem | None:
    """Return an item of this very project: a child id of another project is not found."""
    if item_id is None:
        return None
    return selectors.get_item_of(actor=actor, project=project, item_id=item_id)


def _status(actor: Actor, project: Project, status_id: UUID | None) -> Status | None:
    if status_id is None:
        return None
    return selectors.get_status(actor=actor, project=project, status_id=status_id)


def answer(actor: Actor, project: Project, change: services.Change) -> dict[str, Any]:
    """Return what a write did."""
    return {
        "item": reading.item(actor=actor, project=project, item_id=change.item.id),
        "moved": reading.moved(change.moved),
        "seq": change.activity.seq
        if change.activity
        else current_seq(project.workspace_id, project.id),
        "undo": change.activity.id if change.activity else None,
    }


def _json(request: HttpRequest, key: str, make: Callable[[], tuple[bytes, str]]) -> HttpResponse:
    """Answer 304, after one indexed read, to who has the answer as it is; else make and tag it."""
    asked = request.headers.get("If-None-Match")
    state = hot.state(actor=actor_of(request), key=key) if asked else ""
    if asked and state and _tag(request, state) in asked:
        return HttpResponseNotModified(headers={"ETag": _tag(request, state)})
    body, state = make()
    answer = HttpResponse(body, content_type="application/json; charset=utf-8")
    if state:
        answer.headers["ETag"] = _tag(request, state)
    return answer


def _tag(request: HttpRequest, state: str) -> str:
    where = hashlib.sha256(f"{request.get_full_path()} {__version__}".encode()).hexdigest()[:16]
    return f'W/"{state}-{where}"'


@router.get(
    "/projects/{key}/items", response={200: dict[str, Any], **REFUSED}, operation_id="list_items"
)
def list_items(
    request: HttpRequest,
    key: str,
    status: UUID | None = None,
    category: Literal["", "todo", "doing", "done", "cancelled"] = "",
    assignee: UUID | None = None,
    due_before: dt.date | None = None,
    q: str = "",
    order: Literal["", "wbs", "due"] = "",
    cursor: str = "",
    limit: int = hot.PAGE,
) -> HttpResponse:
    """List tasks in WBS order or by due date, what a search finds newest first unless told.

    Follow `next` with `cursor`; 200 at most a page.
    """
    wanted = hot.Filter(
        status=status, category=category, assignee=assignee, due_before=due_before, query=q,
        order=order, cursor=cursor, limit=limit,
    )  # fmt: skip
    actor = actor_of(request)
    return _json(request, key, lambda: hot.listed(actor=actor, key=key, wanted=wanted))


@router.post(
    "/projects/{key}/items/bulk",
    response={201: dict[str, Any], **REFUSED},
    operation_id="paste_items",
)
def paste_items(request: HttpRequest, key: str, body: Rows) -> Reply[dict[str, Any]]:
    """Add many tasks at once: rows {name, depth, duration, …} as pasted from a spreadsheet."""
    actor, project, _none = _load(request, key)
    result = bulk.paste(
        actor=actor, project=project, rows=body.rows, after=_of(actor, project, body.after)
    )
    return Reply(
        201,
        {
            "items": reading.rows(actor=actor, project=project, ids=result.ids),
            "columns": reading.COLUMNS,
            "moved": reading.moved(result.moved),
            "seq": current_seq(project.workspace_id, project.id),
            "undo": result.activity.id,
        },
    )


@router.get(
    "/projects/{key}/items/{item_id}",
    response={200: dict[str, Any], **REFUSED},
    operation_id="get_item",
)
def get_item(request: HttpRequest, key: str, item_id: str) -> HttpResponse:
    """Return one task, by id or number, with comments, checklist and attachments."""
    actor, ref = actor_of(request), reference(item_id)
    return _json(request, key, lambda: hot.single(actor=actor, key=key, ref=ref))


def reference(text: str) -> UUID | int:
    """Return an id or a number of a task; what is neither is not found."""
    number = text.rpartition("-")[2] if len(text) < 32 else text
    if number.isdecimal() and len(number) <= 9:
        return int(number)
    try:
        return UUID(text)
    except ValueError as error:
        raise selectors.not_found() from error


@router.post("/projects/{key}/items", response={201: Answer, **REFUSED}, operation_id="create_item")
def create_item(request: HttpRequest, key: str, body: NewItem) -> Reply[dict[str, Any]]:
    """Add a task, milestone or phase."""
    actor, project, _none = _load(request, key)
    values = {} if body.duration is None else {"duration": round(body.duration * DAY)}
    with transaction.atomic():  # refused people leave no task behind
        change = services.create_work_item(
            actor=actor, project=project, name=body.name, kind=body.kind,
            parent=_of(actor, project, body.parent), before=_of(actor, project, body.before),
            after=_of(actor, project, body.after), status=_status(actor, project, body.status),
            values=values,
        )  # fmt: skip
        if body.assignees:
            assigning.assign(actor=actor, item=change.item, member_ids=body.assignees)
    return Reply(201, answer(actor, project, change))


@router.patch(
    "/projects/{key}/items/{item_id}", response={200: Answer, **REFUSED}, operation_id="change_item"
)
def change_item(request: HttpRequest, key: str, item_id: UUID, body: ItemChange) -> dict[str, Any]:
    """Change fields; If-Match carries the version that the writer saw, 409 shows both values."""
    actor, project, item = _load(request, key, item_id)
    given = body.dict(exclude_unset=True)
    version = version_of(request)
    with transaction.atomic():  # all of it, or nothing
        change = _changed(actor, project, item, given, version)
    return answer(actor, project, change)


def _changed(
    actor: Actor, project: Project, item: WorkItem, given: dict[str, Any], version: int | None
) -> services.Change:
    change = services.Change(item, None)
    if "assignees" in given:
        change = assigning.assign(
            actor=actor, item=item, member_ids=given.pop("assignees") or [], version=version
        )
        version = None
    if status := _status(actor, project, given.pop("status", None)):
        change = services.set_status(actor=actor, item=item, status=status, version=version)
        version = None
    if given:
        change = services.change_work_item(
            actor=actor, item=item, values=_values(item, given), version=version
        )
    return change


#: fields that always have a value: null leaves them as they are
_SET = frozenset({"kind", "percent", "natural"})


def _values(item: WorkItem, given: dict[str, Any]) -> dict[str, Any]:
    """Return column values for what the API names in days and dates."""
    texts = {"priority", "role", "deliverable", "acceptance", "notes", "constraint", "name",
             "blocked_reason"}  # fmt: skip
    kept = {name: value for name, value in given.items() if value is not None or name not in _SET}
    values = {
        name: ("" if value is None and name in texts else value) for name, value in kept.items()
    }
    if "labels" in values:
        values["labels"] = values["labels"] or []
    if "natural" in values:
        values["duration_unit"] = "ed" if values.pop("natural") else "d"
    days: Any = values.pop("duration", None)
    if days is not None:
        unit = values.get("duration_unit", item.duration_unit)
        values["duration"] = round(days * (CLOCK_DAY if unit in {"ed", "eh"} else DAY))
    if "start" in values:
        start = values.pop("start")
        values |= {"constraint": "SNET" if start else "", "constraint_date": start}
    if values.get("constraint") not in {None, "", "ALAP"} and "constraint_date" not in values:
        values["constraint_date"] = item.constraint_date or _usual(item, values["constraint"])
    if "finish" in values:
        raise DomainError("finish.computed", _("完成日期由工期算出，请改工期。"), "finish")
    return values


def _usual(item: WorkItem, constraint: str) -> dt.date | None:
    """Return the date that a constraint starts from when none is given: the present one."""
    return item.finish if constraint in {"FNET", "FNLT", "MFO"} else item.start


@router.post(
    "/projects/{key}/items/{item_id}/move", response={200: Answer, **REFUSED},
    operation_id="move_item",
)  # fmt: skip
def move_item(request: HttpRequest, key: str, item_id: UUID, body: Place) -> dict[str, Any]:
    """Give an item another place in the work breakdown."""
    actor, project, item = _load(request, key, item_id)
    change = services.move_work_item(
        actor=actor, item=item, parent=_of(actor, project, body.parent),
        before=_of(actor, project, body.before), after=_of(actor, project, body.after),
    )  # fmt: skip
    return answer(actor, project, change)


@router.post(
    "/projects/{key}/items/{item_id}/indent", response={200: Answer, **REFUSED},
    operation_id="indent_item",
)  # fmt: skip
def indent_item(request: HttpRequest, key: str, item_id: UUID) -> dict[str, Any]:
    """Put an item below the sibling above it."""
    actor, project, item = _load(request, key, item_id)
    return answer(actor, project, services.indent_work_item(actor=actor, item=item))


@router.post(
    "/projects/{key}/items/{item_id}/outdent", response={200: Answer, **REFUSED},
    operation_id="outdent_item",
)  # fmt: skip
def outdent_item(request: HttpRequest, key: str, item_id: UUID) -> dict[str, Any]:
    """Put an item beside its parent, right after it."""
    actor, project, item = _load(request, key, item_id)
    return answer(actor, project, services.outdent_work_item(actor=actor, item=item))


@router.post(
    "/projects/{key}/items/{item_id}/status", response={200: Answer, **REFUSED},
    operation_id="set_item_status",
)  # fmt: skip
def set_item_status(request: HttpRequest, key: str, item_id: UUID, body: Column) -> dict[str, Any]:
    """Move a card to a column of the board."""
    actor, project, item = _load(request, key, item_id)
    status = _status(actor, project, body.status)
    if status is None:
        raise selectors.not_found()
    change = services.set_status(
        actor=actor, item=item, status=status, before=_of(actor, project, body.before),
        version=body.version,
    )  # fmt: skip
    return answer(actor, project, change)


@router.delete(
    "/projects/{key}/items/{item_id}", response={200: Answer, **REFUSED}, operation_id="trash_item"
)
def trash_item(request: HttpRequest, key: str, item_id: UUID) -> dict[str, Any]:
    """Put an item and what is below it into the trash."""
    actor, project, item = _load(request, key, item_id)
    change = services.trash_work_item(actor=actor, item=item, version=version_of(request))
    return answer(actor, project, change)


@router.post(
    "/projects/{key}/undo/{activity_id}",
    response={200: dict[str, Any], **REFUSED},
    operation_id="undo",
)
def undo(request: HttpRequest, key: str, activity_id: UUID) -> dict[str, Any]:
    """Take one change of the project back."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    activity.undo(actor=actor, activity_id=activity_id, stream_id=project.id)
    return {"seq": current_seq(project.workspace_id, project.id)}


router.add_router("", desk_api.router)
router.add_router("", read_api.router)
router.add_router("", talk_api.router)
