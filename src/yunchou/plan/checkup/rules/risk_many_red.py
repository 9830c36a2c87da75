"""Red stays rare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import RISKS, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


RED, MAX_RED = 15, 3


def find(context: Context) -> Iterator[Hit]:
    """Report more red risks than anybody can look after."""
    red = [risk.id for risk in context.plan.risks if risk.points >= RED]
    if len(red) > MAX_RED:
        yield Hit(
            Place("risk", red[0], "risks"),
            Text(
                f"红色风险有 {len(red)} 条（{'、'.join(red)}），超过 {MAX_RED} 条。",
                f"{len(red)} risks are red ({', '.join(red)}), more than {MAX_RED}.",
            ),
            Text(
                "先做降低概率或影响的任务，或重新评估可行性。",
                "Plan tasks that lower probability or impact, or reconsider the project.",
            ),
        )


RULE = Rule(
    "RISK-04",
    RISKS,
    "hint",
    Text("红色风险不超过 3 条", "At most 3 red risks"),
    Text("处处是红色，就没有重点。", "If everything is red, nothing stands out."),
    find,
)
