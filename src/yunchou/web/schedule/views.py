"""Step 2: the Gantt and the list of the same tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yunchou.web.core.permissions import allows
from yunchou.web.projects import selectors
from yunchou.web.schedule.selectors import page_of_rows, views_of
from yunchou.web.ui import shell
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def gantt(request: HttpRequest, key: str) -> HttpResponse:
    """Show the tasks as a tree beside their bars."""
    return _show(request, key, mode="gantt", route="schedule")


def listing(request: HttpRequest, key: str) -> HttpResponse:
    """Show the tasks as a tree table with more columns."""
    return _show(request, key, mode="list", route="schedule-list")


def _show(request: HttpRequest, key: str, *, mode: str, route: str) -> HttpResponse:
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    after = request.GET.get("after", "")
    context = {
        "mode": mode,
        "views": views_of(project, route),
        "rows": page_of_rows(actor=actor, project=project, after=after),
        "api": f"/api/v1/projects/{project.key}",
        "can_plan": allows(actor, "project.plan", project.level),
    }
    return shell.page(
        request, "schedule/page.html", context, current="schedule", project=project,
        crumbs=[(_("时间表"), "")],
    )  # fmt: skip
