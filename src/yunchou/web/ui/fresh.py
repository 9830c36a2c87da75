"""Conditional answers: a page that cannot have changed is not made again.

A project's activity sequence is the version of all its pages; what else a page depends on (who
reads, in which language, the day, the release) goes into the tag as well.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.translation import get_language

from yunchou import __version__
from yunchou.web.core import clock
from yunchou.web.core.models import ActivityStream
from yunchou.web.ui import assets, shell

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from yunchou.web.core.permissions import Actor


def tag_of(request: HttpRequest, actor: Actor, project: Any) -> str:
    """Return the entity tag of a page of a project for this reader, today.

    The bell shows what was said in other projects as well, so its figure is part of the tag.
    """
    known = hasattr(project, "workspace_seq")  # loaded under the permission check
    seqs = (project.seq, project.workspace_seq) if known else _sequences(actor, project)
    parts = [
        project.id, *seqs,
        request.get_full_path(), request.headers.get("HX-Request", ""), actor.session_id,
        actor.member_id, actor.level, sorted(actor.functions), project.level, actor.theme,
        actor.name, actor.workspace_name, actor.workspace_logo, shell.unread(request, actor),
        get_language(), clock.today(project.timezone), __version__, _built(),
    ]  # fmt: skip
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _sequences(actor: Actor, project: Any) -> list[int | None]:
    streams = ActivityStream.objects.of(actor).filter(id__in=[project.id, actor.workspace_id])
    found = dict(streams.values_list("id", "seq"))
    return [found.get(project.id), found.get(actor.workspace_id)]


def _built() -> list[str]:
    return sorted(assets.asset("main"))


def page(
    request: HttpRequest, actor: Actor, project: Any, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """Answer 304 when the reader has the page as it is; else make it and tag it."""
    tag = tag_of(request, actor, project)
    if request.method == "GET" and tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers={"ETag": tag})
    response = make()
    if response.status_code == 200:
        response.headers["ETag"] = tag
    return response
