"""Meetings on their days over the API; series and channels are registers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from yunchou.web.communication import selectors
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.projects.registers.columns import Lookups
from yunchou.web.projects.selectors import get_project
from yunchou.web.users.middleware import actor_of

router = Router(tags=["沟通与反馈 communication"])


@router.get(
    "/projects/{key}/meetings", response={200: dict[str, Any], **REFUSED},
    operation_id="list_meetings",
)  # fmt: skip
def list_meetings(request: HttpRequest, key: str, month: str = "") -> Any:
    """List the meetings of a month (2027-03; this month when absent), holidays moved."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key)
    first, held = selectors.held(
        actor=actor, project=project, lookups=Lookups(actor, project), month=month
    )
    return {
        "month": f"{first:%Y-%m}",
        "items": [
            {
                "meeting": str(one.meeting.id), "name": one.meeting.name, "day": one.day,
                "time": one.time, "minutes": one.meeting.duration_min,
                "moved_from": one.moved_from,
            }
            for one in held
        ],
    }  # fmt: skip
