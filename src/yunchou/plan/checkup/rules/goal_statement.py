"""A goal sentence passes S, M and T when it is read word by word."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from yunchou.messages import InputError, Text
from yunchou.plan.checkup.rule import GOALS, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


_PATTERN = Text(
    "按此改写：在【截止】前，将【范围】的【指标（口径）】由【基线】提升至【目标】【单位】。",
    "Write: by [date], bring [metric] of [scope] from [baseline] to [target].",
)


def find(context: Context) -> Iterator[Hit]:
    """Read every goal statement with the SMART checker."""
    statements = [
        (number, goal) for number, goal in enumerate(context.plan.goals) if goal.statement.strip()
    ]
    for number, goal in statements:
        place = Place("goal", goal.id, f"goals[{number}].statement")
        try:
            failed = _failed(goal.statement, context.today)
        except InputError as error:  # no sentence that can be read
            yield Hit(place, error.text, error.remedy or _PATTERN)
            continue
        if failed:
            letters = "、".join(failed)
            yield Hit(
                place,
                Text(
                    f"目标表述没有通过 {letters}：{goal.statement}",
                    f"The statement fails {', '.join(failed)}: {goal.statement}",
                ),
                _PATTERN,
            )


#: without a day to compare with, no deadline is past
_LONG_AGO = dt.date(2000, 1, 1)


def _failed(statement: str, today: dt.date | None) -> list[str]:
    from yunchou.plan.smart import check

    letters = check(statement, ref_date=today or _LONG_AGO).letters
    return [letter for letter in "SMT" if letters[letter] == "fail"]


RULE = Rule(
    "GOAL-16",
    GOALS,
    "warning",
    Text("目标表述符合 SMART", "Goal statements are SMART"),
    Text(
        "表里有数、话里没数的目标，传达下去就走样。",
        "What is in the table but not in the sentence is lost on the way down.",
    ),
    find,
)
