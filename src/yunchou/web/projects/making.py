"""Who makes a new project: the step that reads templates and writes every other step's tables.

It stands above all of them and makes itself known here, so that a new project has its address
beside the list of projects.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (Ninja reads it)
from typing import TYPE_CHECKING, Any
from uuid import UUID  # noqa: TC003 (Ninja reads it)

from ninja import Schema
from pydantic import Field

from yunchou.web.projects.registers.columns import MANY

if TYPE_CHECKING:
    from collections.abc import Callable

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

    Maker = Callable[[Actor, "NewProject"], Project]


class NewProject(Schema):
    """What a project is made from: a template or another project, and its dates and people.

    Give `start` to schedule forward; `anchor` to schedule backward, `start` then being the
    earliest day. `roles` says who takes which role: role id → members.
    """

    name: str = Field("", max_length=500)
    key: str = Field("", max_length=12)
    template: str = Field("", max_length=64)
    copy_of: str = Field("", max_length=12)
    start: dt.date | None = None
    anchor: dt.date | None = None
    budget_pct: float = Field(100, ge=0, le=10_000)
    roles: dict[str, list[UUID]] = Field(default_factory=dict, max_length=MANY)


_makers: list[Maker] = []


def maker(function: Maker) -> Maker:
    """Register who makes a new project."""
    _makers.append(function)
    return function


def make(actor: Actor, wish: NewProject) -> Project:
    """Make a project."""
    return _makers[0](actor, wish)


def shown(project: Project) -> dict[str, Any]:
    """Return a new project as the API tells of it."""
    return {
        "id": str(project.id), "key": project.key, "name": project.name, "start": project.start,
        "finish": project.finish, "url": f"/p/{project.key}/",
    }  # fmt: skip
