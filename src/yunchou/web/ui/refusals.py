"""A refusal of a service, as an answer: JSON for programs, words for people."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunchou.web.core.errors import DomainError, Forbidden, NotFound, NotSignedIn
from yunchou.web.ui.shell import frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    Answer = Callable[[HttpRequest], HttpResponseBase]

log = logging.getLogger(__name__)


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
        return redirect(f"/sign-in?next={quote(request.get_full_path())}")
    context = {**frame(request, bare=True), "error": error, "status": error.status}
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

    def process_view(request: HttpRequest, *_view: object) -> HttpResponse | None:
        return refuse(request, _unstorable()) if _holds_nul(request) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]  # Django's hook
    middleware.process_view = process_view  # type: ignore[attr-defined]  # Django's hook
    return middleware


def _holds_nul(request: HttpRequest) -> bool:
    """Whether an address or a form holds a NUL, which no text of PostgreSQL can."""
    if "\x00" in request.path:
        return True
    given = [request.GET]
    if request.method == "POST" and request.content_type != "application/json":
        given.append(request.POST)
    return any("\x00" in text for data in given for values in data.lists() for text in values[1])


def _unstorable() -> DomainError:
    return DomainError("text.nul", _("文字里有不能保存的控制字符（NUL），请去掉后重试。"))


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


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's)
    """Explain a missing or stale form token."""
    return refuse(request, Forbidden("csrf", _("页面已过期，请刷新后重试。")))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer an address that leads nowhere."""
    return refuse(request, NotFound("not_found", _("找不到这个页面，或者你没有查看的权限。")))


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours; nothing was saved half-way."""
    refusal = DomainError("server", _("服务器出错了，刚才的操作没有保存。请重试或联系管理员。"))
    refusal.status = 500
    return refuse(request, refusal)
