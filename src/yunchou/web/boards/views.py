"""The board page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yunchou.web.boards import selectors as boards
from yunchou.web.projects import selectors
from yunchou.web.schedule.selectors import views_of
from yunchou.web.ui import shell
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def board(request: HttpRequest, key: str) -> HttpResponse:
    """Show the tasks as cards in columns."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    context = {
        "views": views_of(project, "board"),
        "board": boards.board(actor=actor, project=project),
        "api": f"/api/v1/projects/{project.key}",
    }
    return shell.page(
        request, "boards/board.html", context, current="schedule", project=project,
        crumbs=[(_("时间表"), "")],
    )  # fmt: skip
