"""Step 4's part of the plan: meetings and channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunchou.web.communication.models import Channel, MeetingSeries
from yunchou.web.core import ranks
from yunchou.web.projects.plan import given, read_table, write_table

if TYPE_CHECKING:
    from yunchou.plan.model import Plan
    from yunchou.web.projects.plan import PlanRows

MEETING = {
    name: name
    for name in (
        "name", "type", "rrule", "duration_min", "chair_role", "attendee_roles", "inputs",
        "outputs",
    )
}  # fmt: skip
CHANNEL = {"name": "name", "use": "use"}


def write(rows: PlanRows, plan: Plan) -> None:
    """Write the rows of a new project."""
    made = []
    for part, rank in zip(plan.meetings, ranks.spread(len(plan.meetings)), strict=True):
        start = part.start
        values = {column: getattr(part, column) or "" for column in ("rrule", "chair_role")}
        plain = {c: getattr(part, c) for c in MEETING if c not in values}
        made.append(
            MeetingSeries(
                **rows.base(), code=part.id, rank=rank, extras=part.extras, **values, **plain,
                start_type=start.type if start else "project_start",
                start_offset_days=start.offset_days if start else None,
                start_items=start.ids if start else [],
            )
        )  # fmt: skip
    rows.save(made)
    write_table(rows, Channel, plan.channels, CHANNEL)


def read(rows: PlanRows, body: dict[str, Any]) -> None:
    """Put meetings and channels into `body`."""
    starts = {
        code: {
            "type": kind,
            **given(ids=items),
            **({} if offset is None else {"offset_days": offset}),
        }
        for code, kind, offset, items in MeetingSeries.objects.of(rows.actor)
        .filter(project=rows.project, trashed_at=None)
        .values_list("code", "start_type", "start_offset_days", "start_items")
    }
    meetings = read_table(rows, MeetingSeries, MEETING)
    body["meetings"] = [{**meeting, "start": starts[meeting["id"]]} for meeting in meetings]
    body["channels"] = read_table(rows, Channel, CHANNEL)
