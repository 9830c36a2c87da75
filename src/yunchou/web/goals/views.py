"""Step 1: goals, scope, strategy, change control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yunchou.web.core import clock
from yunchou.web.goals import selectors, smart
from yunchou.web.projects import pages
from yunchou.web.projects.selectors import get_project
from yunchou.web.ui import shell
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show goals and scope."""
    return pages.show(
        request, key, template="goals/page.html", current="goals", title=_("目标与范围"),
        make=selectors.page,
    )  # fmt: skip


@require_POST
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Read a goal's sentence while it is typed: letters, reasons, hints, a better sentence."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key)
    sentence = request.POST.get("statement", "")
    found = smart.reading(sentence, clock.today(project.timezone), project.archetype)
    context = {"found": found, "sentence": sentence}
    if request.headers.get("HX-Request"):
        return shell.fragment(request, "goals/check.html", "result", context, project=project)
    return shell.page(
        request, "goals/check.html", context, current="goals", project=project,
        crumbs=[(_("目标与范围"), shell.link("goals", project)), (_("SMART 检查"), "")],
    )  # fmt: skip
