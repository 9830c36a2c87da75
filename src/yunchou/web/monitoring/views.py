"""Step 5: KPIs and incentives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunchou.web.monitoring import selectors
from yunchou.web.projects import pages

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the KPIs with their lights."""
    return pages.show(
        request, key, template="monitoring/page.html", current="monitoring",
        title=_("监控与评估"), make=selectors.page,
    )  # fmt: skip
