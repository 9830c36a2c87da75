"""Emptying the demo: asked once more, then everything of it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yunchou.web.core.permissions import require
from yunchou.web.exchange.demo import remove_demo
from yunchou.web.projects import selectors
from yunchou.web.ui import shell
from yunchou.web.users.middleware import SESSION_COOKIE, actor_of
from yunchou.web.users.selectors import workspace as workspace_of
from yunchou.web.users.services import own_hand
from yunchou.web.users.workspaces import setup_link

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest) -> HttpResponse:
    """Say what will go, and on a press take it away; with nobody left, lead to the first day."""
    actor = actor_of(request)
    require(actor, "workspace.manage")
    own_hand(actor)
    if not workspace_of(actor=actor).is_demo:
        raise selectors.not_found()
    if request.method == "POST":
        remove_demo()
        response = redirect(setup_link() or "sign-in")
        response.delete_cookie(SESSION_COOKIE)
        return response
    context = {"projects": selectors.visible_projects(actor=actor).count()}
    return shell.page(
        request, "exchange/demo_remove.html", context, current="settings",
        crumbs=[(_("设置"), reverse("settings")), (_("清空演示"), "")],
    )  # fmt: skip
