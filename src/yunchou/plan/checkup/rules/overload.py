"""Nobody is planned for more than he can give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import PEOPLE, Hit, Place, Rule
from yunchou.plan.checkup.words import TOLERANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report people whose roles together exceed their capacity."""
    share = {role.id: float(role.fte_each) * 100 for role in context.plan.roles}
    for number, person in enumerate(context.plan.people):
        load = sum(share.get(role, 0) for role in dict.fromkeys(person.roles))
        if load > person.capacity_pct + TOLERANCE:
            yield Hit(
                Place("person", person.id, f"people[{number}].capacity_pct"),
                Text(
                    f"{person.name}承担的角色合计需要 {load:g}% 的时间，"
                    f"可投入 {person.capacity_pct:g}%。",
                    f"The roles of {person.name} need {load:g} % of the time; "
                    f"{person.capacity_pct:g} % are available.",
                ),
                Text(
                    "把其中一个角色交给别人，或与部门负责人确认投入比例。",
                    "Give one role to somebody else or agree the share with the line manager.",
                ),
            )


RULE = Rule(
    "RES-02",
    PEOPLE,
    "warning",
    Text("人员不超负荷", "Nobody is overloaded"),
    Text(
        "一个人同时满负荷做两件事，至少一件会延期。",
        "Who is fully planned twice will be late at least once.",
    ),
    find,
)
