"""What has changed, in words: who, when, which field from what to what, and how to take it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.web.core import activity, clock
from yunchou.web.core.models import Activity
from yunchou.web.core.permissions import Level
from yunchou.web.projects import registers, selectors
from yunchou.web.projects.models import Project, Role, Status, WorkItem
from yunchou.web.projects.plan import CLOCK_DAY, DAY
from yunchou.web.projects.registers import columns
from yunchou.web.users.models import LEVELS, Member

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.registers import Register

PAGE = 50
_ROW = (
    "id", "seq", "at", "actor_name", "user_id", "verb", "changes", "subject_label", "subject_type",
    "subject_id", "stream_id", "undoes",
)  # fmt: skip
#: verb -> what was done, in words that stand before its object
VERBS: dict[str, Any] = {
    "work_item.created": lazy("新建了"),
    "work_item.changed": lazy("修改了"),
    "work_item.status": lazy("改了状态"),
    "work_item.progress": lazy("汇报了进展"),
    "work_item.moved": lazy("移动了"),
    "work_item.trashed": lazy("移入回收站"),
    "work_item.restored": lazy("恢复了"),
    "work_item.assigned": lazy("调整了负责人"),
    "work_item.commented": lazy("评论了"),
    "work_item.comment_edited": lazy("修改了评论"),
    "work_item.comment_trashed": lazy("删除了评论"),
    "work_item.comment_restored": lazy("恢复了评论"),
    "work_item.checklist_added": lazy("添加了检查项"),
    "work_item.checklist_ticked": lazy("勾选了检查项"),
    "work_item.checklist_unticked": lazy("取消勾选检查项"),
    "work_item.checklist_changed": lazy("修改了检查项"),
    "work_item.checklist_moved": lazy("调整了检查项顺序"),
    "work_item.checklist_removed": lazy("删除了检查项"),
    "work_item.attached": lazy("添加了附件"),
    "work_item.detached": lazy("移除了附件"),
    "work_item.linked": lazy("添加了前置关系"),
    "work_item.unlinked": lazy("删除了前置关系"),
    "work_item.relinked": lazy("修改了前置关系"),
    "work_items.pasted": lazy("批量录入了任务"),
    "baseline.taken": lazy("保存了基准"),
    "baseline.dropped": lazy("删除了基准"),
    "schedule.framed": lazy("调整了起止安排"),
    "column.added": lazy("新增了看板列"),
    "column.changed": lazy("修改了看板列"),
    "column.moved": lazy("移动了看板列"),
    "column.removed": lazy("删除了看板列"),
    "column.restored": lazy("恢复了看板列"),
    "resources.role.staffed": lazy("调整了角色人选"),
    "resources.budget_line.split": lazy("调整了分阶段预算"),
    "monitoring.kpi.months": lazy("填写了分月指标"),
    "goals.strategy.changed": lazy("修改了策略"),
    "project.created": lazy("创建了项目"),
    "project.changed": lazy("修改了项目设置"),
    "project.calendar": lazy("更换了项目日历"),
    "project.member": lazy("调整了项目成员"),
    "project.trashed": lazy("把项目移入回收站"),
    "project.restored": lazy("恢复了项目"),
}
_TABLE = {"added": lazy("新增了"), "changed": lazy("修改了"), "trashed": lazy("删除了"),
          "restored": lazy("恢复了")}  # fmt: skip
#: column of a work item or project -> its name for people
FIELDS: dict[str, Any] = {
    "name": lazy("名称"), "name_en": lazy("英文名称"), "kind": lazy("类型"), "role": lazy("角色"),
    "accountable": lazy("最终负责"), "consulted": lazy("咨询"), "informed": lazy("知会"),
    "priority": lazy("优先级"),
    "labels": lazy("标签"), "scope": lazy("范围项"), "deliverable": lazy("交付物"),
    "acceptance": lazy("验收标准"), "notes": lazy("说明"), "cost_fen": lazy("成本"),
    "duration": lazy("工期"), "duration_unit": lazy("工期单位"), "calendar": lazy("日历"),
    "estimate": lazy("三点估算"), "constraint": lazy("约束"), "constraint_date": lazy("约束日期"),
    "deadline": lazy("截止日期"), "manual": lazy("手动排期"), "manual_start": lazy("手动开始"),
    "manual_finish": lazy("手动完成"), "percent": lazy("进度"), "actual_start": lazy("实际开始"),
    "actual_finish": lazy("实际完成"), "remaining": lazy("剩余工期"),
    "blocked_reason": lazy("受阻原因"), "status_id": lazy("状态"), "parent_id": lazy("上级"),
    "assignees": lazy("负责人"), "state": lazy("状态"), "sponsor_role": lazy("发起人角色"),
    "manager_role": lazy("项目经理角色"), "number": lazy("编号"), "plan_version": lazy("方案版本"),
    "secrecy": lazy("密级"), "department": lazy("部门"), "author": lazy("编制人"),
    "reviewer": lazy("审核人"), "cosigners": lazy("会签人"), "approver": lazy("批准人"),
    "background": lazy("项目背景"), "basis": lazy("编制依据"),
    "company": lazy("公司"), "effective_date": lazy("生效日期"), "tax_basis": lazy("含税口径"),
    "warn_pct": lazy("预警线"), "escalate_pct": lazy("上报线"), "freeze_pct": lazy("冻结线"),
    "planned_start": lazy("计划开始"), "anchor_date": lazy("锚点日期"),
    "anchor_item_id": lazy("锚点任务"), "anchor_backward": lazy("倒排"),
    "status_date": lazy("状态日期"), "link": lazy("前置关系"),
}  # fmt: skip
_QUIET = frozenset({
    "completed_at", "trashed_at", "branch", "rank", "board_rank", "comment", "checklist",
    "attachment", "member",
})  # fmt: skip
_CHOICES = {
    "kind": WorkItem.KINDS, "priority": WorkItem.PRIORITIES, "constraint": WorkItem.CONSTRAINTS,
    "state": Project.STATES, "tax_basis": Project.TAX,
}  # fmt: skip


_ROLES = frozenset({"role", "accountable", "consulted", "informed"})


def describe(verb: str, words: Any) -> None:
    """Name a further verb (called by the step that records it)."""
    VERBS[verb] = words


@dataclass(frozen=True, slots=True)
class Detail:
    """A field before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as people read it."""

    id: str
    who: str
    at: dt.datetime
    when: str
    words: str
    subject: str
    url: str
    project: str
    details: list[Detail] = field(default_factory=list)
    quote: str = ""
    undo: str = ""


# --- reading -------------------------------------------------------------------------------------


def feed(
    *,
    actor: Actor,
    project: Project | None = None,
    kind: str = "",
    who: UUID | None = None,
    subject: UUID | None = None,
    before: str = "",
    limit: int = PAGE,
) -> tuple[list[Entry], str]:
    """Return changes newest first, of one project or of all that the actor sees, and what follows.

    Parameters
    ----------
    kind
        ``tasks``, ``talk``, ``plan`` or "" for everything.
    subject
        Only changes of one row.
    before
        Where the page before this one ended.
    """
    known = _projects(actor, project)
    rows = Activity.objects.of(actor).filter(stream_id__in=list(known))
    rows = _only(rows, kind)
    if who is not None:
        member = Member.objects.of(actor).filter(id=who).values("user_id")
        rows = rows.filter(user_id__in=member)
    if subject is not None:
        rows = rows.filter(subject_id=subject)
    if place := _instant(before):
        rows = rows.filter(at__lt=place)
    found = [dict(row) for row in rows.order_by("-at", "-seq").values(*_ROW)[: limit + 1]]
    after = found[limit - 1]["at"].isoformat() if len(found) > limit else ""
    return entries(actor, found[:limit], known, project=project), after


def _projects(actor: Actor, project: Project | None) -> dict[UUID, Project]:
    if project is not None:
        return {project.id: project}
    rows = selectors.visible_projects(actor=actor)
    return {row.id: row for row in rows.only("id", "key", "name", "workspace_id")[:200]}


def _only(rows: Any, kind: str) -> Any:
    talk = Q(verb__startswith="work_item.comment") | Q(verb__startswith="work_item.checklist")
    talk |= Q(verb__in=("work_item.attached", "work_item.detached"))
    tasks = Q(verb__startswith="work_item")
    if kind == "talk":
        return rows.filter(talk)
    if kind == "tasks":
        return rows.filter(tasks).exclude(talk)
    return rows.exclude(tasks) if kind == "plan" else rows


def _instant(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


# --- words ---------------------------------------------------------------------------------------


def entries(
    actor: Actor,
    rows: Sequence[Mapping[str, Any]],
    known: Mapping[UUID, Any],
    *,
    project: Any = None,
    names: Mapping[str, str] | None = None,
    undoable: bool = True,
) -> list[Entry]:
    """Return activity rows in words; fields are told where one project is looked at."""
    found = Names(actor, rows, project, names) if project is not None else None
    undone = {str(row["undoes"]) for row in rows if row["undoes"]}
    return [
        _entry(actor, row, known, found, undoable=undoable and str(row["id"]) not in undone)
        for row in rows
    ]


def _entry(
    actor: Actor,
    row: Mapping[str, Any],
    known: Mapping[UUID, Any],
    names: Names | None,
    *,
    undoable: bool,
) -> Entry:
    owner = known.get(UUID(str(row["stream_id"])))
    at = row["at"] if isinstance(row["at"], dt.datetime) else dt.datetime.fromisoformat(row["at"])
    local = at.astimezone(ZoneInfo(actor.timezone))
    words = _words(row["verb"])
    able = undoable and owner is not None and _may_undo(actor, row["verb"], owner)
    return Entry(
        id=str(row["id"]), who=row["actor_name"], at=local, when=when(local),
        words=_("撤销：%(what)s") % {"what": words} if row["undoes"] else words,
        subject=_subject(row), url=_url(row, owner), project=owner.name if owner else "",
        details=_details(actor, row, names) if names else [], quote=_quote(row["changes"]),
        undo=f"/api/v1/projects/{owner.key}/undo/{row['id']}" if owner is not None and able else "",
    )  # fmt: skip


def _may_undo(actor: Actor, verb: str, owner: Any) -> bool:
    if actor.read_only or not activity.can_undo(verb) or verb.startswith("project.trash"):
        return False
    needed = Level.MEMBER if verb.startswith("work_item") else Level.MANAGER
    return bool(owner.level >= needed)


def _words(verb: str) -> str:
    if verb in VERBS:
        return str(VERBS[verb])
    table, _dot, done = verb.rpartition(".")
    entry = next((each for each in registers.all_registers() if each.key == table), None)
    if entry is None:
        return _("更新了")
    words = str(_TABLE.get(done, _("更新了")))
    return _("%(done)s“%(table)s”") % {"done": words, "table": entry.title}


def _subject(row: Mapping[str, Any]) -> str:
    return str(row["subject_label"])


def _url(row: Mapping[str, Any], owner: Any) -> str:
    if owner is None:
        return ""
    if row["subject_type"] == "projects.workitem":
        ref = str(row["subject_label"]).partition(" ")[0]
        number = ref.rpartition("-")[2]
        return f"/p/{owner.key}/t/{number}" if number.isdecimal() else ""
    return f"/p/{owner.key}/"


def when(local: dt.datetime) -> str:
    """Return 10:24 for today, 昨天 10:24, 11-20 10:24 within the year, else with the year."""
    now = clock.now().astimezone(local.tzinfo)
    days = (now.date() - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    if days == 1:
        return _("昨天 %(time)s") % {"time": f"{local:%H:%M}"}
    return f"{local:%m-%d %H:%M}" if local.year == now.year else f"{local:%Y-%m-%d %H:%M}"


def _quote(changes: Mapping[str, Any]) -> str:
    """Return what was said, ticked or attached."""
    for name, key in (("comment", "body"), ("checklist", "name"), ("attachment", "name")):
        if name in changes:
            before, after = changes[name]
            return " ".join(str((after or before or {}).get(key, "")).split())[:200]
    if "member" in changes:
        before, after = changes["member"]
        levels = {key: str(text) for key, text in LEVELS}
        gone = _("离开项目")
        return f"{(after or before)['name']} · {levels.get(after['level'], '') if after else gone}"
    return ""


class Names:
    """Names of what changes refer to by id: read once for a page of changes, when needed."""

    def __init__(
        self,
        actor: Actor,
        rows: Iterable[Mapping[str, Any]],
        project: Any,
        known: Mapping[str, str] | None = None,
    ) -> None:
        self.actor, self.project = actor, project
        self.lookups = columns.Lookups(actor, project)
        wanted: dict[str, set[str]] = {"status_id": set(), "assignees": set(), "item": set()}
        for row in rows:
            self._collect(row["changes"], wanted)
        self.known = dict(known or {})
        tables: dict[str, Any] = {"status_id": Status, "assignees": Member, "item": WorkItem}
        for name, model in tables.items():
            if missing := wanted[name] - set(self.known):
                found = model.objects.of(actor).filter(id__in=missing)
                self.known |= {str(pk): text for pk, text in found.values_list("id", "name")}
        self.roles: dict[str, str] | None = None

    @staticmethod
    def _collect(changes: Mapping[str, Any], wanted: dict[str, set[str]]) -> None:
        for name, pair in changes.items():
            if name == "assignees":
                wanted[name] |= {each for side in pair for each in side or []}
            elif name == "status_id":
                wanted[name] |= {each for each in pair if each}
            elif name in {"parent_id", "anchor_item_id"}:
                wanted["item"] |= {each for each in pair if each}
            elif name == "link":
                wanted["item"] |= {each["pred"] for each in pair if each}

    def role(self, code: str) -> str:
        """Return the name of a role."""
        if self.roles is None:
            rows = Role.objects.of(self.actor).filter(project_id=self.project.id)
            self.roles = dict(rows.values_list("code", "name"))
        return self.roles.get(code, code)


def _details(actor: Actor, row: Mapping[str, Any], names: Names) -> list[Detail]:
    table = str(row["verb"]).rpartition(".")[0]
    entry = next((each for each in registers.all_registers() if each.key == table), None)
    if entry is not None:
        return _table_details(actor, entry, row["changes"], names)
    changes = row["changes"]
    units = changes.get("duration_unit") or ["d", "d"]
    told = [name for name in changes if name in FIELDS and name not in _QUIET]
    return [
        Detail(
            str(FIELDS[name]),
            *(
                _value(name, value, names, str(unit or "d"))
                for value, unit in zip(changes[name], units, strict=True)
            ),
        )
        for name in told
        if name != "duration_unit"
    ]


def _value(name: str, value: Any, names: Names, unit: str) -> str:
    """Return a stored value in words; "" for nothing."""
    if value is None or value == "" or value == []:
        return ""
    if name in _CHOICES:
        return str(dict(_CHOICES[name]).get(value, value))
    if name in {"duration", "remaining"}:
        days = value / (CLOCK_DAY if unit in {"ed", "eh"} else DAY)
        return _("%(n)s 天") % {"n": f"{days:g}"}
    if name.endswith("_role") or name in _ROLES:
        codes = value if isinstance(value, list) else [value]
        return _("、").join(names.role(str(code)) for code in codes)
    if name == "percent" or name.endswith("_pct"):
        return f"{value}%"
    if name.endswith("_fen"):
        return f"¥{Decimal(value) / 100:,.2f}"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, dict):
        task = names.known.get(str(value.get("pred")), "")
        return f"{task} {value.get('type', '')}".strip()
    if isinstance(value, list):
        return _("、").join(names.known.get(str(each), str(each)) for each in value)
    return names.known.get(str(value), str(value))[:300]


def _table_details(
    actor: Actor, entry: Register, changes: Mapping[str, Any], names: Names
) -> list[Detail]:
    """Return the fields of a plan table that this reader may see."""
    visible = registers.visible_fields(entry, actor, names.project)
    found = []
    for name in visible:
        column: Any = entry.model._meta.get_field(name)  # noqa: SLF001 (public name)
        if column.attname not in changes:
            continue
        stated = entry.columns.get(name)
        label = str(stated.label) if stated else name
        money = columns.kind_of(entry, name) == "money"
        shown = [
            columns.shown(
                entry, name, value / 100 if money and value is not None else value, names.lookups
            )
            for value in changes[column.attname]
        ]
        found.append(Detail(label, *shown))
    return found
