"""Projects from templates, from other projects and from files; files from projects."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from yunchou.messages import InputError
from yunchou.plan import archetypes, formats
from yunchou.plan.model import Person, Plan
from yunchou.plan.scheduling import has_dates, schedule
from yunchou.plan.validate import problems
from yunchou.web.core import clock
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import require
from yunchou.web.exchange.models import Import
from yunchou.web.exchange.plans import create_project, read_plan
from yunchou.web.projects import selectors
from yunchou.web.ui.jinja import english
from yunchou.web.users.models import Member

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

EXPORTS = {
    "yaml": ("yaml", "application/yaml"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "mspdi": ("xml", "application/xml"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the wizard was told.

    Parameters
    ----------
    template
        Id of a template, or "" when `source` is copied.
    source
        The project to be copied.
    roles
        Role id -> members who take it.
    budget_pct
        Every amount of the budget in percent of the template's.
    """

    name: str
    key: str = ""
    template: str = ""
    source: Project | None = None
    start: dt.date | None = None
    anchor: dt.date | None = None
    budget_pct: str = "100"
    roles: Mapping[str, Sequence[UUID]] | None = None


def told(error: InputError) -> DomainError:
    """Return bad input as a refusal in the reader's language."""
    return DomainError(error.code, error.in_("en" if english() else "zh"), error.place)


def template_plan(*, actor: Actor, wish: Wish) -> Plan:
    """Return the plan that the wizard begins with: a template, or a copied project's."""
    try:
        if wish.source is not None:
            return read_plan(actor=actor, project=wish.source)
        return archetypes.load(wish.template)
    except InputError as error:
        raise told(error) from error


def preview(*, actor: Actor, wish: Wish) -> Any:
    """Return where the plan would lie: dates, shortage before the anchor, and what would help."""
    plan = template_plan(actor=actor, wish=wish)
    _require_date(wish)
    try:
        return archetypes.fit(
            plan, start=wish.start, anchor=wish.anchor, today=clock.today(actor.timezone)
        )
    except InputError as error:
        raise told(error) from error


def _require_date(wish: Wish) -> None:
    if wish.start is None and wish.anchor is None:
        raise DomainError("schedule.no_start", _("请填写开始日期或锚定日期。"), "start")


def start_project(*, actor: Actor, wish: Wish) -> Project:
    """Make a project from a template or a copy; refuse without a name or a date."""
    require(actor, "project.create")
    if not wish.name.strip():
        raise DomainError("name.empty", _("请填写项目名称。"), "name")
    _require_date(wish)
    source = template_plan(actor=actor, wish=wish)
    people, members = _cast(actor, wish.roles or {})
    try:
        plan = archetypes.instantiate(
            source, name=wish.name.strip(), start=wish.start, anchor=wish.anchor, people=people,
            budget_scale=_scale(wish.budget_pct), today=clock.today(actor.timezone),
        )  # fmt: skip
    except InputError as error:
        raise told(error) from error
    return create_project(actor=actor, plan=plan, key=wish.key.strip().upper(), people=members)


def _scale(percent: str) -> Decimal:
    try:
        value = Decimal(percent.strip().rstrip("%％") or "100")
    except InvalidOperation as error:
        raise DomainError("budget.scale", _("预算比例应为数字。"), "budget_pct") from error
    if not 0 <= value <= 10_000:
        raise DomainError("budget.scale", _("预算比例应在 0 到 10,000 之间。"), "budget_pct")
    return value / 100


def _cast(
    actor: Actor, roles: Mapping[str, Sequence[UUID]]
) -> tuple[list[Person], dict[str, UUID | None]]:
    """Return the people who take roles, and which member each of them is."""
    wanted = {member for chosen in roles.values() for member in chosen}
    found = Member.objects.of(actor).filter(id__in=wanted, active=True).order_by("name")
    if found.count() != len(wanted):
        raise DomainError("reference.unknown", _("所选人员不在本工作区。"), "roles")
    people, members = [], {}
    for number, member in enumerate(found, 1):
        taken = [role for role, chosen in roles.items() if member.id in chosen]
        people.append(
            Person(
                id=f"P{number}", name=member.name, department=member.department,
                position=member.position, roles=taken, email=member.email,
            )
        )  # fmt: skip
        members[f"P{number}"] = member.id
    return people, dict(members)


# --- files -------------------------------------------------------------------------------------


def read_file(*, actor: Actor, name: str, data: bytes) -> Import:
    """Read a file and keep what was read with its report; nothing of it is a project yet."""
    require(actor, "project.create")
    try:
        form = formats.detect(data, name)
        plan, report = form.read(data, name)
    except InputError as error:
        raise told(error) from error
    return Import.objects.create(
        workspace_id=actor.workspace_id, created_by_id=actor.user_id, name=name[-300:],
        format=form.name, bytes=len(data), sha256=hashlib.sha256(data).hexdigest(),
        plan=plan.model_dump(mode="json", exclude_unset=True), report=report.to_dict(),
    )  # fmt: skip


def get_import(*, actor: Actor, import_id: UUID) -> Import:
    """Return a file that this person brought in (managers see everybody's)."""
    require(actor, "project.create")
    found = Import.objects.of(actor).filter(id=import_id).first()
    if found is None:
        raise selectors.not_found()
    return found


def findings(*, brought: Import) -> list[str]:
    """Return what is wrong in the plan that was read: unknown references, circles."""
    lang = "en" if english() else "zh"
    plan = Plan.model_validate(brought.plan)
    return [f"{p.place}：{p.text.in_(lang)}" for p in problems(plan)[:50]]


@transaction.atomic
def finish_import(
    *,
    actor: Actor,
    brought: Import,
    name: str = "",
    key: str = "",
    start: dt.date | None = None,
    people: Mapping[str, UUID | None] | None = None,
) -> Project:
    """Make a file that was read a project, once."""
    require(actor, "project.create")
    if brought.state != "read":
        raise DomainError("import.done", _("这个文件已经导入过了。"))
    plan = Plan.model_validate(brought.plan)
    if found := findings(brought=brought):
        raise DomainError(
            "import.broken", _("文件里的引用有误，不能导入：%(first)s") % {"first": found[0]}
        )
    changes: dict[str, Any] = {"name": name.strip() or plan.project.name}
    if not has_dates(plan) or start is not None:
        changes["start"] = start or clock.today(actor.timezone)
    plan = plan.model_copy(update={"project": plan.project.model_copy(update=changes)})
    try:
        schedule(plan)
    except InputError as error:
        raise told(error) from error
    project = create_project(actor=actor, plan=plan, key=key.strip().upper(), people=people)
    done = Import.objects.of(actor).filter(id=brought.id, state="read")
    if not done.update(state="done", project=project):
        raise DomainError("import.done", _("这个文件已经导入过了。"))
    return project


def export(*, actor: Actor, project: Project, kind: str) -> tuple[bytes, dict[str, Any]]:
    """Return a project as a file, with the report of what the format could hold."""
    if kind not in EXPORTS:
        raise selectors.not_found()
    plan = read_plan(actor=actor, project=project)
    try:
        data, report = formats.write(plan, kind, "en" if english() else "zh")
    except InputError as error:
        raise told(error) from error
    return data, report.to_dict()
