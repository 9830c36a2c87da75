"""Roles that carry work have people with names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import PEOPLE, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report every role in use that nobody holds by name."""
    plan = context.plan
    used = {at.task.role for at in context.work} | {goal.owner_role for goal in plan.goals}
    used |= {plan.project.sponsor_role, plan.project.manager_role}
    for number, role in enumerate(plan.roles):
        if role.id in used and not context.holders.get(role.id):
            yield Hit(
                Place("role", role.id, f"roles[{number}]"),
                Text(
                    f"{role.name_zh}（{role.id}）还没有落实到人。",
                    f"Nobody is named for {role.name_en or role.name_zh} ({role.id}).",
                ),
                Text(
                    "在人员表中写明姓名，并勾选该角色。",
                    "Enter a person by name and tick this role.",
                ),
                "people",
            )


RULE = Rule(
    "RES-01",
    PEOPLE,
    "warning",
    Text("角色落实到人", "Roles have names"),
    Text(
        "“市场部负责”等于没有人负责；草稿可以写角色，提交审批必须写姓名。",
        "A department is nobody; roles will do in a draft, approval needs names.",
    ),
    find,
)
