"""No empty talk: strong words come with a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import OVERVIEW, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


_WORDS = re.compile(
    r"大力|切实|进一步|狠抓|全力以赴|加大力度|不断提升|显著提升|稳步推进|积极推进|扎实推进|加强|深入推进|再上新台阶"
)


def find(context: Context) -> Iterator[Hit]:
    """Report sentences with a stock phrase and no figure."""
    for piece in context.texts:
        for sentence in re.split(r"[。；;！!\n]", piece.text):
            match = _WORDS.search(sentence)
            if match and not re.search(r"\d", sentence):
                yield Hit(
                    Place(piece.kind, piece.ref, piece.path),
                    Text(
                        f"“{match[0]}”后面没有数字或动作：{sentence.strip()}。",
                        f"Stock phrase “{match[0]}” without a figure: {sentence.strip()}",
                    ),
                    Text(
                        "删掉套话，写明做什么、做到多少、谁负责、何时完成。",
                        "Drop it; say what, how much, who and by when.",
                    ),
                )
                break


RULE = Rule(
    "TEXT-01",
    OVERVIEW,
    "hint",
    Text("不说套话", "No empty talk"),
    Text(
        "套话占了篇幅，审批人找不到要签的数。",
        "Stock phrases hide the figures that are to be signed.",
    ),
    find,
)
