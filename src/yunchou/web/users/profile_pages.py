"""My own things: name, language, look, password, where I am signed in, tokens, workspaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yunchou.web.core import clock
from yunchou.web.core.errors import DomainError
from yunchou.web.ui import shell
from yunchou.web.users import access, forms, selectors, services
from yunchou.web.users.middleware import actor_of
from yunchou.web.users.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yunchou.web.core.permissions import Actor


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show my profile, or change my name."""
    actor = actor_of(request)
    if request.method == "POST":
        try:
            services.rename_self(actor=actor, name=request.POST.get("name", ""))
        except DomainError as error:
            return _page(request, actor, error)
        return redirect("profile")
    return _page(request, actor)


def _page(
    request: HttpRequest, actor: Actor, error: DomainError | None = None, **further: Any
) -> HttpResponse:
    user = User.objects.get(id=actor.user_id)
    context = {
        "error": error, "data": request.POST, "user": user, "secret": "", "saved": "",
        "fault": lambda field: error.message if error and error.field == field else None,
        "has_password": user.has_usable_password(), "languages": settings.LANGUAGES,
        "sessions": [_session(actor, row) for row in selectors.sessions(actor=actor)],
        "tokens": list(selectors.tokens(actor=actor)), "days": access.DAYS,
        "now": clock.now(), "mine": selectors.memberships(actor.user_id), **further,
    }  # fmt: skip
    response = shell.page(
        request, "users/profile.html", context, current="profile",
        status=error.status if error else 200, crumbs=[(_("我的资料"), "")],
    )  # fmt: skip
    if further.get("secret"):
        response.headers["Cache-Control"] = "no-store"
    return response


def _session(actor: Actor, row: Any) -> dict[str, Any]:
    return {
        "id": row.id, "agent": browser_name(row.user_agent), "address": row.address or "—",
        "since": row.created_at, "this": row.id == actor.session_id,
    }  # fmt: skip


def browser_name(agent: str) -> str:
    """Return a browser and system as people call them, from a User-Agent header."""
    browsers = [
        ("Edg/", "Edge"), ("MicroMessenger", _("微信")), ("DingTalk", _("钉钉")),
        ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ]  # fmt: skip
    systems = [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ]  # fmt: skip
    found = [
        next((name for mark, name in names if mark in agent), "") for names in (browsers, systems)
    ]
    return " · ".join(name for name in found if name) or _("未知设备")


@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """Change my password; my other browsers are signed out."""
    actor = actor_of(request)
    new = request.POST.get("password", "")
    try:
        if new != request.POST.get("again", ""):
            raise DomainError("password.differs", _("两次输入的密码不一样。"), "again")
        services.change_password(
            actor=actor, old=request.POST.get("old", ""), new=new,
            address=forms.client_address(request),
        )  # fmt: skip
    except DomainError as error:
        return _page(request, actor, error)
    return _page(request, actor, saved=_("密码已修改，其他设备已退出登录。"))


@require_POST
def sessions(request: HttpRequest) -> HttpResponse:
    """Sign out one of my browsers, or all others."""
    actor = actor_of(request)
    chosen = forms.uuid(request.POST.get("session", ""))
    try:
        if chosen:
            services.end_session(actor=actor, session_id=chosen)
        else:
            services.end_other_sessions(actor=actor)
    except DomainError as error:
        return _page(request, actor, error)
    return redirect("sign-in" if chosen == actor.session_id else "profile")


@require_POST
def tokens(request: HttpRequest) -> HttpResponse:
    """Make a token and show it once, or revoke one."""
    actor = actor_of(request)
    try:
        if revoke := forms.uuid(request.POST.get("revoke", "")):
            access.revoke_token(actor=actor, token_id=revoke)
            return redirect("profile")
        services.confirm(
            actor=actor, password=request.POST.get("confirm", ""),
            address=forms.client_address(request),
        )  # fmt: skip
        days = request.POST.get("days", "")
        _row, secret = access.make_token(
            actor=actor, name=request.POST.get("label", ""),
            scope=request.POST.get("scope", "read"),
            days=int(days) if days.isdecimal() and len(days) < 5 else None,
        )  # fmt: skip
    except DomainError as error:
        return _page(request, actor, error)
    return _page(request, actor, secret=secret)


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Show another of my workspaces."""
    actor = actor_of(request)
    if actor.session_id is not None:
        services.switch_workspace(
            session_id=actor.session_id, user_id=actor.user_id,
            slug=request.POST.get("workspace", ""),
        )  # fmt: skip
    return redirect("/")
