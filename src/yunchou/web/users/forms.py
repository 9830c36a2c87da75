"""Shape of what people send: nothing here knows a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from django.http import HttpRequest


def local_path(candidate: str) -> str:
    """Return a path on this site, `/` for anything that leads elsewhere."""
    parts = urlsplit(candidate)
    if parts.scheme or parts.netloc or not candidate.startswith("/") or candidate[1:2] in "/\\":
        return candidate if candidate == "/" else "/"
    return candidate if "\\" not in candidate and "\n" not in candidate else "/"


def client_address(request: HttpRequest) -> str:
    """Return the peer's address."""
    return str(request.META.get("REMOTE_ADDR", ""))
