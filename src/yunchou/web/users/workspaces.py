"""The workspace itself: name, logo, time zone, extra holidays, further workspaces."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.web.core import activity
from yunchou.web.core.errors import Conflict, DomainError, NotFound
from yunchou.web.core.permissions import Level, require
from yunchou.web.core.writing import apply
from yunchou.web.users import hooks, services
from yunchou.web.users.logos import clean_logo
from yunchou.web.users.models import Holiday, SignInLink, User, Workspace

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from uuid import UUID

    from yunchou.web.core.permissions import Actor

LOGOS = "logos"
#: what is offered; any zone of the tz database is taken
TIMEZONES = {
    "Asia/Shanghai": lazy("北京时间"), "Asia/Urumqi": lazy("乌鲁木齐"),
    "Asia/Hong_Kong": lazy("香港"), "Asia/Taipei": lazy("台北"),
    "Asia/Singapore": lazy("新加坡"), "Asia/Tokyo": lazy("东京"), "Asia/Seoul": lazy("首尔"),
    "Asia/Bangkok": lazy("曼谷"), "Asia/Dubai": lazy("迪拜"), "Europe/London": lazy("伦敦"),
    "Europe/Berlin": lazy("柏林"), "America/New_York": lazy("纽约"),
    "America/Los_Angeles": lazy("洛杉矶"), "UTC": lazy("协调世界时"),
}  # fmt: skip


@transaction.atomic
def change_workspace(
    *, actor: Actor, values: Mapping[str, Any], version: int | None = None
) -> Workspace:
    """Change name or time zone; refuses a version that somebody else has changed since."""
    require(actor, "workspace.manage")
    services.own_hand(actor)
    workspace = Workspace.objects.select_for_update().get(id=actor.workspace_id)
    if version is not None and version != workspace.version:
        words = _("别人刚刚改过设置，请刷新后重试。")
        raise Conflict("conflict", words, details={"version": workspace.version})
    wanted = _clean(values)
    changes = activity.differences({f: getattr(workspace, f) for f in wanted}, wanted)
    if changes:
        _write(actor, workspace, "workspace.changed", changes, wanted)
    return workspace


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(values) - {"name", "timezone"}:
        name = min(unknown)
        raise DomainError("field.unknown", _("不能修改字段“%(field)s”。") % {"field": name}, name)
    wanted = dict(values)
    if "name" in wanted:
        wanted["name"] = services.tidy(str(wanted["name"]))
        if not wanted["name"]:
            raise DomainError("name.blank", _("请填写工作区名称。"), "name")
    if "timezone" in wanted and wanted["timezone"] not in available_timezones():
        raise DomainError("timezone.unknown", _("没有这个时区。"), "timezone")
    if "timezone" in wanted:
        ZoneInfo(wanted["timezone"])  # on this machine as well
    return wanted


def _write(
    actor: Actor,
    workspace: Workspace,
    verb: str,
    changes: activity.Changes,
    values: Mapping[str, Any],
) -> None:
    rows = Workspace.objects.filter(id=workspace.id)
    rows.update(**values, version=F("version") + 1)
    workspace.refresh_from_db()
    activity.record(
        actor=actor, stream_id=workspace.id, verb=verb, subject=workspace,
        label=workspace.name, changes=changes,
    )  # fmt: skip


def set_logo(*, actor: Actor, data: bytes) -> Workspace:
    """Show a picture in the frame and on the cover of documents; the one before is removed."""
    require(actor, "workspace.manage")
    services.own_hand(actor)
    picture, ending = clean_logo(data)
    name = f"{LOGOS}/{actor.workspace_id}/{hashlib.sha256(picture).hexdigest()[:24]}.{ending}"
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".part")
    scratch.write_bytes(picture)
    scratch.replace(path)
    return _show_logo(actor, f"/media/{name}")


def remove_logo(*, actor: Actor) -> Workspace:
    """Go back to the seal."""
    require(actor, "workspace.manage")
    services.own_hand(actor)
    return _show_logo(actor, "")


def drop_logos(workspace_id: UUID) -> None:
    """Remove a workspace's pictures from the disk: called once the workspace itself is gone."""
    shutil.rmtree(Path(settings.MEDIA_ROOT) / LOGOS / str(workspace_id), ignore_errors=True)


@transaction.atomic
def _show_logo(actor: Actor, address: str) -> Workspace:
    workspace = Workspace.objects.select_for_update().get(id=actor.workspace_id)
    before = workspace.logo
    if before != address:
        changes: activity.Changes = {"logo": [before, address]}
        _write(actor, workspace, "workspace.logo", changes, {"logo": address})
        if before:
            transaction.on_commit(lambda: _forget(before))
    return workspace


