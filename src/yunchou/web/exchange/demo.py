"""The demo workspace 华东销售中心: two projects a month into execution, twelve people.

Names, companies and figures are made up. Everything is made by the same services as real work;
dates hang on the day of loading, so that the demo is always a month old.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction

from yunchou.plan.archetypes import instantiate
from yunchou.plan.model import Person, Plan, Task
from yunchou.plan.scheduling import schedule
from yunchou.web.core import clock
from yunchou.web.core.permissions import Actor, Level
from yunchou.web.exchange import demo_facts as facts
from yunchou.web.exchange import demo_story as story
from yunchou.web.exchange.plans import create_project
from yunchou.web.projects.models import Project, ProjectMember, WorkItem
from yunchou.web.projects.plan import day_of
from yunchou.web.projects.tasks.files import drop_files
from yunchou.web.users import services as users
from yunchou.web.users.models import Member, User, Workspace
from yunchou.web.users.selectors import actor_of_member
from yunchou.web.users.workspaces import drop_logos

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from yunchou.plan.scheduling import Line

WORKSPACE = "华东销售中心"
PASSED = dt.timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Cast:
    """A person of the demo."""

    key: str
    name: str
    department: str
    position: str
    level: Level
    functions: tuple[str, ...]
    roles: tuple[str, ...]


CAST = (
    Cast("zhou", "周岚", "销售中心", "销售总监", Level.OWNER, ("director",), ("SD", "EXEC")),
    Cast("lin", "林晓", "项目管理部", "项目经理", Level.MANAGER, (), ("PM",)),
    Cast("zhao", "赵启明", "渠道与大客户部", "渠道与大客户经理", Level.MEMBER, (), ("CHAN", "KAM")),
    Cast("chen", "陈思", "市场部", "市场经理", Level.MEMBER, (), ("MKT",)),
    Cast("wu", "吴敏", "财务部", "财务经理", Level.MEMBER, ("finance",), ("FIN",)),
    Cast("zhouli", "周立", "销售一部", "销售代表", Level.MEMBER, (), ("SALES", "KAM")),
    Cast("sun", "孙悦", "销售二部", "销售代表", Level.MEMBER, (), ("SALES",)),
    Cast("qian", "钱峰", "产品部", "产品经理", Level.MEMBER, (), ("PROD", "PRESALES")),
    Cast("he", "何佳", "供应链部", "供应链主管", Level.MEMBER, (), ("SCM", "OPS")),
    Cast("tang", "唐宁", "法务部", "法务专员", Level.MEMBER, (), ("LEGAL",)),
    Cast("xu", "徐静", "人力资源部", "培训主管", Level.MEMBER, ("hr",), ("HR",)),
    Cast("gao", "高远", "客户服务部", "客服主管", Level.MEMBER, (), ("CS",)),
)
#: who gets a sign-in link on the console: title, key of the cast
DOORS = (
    ("销售总监 周岚", "zhou"),
    ("项目经理 林晓", "lin"),
    ("销售代表 周立", "zhouli"),
    ("财务经理 吴敏", "wu"),
)


@transaction.atomic
def load_demo() -> Workspace:
    """Make the demo workspace unless it is there (or has been removed on purpose)."""
    found = Workspace.objects.filter(is_demo=True).first()
    if found is not None or Workspace.objects.exists():
        return found or Workspace.objects.all()[0]
    today = clock.today()
    with clock.at(story.instant(today - PASSED, (9, 10))):
        workspace = users.create_workspace(name=WORKSPACE, is_demo=True)
        members = {person.key: _enter(workspace, person) for person in CAST}
        actors = {key: _actor(member) for key, member in members.items()}
        projects = [_begun(make(today), actors, members) for make in (_launch, _bid)]
    for project in projects:
        story.tell(project, actors, today)
    return workspace


def _begun(plan: Plan, actors: Mapping[str, Actor], members: Mapping[str, Member]) -> Project:
    people = {key: member.id for key, member in members.items()}
    project = create_project(actor=actors["lin"], plan=plan, people=people)
    _let_in(project, members)
    return project


@transaction.atomic
def remove_demo() -> bool:
    """Take the demo away, its accounts included; False when there was none."""
    workspace = Workspace.objects.filter(is_demo=True).first()
    if workspace is None:
        return False
    accounts = Member.objects.in_workspace(workspace.id).exclude(user=None)
    ids = list(accounts.values_list("user_id", flat=True))
    elsewhere = Member.objects.across_workspaces().exclude(workspace=workspace)
    kept = set(elsewhere.filter(user_id__in=ids).values_list("user_id", flat=True))
    Project.objects.in_workspace(workspace.id).update(anchor_item=None)
    WorkItem.objects.in_workspace(workspace.id).delete()
    transaction.on_commit(partial(_drop_from_disk, workspace.id))
    workspace.delete()
    User.objects.filter(id__in=[i for i in ids if i not in kept], is_operator=False).delete()
    return True


def _drop_from_disk(workspace_id: UUID) -> None:
    drop_files(workspace_id)
    drop_logos(workspace_id)


def sign_in_links() -> list[tuple[str, str]]:
    """Return a fresh one-time link for each door of the demo: (title, path)."""
    workspace = Workspace.objects.filter(is_demo=True).first()
    if workspace is None:
        return []
    links = []
    for title, key in DOORS:
        member = Member.objects.in_workspace(workspace.id).filter(email=_mail(key)).first()
        if member is not None and member.user is not None:
            token = users.make_link(purpose="sign-in", user=member.user, hours=24)
            links.append((title, f"/link/{token}"))
    return links


def _mail(key: str) -> str:
    return f"{key}@demo.example"


def _enter(workspace: Workspace, person: Cast) -> Member:
    user = users.create_user(email=_mail(person.key), name=person.name)
    return users.add_member(
        workspace=workspace, name=person.name, user=user, level=person.level,
        functions=person.functions, department=person.department, position=person.position,
    )  # fmt: skip


def _actor(member: Member) -> Actor:
    actor = actor_of_member(member.id)
    if actor is None:  # just entered, active
        raise LookupError(member.name)
    return actor


def _people(plan: Plan) -> list[Person]:
    known = {role.id for role in plan.roles}
    return [
        Person(
            id=p.key, name=p.name, department=p.department, position=p.position,
            roles=[role for role in p.roles if role in known], email=_mail(p.key),
        )
        for p in CAST
    ]  # fmt: skip


def _launch(today: dt.date) -> Plan:
    start = today - PASSED
    plan = instantiate(
        "new_product_launch", name="华东新品上市", number=f"XS-FA-{today.year}-012",
        start=start, today=start,
    )  # fmt: skip
    return _in_execution(plan, today, late=True)


def _bid(today: dt.date) -> Plan:
    start = today - PASSED
    opening = schedule(instantiate("key_account_bid", start=start, today=start))["M4"].finish
    plan = instantiate(
        "key_account_bid", name="苏南建材集团年度集采投标", number=f"XS-FA-{today.year}-013",
        anchor=day_of(opening), today=start,
    )  # fmt: skip
    return _in_execution(plan, today, late=False)


def _in_execution(plan: Plan, today: dt.date, *, late: bool) -> Plan:
    """Return the plan with people, baseline, progress and money a month into execution."""
    start, people, lines = today - PASSED, _people(plan), schedule(plan).by_id()
    slipping = _tightest(plan, lines, today) if late else ""
    holders = {role.id: [p for p in people if role.id in p.roles] for role in plan.roles}
    owners = {role: held[0].id for role, held in holders.items() if held}

    def lived(task: Task) -> Task:
        changes = _progress(task, lines[task.id], today, late=task.id == slipping)
        changes["assignees"] = [{"person": p.id} for p in holders.get(task.role or "", [])[:2]]
        return Task.model_validate({**task.model_dump(exclude_unset=True), **changes})

    due = {m.id: day for m in plan.tasks() if m.milestone and (day := day_of(lines[m.id].finish))}
    launch = due.get("M4") if plan.archetype == "new_product_launch" else None
    return _each_task(plan, lived).model_copy(
        update={
            "people": people,
            "project": _signed(plan, min(str(line.start)[:10] for line in lines.values()), today),
            "market": facts.market(plan, start),
            "goals": facts.goals(plan, owners, start, due),
            "budget": facts.spent(plan, _passed(plan, lines, today)),
            "kpis": facts.kpis(plan, launch),
            "risks": facts.risks(plan, owners),
            "improvements": facts.improvements(plan, start),
        }
    )


def _signed(plan: Plan, effective: str, today: dt.date) -> Any:
    """Return the frame of a plan whose V1.0 was approved as the work began."""
    return plan.project.model_copy(
        update={
            "company": "东澜科技（示例）", "department": "销售中心", "secrecy": "内部",
            "version": "V1.0", "author": "林晓", "reviewer": "赵启明", "approver": "周岚",
            "status_date": today, "effective_date": dt.date.fromisoformat(effective),
            "cosigners": ["吴敏", "唐宁"],
        }
    )  # fmt: skip


def _passed(plan: Plan, lines: Mapping[str, Line], today: dt.date) -> dict[str, float]:
    """Return the share of each phase's time that has passed."""
    shares = {}
    for phase in plan.phases:
        start, finish = day_of(lines[phase.id].start), day_of(lines[phase.id].finish)
        if start is not None and finish is not None:
            days = (finish - start).days + 1
            shares[phase.id] = min(max(((today - start).days) / days, 0.0), 1.0)
    return shares


