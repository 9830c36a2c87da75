"""Roles used in the plan are defined in its role table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import PEOPLE, Hit, Place, Rule
from yunchou.plan.checkup.words import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report each unknown role once, at its first use."""
    reported: set[str] = set()
    for kind, ref, path, role in _uses(context):
        if role and role not in context.role_ids and role not in reported:
            reported.add(role)
            yield Hit(
                Place(kind, ref, path),
                Text(f"角色 {role} 不在角色表中。", f"Role {role} is not in the role table."),
                Text(
                    "在角色表中增加该角色，或改用已有角色。",
                    "Add it to the role table or use one that is there.",
                ),
            )


def _uses(context: Context) -> Iterator[tuple[str, str, str, str | None]]:
    plan = context.plan
    yield "project", "", "project.sponsor_role", plan.project.sponsor_role
    yield "project", "", "project.manager_role", plan.project.manager_role
    for n, goal in enumerate(plan.goals):
        yield "goal", goal.id, f"goals[{n}].owner_role", goal.owner_role
    for n, phase in enumerate(plan.phases):
        # several in one field are told by the rule of one A
        for role in ROLES.split(phase.accountable_role or ""):
            yield "phase", phase.id, f"phases[{n}].accountable_role", role
    for at in context.tasks:
        yield "task", at.task.id, f"{at.path}.role", at.task.role
        yield "task", at.task.id, f"{at.path}.accountable", at.task.accountable
    for n, risk in enumerate(plan.risks):
        yield "risk", risk.id, f"risks[{n}].owner_role", risk.owner_role
    for n, meeting in enumerate(plan.meetings):
        for role in (meeting.chair_role, *meeting.attendee_roles):
            yield "meeting", meeting.id, f"meetings[{n}]", role


RULE = Rule(
    "RACI-04",
    PEOPLE,
    "error",
    Text("角色都有定义", "Roles are defined"),
    Text("派给不存在的角色，任务就没有人收到。", "Work given to an unknown role reaches nobody."),
    find,
)