def _forget(address: str) -> None:
    (Path(settings.MEDIA_ROOT) / address.removeprefix("/media/")).unlink(missing_ok=True)


@transaction.atomic
def set_holiday(
    *, actor: Actor, day: dt.date, name: str, working: bool = False
) -> tuple[Holiday, int]:
    """Let the workspace rest or work on a day, whatever the statutory calendar says.

    Running projects are dated anew; returns the day and how many projects have moved.
    """
    require(actor, "workspace.manage")
    services.own_hand(actor)
    values = {"name": services.tidy(name, 100), "working": working}
    if not values["name"]:
        raise DomainError("name.blank", _("请填写名称，例如“厂庆”。"), "name")
    row = Holiday.objects.of(actor).filter(day=day).first()
    if row is None:
        row = Holiday.objects.create(
            workspace_id=actor.workspace_id, day=day, created_by_id=actor.user_id, **values
        )
        changes: activity.Changes = {"working": [None, working]}
    else:
        changes = apply(row, values, version=None, allowed=frozenset(values))
    moved = hooks.calendar_changed(actor)
    if changes:
        _record(actor, "holiday.set", row, changes)
    return row, moved


@transaction.atomic
def remove_holiday(*, actor: Actor, holiday_id: UUID) -> int:
    """Follow the statutory calendar on a day again; returns how many projects have moved."""
    require(actor, "workspace.manage")
    services.own_hand(actor)
    row = Holiday.objects.of(actor).filter(id=holiday_id).first()
    if row is None:
        raise NotFound("not_found", _("没有这个日子。"))
    changes: activity.Changes = {"day": [row.day.isoformat(), None], "working": [row.working, None]}
    Holiday.objects.of(actor).filter(id=row.id).delete()
    moved = hooks.calendar_changed(actor)
    _record(actor, "holiday.removed", row, changes)
    return moved


def _record(actor: Actor, verb: str, row: Holiday, changes: activity.Changes) -> None:
    activity.record(
        actor=actor, stream_id=row.workspace_id, verb=verb, subject=row,
        label=f"{row.day.isoformat()} {row.name}", changes=changes,
    )  # fmt: skip


@transaction.atomic
def open_workspace(*, actor: Actor, name: str) -> Workspace:
    """Open another workspace, own it, and show it in this session."""
    require(actor, "workspace.manage")
    services.own_hand(actor)
    user = User.objects.get(id=actor.user_id)
    workspace = _open(name=name, owner=user)
    services.show_workspace(actor=actor, workspace_id=workspace.id)
    return workspace


@transaction.atomic
def set_up(
    *,
    token: str,
    workspace: str,
    name: str,
    email: str,
    password: str,
    address: str = "",
    user_agent: str = "",
) -> str:
    """Open a workspace and its owner's account by the setup link; return a session token."""
    link = services.open_link(token=token, purpose="setup")
    person = services.tidy(name)
    if not person:
        raise DomainError("name.blank", _("请填写姓名。"), "name")
    if not password:
        raise DomainError("password.blank", _("请设置密码。"), "password")
    first = not User.objects.exists()
    user = services.create_user(email=email, name=person, password=password, is_operator=first)
    made = _open(name=workspace, owner=user)
    services.spend_link(link)
    SignInLink.objects.filter(purpose="setup", used_at=None).delete()
    return services.open_session(
        user=user, address=address, user_agent=user_agent, workspace_id=made.id
    )


def setup_link() -> str | None:
    """Return the path of a fresh setup link, None once somebody has an account; older ones die."""
    if User.objects.exists():
        return None
    SignInLink.objects.filter(purpose="setup", used_at=None).delete()
    return f"/setup/{services.make_link(purpose='setup')}"


def _open(*, name: str, owner: User) -> Workspace:
    clean = services.tidy(name)
    if not clean:
        raise DomainError("workspace.blank", _("请填写工作区名称。"), "workspace")
    workspace = services.create_workspace(name=clean)
    member = services.add_member(
        workspace=workspace, name=owner.name, user=owner, level=Level.OWNER
    )
    from yunchou.web.users.selectors import actor_of_member

    actor = actor_of_member(member.id)
    if actor is None:  # just entered, active
        raise LookupError(member.name)
    activity.record(
        actor=replace(actor, workspace_id=workspace.id), stream_id=workspace.id,
        verb="workspace.opened", subject=workspace, label=workspace.name,
    )  # fmt: skip
    return workspace
