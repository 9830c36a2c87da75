"""Long meetings have a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.archetypes.lists import meeting_types
from yunchou.plan.checkup.rule import COMMUNICATION, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report meetings longer than usual for their kind that give no reason."""
    for number, meeting in enumerate(context.plan.meetings):
        kind = meeting_types().get(meeting.type)
        longest = kind.usual_max_min if kind else 60
        if meeting.duration_min > longest and not str(meeting.extras.get("reason", "")).strip():
            yield Hit(
                Place("meeting", meeting.id, f"meetings[{number}].duration_min"),
                Text(
                    f"“{meeting.name}”计划 {meeting.duration_min} 分钟，"
                    f"超过同类会议常用的 {longest} 分钟。",
                    f"“{meeting.name}” takes {meeting.duration_min} min; {longest} are usual.",
                ),
                Text("缩短会议，或写明需要更长时间的原因。", "Shorten it or give the reason."),
            )


RULE = Rule(
    "COMM-03",
    COMMUNICATION,
    "hint",
    Text("会议不超时", "Meetings are short"),
    Text("会越长，讲例外的时间越少。", "The longer the meeting, the less it is about exceptions."),
    find,
)
