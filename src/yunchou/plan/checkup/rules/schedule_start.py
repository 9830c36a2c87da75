"""The project has a start or an anchor date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import SCHEDULE, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report a plan that cannot be put on the calendar."""
    project = context.plan.project
    if project.start is None and project.anchor_date is None:
        anchor = project.schedule_anchor
        at = context.by_id.get(anchor.task) if anchor and anchor.task else None
        backward = at is not None
        name = at.task.name if at else ""
        yield Hit(
            Place("project", "", "project.anchor_date" if backward else "project.start"),
            Text(
                f"还没有确定“{name}”的日期，无法倒排。" if backward else "还没有确定项目开始日期。",
                f"The date of {at.task.name_en or name} is not set."
                if at
                else "The project has no start date.",
            ),
            Text(
                "填写日期后，全部任务和目标的日期由系统计算。",
                "Enter it; the dates of all tasks and goals then follow.",
            ),
            "dates",
        )


RULE = Rule(
    "SCHED-01",
    SCHEDULE,
    "warning",
    Text("有开始日或锚点日", "There is a start or an anchor date"),
    Text("没有日期的进度表无法判断来不来得及。", "Without dates nobody can tell if there is time."),
    find,
)
