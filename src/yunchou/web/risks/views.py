"""Step 6: the risk matrix and register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yunchou.web.projects import pages
from yunchou.web.projects.registers import get_row_of
from yunchou.web.projects.registers.tables import undo_address
from yunchou.web.projects.selectors import get_project
from yunchou.web.risks import selectors, services
from yunchou.web.risks.registers import RISKS
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest


@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the risks."""
    return pages.show(
        request, key, template="risks/page.html", current="risks", title=_("风险与预案"),
        make=selectors.page,
    )  # fmt: skip


@require_POST
def trigger(request: HttpRequest, key: str, row_id: UUID) -> HttpResponse:
    """Mark a risk as triggered."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key)
    risk = get_row_of(actor=actor, project=project, entry=RISKS, row_id=row_id, write=True)
    change = services.trigger(actor=actor, risk=risk)
    if not request.headers.get("HX-Request"):
        return redirect("risks", key=project.key)
    words = _("%(code)s 已标记为触发。预案：%(plan)s") % {
        "code": risk.code, "plan": risk.contingency or _("还没有写"),
    }  # fmt: skip
    return HttpResponse(status=204, headers=pages.told(undo_address(project), words, change))
