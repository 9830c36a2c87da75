"""Step 8: training and improvements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunchou.web.learning import selectors
from yunchou.web.projects import pages

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show training and improvements."""
    return pages.show(
        request, key, template="learning/page.html", current="learning", title=_("改进与学习"),
        make=selectors.page,
    )  # fmt: skip
