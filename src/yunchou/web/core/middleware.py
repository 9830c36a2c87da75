"""What every answer gets: security headers, and compression where it pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.middleware.gzip import GZipMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    Answer = Callable[[HttpRequest], HttpResponseBase]

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


class Compression(GZipMiddleware):
    """Compresses pages and JSON for browsers that ask for it; files are sent as they are.

    Django adds random bytes to what it compresses and masks CSRF tokens, so that lengths tell
    nothing (BREACH).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress a page or JSON longer than a packet."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind not in _COMPRESSED or len(getattr(response, "content", b"")) < _PACKET:
            return response
        return super().process_response(request, response)


_COMPRESSED = frozenset({"text/html", "application/json"})
_PACKET = 1400
