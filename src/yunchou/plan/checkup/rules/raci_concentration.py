"""No single person is accountable for too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import PEOPLE, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


MAX_SHARE_PCT = 30


def find(context: Context) -> Iterator[Hit]:
    """Report people who hold more than the share of all A; roles without names are not judged."""
    counts: dict[str, int] = {}
    for at in context.work:
        for person in context.holders.get(at.phase.accountable_role or "", [])[:1]:
            counts[person] = counts.get(person, 0) + 1
    total = len(context.work)
    names = {person.id: person.name for person in context.plan.people}
    for person, count in counts.items():
        share = 100 * count / total
        if share > MAX_SHARE_PCT:
            yield Hit(
                Place("person", person, "people"),
                Text(
                    f"{names[person]}是 {share:.0f}% 任务的最终负责人，超过 {MAX_SHARE_PCT}%。",
                    f"{names[person]} is accountable for {share:.0f} % of the tasks, "
                    f"more than {MAX_SHARE_PCT} %.",
                ),
                Text("把部分阶段的 A 授权给阶段负责人。", "Delegate the A of some phases."),
            )


RULE = Rule(
    "RACI-02",
    PEOPLE,
    "hint",
    Text("最终负责不过度集中", "Accountability is spread"),
    Text(
        "事事等一个人拍板，他一出差项目就停。",
        "If one person decides everything, the project stops when he travels.",
    ),
    find,
)
