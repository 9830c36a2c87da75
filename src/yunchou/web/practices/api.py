"""Check-up and document over the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from yunchou.web.practices import selectors as practices
from yunchou.web.projects import selectors
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.users.middleware import actor_of

router = Router(tags=["方案体检 check-up"])


@router.get(
    "/projects/{key}/checkup", response={200: dict[str, Any], **REFUSED}, operation_id="checkup"
)
def checkup(request: HttpRequest, key: str) -> dict[str, Any]:
    """Return score, arithmetic and findings of the project as it stands."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    found = practices.checkup(actor=actor, project=project)
    return found.to_dict(practices.language())


@router.get(
    "/projects/{key}/document.{kind}", response={200: None, **REFUSED}, operation_id="document"
)
def document(request: HttpRequest, key: str, kind: str, preset: str = "enterprise") -> HttpResponse:
    """Return the document as docx, pdf, html or xlsx."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    if kind not in practices.DOWNLOADS:
        raise selectors.not_found()
    body = practices.download(actor=actor, project=project, kind=kind, preset=preset)
    return HttpResponse(body, content_type=practices.DOWNLOADS[kind])
