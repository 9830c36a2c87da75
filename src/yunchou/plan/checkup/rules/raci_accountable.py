"""Every phase has exactly one accountable role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import PEOPLE, Hit, Place, Rule
from yunchou.plan.checkup.words import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report phases with no A or with more than one."""
    for number, phase in enumerate(context.plan.phases):
        if phase.implicit or not phase.tasks:
            continue
        roles = [part for part in ROLES.split(phase.accountable_role or "") if part]
        if len(roles) != 1:
            have = "没有最终负责人（A）" if not roles else f"有 {len(roles)} 个最终负责人（A）"
            yield Hit(
                Place("phase", phase.id, f"phases[{number}].accountable_role"),
                Text(
                    f"阶段“{phase.name}”{have}。",
                    f"Phase “{phase.name_en or phase.name}” has {len(roles)} accountable roles.",
                ),
                Text(
                    "只留一个角色作为 A，其他人改为执行（R）、咨询（C）或知会（I）。",
                    "Keep one as A; make the others R, C or I.",
                ),
            )


RULE = Rule(
    "RACI-01",
    PEOPLE,
    "error",
    Text("每项有且只有一个 A", "Exactly one A"),
    Text("两个人负责等于没有人负责。", "Two who are accountable are none."),
    find,
)
