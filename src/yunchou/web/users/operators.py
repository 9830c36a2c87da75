"""What whoever holds the server does about accounts: `yunchou user`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunchou.web.core import activity, clock
from yunchou.web.core.errors import DomainError, NotFound
from yunchou.web.core.permissions import Actor, Level
from yunchou.web.users import people, services
from yunchou.web.users.models import ApiToken, Member, Session, SignInLink, User, Workspace

if TYPE_CHECKING:
    from collections.abc import Collection

NOBODY = UUID(int=0)


def console(workspace_id: UUID) -> Actor:
    """Return who the log says it was: the command line."""
    return Actor(
        user_id=NOBODY, member_id=NOBODY, workspace_id=workspace_id, name=_("命令行"),
        level=Level.OWNER,
    )  # fmt: skip


def accounts() -> list[dict[str, Any]]:
    """Return all accounts with their workspaces."""
    rows = Member.objects.across_workspaces().exclude(user=None).select_related("workspace")
    places: dict[UUID | None, list[dict[str, Any]]] = {}
    for member in rows.order_by("workspace__slug"):
        places.setdefault(member.user_id, []).append({
            "workspace": member.workspace.slug, "level": Level(member.level).name.lower(),
            "active": member.active,
        })  # fmt: skip
    return [
        {
            "email": user.email, "name": user.name, "active": user.is_active,
            "password": user.has_usable_password(), "workspaces": places.get(user.id, []),
        }
        for user in User.objects.order_by("email")
    ]  # fmt: skip


def account(email: str) -> User:
    """Return an account by its address."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise NotFound("user.unknown", _("没有这个账号。"), "email")
    return user


def workspace(slug: str = "") -> Workspace:
    """Return a workspace by its slug, or the only one there is."""
    rows = Workspace.objects.filter(slug=slug) if slug else Workspace.objects.all()
    found = list(rows[:2])
    if len(found) == 1:
        return found[0]
    if found:
        names = "、".join(Workspace.objects.order_by("slug").values_list("slug", flat=True)[:20])
        words = _("有多个工作区，请用 --workspace 指定：%(names)s。") % {"names": names}
        raise DomainError("workspace.which", words)
    words = _("没有这个工作区。第一天请运行 yunchou user create --owner。")
    raise NotFound("workspace.unknown", words)


@transaction.atomic
def create(
    *, email: str, name: str, level: Level, slug: str = "", functions: Collection[str] = ()
) -> tuple[Member, str]:
    """Open an account in a workspace; return the member and the secret for setting a password."""
    place = workspace(slug)
    person = services.tidy(name) or email.partition("@")[0]
    user = services.create_user(email=email, name=person)
    member = services.add_member(
        workspace=place, name=person, user=user, level=level, functions=tuple(functions)
    )
    _record(place.id, "member.created", member)
    return member, link(user=user, purpose="reset")


def link(*, user: User, purpose: str) -> str:
    """Return the secret of a fresh one-time link; older ones of its kind die."""
    if not user.is_active:
        raise DomainError("user.inactive", _("这个账号已停用。"))
    SignInLink.objects.filter(user=user, purpose=purpose, used_at=None).delete()
    return services.make_link(purpose=purpose, user=user)


def setup_token() -> str:
    """Return the secret of a link that opens a further workspace with its owner."""
    return services.make_link(purpose="setup")


@transaction.atomic
def deactivate(*, user: User) -> None:
    """Close an account everywhere: sessions, tokens and links end; refuse a last owner."""
    mine = Member.objects.across_workspaces().filter(user=user, active=True)
    for member in mine.select_related("workspace"):
        people.keep_an_owner(member)
        _record(member.workspace_id, "user.deactivated", member)
    User.objects.filter(id=user.id).update(is_active=False)
    Session.objects.filter(user=user).delete()
    SignInLink.objects.filter(user=user, used_at=None).delete()
    tokens = ApiToken.objects.across_workspaces().filter(member__user=user, revoked_at=None)
    tokens.update(revoked_at=clock.now())


@transaction.atomic
def activate(*, user: User) -> None:
    """Open a closed account again; its tokens stay revoked."""
    User.objects.filter(id=user.id).update(is_active=True)
    for member in Member.objects.across_workspaces().filter(user=user):
        _record(member.workspace_id, "user.activated", member)


def _record(workspace_id: UUID, verb: str, member: Member) -> None:
    activity.record(
        actor=console(workspace_id), stream_id=workspace_id, verb=verb, subject=member,
        label=member.name,
    )  # fmt: skip
