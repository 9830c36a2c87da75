"""Who I am, people, invitations, tokens, settings and holidays over the API.

What decides over access (inviting, levels, links, tokens, settings) wants a person signed in: a
token may read it and no more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from yunchou.web.core.permissions import Actor, Level, allows
from yunchou.web.core.preconditions import version_of
from yunchou.web.core.refusals import REFUSED
from yunchou.web.users import access, hooks, people, selectors, services, workspaces
from yunchou.web.users.logos import MOST_BYTES
from yunchou.web.users.middleware import actor_of
from yunchou.web.users.models import ApiToken, Holiday, Member, Workspace

router = Router(tags=["人员与设置 people and settings"])
LEVEL = "^(viewer|member|manager|owner)$"
PAGE = 200


class Me(Schema):
    """Who asks."""

    id: UUID
    member: UUID
    name: str
    level: str
    functions: list[str]
    language: str
    workspace: dict[str, Any]
    workspaces: list[dict[str, Any]]
    token: bool


class Person(Schema):
    """Somebody of the workspace; `email` only for those who manage people."""

    id: UUID
    name: str
    email: str | None
    department: str
    position: str
    level: str
    functions: list[str]
    state: str
    version: int


class People(Schema):
    """A page of people."""

    items: list[Person]
    more: int | None = None


class Invitation(Schema):
    """Whom to invite."""

    name: str = Field(max_length=200)
    email: str = Field("", max_length=254)
    level: str = Field("member", pattern=LEVEL)
    functions: list[str] = Field(default_factory=list, max_length=10)
    department: str = Field("", max_length=100)
    position: str = Field("", max_length=100)


class PersonChange(Schema):
    """Fields to change; those absent stay."""

    name: str | None = Field(None, max_length=200)
    department: str | None = Field(None, max_length=100)
    position: str | None = Field(None, max_length=100)
    level: str | None = Field(None, pattern=LEVEL)
    functions: list[str] | None = Field(None, max_length=10)


class Link(Schema):
    """A secret link, told only this once."""

    person: Person
    link: str
    valid_hours: int


class Left(Schema):
    """Somebody who was let go, and what they held."""

    person: Person
    held: list[dict[str, Any]]


class Token(Schema):
    """A personal token, without its secret."""

    id: UUID
    name: str
    prefix: str
    scope: str
    created_at: dt.datetime
    expires_at: dt.datetime | None
    last_used_at: dt.datetime | None


class Settings(Schema):
    """The workspace."""

    name: str
    slug: str
    logo: str
    timezone: str
    currency: str
    is_demo: bool
    version: int


class SettingsChange(Schema):
    """Fields to change; those absent stay."""

    name: str | None = Field(None, max_length=200)
    timezone: str | None = Field(None, max_length=60)


class Day(Schema):
    """A day on which the workspace differs from the statutory calendar."""

    id: UUID
    day: dt.date
    name: str
    working: bool


class DaySet(Schema):
    """A day, and how many projects were dated anew."""

    day: Day
    moved: int


class NewDay(Schema):
    """A day to rest or to work."""

    day: dt.date
    name: str = Field(max_length=100)
    working: bool = False


def _person(actor: Actor, member: Member) -> dict[str, Any]:
    manages = allows(actor, "members.manage", actor.level)
    return {
        "id": member.id, "name": member.name, "email": member.email if manages else None,
        "department": member.department, "position": member.position,
        "level": Level(member.level).name.lower(), "functions": list(member.functions),
        "state": selectors.state_of(member), "version": member.version,
    }  # fmt: skip


def _link(actor: Actor, member: Member, token: str, hours: int) -> dict[str, Any]:
    fresh = selectors.get_member(actor=actor, member_id=member.id)
    address = f"{settings.PUBLIC_URL}/link/{token}"
    return {"person": _person(actor, fresh), "link": address, "valid_hours": hours}


@router.get("/me", response={200: Me, **REFUSED}, operation_id="me")
def me(request: HttpRequest) -> dict[str, Any]:
    """Say who asks, and where they belong."""
    return _me(actor_of(request))


def _me(actor: Actor) -> dict[str, Any]:
    mine = [] if actor.token_id else selectors.memberships(actor.user_id)
    return {
        "id": actor.user_id, "member": actor.member_id, "name": actor.name,
        "level": actor.level.name.lower(), "functions": sorted(actor.functions),
        "language": actor.language, "token": actor.token_id is not None,
        "workspace": {"name": actor.workspace_name, "slug": actor.workspace_slug},
        "workspaces": [
            {"name": one["workspace__name"], "slug": one["workspace__slug"]} for one in mine
        ],
    }  # fmt: skip


class MeChange(Schema):
    """What to change of myself; what is absent stays."""

    name: str | None = Field(None, max_length=200)
    language: Literal["zh-hans", "en"] | None = None
    theme: Literal["auto", "light", "dark"] | None = None


@router.patch("/me", response={200: Me, **REFUSED}, operation_id="change_me")
def change_me(request: HttpRequest, body: MeChange) -> dict[str, Any]:
    """Change my name, language or look."""
    actor = actor_of(request)
    services.own_hand(actor)
    if body.name is not None:
        services.rename_self(actor=actor, name=body.name)
    services.set_preferences(
        user_id=actor.user_id, language=body.language or "", theme=body.theme or ""
    )
    fresh = selectors.actor_of_member(actor.member_id)
    return _me(replace(fresh, session_id=actor.session_id) if fresh else actor)


@router.get("/members", response={200: People, **REFUSED}, operation_id="list_members")
def list_members(request: HttpRequest, q: str = "", state: str = "", after: int = 0) -> Any:
    """List the people, found by name, pinyin, department or position; 200 a page."""
    actor = actor_of(request)
    first = max(0, min(after, 10_000_000))
    rows = selectors.people(actor=actor, query=q[:100], state=state)[first : first + PAGE + 1]
    found = [_person(actor, member) for member in rows]
    return {"items": found[:PAGE], "more": first + PAGE if len(found) > PAGE else None}


@router.get("/members/{member_id}", response={200: Person, **REFUSED}, operation_id="get_member")
def get_member(request: HttpRequest, member_id: UUID) -> dict[str, Any]:
    """Return one person."""
    actor = actor_of(request)
    return _person(actor, selectors.get_member(actor=actor, member_id=member_id))


@router.post("/members", response={201: Link, **REFUSED}, operation_id="invite_member")
def invite(request: HttpRequest, body: Invitation) -> Status[dict[str, Any]]:
    """Enter a person and return their invitation link, once."""
    actor = actor_of(request)
    values = {**body.dict(), "level": Level[body.level.upper()]}
    member, token = people.invite(actor=actor, **values)
    return Status(201, _link(actor, member, token, people.INVITATION_HOURS))


@router.patch(
    "/members/{member_id}", response={200: Person, **REFUSED}, operation_id="change_member"
)
def change_member(request: HttpRequest, member_id: UUID, body: PersonChange) -> dict[str, Any]:
    """Change department, position, level or functions."""
    actor = actor_of(request)
    member = selectors.get_member(actor=actor, member_id=member_id)
    values = body.dict(exclude_unset=True)
    if values.get("level"):
        values["level"] = int(Level[values["level"].upper()])
    values = {name: value for name, value in values.items() if value is not None}
    people.change_member(actor=actor, member=member, values=values, version=version_of(request))
    return _person(actor, selectors.get_member(actor=actor, member_id=member_id))


@router.post(
    "/members/{member_id}/invitation",
    response={201: Link, **REFUSED},
    operation_id="renew_invitation",
)
def renew_invitation(request: HttpRequest, member_id: UUID) -> Status[dict[str, Any]]:
    """Return a fresh invitation link for a person without account, once; older ones die."""
    actor = actor_of(request)
    member = selectors.get_member(actor=actor, member_id=member_id)
    token = people.invite_member(actor=actor, member=member)
    return Status(201, _link(actor, member, token, people.INVITATION_HOURS))


@router.delete(
    "/members/{member_id}/invitation",
    response={204: None, **REFUSED},
    operation_id="revoke_invitation",
)
def revoke_invitation(request: HttpRequest, member_id: UUID) -> Status[None]:
    """Take an invitation back."""
    actor = actor_of(request)
    member = selectors.get_member(actor=actor, member_id=member_id)
    people.revoke_invitation(actor=actor, member=member)
    return Status(204, None)


@router.post(
    "/members/{member_id}/reset-link",
    response={201: Link, **REFUSED},
    operation_id="make_reset_link",
)
def reset_link(request: HttpRequest, member_id: UUID) -> Status[dict[str, Any]]:
    """Return a link by which a person sets a new password, once."""
    actor = actor_of(request)
    member = selectors.get_member(actor=actor, member_id=member_id)
    token = people.make_reset_link(actor=actor, member=member)
    return Status(201, _link(actor, member, token, people.RESET_HOURS))


@router.post(
    "/members/{member_id}/deactivate",
    response={200: Left, **REFUSED},
    operation_id="deactivate_member",
)
def deactivate(request: HttpRequest, member_id: UUID) -> dict[str, Any]:
    """Let a person go; sessions and tokens end at once. What they hold is named."""
    actor = actor_of(request)
    member = selectors.get_member(actor=actor, member_id=member_id)
    people.deactivate_member(actor=actor, member=member)
    held = [{"label": one.label, "count": one.count} for one in hooks.holdings(actor, member_id)]
    return {"person": _person(actor, member), "held": held}


@router.post(
    "/members/{member_id}/activate",
    response={200: Person, **REFUSED},
    operation_id="activate_member",
)
def activate(request: HttpRequest, member_id: UUID) -> dict[str, Any]:
    """Take a person back."""
    actor = actor_of(request)
    member = selectors.get_member(actor=actor, member_id=member_id)
    people.activate_member(actor=actor, member=member)
    return _person(actor, member)


@router.get("/tokens", response={200: list[Token], **REFUSED}, operation_id="list_tokens")
def list_tokens(request: HttpRequest) -> list[ApiToken]:
    """List one's own tokens; their secrets are not kept. Made on the profile page alone."""
    actor = actor_of(request)
    services.own_hand(actor)
    return list(selectors.tokens(actor=actor))


