"""What the forms of step 2 hold, as text, and as the services take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from yunchou.web.core.errors import DomainError
from yunchou.web.projects.services import as_date

if TYPE_CHECKING:
    from django.http import QueryDict

    from yunchou.web.projects.models import Project

FIELDS = ("mode", "start", "anchor_item", "anchor_date", "calendar", "status_date")


def frame_of(project: Project) -> dict[str, str]:
    """Return what a project hangs on, as the form shows it."""
    backward = project.anchor_backward and project.anchor_date is not None
    return {
        "mode": "backward" if backward else "forward",
        "start": _text(project.planned_start), "anchor_item": _text(project.anchor_item_id),
        "anchor_date": _text(project.anchor_date), "calendar": project.calendar,
        "status_date": _text(project.status_date),
    }  # fmt: skip


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def frame_from(post: QueryDict) -> dict[str, str]:
    """Return what was typed, so that a refused form keeps it."""
    return {name: post.get(name, "").strip() for name in FIELDS}


def frame_values(typed: dict[str, str]) -> dict[str, Any]:
    """Return what `framing.set_frame` takes."""
    values: dict[str, Any] = {
        "anchor_backward": typed["mode"] == "backward",
        "planned_start": as_date(typed["start"]),
        "anchor_date": as_date(typed["anchor_date"]),
        "status_date": as_date(typed["status_date"]),
        "anchor_item_id": _id(typed["anchor_item"]),
    }
    if typed["calendar"]:
        values["calendar"] = typed["calendar"]
    return values


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise DomainError("anchor.unknown", _("请从列表中选择里程碑。"), "anchor_item") from error


def whole(text: str | None) -> int | None:
    """Return a whole number, None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
