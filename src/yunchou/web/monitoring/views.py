"""Step 5: KPIs and incentives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yunchou.web.monitoring import months, selectors
from yunchou.web.monitoring.registers import KPIS
from yunchou.web.projects import pages
from yunchou.web.projects.registers import get_row_of
from yunchou.web.projects.registers.tables import undo_address
from yunchou.web.projects.selectors import get_project
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest


@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the KPIs with their lights."""
    return pages.show(
        request, key, template="monitoring/page.html", current="monitoring",
        title=_("监控与评估"), make=selectors.page,
    )  # fmt: skip


@require_POST
def spread(request: HttpRequest, key: str, row_id: UUID) -> HttpResponse:
    """Spread a KPI's target evenly over the months of the project."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key)
    kpi = get_row_of(actor=actor, project=project, entry=KPIS, row_id=row_id, write=True)
    change = months.spread(actor=actor, kpi=kpi)
    if not request.headers.get("HX-Request"):
        return redirect("monitoring", key=project.key)
    words = _("已把“%(name)s”的目标平摊到各月，可以再逐月改。") % {"name": kpi.name}
    return HttpResponse(status=204, headers=pages.told(undo_address(project), words, change))
