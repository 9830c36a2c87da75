"""The board page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchou.web.boards import columns as services
from yunchou.web.boards import selectors as boards
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import allows
from yunchou.web.projects import selectors
from yunchou.web.projects.models import Project, Status
from yunchou.web.projects.pages import told
from yunchou.web.projects.registers.tables import undo_address
from yunchou.web.schedule.selectors import views_of
from yunchou.web.ui import fresh, shell
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from yunchou.web.core.models import Activity

COLUMNS = "boards/columns.html"


@require_safe
def board(request: HttpRequest, key: str) -> HttpResponse:
    """Show the tasks as cards in columns."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)

    def build() -> HttpResponse:
        context = {
            "views": views_of(project, "board"),
            "board": boards.board(actor=actor, project=project),
            "api": f"/api/v1/projects/{project.key}",
            "can_plan": allows(actor, "project.plan", project.level),
        }
        return shell.page(
            request, "boards/board.html", context, current="schedule", project=project,
            crumbs=[(_("时间表"), "")],
        )  # fmt: skip

    return fresh.page(request, actor, project, build)


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, key: str) -> HttpResponse:
    """Show the columns of the board to edit, or add one."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.plan")
    if request.method == "GET":
        return _columns(request, project)
    names = ("name", "category", "wip_limit")
    values = {name: request.POST[name] for name in names if name in request.POST}
    try:
        added, change = services.add_column(actor=actor, project=project, values=values)
    except DomainError as error:
        if error.status != 422:
            raise
        return _columns(request, project, error=error)
    return _changed(request, project, _("已添加“%(name)s”。") % {"name": added.name}, change)


@require_POST
def shift_column(request: HttpRequest, key: str, column_id: UUID) -> HttpResponse:
    """Put a column one place to the left or to the right."""
    project, column = _load(request, key, column_id)
    step = -1 if request.POST.get("step") == "-1" else 1
    change = services.shift_column(actor=actor_of(request), column=column, step=step)
    return _changed(request, project, _("已移动“%(name)s”。") % {"name": column.name}, change)


@require_POST
def remove_column(request: HttpRequest, key: str, column_id: UUID) -> HttpResponse:
    """Take an empty column away."""
    project, column = _load(request, key, column_id)
    try:
        change = services.remove_column(actor=actor_of(request), column=column)
    except DomainError as error:
        if error.status != 422:
            raise
        return _columns(request, project, error=error)
    return _changed(request, project, _("已删除“%(name)s”。") % {"name": column.name}, change)


def _load(request: HttpRequest, key: str, column_id: UUID) -> tuple[Project, Status]:
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.plan")
    return project, services.get_column(actor=actor, project=project, column_id=column_id)


def _changed(
    request: HttpRequest, project: Project, words: str, change: Activity | None
) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("board-columns", key=project.key)
    answer = _columns(request, project)
    for name, value in told(undo_address(project), words, change).items():
        answer.headers[name] = value
    return answer


def _columns(
    request: HttpRequest, project: Project, *, error: DomainError | None = None
) -> HttpResponse:
    found = services.list_columns(actor=actor_of(request), project=project)
    context = {
        "columns": found, "error": error, "typed": request.POST,
        "categories": [(key, str(text)) for key, text in Status.CATEGORIES],
        "api": f"/api/v1/projects/{project.key}/columns", "undo": undo_address(project),
        "dialog": bool(request.headers.get("HX-Request")),
    }  # fmt: skip
    status = 422 if error else 200
    if context["dialog"]:
        answer = shell.fragment(request, COLUMNS, "form", context, project=project)
        answer.status_code = status
        return answer
    crumbs = [(_("看板"), shell.link("board", project)), (_("列设置"), "")]
    return shell.page(
        request, COLUMNS, context, current="schedule", project=project, crumbs=crumbs, status=status
    )
