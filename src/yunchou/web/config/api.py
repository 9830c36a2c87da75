"""The REST API: one address per resource, the same services as the pages.

A browser's session cookie needs the CSRF token on writes; a personal token
(`Authorization: Bearer yc_…`) does not.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from ninja.security import APIKeyCookie, HttpBearer

from yunchou import __version__
from yunchou.web.config.docs import Reference
from yunchou.web.config.shapes import complaint
from yunchou.web.core.errors import DomainError
from yunchou.web.users import selectors
from yunchou.web.users.middleware import SESSION_COOKIE

if TYPE_CHECKING:
    from yunchou.web.core.permissions import Actor


class Utf8Json(BaseRenderer):
    """JSON as UTF-8, Chinese readable."""

    media_type = "application/json"
    charset = "utf-8"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:  # noqa: ARG002
        """Return the bytes of an answer; bytes pass through, for hot reads made by SQL."""
        return data if isinstance(data, bytes) else orjson.dumps(data, default=str)


class OrjsonParser(Parser):
    """Request bodies by orjson."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the parsed body; refuse a NUL, which no text of PostgreSQL can hold."""
        body = orjson.loads(request.body)
        if rb"\u0000" in request.body and "\x00" in _texts(body):
            raise DomainError("text.nul", _("文字里有不能保存的控制字符（NUL），请去掉后重试。"))
        return body


def _texts(value: Any) -> str:
    """Return every text of a parsed body, keys included."""
    if isinstance(value, dict):
        return "".join(_texts(part) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return "".join(_texts(part) for part in value)
    return value if isinstance(value, str) else ""


class TokenAuth(HttpBearer):
    """A personal token in the Authorization header."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the token's holder and make it the request's actor."""
        request.actor = selectors.actor_of_token(token)  # type: ignore[attr-defined]  # ours
        return request.actor  # type: ignore[attr-defined,no-any-return]


class SessionAuth(APIKeyCookie):
    """The browser's session; writes need the CSRF token."""

    param_name = SESSION_COOKIE

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:  # noqa: ARG002
        """Return the signed-in person."""
        return request.actor  # type: ignore[attr-defined,no-any-return]  # ours


api = NinjaAPI(
    title="运筹 Yunchou",
    version=__version__,
    description="销售项目管理系统 API。与页面同一套服务、同一套权限。",
    renderer=Utf8Json(),
    parser=OrjsonParser(),
    auth=[TokenAuth(), SessionAuth()],
    urls_namespace="api",
    docs_url="/docs",
    docs=Reference(),
)


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer a refusal of a service."""
    return api.create_response(request, error.to_dict(), status=error.status)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer a body of the wrong shape: which field, and what is wrong."""
    first = error.errors[0] if error.errors else {}
    where, *path = first.get("loc") or [""]
    named = path[1:] if where == "body" and len(path) > 1 else path  # without our parameter's name
    field = ".".join(str(part) for part in named)
    words = _("“%(field)s”的值不合要求：%(why)s") % {"field": field, "why": complaint(first)}
    body = {"code": "shape", "message": words, "field": field}
    return api.create_response(request, body, status=422)


@api.exception_handler(HttpError)
def unanswerable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what never reached an operation: nobody signed in, a body that is no JSON."""
    if isinstance(error.__cause__, DomainError):  # while reading the body
        return refused(request, error.__cause__)
    told = {
        401: ("not_signed_in", _("请先登录，或使用有效的访问令牌。")),
        403: ("csrf", _("页面已过期，请刷新后重试。")),
        400: ("unreadable", _("请求内容读不懂：应为 UTF-8 编码的 JSON。")),
    }
    code, words = told.get(error.status_code, ("http", str(error)))
    body = {"code": code, "message": words, "field": ""}
    return api.create_response(request, body, status=error.status_code)


for _step in settings.STEPS:
    if find_spec(f"yunchou.web.{_step}") and find_spec(f"yunchou.web.{_step}.api"):
        api.add_router("", import_module(f"yunchou.web.{_step}.api").router)
api.add_router("", import_module("yunchou.web.projects.registers.api").router)
