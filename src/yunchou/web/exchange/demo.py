"""The demo workspace 华东销售中心: two projects a month into execution, twelve people.

Names, companies and figures are made up. Everything is made by the same services as real work;
dates hang on the day of loading, so that the demo is always a month old.
"""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction

from yunchou.plan.archetypes import instantiate
from yunchou.plan.model import Fen, KpiMonth, Market, MarketFact, Person, Plan, Task
from yunchou.plan.scheduling import schedule
from yunchou.web.core import clock
from yunchou.web.core.permissions import Actor, Level
from yunchou.web.exchange.plans import create_project
from yunchou.web.projects import selectors, services
from yunchou.web.projects.assigning import assign
from yunchou.web.projects.checklists import add_box, change_box
from yunchou.web.projects.files import drop_files
from yunchou.web.projects.models import Assignment, Project, ProjectMember, WorkItem
from yunchou.web.projects.plan import day_of
from yunchou.web.projects.registers import change_row, get, get_row
from yunchou.web.projects.talking import add_comment
from yunchou.web.risks.models import Risk
from yunchou.web.users import services as users
from yunchou.web.users.models import Member, User, Workspace
from yunchou.web.users.selectors import actor_of_member
from yunchou.web.users.workspaces import drop_logos

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
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
    Cast("zhao", "赵启明", "渠道部", "渠道经理", Level.MEMBER, (), ("CHAN", "KAM")),
    Cast("chen", "陈思", "市场部", "市场经理", Level.MEMBER, (), ("MKT",)),
    Cast("wu", "吴敏", "财务部", "财务经理", Level.MEMBER, ("finance",), ("FIN",)),
    Cast("zhouli", "周立", "销售一部", "销售代表", Level.MEMBER, (), ("SALES",)),
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
    workspace = users.create_workspace(name=WORKSPACE, is_demo=True)
    members = {person.key: _enter(workspace, person) for person in CAST}
    actors = {key: _actor(member) for key, member in members.items()}
    today = clock.today(workspace.timezone)
    for make in (_launch, _bid):
        plan = make(today)
        project = create_project(
            actor=actors["lin"], plan=plan, people={key: m.id for key, m in members.items()}
        )
        _let_in(project, members)
        _live(project, actors)
    return workspace


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
    plan = instantiate(
        "new_product_launch", name="华东新品上市", number=f"NPL-{today.year}-001",
        start=today - PASSED, today=today - PASSED,
    )  # fmt: skip
    return _in_execution(plan.model_copy(update={"market": _market(plan, _LAUNCH, today)}), today)


def _bid(today: dt.date) -> Plan:
    forward = instantiate("key_account_bid", start=today - PASSED, today=today - PASSED)
    opening = schedule(forward)["M4"].finish
    plan = instantiate(
        "key_account_bid", name="苏南建材集团年度集采投标", number=f"BID-{today.year}-001",
        anchor=day_of(opening), today=today - PASSED,
    )  # fmt: skip
    return _in_execution(plan.model_copy(update={"market": _market(plan, _BID, today)}), today)


#: what the projects know of their markets: kind, fact, source, what follows
_LAUNCH = (
    (
        "competitor",
        "“清泉”同规格新品 9 月起零售价下调 8%，货架占比升至三成。",
        "区域代表走访 46 家门店的价签照片",
        "首发零售价不高于竞品，差异放在小包装上。",
    ),
    (
        "preference",
        "18 至 30 岁受访者中 62% 先看成分表，愿为无糖多付 1 至 2 元。",
        "消费者问卷，有效样本 412 份",
        "包装正面突出“0 糖”，试饮话术先讲配料。",
    ),
    (
        "channel",
        "便利店系统新品进场排期为每月 5 日，错过顺延一个月。",
        "两家连锁便利店采购经理访谈纪要",
        "铺货任务须在上市前 40 天完成报品。",
    ),
)
_BID = (
    ("policy", "集团今年把三类主材并入年度集采，单一来源改为公开招标。",
     "苏南建材集团采购管理办法（修订稿）", "价格与服务网点合计 60 分，须提前备齐证明。"),
    ("competitor", "上年中标人两次延期到货，集团法务已发函。",
     "客户采购部月度例会纪要", "方案突出交付保障，承诺延期赔付。"),
    ("opportunity", "集团明年新开两个生产基地，年用量预计增加 35%。",
     "集团官网公告与销售拜访记录", "报价按用量分三档，锁定新基地份额。"),
)  # fmt: skip


