"""The anchor date can be met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import SCHEDULE, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report the shortage in working days before a fixed date, and where it can be made up."""
    schedule = context.dates.schedule
    if schedule is None or schedule.anchor is None or schedule.shortage_days <= 0:
        return
    date, short = context.plan.project.anchor_date, schedule.shortage_days
    remedies = [remedy.text for remedy in schedule.remedies]
    yield Hit(
        Place("task", schedule.anchor, "project.anchor_date"),
        Text(
            f"距锚点日 {date} 还差 {short:g} 个工作日。",
            f"{short:g} working days are missing before {date}.",
        ),
        Text(
            "；".join([*(text.zh for text in remedies), "锚点日不自动移动。"]),
            "; ".join([*(text.en for text in remedies), "the date is not moved."]),
        ),
    )


RULE = Rule(
    "SCHED-03",
    SCHEDULE,
    "error",
    Text("锚点日来得及", "The anchor date can be met"),
    Text(
        "上市、开标、开展的日子不会等人，差几天要现在知道。",
        "Launch, tender and fair do not wait; the shortage has to be known now.",
    ),
    find,
)
