"""Constraints and deadlines on tasks can be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import SCHEDULE, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context

#: told by rules of their own
_ELSEWHERE = {"anchor", "shortage"}


def find(context: Context) -> Iterator[Hit]:
    """Report each date that the computed schedule breaks."""
    schedule = context.dates.schedule
    for conflict in schedule.conflicts if schedule else ():
        if conflict.code in _ELSEWHERE:
            continue
        at = context.by_id.get(conflict.task)
        yield Hit(
            Place("task", conflict.task, at.path) if at else Place("schedule", "", "phases"),
            conflict.text,
            Text(
                "压缩前置任务、放宽该日期，或按变更流程调整里程碑。",
                "Shorten what comes before, relax the date, or change the milestone formally.",
            ),
        )


RULE = Rule(
    "SCHED-06",
    SCHEDULE,
    "error",
    Text("约束与截止日期守得住", "Constraints and deadlines can be kept"),
    Text(
        "排期时已经守不住的日期，执行中只会更晚。",
        "A date broken on paper will not be kept in life.",
    ),
    find,
)
