"""Names that a bilingual document prints have an English form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import SCHEDULE, Hit, Place, Rule
from yunchou.plan.checkup.words import blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context
    from yunchou.plan.model import Goal, Phase, Task


def find(context: Context) -> Iterator[Hit]:
    """Report, once, how many goals, phases and tasks lack an English name where some have one."""
    plan = context.plan
    rows: list[Goal | Phase | Task] = [*plan.goals, *plan.phases]
    named = [*rows, *(at.task for at in context.tasks)]
    lacking = [item.id for item in named if blank(item.name_en)]
    if lacking and len(lacking) < len(named) and not blank(plan.project.name_en):
        shown = "、".join(lacking[:5])
        yield Hit(
            Place("project", "", "phases"),
            Text(
                f"{len(lacking)} 个条目没有英文名称：{shown}{'等' if len(lacking) > 5 else ''}。",
                f"{len(lacking)} items have no English name: {', '.join(lacking[:5])}.",
            ),
            Text(
                "补上英文名称；不出英文版可以忽略。",
                "Add English names; ignore this if no English document is needed.",
            ),
        )


RULE = Rule(
    "TASK-06",
    SCHEDULE,
    "hint",
    Text("英文名称齐全", "English names are complete"),
    Text(
        "中英混排的英文版文档不能给外方看。",
        "A half-translated document cannot be shown to partners.",
    ),
    find,
)
