"""The schedule can be computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import SCHEDULE, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


#: cycles and unknown predecessors are told by rules of their own
_ELSEWHERE = ("cycle", "unknown_id", "duplicate_id")


def find(context: Context) -> Iterator[Hit]:
    """Report what keeps the schedule from being computed, unless another rule names it."""
    error = context.dates.error
    if error is not None and not error.code.endswith(_ELSEWHERE):
        yield Hit(
            Place("schedule", "", error.place or "phases"),
            Text(
                f"进度无法计算：{error.text.zh.rstrip('。')}。",
                f"No schedule: {error.text.en.rstrip('.')}.",
            ),
            error.remedy or Text("按原因修正任务或日期。", "Correct the task or date named."),
        )


RULE = Rule(
    "SCHED-04",
    SCHEDULE,
    "error",
    Text("进度可以计算", "The schedule can be computed"),
    Text("互相矛盾的日期约束会让甘特图失去意义。", "Contradicting dates make the Gantt worthless."),
    find,
)
