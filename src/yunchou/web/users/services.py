"""Signing in and out, workspaces, people, invitations, tokens."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from yunchou.web.core import activity, clock, search
from yunchou.web.core.errors import DomainError, Forbidden, NotFound, NotSignedIn, TooMany
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

    from yunchou.web.core.permissions import Actor

LINK_HOURS = 72
MAX_FAILURES = 10
MAX_PASSWORD = 200  # hashing a novel would be a way to keep the server busy
FAILURE_WINDOW = dt.timedelta(minutes=15)
FRESH = dt.timedelta(hours=1)  # a sign-in this young stands for a password that is not there


@transaction.atomic
def create_workspace(*, name: str, is_demo: bool = False) -> Workspace:
    """Open a workspace; its slug is the pinyin of its name."""
    stem = slugify(keys(name).split(" ")[0] or name)[:50] or "workspace"
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
    try:
        validate_email(address)
    except ValidationError as error:
        raise DomainError("email.shape", _("邮箱格式不对。"), "email") from error
    if User.objects.filter(email=address).exists():
        raise DomainError("email.taken", _("这个邮箱已有账号。"), "email")
    user = User(email=address, name=name, is_operator=is_operator)
    if password:
        check_new_password(password, user)
    user.password = make_password(password)
    user.save(force_insert=True)
    return user


def check_new_password(password: str, user: User) -> None:
    """Refuse a password that is too short, too common or absurdly long."""
    if len(password) > MAX_PASSWORD:
        words = _("密码太长，最多 %(n)s 个字符。") % {"n": MAX_PASSWORD}
        raise DomainError("password.long", words, "password")
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
            title=member.name, body=f"{member.department} {member.position}",
            url=f"/people/{member.id}",
        )
    ])  # fmt: skip


def sign_in(*, email: str, password: str, address: str, user_agent: str = "") -> str:
    """Check a password and return a session token; slow down guessing by account and address."""
    user = _checked(email=email, password=password, address=address)
    if not Member.objects.across_workspaces().filter(user=user, active=True).exists():
        words = _("你的账号目前不在任何工作区，请向管理员要一个邀请链接。")
        raise NotSignedIn("sign_in.no_workspace", words, "email")
    return open_session(user=user, address=address, user_agent=user_agent)


def _checked(*, email: str, password: str, address: str) -> User:
    """Return whose password this is; every door that asks for a password counts failures here."""
    mail = email.strip().lower()
    subjects = [f"mail:{mail}"[:260], f"addr:{address}"]
    _refuse_guessing(subjects)
    user = User.objects.filter(email=mail).first()
    stored = user.password if user else make_password(None)  # same work for unknown accounts
    right = len(password) <= MAX_PASSWORD and check_password(password, stored)
    if not right or user is None or not user.is_active:
        now = clock.now()
        SignInFailure.objects.bulk_create(SignInFailure(subject=s, at=now) for s in subjects)
        SignInFailure.objects.filter(at__lt=now - FAILURE_WINDOW).delete()
        raise NotSignedIn("sign_in.failed", _("邮箱或密码不对。"), "password")
    SignInFailure.objects.filter(subject=subjects[0]).delete()
    return user


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
        raise dead_link()
    return link


@transaction.atomic
def use_link(*, token: str, address: str = "", user_agent: str = "") -> str:
    """Sign in by a one-time link and return a session token."""
    link = open_link(token=token, purpose="sign-in")
    if link.user is None or not link.user.is_active:
        raise dead_link()
    spend_link(link)
    return open_session(user=link.user, address=address, user_agent=user_agent)


@transaction.atomic
def use_reset_link(*, token: str, password: str, address: str = "", user_agent: str = "") -> str:
    """Set a new password by a reset link: other sessions and links end, one session opens."""
    link = open_link(token=token, purpose="reset")
    if link.user is None or not link.user.is_active:
        raise dead_link()
    set_password(user=link.user, password=password)
    spend_link(link)
    SignInLink.objects.filter(user=link.user, used_at=None).delete()
    return open_session(user=link.user, address=address, user_agent=user_agent)


def spend_link(link: SignInLink) -> None:
    """Mark a link as used; of two at once, one wins."""
    rows = SignInLink.objects.filter(id=link.id, used_at=None)
    if not rows.update(used_at=clock.now()):
        raise dead_link()


def dead_link() -> DomainError:
    """Return the refusal of a used, expired, withdrawn or unknown link: they are all alike."""
    return DomainError("link.dead", _("链接已失效或已用过，请向管理员要一个新的。"))


@transaction.atomic
def set_password(*, user: User, password: str, keep_session: UUID | None = None) -> None:
    """Set a new password and end every other session of the person."""
    check_new_password(password, user)
    User.objects.filter(id=user.id).update(password=make_password(password))
    others = Session.objects.filter(user=user)
    (others.exclude(id=keep_session) if keep_session else others).delete()


def change_password(*, actor: Actor, old: str, new: str, address: str = "") -> None:
    """Change one's own password; the old one is asked for and other browsers are signed out."""
    own_hand(actor)
    user = User.objects.get(id=actor.user_id)
    if user.has_usable_password():
        try:
            _checked(email=user.email, password=old, address=address)
        except NotSignedIn as error:
            words = _("原密码不对。")
            raise DomainError("password.wrong", words, "old") from error
    set_password(user=user, password=new, keep_session=actor.session_id)


