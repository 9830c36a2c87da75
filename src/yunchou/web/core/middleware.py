"""What every answer gets: security headers, and a refusal in words."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunchou.web.core.errors import DomainError, NotSignedIn

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    Answer = Callable[[HttpRequest], HttpResponseBase]

log = logging.getLogger(__name__)
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; manifest-src 'self'"
)


def headers(get_response: Answer) -> Answer:
    """Set the content security policy and its companions on every answer."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller is a program: an API address or a fetch that asks for JSON."""
    return request.path.startswith("/api/") or "application/json" in request.headers.get(
        "Accept", ""
    )


def refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer a refusal: JSON for programs, the sign-in page or an error page for people."""
    if wants_json(request):
        return JsonResponse(
            error.to_dict(), status=error.status, json_dumps_params={"ensure_ascii": False}
        )
    if isinstance(error, NotSignedIn) and request.method == "GET":
        return redirect(f"/sign-in?next={request.get_full_path()}")
    context = {"error": error, "status": error.status}
    if request.headers.get("HX-Request"):
        return render(request, "ui/error_fragment.html", context, status=error.status)
    return render(request, "ui/error.html", context, status=error.status)


def domain_errors(get_response: Answer) -> Answer:
    """Turn a service's refusal into an answer, and a lost database into 503 with words."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DomainError):
            return refuse(request, error)
        if isinstance(error, OperationalError):
            log.exception("database")
            return database_away(request, error)
        return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]  # Django's hook
    return middleware


def database_away(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """Say that the database is away (503) or full (507), and that nothing was saved."""
    full = "full" in str(error) or "No space left" in str(error)
    refusal = DomainError(
        "database.full" if full else "database.away",
        _("服务器磁盘已满，未能保存。请联系管理员。")
        if full
        else _("数据库暂时连不上，刚才的更改没有保存。请稍后重试。"),
    )
    refusal.status = 507 if full else 503
    response = refuse(request, refusal)
    response.headers["Retry-After"] = "5"
    return response
