"""Sign-in, sign-out, one-time links, first day, language and theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchou.web.core.errors import DomainError, NotFound
from yunchou.web.ui import shell
from yunchou.web.users import people, selectors, services, workspaces
from yunchou.web.users.forms import client_address, local_path
from yunchou.web.users.middleware import (
    LANGUAGE_COOKIE,
    SESSION_COOKIE,
    THEME_COOKIE,
    actor_of,
)

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from yunchou.web.core.permissions import Actor
    from yunchou.web.users.models import SignInLink

YEAR = 365 * 24 * 3600


def set_session(response: HttpResponse, token: str) -> HttpResponse:
    """Hand the session token to the browser."""
    response.set_cookie(
        SESSION_COOKIE, token, max_age=settings.SESSION_DAYS * 86400, httponly=True,
        secure=settings.HTTPS, samesite="Lax",
    )  # fmt: skip
    return response


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the sign-in page, or sign in with e-mail and password."""
    target = local_path(request.POST.get("next") or request.GET.get("next") or "/")
    error: DomainError | None = None
    if request.method == "POST":
        try:
            token = services.sign_in(
                email=request.POST.get("email", ""), password=request.POST.get("password", ""),
                **_browser(request),
            )  # fmt: skip
        except DomainError as refusal:
            error = refusal
        else:
            return set_session(HttpResponseRedirect(target), token)
    context = {
        "next": target, "error": error, "email": request.POST.get("email", ""),
        "first_day": not selectors.anybody(),
    }  # fmt: skip
    return _bare(request, "users/sign_in.html", context, error)


def _browser(request: HttpRequest) -> dict[str, str]:
    agent = request.headers.get("User-Agent", "")
    return {"address": client_address(request), "user_agent": agent}


def _bare(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    error: DomainError | None,
    *,
    status: int = 200,
) -> HttpResponse:
    whole = {**shell.frame(request), "languages": settings.LANGUAGES, **context}
    response = render(request, template, whole, status=error.status if error else status)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link is for and wait for a press, so that link scanners do not spend it."""
    error: DomainError | None = None
    try:
        link = services.open_link(token=token)
        if request.method == "POST":
            return _USES[link.purpose](request, token)
    except DomainError as refusal:
        error = refusal
        if error.code == "link.dead":
            error.status = 410
            return _bare(request, "users/link_dead.html", {"error": error}, error)
    template = f"users/link_{link.purpose.replace('-', '_')}.html"
    return _bare(request, template, _link_context(request, link, error), error)


def _link_context(
    request: HttpRequest, link: SignInLink, error: DomainError | None
) -> dict[str, Any]:
    actor: Actor | None = getattr(request, "actor", None)
    return {
        "error": error, "data": request.POST, "link": link, "person": actor,
        "address": request.path,
        "fault": lambda field: error.message if error and error.field == field else None,
    }  # fmt: skip


def _enter(request: HttpRequest, token: str) -> HttpResponse:
    return set_session(redirect("/"), services.use_link(token=token, **_browser(request)))


def _reset(request: HttpRequest, token: str) -> HttpResponse:
    password = _new_password(request)
    session = services.use_reset_link(token=token, password=password, **_browser(request))
    return set_session(redirect("/"), session)


def _accept(request: HttpRequest, token: str) -> HttpResponse:
    actor: Actor | None = getattr(request, "actor", None)
    if request.POST.get("join") and actor is not None:
        people.join_by_invitation(actor=actor, token=token)
        return redirect("/")
    session = people.accept_invitation(
        token=token, name=request.POST.get("name", ""), email=request.POST.get("email", ""),
        password=_new_password(request), **_browser(request),
    )  # fmt: skip
    return set_session(redirect("/"), session)


def _set_up(request: HttpRequest, token: str) -> HttpResponse:
    session = workspaces.set_up(
        token=token, workspace=request.POST.get("workspace", ""),
        name=request.POST.get("name", ""), email=request.POST.get("email", ""),
        password=_new_password(request), **_browser(request),
    )  # fmt: skip
    return set_session(redirect("/"), session)


def _new_password(request: HttpRequest) -> str:
    password = request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        raise DomainError("password.differs", _("两次输入的密码不一样。"), "again")
    return password


_USES = {"sign-in": _enter, "reset": _reset, "invite": _accept, "setup": _set_up}


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    actor = actor_of(request)
    if actor.session_id:
        services.sign_out(session_id=actor.session_id)
    response = redirect("sign-in")
    response.delete_cookie(SESSION_COOKIE)
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on."""
    chosen = request.POST.get("language", "")
    actor = getattr(request, "actor", None)
    if actor:
        services.set_preferences(user_id=actor.user_id, language=chosen)
    back = local_path(request.POST.get("next") or "/")
    response = redirect(back)
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=settings.HTTPS,
            httponly=True,
        )  # fmt: skip
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the look: auto, light or dark."""
    chosen = request.POST.get("theme", "")
    actor = getattr(request, "actor", None)
    if actor:
        services.set_preferences(user_id=actor.user_id, theme=chosen)
    response = HttpResponse(status=204)
    if chosen in {"auto", "light", "dark"}:
        # the page's own script writes it as well
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=settings.HTTPS
        )
    return response


@require_safe
def logo(request: HttpRequest, workspace_id: str, name: str) -> HttpResponseBase:
    """Hand the workspace's own logo to its people: the row names the file, never the address."""
    actor = actor_of(request)
    found = selectors.logo_path(actor=actor, address=f"/media/logos/{workspace_id}/{name}")
    if found is None:
        raise NotFound("not_found", _("找不到这个页面，或者你没有查看的权限。"))
    kind = "image/png" if found.suffix == ".png" else "image/jpeg"
    response = FileResponse(found.open("rb"), content_type=kind)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=86400"  # the name changes with the bytes
    return response
