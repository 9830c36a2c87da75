"""Signing in and out, workspaces, people, invitations, tokens."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from yunchou.web.core import clock, search
from yunchou.web.core.errors import DomainError, NotSignedIn, TooMany
from yunchou.web.core.permissions import Level
from yunchou.web.core.pinyin import keys
from yunchou.web.users.models import (
    Member,
    Session,
    SignInFailure,
    SignInLink,
    User,
    Workspace,
)
from yunchou.web.users.tokens import digest, new_token

if TYPE_CHECKING:
    from uuid import UUID

LINK_HOURS = 72
MAX_FAILURES = 10
FAILURE_WINDOW = dt.timedelta(minutes=15)


@transaction.atomic
def create_workspace(*, name: str, is_demo: bool = False) -> Workspace:
    """Open a workspace; its slug is the pinyin of its name."""
    stem = slugify(keys(name).split(" ")[0])[:50] or "workspace"
    slug, number = stem, 1
    while Workspace.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return Workspace.objects.create(name=name, slug=slug, is_demo=is_demo)


@transaction.atomic
def create_user(
    *, email: str, name: str, password: str | None = None, is_operator: bool = False
) -> User:
    """Open an account; without a password it signs in by link only."""
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        raise DomainError("email.taken", _("这个邮箱已有账号。"), "email")
    user = User(email=address, name=name, is_operator=is_operator)
    if password:
        check_new_password(password, user)
    user.password = make_password(password)
    user.save(force_insert=True)
    return user


def check_new_password(password: str, user: User) -> None:
    """Refuse a password that is too short or too common."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise DomainError("password.weak", " ".join(error.messages), "password") from error


@transaction.atomic
def add_member(
    *,
    workspace: Workspace,
    name: str,
    user: User | None = None,
    level: Level = Level.MEMBER,
    functions: tuple[str, ...] = (),
    department: str = "",
    position: str = "",
    email: str = "",
) -> Member:
    """Put a person into a workspace, with an account or before one exists."""
    member = Member.objects.create(
        workspace=workspace, user=user, name=name, level=int(level), functions=list(functions),
        department=department, position=position, email=email or (user.email if user else ""),
        pinyin=keys(name),
    )  # fmt: skip
    index_member(member)
    return member


def index_member(member: Member) -> None:
    """Index a person by name, department and position."""
    search.put([
        search.Entry(
            workspace_id=member.workspace_id, kind="person", subject_id=member.id,
            title=member.name, body=f"{member.department} {member.position}", url="/people",
        )
    ])  # fmt: skip


def sign_in(*, email: str, password: str, address: str, user_agent: str = "") -> str:
    """Check a password and return a session token; slow down guessing by account and address."""
    subjects = [f"mail:{email.strip().lower()}"[:260], f"addr:{address}"]
    _refuse_guessing(subjects)
    user = User.objects.filter(email=email.strip().lower()).first()
    stored = user.password if user else make_password("nobody")  # same work for unknown accounts
    if not check_password(password, stored) or user is None or not user.is_active:
        now = clock.now()
        SignInFailure.objects.bulk_create(SignInFailure(subject=s, at=now) for s in subjects)
        raise NotSignedIn("sign_in.failed", _("邮箱或密码不对。"), "password")
    SignInFailure.objects.filter(subject=subjects[0]).delete()
    return open_session(user=user, address=address, user_agent=user_agent)


def _refuse_guessing(subjects: list[str]) -> None:
    since = clock.now() - FAILURE_WINDOW
    for subject in subjects:
        if SignInFailure.objects.filter(subject=subject, at__gt=since).count() >= MAX_FAILURES:
            raise TooMany("sign_in.too_many", _("尝试次数过多，请 15 分钟后再试。"))


def open_session(
    *, user: User, address: str = "", user_agent: str = "", workspace_id: UUID | None = None
) -> str:
    """Open a session in the person's workspace and return its token for the cookie."""
    token = new_token()
    first = Member.objects.across_workspaces().filter(user=user, active=True).order_by("created_at")
    Session.objects.create(
        token_hash=digest(token),
        user=user,
        workspace_id=workspace_id or first.values_list("workspace_id", flat=True).first(),
        expires_at=clock.now() + dt.timedelta(days=settings.SESSION_DAYS),
        user_agent=user_agent[:300],
        address=address or None,
    )
    return token


def sign_out(*, session_id: UUID) -> None:
    """End a session: its cookie is worth nothing from now on."""
    Session.objects.filter(id=session_id).delete()


def make_link(
    *,
    purpose: str,
    user: User | None = None,
    member: Member | None = None,
    created_by: UUID | None = None,
    hours: int = LINK_HOURS,
) -> str:
    """Return the secret of a link that works once: first sign-in, reset, or invitation."""
    token = new_token()
    SignInLink.objects.create(
        token_hash=digest(token), purpose=purpose, user=user, member=member,
        created_by_id=created_by, expires_at=clock.now() + dt.timedelta(hours=hours),
    )  # fmt: skip
    return token


def open_link(*, token: str, purpose: str | None = None) -> SignInLink:
    """Return a link that can still be used; refuse a used, expired or unknown one alike."""
    rows = SignInLink.objects.filter(
        token_hash=digest(token), used_at=None, expires_at__gt=clock.now()
    ).select_related("user", "member", "member__workspace")
    link = rows.first()
    if link is None or (purpose and link.purpose != purpose):
        raise DomainError("link.dead", _("链接已失效或已用过，请向管理员要一个新的。"))
    return link


@transaction.atomic
def use_link(*, token: str, address: str = "", user_agent: str = "") -> str:
    """Sign in by a one-time link and return a session token."""
    link = open_link(token=token)
    if link.user is None or not link.user.is_active:
        raise DomainError("link.dead", _("链接已失效或已用过，请向管理员要一个新的。"))
    spend_link(link)
    return open_session(user=link.user, address=address, user_agent=user_agent)


def spend_link(link: SignInLink) -> None:
    """Mark a link as used; of two at once, one wins."""
    rows = SignInLink.objects.filter(id=link.id, used_at=None)
    if not rows.update(used_at=clock.now()):
        raise DomainError("link.dead", _("链接已失效或已用过，请向管理员要一个新的。"))


@transaction.atomic
def set_password(*, user: User, password: str, keep_session: UUID | None = None) -> None:
    """Set a new password and end every other session of the person."""
    check_new_password(password, user)
    User.objects.filter(id=user.id).update(password=make_password(password))
    others = Session.objects.filter(user=user)
    (others.exclude(id=keep_session) if keep_session else others).delete()


@transaction.atomic
def set_preferences(*, user_id: UUID, language: str = "", theme: str = "") -> None:
    """Keep a person's language and theme."""
    if language in {"zh-hans", "en"}:
        User.objects.filter(id=user_id).update(language=language)
    if theme in {"auto", "light", "dark"}:
        User.objects.filter(id=user_id).update(theme=theme)


def switch_workspace(*, session_id: UUID, user_id: UUID, slug: str) -> None:
    """Show another of the person's workspaces in this session."""
    mine = Member.objects.across_workspaces().filter(
        user_id=user_id, active=True, workspace__slug=slug
    )
    target = mine.values_list("workspace_id", flat=True).first()
    if target is None:
        raise DomainError("workspace.unknown", _("你不在这个工作区。"))
    Session.objects.filter(id=session_id).update(workspace_id=target)


@transaction.atomic
def rename_workspace(*, workspace_id: UUID, name: str) -> None:
    """Give a workspace another name."""
    Workspace.objects.filter(id=workspace_id).update(name=name, version=F("version") + 1)
