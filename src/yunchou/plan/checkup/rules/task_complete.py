"""Every task has a role, a duration, a deliverable and an acceptance criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import SCHEDULE, Hit, Place, Rule
from yunchou.plan.checkup.words import blank, length_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


_NAMES = {
    "role": Text("责任角色", "role"),
    "duration": Text("工期", "duration"),
    "deliverable": Text("交付物", "deliverable"),
    "acceptance": Text("验收标准", "acceptance criterion"),
}


def find(context: Context) -> Iterator[Hit]:
    """Report what each task lacks."""
    for at in context.work:
        task = at.task
        missing = [f for f in ("role", "deliverable", "acceptance") if blank(getattr(task, f))]
        if task.assignees and "role" in missing:
            missing.remove("role")
        length = length_of(task)
        if length is None or (length.value <= 0 and not task.milestone):
            missing.append("duration")
        if missing:
            zh = "、".join(_NAMES[name].zh for name in missing)
            en = ", ".join(_NAMES[name].en for name in missing)
            yield Hit(
                Place("task", task.id, f"{at.path}.{missing[0]}"),
                Text(
                    f"任务“{task.name}”缺少{zh}。",
                    f"Task “{task.name_en or task.name}” lacks {en}.",
                ),
                Text(
                    "补齐后才能派工和验收；验收标准写成可以核对的事实或数字。",
                    "Fill them in; write acceptance as a fact or figure that can be checked.",
                ),
            )


RULE = Rule(
    "TASK-01",
    SCHEDULE,
    "warning",
    Text("任务要素齐全", "Tasks are complete"),
    Text(
        "没有交付物和验收标准，“完成了”只是一句话。",
        "Without deliverable and acceptance, “done” is only a word.",
    ),
    find,
)
