"""Who may do what: one table.

A person has a level in the workspace and perhaps a higher one in a project, and functions
(director, finance, hr, it) that open guarded fields. The effective level in a project is the
higher of the project's own and what the workspace level brings along.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from yunchou.web.core.errors import Forbidden

if TYPE_CHECKING:
    from uuid import UUID


class Level(enum.IntEnum):
    """Membership levels, each including those below it; 0 is no member."""

    NONE = 0
    VIEWER = 10
    MEMBER = 20
    MANAGER = 30
    OWNER = 40


FUNCTIONS: Final = ("director", "finance", "hr", "it")


@dataclass(frozen=True, slots=True)
class Actor:
    """The person (or the token of a person) on whose behalf something is done."""

    user_id: UUID
    member_id: UUID
    workspace_id: UUID
    name: str
    level: Level
    functions: frozenset[str] = frozenset()
    read_only: bool = False
    language: str = "zh-hans"
    theme: str = "auto"
    timezone: str = "Asia/Shanghai"
    workspace_name: str = ""
    workspace_slug: str = ""
    workspace_logo: str = ""
    session_id: UUID | None = None
    token_id: UUID | None = None  # a program speaks, by a personal token

    @property
    def initial(self) -> str:
        """The character shown in the person's round badge."""
        return self.name[:1].upper()

    @property
    def sees_all_projects(self) -> bool:
        """Managers, owners and directors see every project of the workspace."""
        return self.level >= Level.MANAGER or "director" in self.functions

    def as_reader(self) -> Actor:
        """Return the same person without the right to write."""
        return replace(self, read_only=True)


#: permission -> lowest effective level that has it
POLICY: Final[dict[str, Level]] = {
    # in the workspace
    "workspace.view": Level.VIEWER,
    "workspace.manage": Level.OWNER,
    "members.manage": Level.MANAGER,
    "project.create": Level.MANAGER,
    # in a project
    "project.view": Level.VIEWER,
    "project.comment": Level.VIEWER,
    "project.work": Level.MEMBER,  # tasks: create, edit, move, progress
    "project.plan": Level.MANAGER,  # goals, budget, roles, risks, document, baseline
    "project.manage": Level.MANAGER,  # members, settings, trash
    "project.own": Level.OWNER,
}
READING: Final = frozenset({"workspace.view", "project.view"})

#: guarded permission -> functions that open it; managers of the project have it as well
GUARDED: Final[dict[str, frozenset[str]]] = {
    "cost_rates.view": frozenset({"finance", "hr"}),
    "budget.spend": frozenset({"finance"}),  # enter committed and spent amounts
}


def allows(actor: Actor, permission: str, level: Level) -> bool:
    """Whether the actor, at this effective level, has the permission."""
    if permission in GUARDED:
        functioning = bool(GUARDED[permission] & actor.functions) and level >= Level.VIEWER
        opened = functioning or level >= Level.MANAGER
        return opened and not (actor.read_only and not permission.endswith(".view"))
    if actor.read_only and permission not in READING:
        return False
    return level >= POLICY[permission]


def require(actor: Actor, permission: str, level: Level | None = None) -> None:
    """Raise `Forbidden` unless the actor has the permission."""
    if not allows(actor, permission, actor.level if level is None else level):
        raise Forbidden("forbidden", _("你没有此项操作的权限，请联系项目经理。"))
