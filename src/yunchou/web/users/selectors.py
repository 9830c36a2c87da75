"""Who is asking, and who is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from yunchou.web.core import clock
from yunchou.web.core.permissions import Actor, Level
from yunchou.web.users.models import ApiToken, Member, Session
from yunchou.web.users.tokens import digest

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

_MEMBER_COLUMNS = (
    "id", "name", "level", "functions", "workspace_id", "workspace__name", "workspace__slug",
    "workspace__logo", "workspace__timezone",
)  # fmt: skip
_USER_COLUMNS = ("user_id", "user__language", "user__theme")


def _actor(row: dict[str, Any], **further: Any) -> Actor:
    return Actor(
        user_id=row["user_id"],
        member_id=row["id"],
        workspace_id=row["workspace_id"],
        name=row["name"],
        level=Level(row["level"]),
        functions=frozenset(row["functions"]),
        language=row["user__language"],
        theme=row["user__theme"],
        timezone=row["workspace__timezone"],
        workspace_name=row["workspace__name"],
        workspace_slug=row["workspace__slug"],
        workspace_logo=row["workspace__logo"],
        **further,
    )


def _able() -> QuerySet[Member]:
    return Member.objects.across_workspaces().filter(active=True, user__is_active=True)


def actor_of_session(token: str) -> Actor | None:
    """Return who holds a session cookie, in one query; None when expired, left or disabled."""
    sessions = Session.objects.filter(token_hash=digest(token), expires_at__gt=clock.now())
    row = (
        _able()
        .filter(user__in=sessions.values("user_id"), workspace__in=sessions.values("workspace_id"))
        .annotate(session=sessions.values("id")[:1])
        .values(*_MEMBER_COLUMNS, *_USER_COLUMNS, "session")
        .first()
    )
    return _actor(row, session_id=row["session"]) if row else None


def actor_of_token(token: str) -> Actor | None:
    """Return who holds an API token; its scope may take the right to write away."""
    found = (
        ApiToken.objects.across_workspaces()
        .filter(token_hash=digest(token), revoked_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()))
        .filter(member__active=True, member__user__is_active=True)
        .values("member_id", "scope")
        .first()
    )
    if found is None:
        return None
    actor = actor_of_member(found["member_id"])
    return actor.as_reader() if actor and found["scope"] == "read" else actor


def actor_of_member(member_id: UUID) -> Actor | None:
    """Return the actor for a member: jobs and commands act as a named person."""
    row = _able().filter(id=member_id).values(*_MEMBER_COLUMNS, *_USER_COLUMNS).first()
    return _actor(row) if row else None


def memberships(user_id: UUID) -> list[dict[str, Any]]:
    """Return the workspaces a person belongs to: id, name, slug, member id."""
    rows = _able().filter(user_id=user_id).order_by("workspace__name")
    columns = rows.values("id", "level", "workspace_id", "workspace__name", "workspace__slug")
    return [dict(row) for row in columns]


def members(*, actor: Actor) -> QuerySet[Member]:
    """Return the active people of the workspace, by name."""
    return Member.objects.of(actor).filter(active=True).order_by("name")