def _market(plan: Plan, facts: Iterable[tuple[str, str, str, str]], today: dt.date) -> Market:
    """Return the plan's market with evidence from before the project began."""
    evidence = [
        MarketFact(
            id=f"E{n}", kind=kind, fact=fact, source=source, implication=follows,
            date=today - PASSED - dt.timedelta(days=9 * n),
        )
        for n, (kind, fact, source, follows) in enumerate(facts, 1)
    ]  # fmt: skip
    return (plan.market or Market()).model_copy(update={"evidence": evidence})


def _in_execution(plan: Plan, today: dt.date) -> Plan:
    """Return the plan with people, baseline, progress and money a month into execution."""
    people = _people(plan)
    lines = schedule(plan).by_id()
    late = _tightest(plan, lines, today)
    holders = {
        role: [p.id for p in people if role in p.roles] for r in plan.roles for role in [r.id]
    }

    def lived(task: Task) -> Task:
        changes = _progress(task, lines[task.id], today, late=task.id == late)
        taken = holders.get(task.role or "", [])
        changes["assignees"] = [{"person": key} for key in taken[:2]]
        return Task.model_validate({**task.model_dump(exclude_unset=True), **changes})

    running = _each_task(plan, lived)
    project = plan.project.model_copy(
        update={
            "company": "东澜科技（示例）", "department": "销售中心", "secrecy": "内部",
            "version": "V1.0", "author": "林晓", "reviewer": "赵启明", "approver": "周岚",
            "status_date": today, "cosigners": ["吴敏", "唐宁"],
        }
    )  # fmt: skip
    return running.model_copy(
        update={
            "people": people,
            "project": project,
            "budget": _spent(plan),
            "kpis": _measured(plan, today),
        }
    )


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
    """Return what has happened to a task by today."""
    start, finish = day_of(line.start), day_of(line.finish)
    changes: dict[str, Any] = {"baseline": {"start": start, "finish": finish}}
    if start is None or finish is None or start > today:
        return changes
    if late:
        days = (task.duration_days or 1) + 5
        return changes | {
            "actual_start": start, "percent": 60, "duration_days": days,
            "remaining": f"{max(round(days * 0.4), 1)}d", "status": "进行中",
        }  # fmt: skip
    if finish < today:
        return changes | {
            "actual_start": start,
            "actual_finish": finish,
            "percent": 100,
            "status": "已完成",
        }
    if task.milestone:
        return changes
    whole = max((finish - start).days, 1)
    percent = min(90, max(10, round((today - start).days / whole * 10) * 10))
    return changes | {"actual_start": start, "percent": percent, "status": "进行中"}


def _share(text: str) -> float:
    """Return a steady fraction for a text: the demo is the same on every machine."""
    return zlib.crc32(text.encode()) % 1000 / 1000


