"""Pages that belong to no step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from yunchou import __version__

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view's signature)
    """Say whether the application and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "version": __version__})