def confirm(*, actor: Actor, password: str, address: str = "") -> None:
    """Make sure that the person is really there, before something that outlives the session.

    Whoever has a password types it; who came by a link alone must have come lately.
    """
    own_hand(actor)
    user = User.objects.get(id=actor.user_id)
    if not user.has_usable_password():
        fresh = Session.objects.filter(user=user, created_at__gt=clock.now() - FRESH)
        if actor.session_id is None or not fresh.filter(id=actor.session_id).exists():
            words = _("登录已超过一小时，请用新的登录链接重新登录后再试。")
            raise DomainError("session.old", words, "confirm")
        return
    if not password:
        raise DomainError("password.blank", _("请输入你的登录密码。"), "confirm")
    try:
        _checked(email=user.email, password=password, address=address)
    except NotSignedIn as error:
        raise DomainError("password.wrong", _("登录密码不对。"), "confirm") from error


def own_hand(actor: Actor) -> None:
    """Refuse a token: what decides over access is done by the person, signed in."""
    if actor.token_id is not None:
        words = _("访问令牌不能做这件事，请登录后在页面上操作。")
        raise Forbidden("token.refused", words)


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


def show_workspace(*, actor: Actor, workspace_id: UUID) -> None:
    """Let this session show a workspace that its person has just entered."""
    if actor.session_id is not None:
        rows = Session.objects.filter(id=actor.session_id, user_id=actor.user_id)
        rows.update(workspace_id=workspace_id)


def end_session(*, actor: Actor, session_id: UUID) -> None:
    """End one of one's own sessions; another's is not found."""
    own_hand(actor)
    if not Session.objects.filter(id=session_id, user_id=actor.user_id).delete()[0]:
        raise NotFound("not_found", _("这个登录已经结束。"))


def end_other_sessions(*, actor: Actor) -> int:
    """End all of one's sessions but this one and return how many there were."""
    own_hand(actor)
    rows = Session.objects.filter(user_id=actor.user_id)
    return rows.exclude(id__in=[actor.session_id] if actor.session_id else []).delete()[0]


@transaction.atomic
def rename_self(*, actor: Actor, name: str) -> None:
    """Change one's own name, in every workspace one belongs to."""
    own_hand(actor)
    clean = tidy(name)
    if not clean:
        raise DomainError("name.blank", _("请填写姓名。"), "name")
    User.objects.filter(id=actor.user_id).update(name=clean)
    mine = Member.objects.across_workspaces().filter(user_id=actor.user_id)
    for member in mine.exclude(name=clean):
        before, member.name = member.name, clean
        fields = {"name": clean, "pinyin": keys(clean), "version": F("version") + 1}
        Member.objects.in_workspace(member.workspace_id).filter(id=member.id).update(**fields)
        index_member(member)
        activity.record(
            actor=replace(actor, workspace_id=member.workspace_id), stream_id=member.workspace_id,
            verb="member.changed", subject=member, label=clean,
            changes={"name": [before, clean]},
        )  # fmt: skip


def tidy(text: str, most: int = 200) -> str:
    """Return one line of text without control characters and needless blanks."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:most]
