"""People can use the tool before the work needs it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import TRAINING, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


_TOOL = re.compile(r"Yunchou|运筹|工具|系统|CRM|看板|软件|tool|system", re.IGNORECASE)


def find(context: Context) -> Iterator[Hit]:
    """Report a plan without tool training, or with training only once execution has begun.

    Execution begins at the anchor task where there is one, else with the last phase but one
    (the last one evaluates and closes).
    """
    tool = [row for row in context.plan.training if _TOOL.search(row.topic)]
    if not tool:
        yield Hit(
            Place("training", "", "training"),
            Text("没有工具使用培训。", "There is no training on the tool."),
            Text(
                "增加一次实操培训，对象为每天要录入数据的人，设及格线。",
                "Add a hands-on session for those who enter data, with a pass mark.",
            ),
        )
    elif not any(_in_time(context, row.linked_task) for row in tool):
        yield Hit(
            Place("training", tool[0].id, f"training[{context.plan.training.index(tool[0])}]"),
            Text(
                f"工具培训“{tool[0].topic}”没有排在执行阶段之前。",
                f"Tool training “{tool[0].topic}” is not before execution.",
            ),
            Text("关联到执行开始前的任务。", "Link it to a task before execution starts."),
        )


def _in_time(context: Context, task_id: str | None) -> bool:
    at = context.by_id.get(task_id or "")
    if at is None:
        return False
    anchor = context.plan.project.schedule_anchor
    goal = context.by_id.get(anchor.task) if anchor and anchor.task else None
    if goal is not None:
        return at.task.id in context.ancestors(goal.task.id)
    return at.phase_position < max(1, len(context.plan.phases) - 2)


RULE = Rule(
    "TRAIN-01",
    TRAINING,
    "warning",
    Text("执行前完成工具培训", "Tool training precedes execution"),
    Text(
        "第一天不会用，数据就从第一天开始缺。",
        "Who cannot use it on day one leaves a gap from day one.",
    ),
    find,
)
