"""There is a way to give feedback."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import COMMUNICATION, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


_WORDS = re.compile(r"反馈|投诉|意见|满意度|上报|feedback|complaint|survey", re.IGNORECASE)


def find(context: Context) -> Iterator[Hit]:
    """Report a plan in which nobody can report back."""
    if not any(_WORDS.search(channel.name + channel.use) for channel in context.plan.channels):
        yield Hit(
            Place("channel", "", "channels"),
            Text("现有渠道都不收集反馈。", "None of the channels takes feedback.")
            if context.plan.channels
            else Text("没有反馈渠道。", "There is no feedback channel."),
            Text(
                "至少设一个，例如匿名反馈箱或客户反馈单，并写明多久内回应。",
                "Add one, such as a feedback box, and say how soon it is answered.",
            ),
        )


RULE = Rule(
    "COMM-02",
    COMMUNICATION,
    "warning",
    Text("至少一个反馈渠道", "At least one feedback channel"),
    Text(
        "一线听到的坏消息没有入口，就会变成事故。",
        "Bad news without a way in comes back as an accident.",
    ),
    find,
)
