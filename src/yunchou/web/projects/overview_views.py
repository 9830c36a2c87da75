"""The overview of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_safe

from yunchou.web.projects import overview as reading
from yunchou.web.projects import selectors
from yunchou.web.ui import fresh, shell
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def overview(request: HttpRequest, key: str) -> HttpResponse:
    """Show how the project stands."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)

    def build() -> HttpResponse:
        return shell.page(
            request, "projects/overview.html", reading.page(actor, project), current="overview",
            project=project,
        )  # fmt: skip

    return fresh.page(request, actor, project, build)
