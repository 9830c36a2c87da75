"""Comments, checklists, attachments, progress and people of a task over the API."""

# ruff: noqa: TC001, TC002, TC003 (Ninja reads annotations at run time)
from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from yunchou.web.core.activity import current_seq
from yunchou.web.core.models import Activity
from yunchou.web.core.permissions import Actor
from yunchou.web.core.preconditions import version_of
from yunchou.web.projects import reading, selectors
from yunchou.web.projects.models import Attachment, ChecklistItem, Comment, WorkItem
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.projects.tasks import checklists, files, progressing, talking
from yunchou.web.users.middleware import actor_of

router = Router(tags=["评论与附件 talk"])
ANSWER = {200: dict[str, Any], **REFUSED}
CREATED = {201: dict[str, Any], **REFUSED}
AT = "/projects/{key}/items/{item_id}"


class Body(Schema):
    """What somebody says, in Markdown; @姓名 calls people."""

    body: str = Field(max_length=100_000)


class NewBox(Schema):
    """A box to tick."""

    name: str = Field(max_length=10_000)


class BoxChange(Schema):
    """What to change on a box; what is absent stays."""

    name: str | None = Field(None, max_length=10_000)
    done: bool | None = None
    move: Literal["up", "down"] | None = None


class Link(Schema):
    """An address to attach."""

    url: str = Field(max_length=10_000)
    name: str = Field("", max_length=1_000)


class Progress(Schema):
    """How a task stands."""

    state: Literal["todo", "doing", "blocked", "done"]
    reason: str = Field("", max_length=5_000)
    percent: int | None = Field(None, ge=0, le=100)


def _item(request: HttpRequest, key: str, item_id: UUID, need: str) -> tuple[Actor, WorkItem]:
    actor = actor_of(request)
    item = selectors.get_work_item(actor=actor, ref=item_id, need=need)
    if item.project.key != key.upper():
        raise selectors.not_found()
    return actor, item


def _of(row: Any, key: str, item_id: UUID) -> Any:
    """Return a row when it belongs to the task in the address."""
    if row.item_id != item_id or row.item.project.key != key.upper():
        raise selectors.not_found()
    return row


def _told(actor: Actor, item: WorkItem, change: Activity | None, /, **facts: Any) -> dict[str, Any]:
    seq = current_seq(actor.workspace_id, item.project_id)
    return {**facts, "undo": str(change.id) if change else None, "seq": seq}


# --- comments ------------------------------------------------------------------------------------


def _said(comment: Comment) -> dict[str, Any]:
    return {
        "id": str(comment.id), "author": comment.author_id, "author_name": comment.author_name,
        "body": comment.body, "at": comment.at, "edited_at": comment.edited_at,
        "version": comment.version,
    }  # fmt: skip


@router.post(f"{AT}/comments", response=CREATED, operation_id="add_comment")
def add_comment(
    request: HttpRequest, key: str, item_id: UUID, body: Body
) -> Status[dict[str, Any]]:
    """Say something about a task."""
    actor, item = _item(request, key, item_id, "project.comment")
    comment, change = talking.add_comment(actor=actor, item=item, body=body.body)
    return Status(201, _told(actor, item, change, comment=_said(comment)))


@router.patch(f"{AT}/comments/{{comment_id}}", response=ANSWER, operation_id="edit_comment")
def edit_comment(
    request: HttpRequest, key: str, item_id: UUID, comment_id: UUID, body: Body
) -> dict[str, Any]:
    """Change one's own comment."""
    actor = actor_of(request)
    comment = _of(talking.get_comment(actor=actor, comment_id=comment_id), key, item_id)
    change = talking.edit_comment(
        actor=actor, comment=comment, body=body.body, version=version_of(request)
    )
    return _told(actor, comment.item, change, comment=_said(comment))


@router.delete(f"{AT}/comments/{{comment_id}}", response=ANSWER, operation_id="trash_comment")
def trash_comment(
    request: HttpRequest, key: str, item_id: UUID, comment_id: UUID
) -> dict[str, Any]:
    """Take a comment away."""
    actor = actor_of(request)
    comment = _of(talking.get_comment(actor=actor, comment_id=comment_id), key, item_id)
    return _told(actor, comment.item, talking.trash_comment(actor=actor, comment=comment))


