"""Earlier lessons are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import IMPROVEMENT, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report a plan that takes nothing over from earlier projects."""
    if not context.plan.improvements:
        yield Hit(
            Place("improvement", "", "improvements"),
            Text("没有列出往期项目的改进项。", "No lesson of an earlier project is listed."),
            Text(
                "查阅同类项目的复盘报告，写明采纳或不采纳；确实没有时写一条“首次开展”。",
                "Look through earlier retrospectives; say what is adopted, or that there was none.",
            ),
        )


RULE = Rule(
    "IMPR-01",
    IMPROVEMENT,
    "hint",
    Text("核对过往经验", "Earlier lessons are reviewed"),
    Text(
        "不看上次的复盘，同样的错会再付一次学费。",
        "Without a look back the same fee is paid twice.",
    ),
    find,
)
