"""The background says why the project is done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import OVERVIEW, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


MIN_CHARACTERS = 80


def find(context: Context) -> Iterator[Hit]:
    """Report a background shorter than the minimum; spaces do not count."""
    length = len("".join(context.plan.project.background.split()))
    if length < MIN_CHARACTERS:
        yield Hit(
            Place("project", "", "project.background"),
            Text(
                f"项目背景只有 {length} 字，少于 {MIN_CHARACTERS} 字。",
                f"The background has {length} characters, fewer than {MIN_CHARACTERS}.",
            ),
            Text(
                "写清三件事：现状与问题、为什么现在做、做成后带来什么。",
                "Say three things: what is wrong today, why now, what success brings.",
            ),
        )


RULE = Rule(
    "PROJ-01",
    OVERVIEW,
    "warning",
    Text("背景不少于 80 字", "The background has at least 80 characters"),
    Text("审批人首先要看到现在立项的理由。", "Who approves looks for the reason to do it now."),
    find,
)
