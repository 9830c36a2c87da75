"""Shape of what people send: nothing here knows a rule."""

from __future__ import annotations

import datetime as dt
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import Level

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict


def local_path(candidate: str) -> str:
    """Return a path on this site, `/` for anything that leads elsewhere."""
    parts = urlsplit(candidate)
    if parts.scheme or parts.netloc or not candidate.startswith("/") or candidate[1:2] in "/\\":
        return candidate if candidate == "/" else "/"
    return candidate if "\\" not in candidate and "\n" not in candidate else "/"


def client_address(request: HttpRequest) -> str:
    """Return who asks: the peer, or whom a proxy of ours (YUNCHOU_PROXIES) names.

    The header is believed only from a listed peer, and read from its end: what stands before the
    first unlisted address was written by the client.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    named = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    while address in settings.TRUSTED_PROXIES and named:
        address = named.pop()
    try:
        return str(ip_address(address))
    except ValueError:
        return ""


def member_values(data: QueryDict) -> dict[str, Any]:
    """Return what a form says about a person."""
    text = {name: data.get(name, "").strip() for name in ("department", "position")}
    level = data.get("level", "")
    if not level.isdecimal() or int(level) not in {int(one) for one in Level if one}:
        raise DomainError("member.level", _("请选择权限级别。"), "level")
    return {**text, "level": int(level), "functions": data.getlist("functions")}


def version(data: QueryDict) -> int | None:
    """Return the version that the form was filled from."""
    text = data.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def day(text: str) -> dt.date:
    """Return a date of a form."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise DomainError("date.shape", _("日期格式不对，应为 2027-03-05。"), "day") from error


def uuid(text: str) -> UUID | None:
    """Return an id of a form, None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
