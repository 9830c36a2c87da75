"""Market and customers: dated evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunchou.web.market import selectors
from yunchou.web.projects import pages

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the evidence."""
    return pages.show(
        request, key, template="market/page.html", current="market", title=_("市场与客户"),
        make=selectors.page,
    )  # fmt: skip
