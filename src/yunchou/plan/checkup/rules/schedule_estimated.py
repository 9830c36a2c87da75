"""Years whose working days are not announced are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import SCHEDULE, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report the estimated years that the plan runs into."""
    schedule = context.dates.schedule
    years = schedule.estimated_years if schedule else ()
    if years:
        zh, en = "、".join(map(str, years)), ", ".join(map(str, years))
        yield Hit(
            Place("schedule", "", "project.calendar"),
            Text(
                f"{zh} 年的放假调休安排尚未公布，日期为预估。",
                f"Make-up days of {en} are not published; dates are estimated.",
            ),
            Text(
                "公布后更新日历并重新计算；在方案中注明“预估”。",
                "Update the calendar when they are; mark the dates as estimated.",
            ),
            "dates",
        )


RULE = Rule(
    "SCHED-05",
    SCHEDULE,
    "hint",
    Text("预估年份已注明", "Estimated years are named"),
    Text("调休会让日期前后差几天。", "Make-up days can move dates by several days."),
    find,
)