@router.get("/projects/{key}/people", response=ANSWER, operation_id="find_people")
def find_people(request: HttpRequest, key: str, q: str = "") -> dict[str, Any]:
    """Find people of a project by name, pinyin or initials: for @ and for assigning."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    return {"items": talking.people(actor=actor, project=project, query=q)}


# --- checklist -----------------------------------------------------------------------------------


def _box(box: ChecklistItem) -> dict[str, Any]:
    return {"id": str(box.id), "name": box.name, "done": box.done, "version": box.version}


@router.post(f"{AT}/checklist", response=CREATED, operation_id="add_checklist_item")
def add_box(request: HttpRequest, key: str, item_id: UUID, body: NewBox) -> Status[dict[str, Any]]:
    """Add a box to tick."""
    actor, item = _item(request, key, item_id, "project.work")
    box, change = checklists.add_box(actor=actor, item=item, name=body.name)
    return Status(201, _told(actor, item, change, box=_box(box)))


@router.patch(f"{AT}/checklist/{{box_id}}", response=ANSWER, operation_id="change_checklist_item")
def change_box(
    request: HttpRequest, key: str, item_id: UUID, box_id: UUID, body: BoxChange
) -> dict[str, Any]:
    """Tick, rename or move a box."""
    actor = actor_of(request)
    box = _of(checklists.get_box(actor=actor, box_id=box_id), key, item_id)
    given = body.dict(exclude_unset=True, exclude_none=True)
    if move := given.pop("move", None):
        change = checklists.move_box(actor=actor, box=box, up=move == "up")
    else:
        change = checklists.change_box(
            actor=actor, box=box, values=given, version=version_of(request)
        )
    return _told(actor, box.item, change, box=_box(box))


@router.delete(f"{AT}/checklist/{{box_id}}", response=ANSWER, operation_id="remove_checklist_item")
def remove_box(request: HttpRequest, key: str, item_id: UUID, box_id: UUID) -> dict[str, Any]:
    """Take a box away."""
    actor = actor_of(request)
    box = _of(checklists.get_box(actor=actor, box_id=box_id), key, item_id)
    return _told(actor, box.item, checklists.remove_box(actor=actor, box=box))


# --- attachments ---------------------------------------------------------------------------------


def _file(row: Attachment) -> dict[str, Any]:
    return {
        "id": str(row.id), "name": row.name, "url": row.url, "mime": row.mime,
        "bytes": row.bytes, "sha256": row.sha256,
    }  # fmt: skip


@router.post(f"{AT}/attachments", response=CREATED, operation_id="attach_file")
def attach_file(
    request: HttpRequest, key: str, item_id: UUID, file: File[UploadedFile]
) -> Status[dict[str, Any]]:
    """Attach a file (multipart field `file`)."""
    actor, item = _item(request, key, item_id, "project.work")
    row, change = files.add_file(actor=actor, item=item, upload=file)
    return Status(201, _told(actor, item, change, attachment=_file(row)))


@router.post(f"{AT}/links", response=CREATED, operation_id="attach_link")
def attach_link(
    request: HttpRequest, key: str, item_id: UUID, body: Link
) -> Status[dict[str, Any]]:
    """Attach an address."""
    actor, item = _item(request, key, item_id, "project.work")
    row, change = files.add_link(actor=actor, item=item, url=body.url, name=body.name)
    return Status(201, _told(actor, item, change, attachment=_file(row)))


@router.get(
    f"{AT}/attachments/{{attachment_id}}",
    response={200: None, **REFUSED},
    operation_id="get_attachment",
)
def get_attachment(
    request: HttpRequest, key: str, item_id: UUID, attachment_id: UUID
) -> HttpResponseBase:
    """Return the bytes of an attached file."""
    row = files.get_attachment(actor=actor_of(request), attachment_id=attachment_id)
    if row.item_id != item_id or row.item.project.key != key.upper() or row.url:
        raise selectors.not_found()
    response = FileResponse(
        files.path_of(row).open("rb"), as_attachment=True, filename=row.name,
        content_type=row.mime or "application/octet-stream",
    )  # fmt: skip
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@router.delete(
    f"{AT}/attachments/{{attachment_id}}", response=ANSWER, operation_id="trash_attachment"
)
def trash_attachment(
    request: HttpRequest, key: str, item_id: UUID, attachment_id: UUID
) -> dict[str, Any]:
    """Take an attachment off a task."""
    actor = actor_of(request)
    found = files.get_attachment(actor=actor, attachment_id=attachment_id, need="project.work")
    row = _of(found, key, item_id)
    return _told(actor, row.item, files.trash_attachment(actor=actor, row=row))


# --- progress ------------------------------------------------------------------------------------


@router.post(f"{AT}/progress", response=ANSWER, operation_id="report_progress")
def report_progress(
    request: HttpRequest, key: str, item_id: UUID, body: Progress
) -> dict[str, Any]:
    """Say how a task stands: not started, under way, blocked, done."""
    actor, item = _item(request, key, item_id, "project.work")
    change = progressing.report(
        actor=actor, item=item, state=body.state, reason=body.reason, percent=body.percent,
        version=version_of(request),
    )  # fmt: skip
    row = reading.item(actor=actor, project=item.project, item_id=item.id)
    moved = reading.moved(change.moved)
    return _told(actor, item, change.activity, item=row, moved=moved)
