"""A small cast with fixed rights, and a project to act in.

zhou owns the workspace, lin manages, zhouli is a member of the project, xu may only look at it,
wu is a member of the workspace (finance) but not of the project, and outsider works elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from yunchou.web.core.permissions import Actor, Level
from yunchou.web.exchange.plans import create_project
from yunchou.web.projects import selectors
from yunchou.web.projects.models import Project, ProjectMember
from yunchou.web.users import services
from yunchou.web.users.middleware import SESSION_COOKIE
from yunchou.web.users.models import User, Workspace
from yunchou.web.users.selectors import actor_of_member

if TYPE_CHECKING:
    from yunchou.plan.model import Plan

ClientOf = Callable[[Actor], Client]
Join = Callable[..., Actor]


def join_workspace(workspace: Workspace, name: str, level: Level, *functions: str) -> Actor:
    """Enter a person with an account and return who they are."""
    address = f"{name.encode().hex()}@{workspace.slug}.example"
    user = services.create_user(email=address, name=name)
    member = services.add_member(
        workspace=workspace, name=name, user=user, level=level, functions=functions
    )
    actor = actor_of_member(member.id)
    assert actor is not None
    return actor


@pytest.fixture
def workspace(db: None) -> Workspace:
    return services.create_workspace(name="华东销售中心")


@pytest.fixture
def owner(workspace: Workspace) -> Actor:
    return join_workspace(workspace, "周岚", Level.OWNER, "director")


@pytest.fixture
def manager(workspace: Workspace) -> Actor:
    return join_workspace(workspace, "林晓", Level.MANAGER)


@pytest.fixture
def member(workspace: Workspace) -> Actor:
    return join_workspace(workspace, "周立", Level.MEMBER)


@pytest.fixture
def viewer(workspace: Workspace) -> Actor:
    return join_workspace(workspace, "徐静", Level.VIEWER)


@pytest.fixture
def finance(workspace: Workspace) -> Actor:
    return join_workspace(workspace, "吴敏", Level.MEMBER, "finance")


@pytest.fixture
def outsider(db: None) -> Actor:
    return join_workspace(services.create_workspace(name="别家公司"), "外人", Level.OWNER)


@pytest.fixture
def plan() -> Plan:
    """A plan of two phases: T1 → T2 → M1, T3 beside; five days each, from 2026-03-02."""
    from yunchou.plan.model import Plan

    return Plan.model_validate(
        {
            "project": {"name": "新品上市", "code_prefix": "XPSS", "start": "2026-03-02"},
            "roles": [{"id": "SD", "name_zh": "销售总监"}, {"id": "PM", "name_zh": "项目经理"}],
            "goals": [
                {"id": "G1", "name": "销售额", "target": 100, "unit": "元", "weight_pct": 100}
            ],
            "risks": [{"id": "R01", "description": "竞品降价", "probability": 3, "impact": 4}],
            "budget": {"lines": [{"id": "B01", "name": "差旅", "planned_total": 1000}]},
            "phases": [
                {
                    "id": "P1",
                    "name": "调研",
                    "accountable_role": "SD",
                    "tasks": [
                        {"id": "T1", "name": "问卷", "duration_days": 5, "role": "PM"},
                        {"id": "T2", "name": "访谈", "duration_days": 5, "depends_on": ["T1"]},
                        {"id": "T3", "name": "竞品", "duration_days": 2},
                    ],
                },
                {
                    "id": "P2",
                    "name": "评审",
                    "tasks": [
                        {"id": "M1", "name": "通过", "milestone": True, "depends_on": ["T2", "T3"]}
                    ],
                },
            ],
        }
    )


@pytest.fixture
def project(manager: Actor, member: Actor, viewer: Actor, plan: Plan) -> Project:
    """The plan as a project; lin manages it, zhouli works in it, xu looks at it."""
    made = create_project(actor=manager, plan=plan)
    for actor, level in ((member, Level.MEMBER), (viewer, Level.VIEWER)):
        ProjectMember.objects.create(
            workspace_id=made.workspace_id,
            project=made,
            member_id=actor.member_id,
            level=int(level),
        )
    return selectors.get_project(actor=manager, key=made.key)


@pytest.fixture
def client_of() -> ClientOf:
    """Return a function that signs an actor in and returns the browser."""

    def sign_in(actor: Actor) -> Client:
        client = Client()
        client.cookies[SESSION_COOKIE] = services.open_session(
            user=User.objects.get(id=actor.user_id), workspace_id=actor.workspace_id
        )
        return client

    return sign_in
