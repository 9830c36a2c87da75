"""What a writer saw before writing: If-Match (RFC 9110, section 13.1.1) or a form's version."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest


def version_of(request: HttpRequest) -> int | None:
    """Return the version that the writer saw, None when the request does not say."""
    return version_in(request.headers.get("If-Match", "").strip('W/" '))


def version_in(text: str) -> int | None:
    """Return the version that a text states, None when it states none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
