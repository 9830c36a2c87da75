"""A project's settings and its people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import allows, require
from yunchou.web.core.preconditions import version_in
from yunchou.web.projects import forms, managing, selectors
from yunchou.web.projects.models import Project
from yunchou.web.projects.registers.columns import Lookups
from yunchou.web.projects.views import say
from yunchou.web.ui import shell
from yunchou.web.users.middleware import actor_of
from yunchou.web.users.models import LEVELS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yunchou.web.core.permissions import Actor

TEMPLATE = "projects/settings.html"


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show and change a project's settings."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    if request.method == "GET":
        return _page(request, actor, project, forms.values(project))
    require(actor, "project.manage", project.level)
    given = forms.typed(request.POST)
    seen = version_in(request.POST.get("version", ""))
    try:
        managing.change_project(actor=actor, project=project, values=given, version=seen)
    except DomainError as error:
        if error.status not in {409, 422}:
            raise
        fresh = selectors.get_project(actor=actor, key=key)
        shown = {**forms.values(fresh), **given}
        return _page(request, actor, fresh, shown, error=error)
    return redirect(f"{request.path}?saved=1")


def _page(
    request: HttpRequest,
    actor: Actor,
    project: Project,
    shown: dict[str, Any],
    *,
    error: DomainError | None = None,
) -> HttpResponse:
    clash = {}
    if error is not None and error.status == 409:
        clash = {"yours": error.details.get("yours"), "theirs": error.details.get("theirs")}
    context = {
        "project_row": project, "values": shown,
        "may": allows(actor, "project.manage", project.level),
        "groups": [(_("基本"), forms.GENERAL), (_("项目概述"), forms.OVERVIEW),
                   (_("方案封面与签批"), forms.COVER), (_("预算口径与三道线"), forms.BUDGET)],
        "options": _options(actor, project), "refused": error.field if error else "",
        "error": error.message if error else "", "clash": clash,
        "saved": request.GET.get("saved") == "1", **_people(actor, project),
    }  # fmt: skip
    return shell.page(
        request, TEMPLATE, context, current="project-settings", project=project,
        crumbs=[(_("项目设置"), "")], status=error.status if error else 200,
    )  # fmt: skip


def _options(actor: Actor, project: Project) -> dict[str, list[tuple[str, str]]]:
    named = Lookups(actor, project).roles
    roles = [("", "—"), *((code, f"{name} · {code}") for code, name in named)]
    return {
        "state": [(key, str(text)) for key, text in Project.STATES],
        "tax_basis": [(key, str(text)) for key, text in Project.TAX],
        "sponsor_role": roles, "manager_role": roles,
    }  # fmt: skip


def _people(actor: Actor, project: Project) -> dict[str, Any]:
    may = allows(actor, "project.manage", project.level)
    return {
        "members": managing.members(actor=actor, project=project),
        "candidates": managing.candidates(actor=actor, project=project) if may else [],
        "levels": [(key, str(text)) for key, text in LEVELS if key <= project.level],
        "all_levels": {key: str(text) for key, text in LEVELS}, "member_error": "",
    }  # fmt: skip


@require_POST
def member(request: HttpRequest, key: str) -> HttpResponse:
    """Take somebody into the project, change a level, or let somebody go."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.manage")
    headers: dict[str, str] = {}
    refused = ""
    try:
        level = request.POST.get("level", "")
        change = managing.set_member(
            actor=actor, project=project, member_id=_member_id(request.POST.get("member", "")),
            level=int(level) if level.isdecimal() else None,
        )  # fmt: skip
        if change:
            headers = say(_("成员已更新"), f"/api/v1/projects/{project.key}/undo/{change.id}")
    except DomainError as error:
        if error.status != 422:
            raise
        refused = error.message
    may = allows(actor, "project.manage", project.level)
    context = {**_people(actor, project), "may": may, "member_error": refused}
    response = shell.fragment(request, TEMPLATE, "people", context, project=project)
    response.status_code = 422 if refused else 200
    for name, text in headers.items():
        response.headers[name] = text
    return response


def _member_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise DomainError("member.unknown", _("请先选一个人。"), "member") from error


@require_POST
def trash(request: HttpRequest, key: str) -> HttpResponse:
    """Put the project into the trash."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.manage")
    managing.trash_project(actor=actor, project=project)
    return redirect("trash")
