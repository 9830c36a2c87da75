"""Plan ⇄ database, composed of every step's part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from yunchou.plan.model import Plan
from yunchou.web.communication import plan as communication
from yunchou.web.core import activity
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import Level, require
from yunchou.web.core.pinyin import keys
from yunchou.web.goals import plan as goals
from yunchou.web.learning import plan as learning
from yunchou.web.market import plan as market
from yunchou.web.monitoring import plan as monitoring
from yunchou.web.projects import plan as projects
from yunchou.web.projects.models import Project, ProjectMember
from yunchou.web.projects.plan import PlanRows
from yunchou.web.projects.rescheduling import reschedule
from yunchou.web.projects.selectors import get_project_by_id
from yunchou.web.resources import plan as resources
from yunchou.web.retros import plan as retros
from yunchou.web.risks import plan as risks
from yunchou.web.schedule import plan as schedule
from yunchou.web.schedule.baselines import keep_given
from yunchou.web.users.models import Member
from yunchou.web.users.services import index_member

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from yunchou.web.core.permissions import Actor

#: in the order of the method: a step may refer to rows of those before it
PARTS = (schedule, market, goals, resources, communication, monitoring, risks, retros, learning)


def read_plan(*, actor: Actor, project: Project) -> Plan:
    """Return a project as a Plan; `project` was loaded under the actor's permission."""
    rows = PlanRows(actor, project)
    body: dict[str, Any] = projects.read(rows)
    for part in PARTS:
        part.read(rows, body)
    return Plan.model_validate(body)


@transaction.atomic
def create_project(
    *, actor: Actor, plan: Plan, key: str = "", people: Mapping[str, UUID | None] | None = None
) -> Project:
    """Make a plan a running project; refuse a taken key, nothing half-written.

    Parameters
    ----------
    people
        Person id in the plan -> member of the workspace; those not named are found by e-mail or
        exact name, else entered as people without an account. None leaves a person out.
    """
    require(actor, "project.create")
    project = Project(
        workspace_id=actor.workspace_id, created_by_id=actor.user_id,
        key=free_key(actor=actor, wish=key or plan.project.code_prefix or plan.project.name),
        pinyin=keys(plan.project.name), **projects.frame_values(plan),
    )  # fmt: skip
    if key and project.key != key.upper():
        raise DomainError("key.taken", _("项目代号 %(key)s 已被使用。") % {"key": key}, "key")
    project.save(force_insert=True)
    rows = PlanRows(actor, project)
    rows.members = _members(rows, plan, people or {})
    projects.write(rows, plan)
    for part in PARTS:
        part.write(rows, plan)
    anchor = plan.project.schedule_anchor
    if anchor and anchor.task in rows.items:
        project.anchor_item_id = rows.items[anchor.task]
    _join(rows)
    project.save()
    loaded = get_project_by_id(actor=actor, project_id=project.id)
    reschedule(actor, loaded, set(rows.codes), structure=True)
    keep_given(actor=actor, project=loaded)
    activity.record(
        actor=actor, stream_id=project.id, verb="project.created", subject=project,
        label=f"{project.key} {project.name}", changes={"items": [0, len(rows.items)]},
    )  # fmt: skip
    return get_project_by_id(actor=actor, project_id=project.id)


def free_key(*, actor: Actor, wish: str) -> str:
    """Return a project key of capitals and digits that nobody uses in the workspace."""
    letters = wish if wish.isascii() else keys(wish).partition(" ")[2]
    stem = re.sub(r"[^A-Z0-9]", "", letters.upper())[:10] or "P"
    if not stem[0].isalpha():
        stem = f"P{stem}"[:10]
    taken = set(
        Project.objects.of(actor).filter(key__startswith=stem[:8]).values_list("key", flat=True)
    )
    if stem not in taken:
        return stem
    number = 2
    while f"{stem[:8]}{number}" in taken:
        number += 1
    return f"{stem[:8]}{number}"


def _members(rows: PlanRows, plan: Plan, chosen: Mapping[str, UUID | None]) -> dict[str, UUID]:
    known = Member.objects.of(rows.actor).filter(active=True)
    by_mail = {mail.lower(): pk for mail, pk in known.values_list("email", "id") if mail}
    by_name = dict(known.values_list("name", "id"))
    found: dict[str, UUID] = {}
    own = set(known.values_list("id", flat=True))
    if any(member is not None and member not in own for member in chosen.values()):
        raise DomainError("reference.unknown", _("所选人员不在本工作区。"), "people")
    for person in plan.people:
        if person.id in chosen:
            if (member := chosen[person.id]) is not None:
                found[person.id] = member
            continue
        match = by_mail.get(person.email.lower()) or by_name.get(person.name)
        found[person.id] = match or _enter(rows, person.name, person.email, person)
    return found


def _enter(rows: PlanRows, name: str, email: str, person: Any) -> UUID:
    member = Member.objects.create(
        workspace_id=rows.project.workspace_id, created_by_id=rows.actor.user_id,
        name=name[:200], email=email if "@" in email else "", pinyin=keys(name),
        department=person.department[:100], position=person.position[:100],
        level=int(Level.MEMBER),
    )  # fmt: skip
    index_member(member)
    return member.id


def _join(rows: PlanRows) -> None:
    """Make whoever creates a project its manager."""
    mine = ProjectMember.objects.of(rows.actor).filter(
        project=rows.project, member_id=rows.actor.member_id
    )
    if not mine.update(level=int(Level.MANAGER)):
        rows.save(
            [ProjectMember(**rows.base(), member_id=rows.actor.member_id, level=int(Level.MANAGER))]
        )