@router.delete("/tokens/{token_id}", response={204: None, **REFUSED}, operation_id="revoke_token")
def revoke_token(request: HttpRequest, token_id: UUID) -> Status[None]:
    """End one of one's own tokens."""
    access.revoke_token(actor=actor_of(request), token_id=token_id)
    return Status(204, None)


@router.get("/workspace", response={200: Settings, **REFUSED}, operation_id="get_workspace")
def get_workspace(request: HttpRequest) -> Workspace:
    """Return the workspace's settings."""
    return selectors.workspace(actor=actor_of(request))


@router.patch("/workspace", response={200: Settings, **REFUSED}, operation_id="change_workspace")
def change_workspace(request: HttpRequest, body: SettingsChange) -> Workspace:
    """Change name or time zone."""
    given = body.dict(exclude_unset=True)
    values = {name: value for name, value in given.items() if value is not None}
    return workspaces.change_workspace(
        actor=actor_of(request), values=values, version=version_of(request)
    )


@router.post("/workspace/logo", response={200: Settings, **REFUSED}, operation_id="set_logo")
def set_logo(request: HttpRequest, logo: File[UploadedFile]) -> Workspace:
    """Show a picture (PNG or JPEG) in the frame and on the cover of documents."""
    return workspaces.set_logo(actor=actor_of(request), data=logo.read(MOST_BYTES + 1))


