"""Red risks are known to the sponsor by name, and are few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import RISKS, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


RED, MAX_RED = 15, 3


def find(context: Context) -> Iterator[Hit]:
    """Report red risks while the sponsor is not named; that there is none is told elsewhere."""
    red = [risk for risk in context.plan.risks if risk.points >= RED]
    sponsor = context.plan.project.sponsor_role or ""
    if red and sponsor and not context.holders.get(sponsor):
        ids = [risk.id for risk in red]
        yield Hit(
            Place("risk", ids[0], "risks"),
            Text(
                f"有 {len(red)} 条红色风险（{'、'.join(ids)}），还没有具名的发起人确认。",
                f"{len(red)} red risks ({', '.join(ids)}) await a sponsor by name.",
            ),
            Text(
                "落实发起人姓名，由其逐条签认或要求降级措施。",
                "Name the sponsor, who accepts each or asks for measures.",
            ),
            "people",
        )


RULE = Rule(
    "RISK-03",
    RISKS,
    "warning",
    Text("红色风险由发起人签认", "The sponsor signs red risks"),
    Text(
        "能让项目失败的风险，必须由有权停下项目的人知道。",
        "Who can stop the project has to know what can kill it.",
    ),
    find,
)
