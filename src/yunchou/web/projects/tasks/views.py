"""The page of a task and what is done on it: talk, checklist, files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yunchou.web.core.errors import DomainError
from yunchou.web.projects import selectors
from yunchou.web.projects.tasks import checklists, files, talking, task
from yunchou.web.projects.views import say
from yunchou.web.ui import shell
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor

    Done = tuple[str, Activity | None]

TEMPLATE = "projects/task.html"


@require_GET
def page(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show a task with all that belongs to it."""
    actor = actor_of(request)
    project, context = task.read(actor=actor, key=key, number=number)
    row = context["task"]
    if shell.unread(request, actor) and talking.mark_seen(actor=actor, item_id=row["id"]):
        del request.unread  # type: ignore[attr-defined]  # the bell counts anew
    crumbs = [(_("时间表"), shell.link("schedule", project)), (row["ref"], "")]
    return shell.page(
        request, TEMPLATE, {**_blank(), **context}, current="schedule", project=project,
        crumbs=crumbs,
    )  # fmt: skip


def _blank() -> dict[str, Any]:
    """Return what the forms hold when nothing was refused."""
    megabytes = settings.ATTACHMENT_MAX_BYTES // 2**20
    return {"draft": "", "error": "", "refused": "", "link": {}, "megabytes": megabytes}


def _renew(
    request: HttpRequest, key: str, number: int, block: str, act: Callable[[Actor], Done]
) -> HttpResponse:
    """Do something and answer the part of the page it changed; a refusal keeps what was typed."""
    actor = actor_of(request)
    further: dict[str, Any] = _blank()
    headers: dict[str, str] = {}
    status = 200
    try:
        words, change = act(actor)
        address = f"/api/v1/projects/{key}/undo/{change.id}" if change else ""
        headers = say(words, address) if words else {}
    except DomainError as error:
        if error.status != 422:
            raise
        status = 422
        typed = request.POST.get("body") or request.POST.get("name", "")
        further |= {
            "error": error.message, "refused": error.field, "draft": typed,
            "link": {name: request.POST.get(name, "") for name in ("url", "name")},
        }  # fmt: skip
    if not request.headers.get("HX-Request") and status == 200:
        return redirect("task", key=key, number=number)
    project, context = task.read(actor=actor, key=key, number=number)
    response = shell.fragment(request, TEMPLATE, block, {**further, **context}, project=project)
    response.status_code = status
    for name, text in headers.items():
        response.headers[name] = text
    return response


def _item(actor: Actor, key: str, number: int, need: str) -> Any:
    return selectors.get_work_item(actor=actor, ref=f"{key}-{number}", need=need)


def _here(row: Any, key: str, number: int) -> Any:
    """Return a row when it belongs to the task in the address."""
    if row.item.number != number or row.item.project.key != key.upper():
        raise selectors.not_found()
    return row


# --- talk ----------------------------------------------------------------------------------------


@require_POST
def comment(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Say something."""

    def act(actor: Actor) -> Done:
        item = _item(actor, key, number, "project.comment")
        body = request.POST.get("body", "")
        return _("已发表"), talking.add_comment(actor=actor, item=item, body=body)[1]

    return _renew(request, key, number, "talk", act)


@require_POST
def comment_edit(request: HttpRequest, key: str, number: int, comment_id: UUID) -> HttpResponse:
    """Change what I said."""

    def act(actor: Actor) -> Done:
        row = _here(talking.get_comment(actor=actor, comment_id=comment_id), key, number)
        body = request.POST.get("body", "")
        return _("已保存"), talking.edit_comment(actor=actor, comment=row, body=body)

    return _renew(request, key, number, "talk", act)


@require_POST
def comment_delete(request: HttpRequest, key: str, number: int, comment_id: UUID) -> HttpResponse:
    """Take a comment away."""

    def act(actor: Actor) -> Done:
        row = _here(talking.get_comment(actor=actor, comment_id=comment_id), key, number)
        return _("评论已删除"), talking.trash_comment(actor=actor, comment=row)

    return _renew(request, key, number, "talk", act)


# --- checklist -----------------------------------------------------------------------------------


@require_POST
def box_add(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Add a box to tick; pasted lines are a box each."""

    def act(actor: Actor) -> Done:
        item = _item(actor, key, number, "project.work")
        change: Activity | None = None
        lines = [line for line in request.POST.get("name", "").splitlines() if line.strip()]
        for line in lines[: checklists.MOST] or [""]:
            change = checklists.add_box(actor=actor, item=item, name=line)[1]
        return (_("已添加"), change) if len(lines) < 2 else ("", None)

    return _renew(request, key, number, "checklist", act)


@require_POST
def box(request: HttpRequest, key: str, number: int, box_id: UUID) -> HttpResponse:
    """Tick, rename, move or remove a box."""

    def act(actor: Actor) -> Done:
        row = _here(checklists.get_box(actor=actor, box_id=box_id), key, number)
        match request.POST.get("do", ""):
            case "tick":
                done = {"done": request.POST.get("done") == "1"}
                return "", checklists.change_box(actor=actor, box=row, values=done)
            case "place":
                before = checklists.as_id(request.POST.get("before", ""))
                return "", checklists.place_box(actor=actor, box=row, before=before)
            case "up" | "down" as way:
                return "", checklists.move_box(actor=actor, box=row, up=way == "up")
            case "remove":
                return _("已删除检查项"), checklists.remove_box(actor=actor, box=row)
        name = {"name": request.POST.get("name", "")}
        return _("已保存"), checklists.change_box(actor=actor, box=row, values=name)

    return _renew(request, key, number, "checklist", act)


# --- files ---------------------------------------------------------------------------------------


@require_POST
def attach(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Attach files, or an address."""

    def act(actor: Actor) -> Done:
        item = _item(actor, key, number, "project.work")
        change: Activity | None = None
        uploads = request.FILES.getlist("file")
        for upload in uploads:
            change = files.add_file(actor=actor, item=item, upload=upload)[1]
        if not uploads:
            given = {name: request.POST.get(name, "") for name in ("url", "name")}
            change = files.add_link(actor=actor, item=item, **given)[1]
        return (_("已添加附件"), change) if len(uploads) < 2 else (_("已添加附件"), None)

    return _renew(request, key, number, "files", act)


@require_POST
def detach(request: HttpRequest, key: str, number: int, attachment_id: UUID) -> HttpResponse:
    """Take an attachment off."""

    def act(actor: Actor) -> Done:
        found = files.get_attachment(actor=actor, attachment_id=attachment_id, need="project.work")
        row = _here(found, key, number)
        return _("附件已移除"), files.trash_attachment(actor=actor, row=row)

    return _renew(request, key, number, "files", act)


@require_GET
def download(request: HttpRequest, attachment_id: UUID) -> HttpResponseBase:
    """Hand a file over as a download; with `?show` a picture to look at, never a page."""
    row = files.get_attachment(actor=actor_of(request), attachment_id=attachment_id)
    if row.url:
        raise selectors.not_found()
    shown = "show" in request.GET and row.mime in files.IMAGES
    response = FileResponse(
        files.path_of(row).open("rb"), as_attachment=not shown, filename=row.name,
        content_type=row.mime or "application/octet-stream",
    )  # fmt: skip
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
