"""Step 7: questions of the retrospective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunchou.web.projects import pages
from yunchou.web.retros import selectors

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the questions."""
    return pages.show(
        request, key, template="retros/page.html", current="retros", title=_("总结与优化"),
        make=selectors.page,
    )  # fmt: skip