@router.delete("/workspace/logo", response={200: Settings, **REFUSED}, operation_id="remove_logo")
def remove_logo(request: HttpRequest) -> Workspace:
    """Go back to the seal."""
    return workspaces.remove_logo(actor=actor_of(request))


@router.get("/holidays", response={200: list[Day], **REFUSED}, operation_id="list_holidays")
def list_holidays(request: HttpRequest, year: int | None = None) -> list[Holiday]:
    """List the workspace's own holidays and working days."""
    chosen = year if year and 1 <= year <= 9999 else None
    return list(selectors.holidays(actor=actor_of(request), year=chosen))


@router.post("/holidays", response={201: DaySet, **REFUSED}, operation_id="set_holiday")
def set_holiday(request: HttpRequest, body: NewDay) -> Status[dict[str, Any]]:
    """Rest or work on a day; the projects that are not closed are dated anew."""
    row, moved = workspaces.set_holiday(
        actor=actor_of(request), day=body.day, name=body.name, working=body.working
    )
    return Status(201, {"day": row, "moved": moved})


@router.delete(
    "/holidays/{holiday_id}", response={204: None, **REFUSED}, operation_id="remove_holiday"
)
def remove_holiday(request: HttpRequest, holiday_id: UUID) -> Status[None]:
    """Follow the statutory calendar on a day again."""
    workspaces.remove_holiday(actor=actor_of(request), holiday_id=holiday_id)
    return Status(204, None)