def _each_task(plan: Plan, change: Callable[[Task], Task]) -> Plan:
    phases = [
        phase.model_copy(update={"tasks": [change(task) for task in phase.tasks]})
        for phase in plan.phases
    ]
    return plan.model_copy(update={"phases": phases})


def _tightest(plan: Plan, lines: Mapping[str, Line], today: dt.date) -> str:
    """Return the critical task that should be at work today (or was last)."""
    open_now = (lines[task.id] for task in plan.tasks() if not task.milestone)
    found = [line for line in open_now if line.critical and (day_of(line.start) or today) <= today]
    return max(found, key=lambda line: str(line.finish)).id if found else ""


def _progress(task: Task, line: Line, today: dt.date, *, late: bool) -> dict[str, Any]:
    """Return what had happened to a task before the last days, which the story tells."""
    start, finish = day_of(line.start), day_of(line.finish)
    changes: dict[str, Any] = {"baseline": {"start": start, "finish": finish}}
    if start is None or finish is None or start > today:
        return changes
    if late:
        days = (task.duration_days or 1) + 5
        return changes | {
            "actual_start": start, "percent": 40, "duration_days": days,
            "remaining": f"{max(round(days * 0.4), 1)}d", "status": "进行中",
        }  # fmt: skip
    recent = today - finish < story.RECENT and not task.milestone
    if finish < today and not recent:
        return changes | {
            "actual_start": start, "actual_finish": finish, "percent": 100, "status": "已完成",
        }  # fmt: skip
    if task.milestone or start == today:
        return changes
    percent = max(story.due(start, finish, today) - 20, 5)
    return changes | {"actual_start": start, "percent": percent, "status": "进行中"}


def _let_in(project: Project, members: Mapping[str, Member]) -> None:
    rows = ProjectMember.objects.in_workspace(project.workspace_id).filter(project=project)
    rows.filter(member=members["xu"]).update(level=int(Level.VIEWER))
    Project.objects.in_workspace(project.workspace_id).filter(id=project.id).update(state="running")
