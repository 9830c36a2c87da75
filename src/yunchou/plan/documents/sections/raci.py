"""Who is responsible, accountable, consulted and informed, resolved for tasks and phases."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yunchou.plan.documents.context import Context
    from yunchou.plan.model import Phase, Task

_ORDER = ("A", "R", "C", "I")


def letters(
    c: Context, phase: Phase, tasks: Iterable[Task], own: str | None = None
) -> dict[str, str]:
    """Return the letters by role id; one role is accountable: the phase's, or a task's `own`.

    Roles that nobody named are filled by one rule only: the sponsor and the manager of the
    project are informed.
    """
    found: dict[str, set[str]] = {}
    accountable = own or phase.accountable_role or c.plan.project.manager_role
    if accountable:
        found.setdefault(accountable, set()).add("A")
    for task in tasks:
        if task.role:
            found.setdefault(task.role, set()).add("R")
        for role in task.consulted:
            found.setdefault(role, set()).add("C")
        for role in task.informed:
            found.setdefault(role, set()).add("I")
    for head in (c.plan.project.sponsor_role, c.plan.project.manager_role):
        if head:
            found.setdefault(head, {"I"})
    return {role: _cell(marks) for role, marks in found.items()}


def _cell(marks: set[str]) -> str:
    doing = marks & {"A", "R"}
    # who does or answers for the work need not be told about it
    kept = doing or ({"C"} if "C" in marks else marks)
    return "/".join(letter for letter in _ORDER if letter in kept)


def columns(c: Context) -> list[str]:
    """Return the roles that any task or phase names, in the plan's order."""
    used: set[str] = set()
    for phase in c.plan.phases:
        used |= set(letters(c, phase, phase.tasks))
    used |= {node.task.accountable for node in c.nodes if node.task and node.task.accountable}
    known = [role.id for role in c.plan.roles if role.id in used]
    return known + sorted(used - set(known))
