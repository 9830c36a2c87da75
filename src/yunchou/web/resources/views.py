"""Step 3: roles and people, RACI, budget."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yunchou.web.core.errors import DomainError
from yunchou.web.projects import pages
from yunchou.web.projects.registers import get_row_of
from yunchou.web.projects.registers.columns import Lookups
from yunchou.web.projects.registers.tables import undo_address
from yunchou.web.projects.selectors import get_project
from yunchou.web.resources import selectors, services
from yunchou.web.resources.registers import ROLES
from yunchou.web.ui import shell
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show roles, RACI and budget."""
    return pages.show(
        request, key, template="resources/page.html", current="resources",
        title=_("资源与预算"), make=selectors.page,
    )  # fmt: skip


@require_safe
def panel(request: HttpRequest, key: str) -> HttpResponse:
    """Show the budget's execution: a slot of the overview."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key)
    context = {
        "rows": selectors.by_category(actor=actor, project=project),
        "total": selectors.summary(actor=actor, project=project),
    }
    return shell.fragment(request, "resources/panel.html", "panel", context, project=project)


@require_http_methods(["GET", "POST"])
def role_holders(request: HttpRequest, key: str, row_id: UUID) -> HttpResponse:
    """Show the form of who holds a role, or save it."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key, need="project.plan")
    role = get_row_of(actor=actor, project=project, entry=ROLES, row_id=row_id, write=True)
    part = bool(request.headers.get("HX-Request"))
    lookups = Lookups(actor, project)
    name = lookups.role_name(role.code)
    if request.method == "POST":
        change = services.staff_role(
            actor=actor, role=role, member_ids=_ids(request.POST.getlist("members"))
        )
        if not part:
            return redirect("resources", key=project.key)
        words = _("已更新 %(role)s 的人员。") % {"role": name}
        told = pages.told(undo_address(project), words, change, close=True)
        return HttpResponse(status=204, headers=told)
    staffed = selectors.holders(actor=actor, project=project).get(role.id, [])
    context = {
        "role": role, "name": name, "members": lookups.members, "dialog": part,
        "chosen": {str(pk) for pk, _name in staffed},
    }  # fmt: skip
    if part:
        return shell.fragment(request, "resources/holders.html", "form", context, project=project)
    crumbs = [(_("资源与预算"), shell.link("resources", project)), (name, "")]
    return shell.page(
        request, "resources/holders.html", context, current="resources", project=project,
        crumbs=crumbs,
    )  # fmt: skip


def _ids(values: list[str]) -> list[UUID]:
    try:
        return [UUID(value) for value in values]
    except ValueError as error:
        words = _("所选的人不存在，请重新选择。")
        raise DomainError("reference.unknown", words, "members") from error
