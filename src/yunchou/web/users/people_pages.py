"""People of the workspace: the list, inviting, one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchou.web.core.errors import DomainError, NotFound
from yunchou.web.core.permissions import Level, allows, require
from yunchou.web.ui import shell
from yunchou.web.users import forms, hooks, people, selectors
from yunchou.web.users.middleware import actor_of
from yunchou.web.users.models import LEVELS

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from yunchou.web.core.permissions import Actor
    from yunchou.web.users.models import Member

PAGE = 100
FUNCTION_NAMES = {
    "director": lazy("总监"), "finance": lazy("财务"), "hr": lazy("人力"), "it": lazy("信息"),
}  # fmt: skip
STATE_NAMES = {
    "active": lazy("已启用"), "invited": lazy("已邀请"), "none": lazy("无账号"),
    "left": lazy("已停用"),
}  # fmt: skip
TONES = {"active": "good", "invited": "info", "none": "", "left": "warn"}


def line_of(member: Member) -> dict[str, Any]:
    """Return what a row of the list shows."""
    state = selectors.state_of(member)
    return {
        "id": member.id, "name": member.name, "email": member.email,
        "department": member.department, "position": member.position,
        "level": dict(LEVELS).get(Level(member.level).value, ""),
        "functions": [FUNCTION_NAMES.get(name, name) for name in member.functions],
        "state": STATE_NAMES[state], "tone": TONES[state],
    }  # fmt: skip


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """List the people; find by name, pinyin, department, position."""
    actor = actor_of(request)
    query, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    at = request.GET.get("from", "")
    first = int(at) if at.isdecimal() and len(at) < 7 else 0
    rows = list(selectors.people(actor=actor, query=query, state=state)[first : first + PAGE + 1])
    context = {
        "people": [line_of(member) for member in rows[:PAGE]], "q": query, "state": state,
        "states": STATE_NAMES, "first": first, "manages": _manages(actor),
        "before": max(0, first - PAGE) if first else None,
        "after": first + PAGE if len(rows) > PAGE else None,
    }  # fmt: skip
    if request.headers.get("HX-Request"):
        return shell.fragment(request, "users/people.html", "rows", context)
    return shell.page(
        request, "users/people.html", context, current="people", crumbs=[(_("人员"), "")]
    )


def _manages(actor: Actor) -> bool:
    return allows(actor, "members.manage", actor.level)


def link_of(token: str) -> str:
    """Return the whole address of a one-time link, under the configured address only."""
    return f"{settings.PUBLIC_URL}{reverse('link', kwargs={'token': token})}"


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Ask whom to invite, and show the link once."""
    actor = actor_of(request)
    require(actor, "members.manage")
    error: DomainError | None = None
    if request.method == "POST":
        try:
            values = forms.member_values(request.POST)
            member, token = people.invite(
                actor=actor, name=request.POST.get("name", ""),
                email=request.POST.get("email", ""), **values,
            )  # fmt: skip
        except DomainError as refusal:
            error = refusal
        else:
            return _told(request, member, link_of(token), "invite")
    context = {**_choices(actor), "error": error, "data": request.POST, "fault": _fault(error),
               "chosen": request.POST.getlist("functions")}  # fmt: skip
    return shell.page(
        request, "users/invite.html", context, current="people",
        status=error.status if error else 200,
        crumbs=[(_("人员"), reverse("people")), (_("邀请"), "")],
    )  # fmt: skip


def _fault(error: DomainError | None) -> Any:
    return lambda field: error.message if error and error.field == field else None


def _choices(actor: Actor) -> dict[str, Any]:
    names = dict(LEVELS)
    given = people.giveable_levels(actor)
    return {
        "levels": [(level.value, names[level.value]) for level in given],
        "functions": [(name, FUNCTION_NAMES[name]) for name in people.giveable_functions(actor)],
    }


def _told(request: HttpRequest, member: Member, link: str, kind: str) -> HttpResponse:
    """Show a secret link: it is not kept, so this is the only time."""
    context = {"member": member, "link": link, "kind": kind}
    response = shell.page(
        request, "users/link_made.html", context, current="people",
        crumbs=[(_("人员"), reverse("people")), (member.name, "")],
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Show one person; those who manage people change department, position, level, functions."""
    actor = actor_of(request)
    member = selectors.get_member(actor=actor, member_id=member_id)
    error: DomainError | None = None
    if request.method == "POST":
        try:
            values = forms.member_values(request.POST)
            values["functions"] = _with_those_out_of_reach(actor, member, values["functions"])
            if member.user_id is None and "name" in request.POST:
                values["name"] = request.POST["name"]
            people.change_member(
                actor=actor, member=member, values=values, version=forms.version(request.POST)
            )
        except DomainError as refusal:
            error = refusal
        else:
            return redirect("person", member_id=member.id)
    return _person_page(request, actor, member, error)


def _with_those_out_of_reach(actor: Actor, member: Member, named: list[str]) -> list[str]:
    """Keep the functions that the form could not show as boxes: the actor may not take them."""
    mine = set(people.giveable_functions(actor))
    return [*named, *(name for name in member.functions if name not in mine)]


def _person_page(
    request: HttpRequest, actor: Actor, member: Member, error: DomainError | None
) -> HttpResponse:
    touchable = _manages(actor) and member.level <= actor.level and actor.token_id is None
    context = {
        **_choices(actor), "member": member, "line": line_of(member),
        "state": selectors.state_of(member),
        "error": error, "fault": _fault(error), "touchable": touchable, "manages": _manages(actor),
        "held": hooks.holdings(actor, member.id) if touchable else [],
        "fixed": [FUNCTION_NAMES.get(name, name) for name in member.functions
                  if name not in people.giveable_functions(actor)],
    }  # fmt: skip
    return shell.page(
        request, "users/person.html", context, current="people",
        status=error.status if error else 200,
        crumbs=[(_("人员"), reverse("people")), (member.name, "")],
    )  # fmt: skip


@require_POST
def act(request: HttpRequest, member_id: UUID, action: str) -> HttpResponse:
    """Invite again, take an invitation back, reset, let go, take back."""
    actor = actor_of(request)
    member = selectors.get_member(actor=actor, member_id=member_id)
    links = {"invitation": people.invite_member, "reset-link": people.make_reset_link}
    deeds = {
        "revoke": people.revoke_invitation, "deactivate": people.deactivate_member,
        "activate": people.activate_member,
    }  # fmt: skip
    try:
        if action in links:
            token = links[action](actor=actor, member=member)
            return _told(request, member, link_of(token), action)
        if action not in deeds:
            raise NotFound("not_found", _("找不到这个页面，或者你没有查看的权限。"))
        deeds[action](actor=actor, member=member)
    except DomainError as error:
        if isinstance(error, NotFound):
            raise
        return _person_page(request, actor, member, error)
    return redirect("person", member_id=member.id)
