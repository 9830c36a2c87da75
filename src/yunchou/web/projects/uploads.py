"""How much a request may bring: told by its Content-Length, before its body is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from yunchou.web.core.errors import DomainError
from yunchou.web.ui.refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    Answer = Callable[[HttpRequest], HttpResponseBase]

MEGABYTE = 2**20
FRAME = MEGABYTE  # what frames the files of a form
_ATTACHED = re.compile(r"/p/[^/]+/t/\d+/files|/api/v1/projects/[^/]+/items/[^/]+/attachments")


def most_bytes(path: str) -> int:
    """Return how many bytes the body of a request to an address may have."""
    most = settings.ATTACHMENT_MAX_BYTES if _ATTACHED.fullmatch(path) else settings.IMPORT_MAX_BYTES
    return int(most) + FRAME


def limit(get_response: Answer) -> Answer:
    """Refuse a body that is too large without reading it: before the token of a form is sought."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        stated = request.META.get("CONTENT_LENGTH") or "0"
        most = most_bytes(request.path)
        if not stated.isdecimal() or int(stated[:20]) <= most:
            return get_response(request)
        words = _("一次最多上传 %(n)s MB。请压缩后再传、分几次传，或放到网盘后粘贴链接。")
        error = DomainError("upload.size", words % {"n": (most - FRAME) // MEGABYTE}, "file")
        error.status = 413
        answer = refuse(request, error)
        answer.headers["Connection"] = "close"  # what is still on its way is not waited for
        return answer

    return middleware
