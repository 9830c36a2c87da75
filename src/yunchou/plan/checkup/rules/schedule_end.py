"""The last task ends before the project does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import SCHEDULE, Hit, Place, Rule
from yunchou.plan.checkup.words import as_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report a computed finish after the stated one."""
    schedule, end = context.dates.schedule, as_day(context.plan.project.finish)
    finish = as_day(schedule.finish) if schedule else None
    if end and finish and finish > end:
        yield Hit(
            Place("project", "", "project.finish"),
            Text(
                f"按进度计算，项目 {finish} 完成，晚于项目结束日 {end}。",
                f"The schedule ends on {finish}, after the stated finish {end}.",
            ),
            Text(
                "压缩关键任务、并行安排、缩小范围，或按变更流程调整结束日。",
                "Shorten critical tasks, run them in parallel, cut scope, or change the finish.",
            ),
        )


RULE = Rule(
    "SCHED-02",
    SCHEDULE,
    "error",
    Text("最后一个任务不晚于项目结束日", "The last task ends in time"),
    Text("计划本身就排不完，执行只会更晚。", "What does not fit on paper will not fit in life."),
    find,
)
