"""Sign-in, sign-out, one-time links, language and theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from yunchou.web.core.errors import DomainError
from yunchou.web.ui import shell
from yunchou.web.users import services
from yunchou.web.users.forms import client_address, local_path
from yunchou.web.users.middleware import (
    LANGUAGE_COOKIE,
    SESSION_COOKIE,
    THEME_COOKIE,
    actor_of,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

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
                email=request.POST.get("email", ""),
                password=request.POST.get("password", ""),
                address=client_address(request),
                user_agent=request.headers.get("User-Agent", ""),
            )
        except DomainError as refusal:
            error = refusal
        else:
            return set_session(HttpResponseRedirect(target), token)
    context = {
        **shell.frame(request), "next": target, "error": error,
        "email": request.POST.get("email", ""),
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "users/sign_in.html", context, status=status)


def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by a one-time link: a page with one button, so that link scanners do not spend it."""
    try:
        link = services.open_link(token=token)
        if request.method == "POST" and link.purpose == "sign-in":
            session = services.use_link(
                token=token,
                address=client_address(request),
                user_agent=request.headers.get("User-Agent", ""),
            )
            return set_session(redirect("/"), session)
    except DomainError as error:
        context = {**shell.frame(request), "error": error, "link": None, "token": token}
        return render(request, "users/link.html", context, status=410)
    context = {**shell.frame(request), "error": None, "link": link, "token": token}
    return render(request, "users/link.html", context)


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
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=YEAR, samesite="Lax")
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
        response.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax")
    return response
