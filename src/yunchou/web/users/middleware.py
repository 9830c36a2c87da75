"""Who asks, and in which language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

from yunchou.web.core.errors import NotSignedIn
from yunchou.web.users import selectors

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from yunchou.web.core.permissions import Actor

    Answer = Callable[[HttpRequest], HttpResponseBase]

SESSION_COOKIE = "yunchou_session"
LANGUAGE_COOKIE = "yunchou_language"
THEME_COOKIE = "yunchou_theme"


def actor(get_response: Answer) -> Answer:
    """Put the signed-in person on the request as `request.actor`, or None: one query."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = request.COOKIES.get(SESSION_COOKIE)
        quiet = request.path.startswith(("/static/", "/healthz"))
        request.actor = selectors.actor_of_session(token) if token and not quiet else None  # type: ignore[attr-defined]  # ours
        return get_response(request)

    return middleware


def language(get_response: Answer) -> Answer:
    """Speak the person's language, or what the cookie or the browser asks for."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        person: Actor | None = request.actor  # type: ignore[attr-defined]  # ours
        chosen = person.language if person else request.COOKIES.get(LANGUAGE_COOKIE, "")
        if chosen not in {"zh-hans", "en"}:
            chosen = (
                "en" if request.headers.get("Accept-Language", "").startswith("en") else "zh-hans"
            )
        with translation.override(chosen):
            response = get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        return response

    return middleware


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks; raise `NotSignedIn` when nobody does."""
    person: Actor | None = request.actor  # type: ignore[attr-defined]  # ours
    if person is None:
        raise NotSignedIn("not_signed_in", translation.gettext("请先登录。"))
    return person
