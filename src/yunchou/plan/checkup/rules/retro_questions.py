"""The retrospective is prepared: questions and a date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import RETRO, Hit, Place, Rule
from yunchou.plan.checkup.words import filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


_RETRO = re.compile(r"复盘|retro", re.IGNORECASE)


def find(context: Context) -> Iterator[Hit]:
    """Report missing questions, and a plan in which no meeting or task holds the retrospective."""
    plan = context.plan
    if not filled(plan.retrospective_questions):
        yield Hit(
            Place("retro", "", "retrospective_questions"),
            Text("没有复盘问题。", "There are no questions for the retrospective."),
            Text(
                "写 3–5 个要用事实回答的问题，例如“偏差主要来自哪一段关键路径？”",
                "Write 3–5 questions that facts can answer.",
            ),
        )
    held = any(m.type == "retro" or _RETRO.search(m.name) for m in plan.meetings)
    if not held and not any(_RETRO.search(at.task.name) for at in context.work):
        yield Hit(
            Place("retro", "", "meetings"),
            Text("没有安排复盘会。", "No retrospective is planned."),
            Text(
                "在收尾阶段安排复盘会，写明主持人和参会角色。",
                "Plan one at the close, with chair and attendees.",
            ),
        )


RULE = Rule(
    "RETRO-01",
    RETRO,
    "warning",
    Text("复盘有问题、有安排", "The retrospective is prepared"),
    Text("结项后再想问什么，记忆已经改写了。", "Asked after the close, memory has been rewritten."),
    find,
)