def _spent(plan: Plan) -> Any:
    """Return the budget with what the first phases have cost so far."""
    first = {phase.id for phase in plan.phases[:2]}
    lines = []
    for line in plan.budget.lines:
        due = sum(int(v) for phase, v in line.planned_by_phase.items() if phase in first)
        spent = int(due * (0.72 + 0.2 * _share(line.id))) // 100_00 * 100_00
        update = {"spent": Fen(spent), "committed": Fen(int(spent * 0.06) // 100_00 * 100_00)}
        lines.append(line.model_copy(update=update) if due else line)
    return plan.budget.model_copy(update={"lines": lines})


def _measured(plan: Plan, today: dt.date) -> list[Any]:
    """Return the KPIs with a first reading where a month of work can have one."""
    shares = {"cpl": 1.05, "csat": 0.96, "milestone_hit_rate": 0.97}
    measured = []
    for kpi in plan.kpis:
        if kpi.key == "sales_revenue" and kpi.target is not None:
            months = _by_month(float(kpi.target), today)
            actual = sum(month.actual or 0 for month in months)
            measured.append(kpi.model_copy(update={"months": months, "actual": actual}))
        elif kpi.key in shares and kpi.target is not None:
            reading = round(float(kpi.target) * shares[kpi.key], 1)
            measured.append(kpi.model_copy(update={"actual": reading}))
        else:
            measured.append(kpi)
    return measured


def _by_month(target: float, today: dt.date) -> list[KpiMonth]:
    """Return six months that grow towards a target; the first two fall short of it."""
    first, found = (today - PASSED).replace(day=1), []
    for share, done in ((4, 2.5), (10, 3.5), (16, None), (20, None), (24, None), (26, None)):
        actual = None if done is None else round(target * done / 100)
        found.append(
            KpiMonth(month=f"{first:%Y-%m}", target=round(target * share / 100), actual=actual)
        )
        first = (first + dt.timedelta(days=31)).replace(day=1)
    return found


def _let_in(project: Project, members: Mapping[str, Member]) -> None:
    rows = ProjectMember.objects.in_workspace(project.workspace_id).filter(project=project)
    rows.filter(member=members["xu"]).update(level=int(Level.VIEWER))
    Project.objects.in_workspace(project.workspace_id).filter(id=project.id).update(state="running")


def _live(project: Project, actors: Mapping[str, Actor]) -> None:
    """Let the people do what leaves traces: comments, ticks, progress, a risk that struck."""
    items = WorkItem.objects.in_workspace(project.workspace_id).filter(project=project)
    busy = items.filter(kind="task", percent__gt=0, percent__lt=100, critical=True)
    late = busy.order_by("-finish").first()
    if late is not None:
        _talk(late, actors)
    risk = (
        Risk.objects.in_workspace(project.workspace_id).filter(project=project).order_by("rank")[2]
    )
    entry = get("risks.risk")
    row = get_row(actor=actors["lin"], entry=entry, row_id=risk.id, write=True)
    values = {"status": "triggered", "triggered_at": clock.today()}
    change_row(actor=actors["lin"], entry=entry, row=row, values=values, version=None)
    later = items.filter(kind="task", actual_start=None).order_by("position").first()
    if later is not None:
        _change(actors["zhou"], later, {"priority": "high"})


def _talk(task: WorkItem, actors: Mapping[str, Actor]) -> None:
    """Tell of a task that takes longer than planned: who does it, what is done, what is asked."""
    item = selectors.get_work_item(actor=actors["lin"], ref=task.id)
    held = Assignment.objects.in_workspace(task.workspace_id).filter(item=task)
    people = [*held.values_list("member_id", flat=True), actors["lin"].member_id]
    assign(actor=actors["lin"], item=item, member_ids=people)
    for name in ("初稿", "内部评审", "会签", "定稿"):
        box, _activity = add_box(actor=actors["lin"], item=item, name=name)
        if name in {"初稿", "内部评审"}:
            change_box(actor=actors["chen"], box=box, values={"done": True})
    add_comment(
        actor=actors["chen"], item=item,
        body="初稿已过内部评审，会签还差法务。@林晓 请协调 @唐宁 本周三前给意见。",
    )  # fmt: skip
    add_comment(actor=actors["lin"], item=item, body="已约明天上午十点，先过争议条款。")


def _change(actor: Actor, task: WorkItem, values: dict[str, Any]) -> None:
    item = selectors.get_work_item(actor=actor, ref=task.id)
    services.change_work_item(actor=actor, item=item, values=values, version=item.version)
