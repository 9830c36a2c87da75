"""The team meets regularly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import COMMUNICATION, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report a plan without a recurring meeting."""
    if not any(meeting.rrule for meeting in context.plan.meetings):
        yield Hit(
            Place("meeting", "", "meetings"),
            Text("没有定期会议。", "No meeting recurs."),
            Text(
                "至少设一个周例会，固定时间、主持人和参会角色。",
                "Hold at least a weekly meeting with fixed time, chair and attendees.",
            ),
        )


RULE = Rule(
    "COMM-01",
    COMMUNICATION,
    "warning",
    Text("至少一个定期会议", "At least one recurring meeting"),
    Text("没有固定节奏，偏差只能靠碰巧发现。", "Without a rhythm, slips are found by chance."),
    find,
)
