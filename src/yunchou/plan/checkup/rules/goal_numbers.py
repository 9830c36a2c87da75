"""Figures in the prose equal the goal table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule
from yunchou.plan.checkup.words import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context
    from yunchou.plan.model import Goal


_NUMBER = re.compile(
    r"(\d[\d,，]*(?:\.\d+)?)\s*(亿|万|千)?\s*([^\s\d，。；、,.;:：（）()“”至到由从升降为]{0,4})"
)
_TIMES = {"亿": 10**8, "万": 10**4, "千": 10**3}
_REACH = 40


def find(context: Context) -> Iterator[Hit]:
    """Report a goal named in the prose with figures none of which is its target."""
    for piece in context.texts:
        for goal in context.plan.goals:
            if goal.target is None or goal.name not in piece.text:
                continue
            found = _figures(piece.text, goal)
            if found and all(abs(figure - goal.target) > TOLERANCE for figure in found):
                said = "、".join(f"{figure:,g}" for figure in found)
                yield Hit(
                    Place(piece.kind, piece.ref, piece.path),
                    Text(
                        f"正文写“{goal.name}”为 {said}{goal.unit}，"
                        f"目标表是 {goal.target:,g}{goal.unit}。",
                        f"The prose says {said} {goal.unit} for "
                        f"“{goal.name_en or goal.name}”, the goal table "
                        f"{goal.target:,g} {goal.unit}.",
                    ),
                    Text(
                        f"以目标表为准改写正文，或用 {{{{goals.{goal.id}.target}}}} 引用。",
                        f"Follow the table, or quote it with {{{{goals.{goal.id}.target}}}}.",
                    ),
                )


def _figures(text: str, goal: Goal) -> list[float]:
    figures = []
    for part in text.split(goal.name)[1:]:
        clause = re.split(r"[。；;\n]", part)[0][:_REACH]
        for match in _NUMBER.finditer(clause):
            value = float(re.sub("[,，]", "", match[1])) * _TIMES.get(match[2] or "", 1)
            unit = match[3].replace("％", "%")
            if unit.startswith(goal.unit) and goal.unit:
                figures.append(value)
    return figures


RULE = Rule(
    "GOAL-15",
    GOALS,
    "warning",
    Text("正文数字与目标表一致", "The prose agrees with the goal table"),
    Text(
        "同一目标两个数，签字时不知道签的是哪一个。",
        "Two figures for one goal: nobody knows which one was signed.",
    ),
    find,
)
