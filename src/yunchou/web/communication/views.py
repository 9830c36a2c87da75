"""Step 4: meetings and channels."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunchou.web.communication import selectors
from yunchou.web.projects import pages

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the meetings of a month, the series and the channels."""
    return pages.show(
        request, key, template="communication/page.html", current="communication",
        title=_("沟通与反馈"), make=partial(selectors.page, month=request.GET.get("month", "")),
    )  # fmt: skip
