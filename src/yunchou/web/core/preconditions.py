"""What a writer saw before writing: the If-Match header (RFC 9110, section 13.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest


def version_of(request: HttpRequest) -> int | None:
    """Return the version that the writer saw, None when the request does not say."""
    text = request.headers.get("If-Match", "").strip('W/" ')
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
