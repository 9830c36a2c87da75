"""People of a workspace: inviting, changing, letting go. Nobody gives more than they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from yunchou.web.core import activity, clock, search
from yunchou.web.core.errors import DomainError, Forbidden
from yunchou.web.core.permissions import FUNCTIONS, Level, require
from yunchou.web.core.pinyin import keys
from yunchou.web.core.writing import apply
from yunchou.web.users import services
from yunchou.web.users.models import ApiToken, Member, Session, SignInLink, User, Workspace

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from yunchou.web.core.permissions import Actor

INVITATION_HOURS = 7 * 24
RESET_HOURS = 24
EDITABLE = frozenset({"name", "email", "department", "position", "level", "functions", "pinyin"})


@transaction.atomic
def invite(
    *,
    actor: Actor,
    name: str,
    level: Level,
    email: str = "",
    functions: Collection[str] = (),
    department: str = "",
    position: str = "",
) -> tuple[Member, str]:
    """Enter a person and return them with the secret of their invitation, told only once."""
    require(actor, "members.manage")
    services.own_hand(actor)
    _may_give(actor, level, functions)
    person, address = services.tidy(name), _address(actor, email)
    if not person:
        raise DomainError("name.blank", _("请填写姓名。"), "name")
    member = services.add_member(
        workspace=Workspace.objects.get(id=actor.workspace_id), name=person, level=Level(level),
        functions=tuple(_ordered(functions)), department=services.tidy(department, 100),
        position=services.tidy(position, 100), email=address,
    )  # fmt: skip
    token = _new_invitation(actor, member)
    _record(actor, "member.invited", member, {"level": [None, int(level)]})
    return member, token


@transaction.atomic
def invite_member(*, actor: Actor, member: Member) -> str:
    """Return the secret of a fresh invitation for a person without account; older ones die."""
    _may_touch(actor, member)
    if member.user_id is not None or not member.active:
        raise DomainError("member.has_account", _("此人已有账号，不需要邀请。"))
    _withdraw(member)
    token = _new_invitation(actor, member)
    _record(actor, "member.invited", member)
    return token


@transaction.atomic
def revoke_invitation(*, actor: Actor, member: Member) -> None:
    """Take an invitation back: its link is worth nothing from now on."""
    _may_touch(actor, member)
    if not _withdraw(member):
        raise DomainError("invitation.none", _("没有待接受的邀请。"))
    _record(actor, "member.invitation_revoked", member)


def _new_invitation(actor: Actor, member: Member) -> str:
    return services.make_link(
        purpose="invite", member=member, created_by=actor.user_id, hours=INVITATION_HOURS
    )


def _withdraw(member: Member) -> int:
    rows = SignInLink.objects.filter(member=member, purpose="invite", used_at=None)
    return rows.delete()[0]


@transaction.atomic
def accept_invitation(
    *, token: str, name: str, email: str, password: str, address: str = "", user_agent: str = ""
) -> str:
    """Open an account by an invitation and return a session token."""
    link, member = _invited(token)
    mail = member.email or email
    if User.objects.filter(email=mail.strip().lower()).exists():
        words = _("这个邮箱已有账号。请先登录，再打开邀请链接。")
        raise DomainError("email.taken", words, "email")
    if not password:
        raise DomainError("password.blank", _("请设置密码。"), "password")
    clean = services.tidy(name) or member.name
    user = services.create_user(email=mail, name=clean, password=password)
    _enter(link, member, user, clean)
    return services.open_session(
        user=user, address=address, user_agent=user_agent, workspace_id=member.workspace_id
    )


@transaction.atomic
def join_by_invitation(*, actor: Actor, token: str) -> None:
    """Join another workspace with the account one is signed in with, and show it."""
    services.own_hand(actor)
    link, member = _invited(token)
    user = User.objects.get(id=actor.user_id)
    there = Member.objects.in_workspace(member.workspace_id).filter(user=user).first()
    if there is not None:
        raise DomainError("member.twice", _("你已经在这个工作区。"))
    _enter(link, member, user, member.name)
    services.show_workspace(actor=actor, workspace_id=member.workspace_id)


def _invited(token: str) -> tuple[SignInLink, Member]:
    link = services.open_link(token=token, purpose="invite")
    if link.member is None or link.member.user_id is not None or not link.member.active:
        raise services.dead_link()
    return link, link.member


def _enter(link: SignInLink, member: Member, user: User, name: str) -> None:
    services.spend_link(link)
    own = {"user": user, "name": name, "email": user.email, "pinyin": keys(name)}
    rows = Member.objects.in_workspace(member.workspace_id).filter(id=member.id)
    rows.update(**own, version=member.version + 1)
    member.refresh_from_db()
    services.index_member(member)
    newcomer = _actor_of(member)
    _record(newcomer, "member.joined", member, {"name": [None, name]})


def _actor_of(member: Member) -> Actor:
    from yunchou.web.users.selectors import actor_of_member

    found = actor_of_member(member.id)
    if found is None:  # just entered, active
        raise LookupError(member.name)
    return found


@transaction.atomic
def change_member(
    *, actor: Actor, member: Member, values: Mapping[str, Any], version: int | None = None
) -> Member:
    """Change name, department, position, level or functions; nobody rises above the one who acts.

    Refuses to take the last owner's level. The name and address of an account are its holder's.
    """
    _may_touch(actor, member)
    wanted = _clean(actor, member, dict(values))
    if "level" in wanted and wanted["level"] != member.level:
        _may_give(actor, wanted["level"], ())
        if wanted["level"] < Level.OWNER:
            keep_an_owner(member)
    if "functions" in wanted:
        _may_give(actor, Level.NONE, set(wanted["functions"]) ^ set(member.functions))
    changes = apply(member, wanted, version=version, allowed=EDITABLE)
    if changes:
        services.index_member(member)
        changes.pop("pinyin", None)
        _record(actor, "member.changed", member, changes)
    return member


def _clean(actor: Actor, member: Member, values: dict[str, Any]) -> dict[str, Any]:
    for field in {"name", "department", "position"} & set(values):
        values[field] = services.tidy(str(values[field]), 200 if field == "name" else 100)
    if member.user_id is not None and {"name", "email"} & {
        field for field in values if values[field] != getattr(member, field)
    }:
        raise Forbidden("member.own_account", _("有账号的人自己改姓名和邮箱。"), "name")
    if "name" in values:
        if not values["name"]:
            raise DomainError("name.blank", _("请填写姓名。"), "name")
        values["pinyin"] = keys(values["name"])
    if values.get("email") and values["email"] != member.email:
        values["email"] = _address(actor, values["email"])
    if "functions" in values:
        values["functions"] = _ordered(values["functions"])
    if "level" in values:
        values["level"] = int(Level(values["level"]))
    return values


@transaction.atomic
def deactivate_member(*, actor: Actor, member: Member) -> Member:
    """Let a person go: sessions, tokens and links here end at once; their work keeps their name."""
    _may_touch(actor, member)
    if not member.active:
        return member
    keep_an_owner(member)
    changes = apply(member, {"active": False}, version=None, allowed=frozenset({"active"}))
    if member.user_id is not None:
        Session.objects.filter(user_id=member.user_id, workspace_id=member.workspace_id).delete()
    tokens = ApiToken.objects.in_workspace(member.workspace_id).filter(member=member)
    tokens.filter(revoked_at=None).update(revoked_at=clock.now())
    SignInLink.objects.filter(member=member, used_at=None).delete()
    search.drop([member.id])
    _record(actor, "member.deactivated", member, changes)
    return member


@transaction.atomic
def activate_member(*, actor: Actor, member: Member) -> Member:
    """Take a person back, at the level they had; tokens stay revoked."""
    _may_touch(actor, member)
    changes = apply(member, {"active": True}, version=None, allowed=frozenset({"active"}))
    if changes:
        services.index_member(member)
        _record(actor, "member.activated", member, changes)
    return member


@transaction.atomic
def make_reset_link(*, actor: Actor, member: Member) -> str:
    """Return the secret of a link by which a person sets a new password, told only once.

    Whoever holds the link becomes that person, so it is refused for one's equals (owners apart),
    for holders of functions one has not, and for accounts that reach beyond this workspace.
    """
    _may_touch(actor, member)
    user = member.user
    if user is None or not member.active or not user.is_active:
        raise DomainError("member.no_account", _("此人没有可用的账号，请先邀请。"))
    _may_give(actor, Level.NONE, member.functions)
    equal = member.level >= actor.level and actor.level < Level.OWNER
    if equal and member.id != actor.member_id:
        raise Forbidden("member.level", _("只有所有者能为同级的人重置密码。"))
    elsewhere = Member.objects.across_workspaces().filter(user=user, active=True)
    if elsewhere.exclude(workspace_id=actor.workspace_id).exists():
        words = _("此人还在其他工作区，请由系统管理员在服务器上运行 yunchou user link。")
        raise Forbidden("member.elsewhere", words)
    SignInLink.objects.filter(user=user, purpose="reset", used_at=None).delete()
    token = services.make_link(
        purpose="reset", user=user, created_by=actor.user_id, hours=RESET_HOURS
    )
    _record(actor, "member.reset_link", member)
    return token


def giveable_levels(actor: Actor) -> list[Level]:
    """Return the levels that the actor may give."""
    return [level for level in Level if Level.NONE < level <= actor.level]


def giveable_functions(actor: Actor) -> list[str]:
    """Return the functions that the actor may give: their own, for owners all."""
    return [f for f in FUNCTIONS if actor.level >= Level.OWNER or f in actor.functions]


def _may_give(actor: Actor, level: int, functions: Collection[str]) -> None:
    if unknown := set(functions) - set(FUNCTIONS):
        words = _("没有“%(name)s”这个职能。") % {"name": min(unknown)}
        raise DomainError("member.function_unknown", words, "functions")
    if level > actor.level:
        raise Forbidden("member.level", _("只能授予不高于自己的权限级别。"), "level")
    if set(functions) - set(giveable_functions(actor)):
        words = _("只能授予或取消自己拥有的职能，请联系所有者。")
        raise Forbidden("member.functions", words, "functions")


def _may_touch(actor: Actor, member: Member) -> None:
    require(actor, "members.manage")
    services.own_hand(actor)
    if member.level > actor.level:
        raise Forbidden("member.level", _("不能管理级别比自己高的人。"))


def keep_an_owner(member: Member) -> None:
    """Refuse to lose the last owner; the workspace's row is the lock of those who try at once."""
    if member.level < Level.OWNER:
        return
    Workspace.objects.select_for_update().get(id=member.workspace_id)
    owners = Member.objects.in_workspace(member.workspace_id).filter(
        level=int(Level.OWNER), active=True, user__is_active=True
    )
    if not owners.exclude(id=member.id).exists():
        words = _("这是最后一位所有者。请先让另一个人成为所有者。")
        raise DomainError("member.last_owner", words, "level")


def _ordered(functions: Collection[str]) -> list[str]:
    known = [name for name in FUNCTIONS if name in functions]
    return known + sorted(set(functions) - set(known))


def _address(actor: Actor, email: str) -> str:
    address = email.strip().lower()
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError as error:
        raise DomainError("email.shape", _("邮箱格式不对。"), "email") from error
    if Member.objects.of(actor).filter(email=address).exists():
        raise DomainError("member.twice", _("工作区里已有这个邮箱的人。"), "email")
    return address


def _record(
    actor: Actor, verb: str, member: Member, changes: activity.Changes | None = None
) -> None:
    activity.record(
        actor=actor, stream_id=member.workspace_id, verb=verb, subject=member,
        label=member.name, changes=changes,
    )  # fmt: skip
