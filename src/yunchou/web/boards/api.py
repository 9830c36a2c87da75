"""The board over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from yunchou.web.boards import selectors as boards
from yunchou.web.projects import selectors
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.users.middleware import actor_of

router = Router(tags=["看板 board"])


@router.get(
    "/projects/{key}/board", response={200: dict[str, Any], **REFUSED}, operation_id="board"
)
def board(
    request: HttpRequest, key: str, status: UUID | None = None, after: str = ""
) -> dict[str, Any]:
    """Return the columns with their first cards, or the next cards of one column."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    return boards.board(actor=actor, project=project, status=status, after=after)
