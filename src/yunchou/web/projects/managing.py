"""A project's settings, its people, its trash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunchou.web.core import activity, clock
from yunchou.web.core.activity import undoer
from yunchou.web.core.errors import Conflict, DomainError
from yunchou.web.core.permissions import Level, require
from yunchou.web.core.pinyin import keys
from yunchou.web.core.writing import apply
from yunchou.web.projects import finding, selectors
from yunchou.web.projects.models import Project, ProjectMember, Role
from yunchou.web.projects.services import as_date
from yunchou.web.projects.undo import before_values
from yunchou.web.users.models import Member

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yunchou.web.core.activity import Changes
    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor

COVER = (
    "number", "plan_version", "secrecy", "department", "author", "reviewer", "cosigners",
    "approver", "company", "effective_date",
)  # fmt: skip
#: written in paragraphs: chapter one of the document
PROSE = ("background", "basis")
MOST_PROSE = 20_000
THRESHOLDS = ("warn_pct", "escalate_pct", "freeze_pct")
#: what the settings page may change; the key never changes, since people quote it
EDITABLE = frozenset({
    "name", "name_en", "state", "sponsor_role", "manager_role", "tax_basis", *COVER, *PROSE,
    *THRESHOLDS,
})  # fmt: skip
LEVELS = (Level.VIEWER, Level.MEMBER, Level.MANAGER, Level.OWNER)


@transaction.atomic
def change_project(
    *,
    actor: Actor,
    project: Project,
    values: Mapping[str, Any],
    version: int | None,
    undoes: UUID | None = None,
) -> Activity | None:
    """Change settings of a project; refuse unknown roles and thresholds out of order."""
    require(actor, "project.manage", project.level)
    wanted = {name: _clean(name, value) for name, value in values.items()}
    _check(project, wanted)
    changes = apply(project, wanted, version=version, allowed=EDITABLE)
    if not changes:
        return None
    if {"name", "name_en", "number"} & set(changes):
        project.pinyin = keys(project.name)
        same = Project.objects.of(actor).filter(id=project.id)
        same.update(pinyin=project.pinyin)
        finding.index_project(project)
    return _record(actor, project, "changed", changes, undoes)


def _clean(name: str, value: Any) -> Any:
    if name == "cosigners":
        parts = value if isinstance(value, list) else str(value or "").replace("、", ",").split(",")
        people = [" ".join(str(part).replace("\x00", "").split())[:200] for part in parts]
        return [person for person in people if person][:20]
    if name == "effective_date":
        return as_date(value)
    if name in THRESHOLDS:
        return _percentage(name, value)
    if name in PROSE:
        return _prose(name, value)
    line = " ".join(str("" if value is None else value).replace("\x00", "").split())
    column: Any = Project._meta.get_field(name) if name in EDITABLE else None  # noqa: SLF001
    if column is not None and column.max_length and len(line) > column.max_length:
        words = _("内容太长，最多 %(n)s 个字符。") % {"n": column.max_length}
        raise DomainError("value.long", words, name)
    return line


def _prose(name: str, value: Any) -> str:
    text = str("" if value is None else value).replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > MOST_PROSE:
        words = _("内容太长，最多 %(n)s 个字符。") % {"n": MOST_PROSE}
        raise DomainError("value.long", words, name)
    return text


def _percentage(name: str, value: Any) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError) as error:
        raise DomainError("value.invalid", _("请填写整数百分比。"), name) from error
    if not 0 <= number <= 1000:
        raise DomainError("value.invalid", _("百分比应在 0 到 1000 之间。"), name)
    return number


def _check(project: Project, values: dict[str, Any]) -> None:
    if "name" in values and not values["name"]:
        raise DomainError("name.empty", _("请填写名称。"), "name")
    for name, options in (("state", Project.STATES), ("tax_basis", Project.TAX)):
        if name in values and values[name] not in dict(options):
            raise DomainError("value.invalid", _("不在可选范围内。"), name)
    _check_roles(project, values)
    warn, escalate, freeze = (values.get(name, getattr(project, name)) for name in THRESHOLDS)
    if not warn <= escalate <= freeze:
        words = _("三道线要依次升高：预警 ≤ 上报 ≤ 冻结。")
        raise DomainError("thresholds.order", words, "escalate_pct")


def _check_roles(project: Project, values: dict[str, Any]) -> None:
    wanted = {values[name] for name in ("sponsor_role", "manager_role") if values.get(name)}
    if not wanted:
        return
    rows = Role.objects.in_workspace(project.workspace_id).filter(project=project, trashed_at=None)
    known = set(rows.filter(code__in=wanted).values_list("code", flat=True))
    for name in ("sponsor_role", "manager_role"):
        if values.get(name) and values[name] not in known:
            raise DomainError("role.unknown", _("项目里没有这个角色。"), name)


def _record(
    actor: Actor, project: Project, verb: str, changes: Changes, undoes: UUID | None = None
) -> Activity:
    return activity.record(
        actor=actor, stream_id=project.id, verb=f"project.{verb}", subject=project,
        label=f"{project.key} {project.name}", changes=changes, undoes=undoes,
    )  # fmt: skip


# --- people --------------------------------------------------------------------------------------


def members(*, actor: Actor, project: Project) -> list[dict[str, Any]]:
    """Return who belongs to a project, highest level first."""
    rows = ProjectMember.objects.of(actor).filter(project=project, member__active=True)
    columns = (
        "id", "member_id", "member__name", "member__position", "member__department", "level",
    )  # fmt: skip
    return [dict(row) for row in rows.order_by("-level", "member__name").values(*columns)]


def candidates(*, actor: Actor, project: Project) -> list[tuple[str, str]]:
    """Return the people of the workspace who are not in the project yet, as options."""
    there = ProjectMember.objects.of(actor).filter(project=project).values("member_id")
    rows = Member.objects.of(actor).filter(active=True).exclude(id__in=there).order_by("name")
    return [(str(pk), name) for pk, name in rows.values_list("id", "name")]


@transaction.atomic
def set_member(
    *,
    actor: Actor,
    project: Project,
    member_id: UUID,
    level: int | None,
    undoes: UUID | None = None,
) -> Activity | None:
    """Take somebody into a project at a level, change it, or (None) let them go.

    Nobody gives a level above their own, or touches somebody above them.
    """
    require(actor, "project.manage", project.level)
    member = Member.objects.of(actor).filter(id=member_id, active=True).first()
    if member is None:
        raise DomainError("member.unknown", _("所选人员不在本工作区。"), "member")
    if level is not None and level not in {int(each) for each in LEVELS}:
        raise DomainError("level.unknown", _("没有这种权限级别。"), "level")
    rows = ProjectMember.objects.of(actor).select_for_update().filter(project=project)
    row = rows.filter(member=member).first()
    before = row.level if row else None
    if max(before or 0, level or 0) > project.level:
        raise DomainError("level.above", _("不能设置高于你自己的权限级别。"), "level")
    if before == level:
        return None
    _refuse_orphan(rows.exclude(member=member), before, level)
    _write_level(actor, project, member, row, level)
    facts = {"member": str(member.id), "name": member.name}
    change = [None if before is None else {**facts, "level": before},
              None if level is None else {**facts, "level": level}]  # fmt: skip
    return _record(actor, project, "member", {"member": change}, undoes)


def _refuse_orphan(others: Any, before: int | None, level: int | None) -> None:
    """Keep one manager: a project that nobody manages is found by nobody."""
    loses = (before or 0) >= Level.MANAGER > (level or 0)
    if loses and not others.filter(level__gte=int(Level.MANAGER)).exists():
        words = _("项目至少要有一名管理者，请先把别人设为管理者。")
        raise DomainError("member.last_manager", words, "level")


def _write_level(
    actor: Actor, project: Project, member: Member, row: ProjectMember | None, level: int | None
) -> None:
    if level is None:
        ProjectMember.objects.of(actor).filter(project=project, member=member).delete()
    elif row is None:
        ProjectMember.objects.create(
            workspace_id=project.workspace_id, project=project, member=member, level=level,
            created_by_id=actor.user_id,
        )  # fmt: skip
    else:
        apply(row, {"level": level}, version=None, allowed=frozenset({"level"}))


# --- trash ---------------------------------------------------------------------------------------


def get_trashed(*, actor: Actor, project_id: UUID) -> Project:
    """Return a project in the trash that the actor may bring back."""
    rows = selectors.visible_projects(actor=actor, trashed=True)
    project = rows.filter(id=project_id).first()
    if project is None:
        raise selectors.not_found()
    require(actor, "project.manage", project.level)
    return project


@transaction.atomic
def trash_project(
    *, actor: Actor, project: Project, version: int | None = None, undoes: UUID | None = None
) -> Activity:
    """Put a whole project into the trash; it can be brought back as it was."""
    require(actor, "project.manage", project.level)
    if version is not None and version != project.version:
        raise Conflict("conflict", _("别人刚刚改过这个项目，请刷新后重试。"))
    changes = apply(project, {"trashed_at": clock.now()}, version=None, allowed=_TRASH)
    return _record(actor, project, "trashed", changes, undoes)


_TRASH = frozenset({"trashed_at"})


@transaction.atomic
def restore_project(*, actor: Actor, project: Project, undoes: UUID | None = None) -> Activity:
    """Bring a project back from the trash."""
    require(actor, "project.manage", project.level)
    changes = apply(project, {"trashed_at": None}, version=None, allowed=_TRASH)
    return _record(actor, project, "restored", changes, undoes)


# --- taking back ---------------------------------------------------------------------------------


def _project(actor: Actor, row: Activity) -> Project:
    return selectors.get_project_by_id(
        actor=actor, project_id=row.subject_id, need="project.manage"
    )


@undoer("project.changed")
def _undo_changed(actor: Actor, row: Activity) -> None:
    project = _project(actor, row)
    values = before_values(row, project)
    change_project(actor=actor, project=project, values=values, version=None, undoes=row.id)


@undoer("project.member")
def _undo_member(actor: Actor, row: Activity) -> None:
    before, after = row.changes["member"]
    member_id = UUID((before or after)["member"])
    project = _project(actor, row)
    held = ProjectMember.objects.of(actor).filter(project=project, member_id=member_id)
    if held.values_list("level", flat=True).first() != (after["level"] if after else None):
        raise DomainError("undo.overtaken", _("之后又有人改过这一项，不能直接撤销。"), "level")
    level = before["level"] if before else None
    set_member(actor=actor, project=project, member_id=member_id, level=level, undoes=row.id)


@undoer("project.trashed")
def _undo_trashed(actor: Actor, row: Activity) -> None:
    project = get_trashed(actor=actor, project_id=row.subject_id)
    restore_project(actor=actor, project=project, undoes=row.id)


@undoer("project.restored")
def _undo_restored(actor: Actor, row: Activity) -> None:
    trash_project(actor=actor, project=_project(actor, row), undoes=row.id)
