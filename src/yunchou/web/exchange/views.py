"""The new-project wizard, files in, files out, and the tools page (step 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchou.plan import archetypes
from yunchou.plan.model import Plan
from yunchou.web.core import clock
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import require
from yunchou.web.exchange import forms, services
from yunchou.web.exchange.models import Import
from yunchou.web.projects import selectors
from yunchou.web.ui import shell
from yunchou.web.ui.jinja import english
from yunchou.web.users.middleware import actor_of
from yunchou.web.users.models import Member

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project


def _lang() -> str:
    return "en" if english() else "zh"


@require_http_methods(["GET", "POST"])
def new_project(request: HttpRequest) -> HttpResponse:
    """Lead through the three steps: what from, when, who."""
    actor = actor_of(request)
    require(actor, "project.create")
    data = request.POST if request.method == "POST" else request.GET
    source = _source(actor, data.get("copy", ""))
    if not data.get("template") and source is None:
        return _choose(request, actor)
    error: DomainError | None = None
    step = data.get("step", "dates")
    try:
        wish = forms.wish(data, source)
        if request.method == "POST" and step == "create":
            project = services.start_project(actor=actor, wish=wish)
            return redirect("schedule", key=project.key)
        if request.method == "POST":
            services.preview(actor=actor, wish=wish)
    except DomainError as refusal:
        error, step = refusal, "dates" if step in {"dates", "people"} else step
    return _ask(request, actor, data, source, step, error)


def _source(actor: Actor, key: str) -> Project | None:
    return selectors.get_project(actor=actor, key=key) if key else None


def _choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    projects = selectors.visible_projects(actor=actor).order_by("-created_at")
    context = {
        "templates": archetypes.list_templates(),
        "projects": projects.exists(),
        "choices": list(projects.values_list("key", "name")[:200]),
        "max_mb": settings.IMPORT_MAX_BYTES // 2**20,
        "text": lambda both: both.in_(_lang()) if both else "",
    }
    return shell.page(
        request, "exchange/choose.html", context, current="projects",
        crumbs=[(_("项目"), shell.link("projects")), (_("新建项目"), "")],
    )  # fmt: skip


def _ask(
    request: HttpRequest,
    actor: Actor,
    data: Any,
    source: Project | None,
    step: str,
    error: DomainError | None,
) -> HttpResponse:
    base = services.Wish(name="", template=data.get("template", ""), source=source)
    plan = services.template_plan(actor=actor, wish=base)
    fit = None
    if request.method == "POST" and error is None:
        fit = services.preview(actor=actor, wish=forms.wish(data, source))
    anchor = plan.project.schedule_anchor
    backward = bool(anchor and anchor.mode == "backward_from_fixed_date" and anchor.task)
    names = {node.id: node.task.name for node in plan.walk() if node.task}
    people = Member.objects.of(actor).filter(active=True).order_by("name")
    context = {
        "step": "people" if fit else "dates", "error": error, "data": data, "plan": plan,
        "source": source, "fit": fit, "lang2": _lang(),
        "backward": backward, "mode": data.get("mode", "anchor" if backward else "start"),
        "anchor_name": names.get(anchor.task or "", "") if anchor else "",
        "today": clock.today(actor.timezone), "asked": step,
        "people": list(people.values("id", "name", "department", "position")),
        "held": _held(actor, source),
    }  # fmt: skip
    status = error.status if error else 200
    return shell.page(
        request, "exchange/wizard.html", context, current="projects", status=status,
        crumbs=[(_("项目"), shell.link("projects")), (_("新建项目"), "")],
    )  # fmt: skip


def _held(actor: Actor, source: Project | None) -> dict[str, list[str]]:
    """Return who held which role in the project that is copied."""
    if source is None:
        return {}
    from yunchou.web.projects.models import RoleHolder

    held: dict[str, list[str]] = {}
    rows = RoleHolder.objects.of(actor).filter(project=source)
    for code, member in rows.values_list("role__code", "member_id"):
        held.setdefault(code, []).append(str(member))
    return held


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Read a dropped file and show what was found, before anything is written."""
    actor = actor_of(request)
    require(actor, "project.create")
    file = request.FILES.get("file")
    try:
        if file is None:
            raise DomainError("import.none", _("请选择一个文件。"), "file")
        if (file.size or 0) > settings.IMPORT_MAX_BYTES:
            size = settings.IMPORT_MAX_BYTES // 2**20
            raise DomainError("format.too_big", _("文件超过 %(n)s MB。") % {"n": size}, "file")
        brought = services.read_file(actor=actor, name=file.name or "", data=file.read())
    except DomainError as error:
        context = {"error": error}
        return shell.page(
            request, "exchange/unreadable.html", context, current="projects", status=error.status,
            crumbs=[(_("项目"), shell.link("projects")), (_("导入文件"), "")],
        )  # fmt: skip
    return redirect("import-review", import_id=brought.id)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show the report of a file that was read; make it a project on confirmation."""
    actor = actor_of(request)
    brought = services.get_import(actor=actor, import_id=import_id)
    error: DomainError | None = None
    if request.method == "POST":
        try:
            project = services.finish_import(
                actor=actor, brought=brought, name=request.POST.get("name", ""),
                key=request.POST.get("key", ""), start=forms.day(request.POST, "start"),
                people=forms.people(request.POST),
            )  # fmt: skip
            return redirect("schedule", key=project.key)
        except DomainError as refusal:
            error = refusal
    plan = Plan.model_validate(brought.plan)
    people = Member.objects.of(actor).filter(active=True).order_by("name")
    context = {
        "brought": brought, "report": brought.report, "plan": plan, "error": error,
        "data": request.POST, "problems": services.findings(brought=brought), "lang2": _lang(),
        "members": [(str(m["id"]), m["name"]) for m in people.values("id", "name")],
        "matches": _matches(actor, plan), "tasks": sum(1 for _task in plan.tasks()),
        "start": plan.project.start,
    }  # fmt: skip
    status = error.status if error else 200
    return shell.page(
        request, "exchange/review.html", context, current="projects", status=status,
        crumbs=[(_("项目"), shell.link("projects")), (_("导入文件"), "")],
    )  # fmt: skip


def _matches(actor: Actor, plan: Plan) -> dict[str, str]:
    """Return who the people of a file probably are: by e-mail, then by name."""
    rows = Member.objects.of(actor).filter(active=True).values_list("id", "name", "email")
    by_mail = {mail.lower(): str(pk) for pk, _name, mail in rows if mail}
    by_name = {name: str(pk) for pk, name, _mail in rows}
    return {
        person.id: by_mail.get(person.email.lower(), "") or by_name.get(person.name, "new")
        for person in plan.people
    }


@require_safe
def tools(request: HttpRequest, key: str) -> HttpResponse:
    """Show the ways out of and into the project, with the files brought in lately."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    brought = Import.objects.of(actor).filter(project=project).order_by("-created_at")[:10]
    context = {
        "exports": [
            ("yaml", "YAML", _("方案文件：完整、可读、可再导入")),
            ("xlsx", "Excel", _("每张表一页，改完可再导入")),
            ("mspdi", "MS Project XML", _("任务、依赖、日历、资源，用 Project 打开")),
        ],
        "brought": list(brought),
    }
    return shell.page(
        request, "exchange/tools.html", context, current="tools", project=project,
        crumbs=[(_("工具与数据"), "")],
    )  # fmt: skip


@require_safe
def export(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Hand the project over as a file."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    data, _report = services.export(actor=actor, project=project, kind=kind)
    suffix, mime = services.EXPORTS[kind]
    disposition = content_disposition_header(
        as_attachment=True, filename=f"{project.name}.{suffix}"
    )
    return HttpResponse(
        data, content_type=mime, headers={"Content-Disposition": disposition or "attachment"}
    )
