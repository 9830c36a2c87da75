"""Pages that belong to no step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.http import JsonResponse
from django.utils.translation import gettext as _

from yunchou import __version__
from yunchou.web.core.errors import Forbidden
from yunchou.web.core.middleware import refuse

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view's signature)
    """Say whether the application and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "version": __version__})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's)
    """Explain a missing or stale form token."""
    return refuse(request, Forbidden("csrf", _("页面已过期，请刷新后重试。")))
