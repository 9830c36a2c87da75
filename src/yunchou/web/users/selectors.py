"""Who is asking, and who is there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from yunchou.web.core import clock, sql
from yunchou.web.core.errors import NotFound
from yunchou.web.core.permissions import Actor, Level, allows, require
from yunchou.web.users.models import ApiToken, Holiday, Member, Session, SignInLink, User, Workspace
from yunchou.web.users.tokens import digest

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

#: `last_used_at` is written at most this often: reading by token costs no write
_USED_EVERY = dt.timedelta(minutes=5)
#: what a person of the list is, by name of the filter
STATES = {
    "active": Q(active=True, user__isnull=False),
    "invited": Q(active=True, user__isnull=True, invited=True),
    "none": Q(active=True, user__isnull=True, invited=False),
    "left": Q(active=False),
}
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


#: asked by every request: the statement is written out, since putting it together costs more than
#: running it
_HOLDER = """
SELECT m.id, m.name, m.level, m.functions, m.workspace_id, w.name, w.slug, w.logo, w.timezone,
    m.user_id, u.language, u.theme, s.id
FROM users_session s
JOIN users_member m ON m.user_id = s.user_id AND m.workspace_id = s.workspace_id AND m.active
JOIN users_user u ON u.id = m.user_id AND u.is_active
JOIN users_workspace w ON w.id = m.workspace_id
WHERE s.token_hash = %s AND s.expires_at > %s
"""


def actor_of_session(token: str) -> Actor | None:
    """Return who holds a session cookie, in one query; None when expired, left or disabled."""
    found = sql.fetch(_HOLDER, [digest(token), sql.stored(clock.now())])
    if not found:
        return None
    row = dict(zip((*_MEMBER_COLUMNS, *_USER_COLUMNS, "session"), found[0], strict=True))
    for name in ("id", "workspace_id", "user_id", "session"):
        row[name] = sql.identity(row[name])
    row["functions"] = sql.document(row["functions"])
    return _actor(row, session_id=row["session"])


def actor_of_token(token: str) -> Actor | None:
    """Return who holds an API token, in one query; its scope may take the right to write away."""
    now = clock.now()
    live = ApiToken.objects.across_workspaces().filter(
        Q(expires_at=None) | Q(expires_at__gt=now), token_hash=digest(token), revoked_at=None
    )
    row = (
        _able()
        .filter(id__in=live.values("member_id"))
        .annotate(
            token=live.values("id")[:1], scope=live.values("scope")[:1],
            used=live.values("last_used_at")[:1],
        )
        .values(*_MEMBER_COLUMNS, *_USER_COLUMNS, "token", "scope", "used")
        .first()
    )  # fmt: skip
    if row is None:
        return None
    if row["used"] is None or now - row["used"] > _USED_EVERY:
        live.update(last_used_at=now)
    return _actor(row, token_id=row["token"], read_only=row["scope"] == "read")


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


def people(*, actor: Actor, query: str = "", state: str = "") -> QuerySet[Member]:
    """Return the people of the workspace, each with `invited`; found by name, pinyin, place.

    Addresses are searched only for those who manage people.
    """
    open_links = SignInLink.objects.filter(
        member=OuterRef("id"), purpose="invite", used_at=None, expires_at__gt=clock.now()
    )
    rows = Member.objects.of(actor).annotate(invited=Exists(open_links))
    for word in query.split()[:5]:
        found = Q(name__icontains=word) | Q(department__icontains=word)
        found |= Q(position__icontains=word) | Q(pinyin__icontains=word.lower())
        if allows(actor, "members.manage", actor.level):
            found |= Q(email__icontains=word)
        rows = rows.filter(found)
    if state in STATES:
        rows = rows.filter(STATES[state])
    return rows.order_by("-active", "-level", "pinyin", "name", "id")


def state_of(member: Member) -> str:
    """Return active, invited, none (without account) or left."""
    if not member.active:
        return "left"
    if member.user_id is not None:
        return "active"
    return "invited" if getattr(member, "invited", False) else "none"


def get_member(*, actor: Actor, member_id: UUID, need: str = "workspace.view") -> Member:
    """Return a person of the workspace; another workspace's is not found."""
    require(actor, need)
    member = people(actor=actor).filter(id=member_id).select_related("user").first()
    if member is None:
        raise NotFound("not_found", _("找不到这个人。"))
    return member


def sessions(*, actor: Actor) -> QuerySet[Session]:
    """Return where the person is signed in, newest first."""
    rows = Session.objects.filter(user_id=actor.user_id, expires_at__gt=clock.now())
    return rows.order_by("-created_at")


def tokens(*, actor: Actor) -> QuerySet[ApiToken]:
    """Return one's own tokens in this workspace that have not been revoked."""
    rows = ApiToken.objects.of(actor).filter(member_id=actor.member_id, revoked_at=None)
    return rows.order_by("-created_at")


def holidays(*, actor: Actor, year: int | None = None) -> QuerySet[Holiday]:
    """Return the days on which the workspace differs from the statutory calendar."""
    rows = Holiday.objects.of(actor).order_by("day")
    return rows.filter(day__year=year) if year else rows


def workspace(*, actor: Actor) -> Workspace:
    """Return the actor's workspace."""
    return Workspace.objects.get(id=actor.workspace_id)


def logo_path(*, actor: Actor, address: str) -> Path | None:
    """Return the file of the actor's own workspace's logo, None for any other address."""
    if not actor.workspace_logo or address != actor.workspace_logo:
        return None
    path = Path(settings.MEDIA_ROOT) / actor.workspace_logo.removeprefix("/media/")
    return path if path.is_file() else None


def anybody() -> bool:
    """Whether anybody has an account yet: if not, this is the first day."""
    return User.objects.exists()
