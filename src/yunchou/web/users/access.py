"""Personal tokens: a key for programs, worth at most what its holder may do."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from yunchou.web.core import activity, clock
from yunchou.web.core.errors import DomainError, NotFound
from yunchou.web.users import services
from yunchou.web.users.models import ApiToken
from yunchou.web.users.tokens import digest, new_token

if TYPE_CHECKING:
    from uuid import UUID

    from yunchou.web.core.permissions import Actor

MOST = 50
DAYS = (30, 90, 365)
PREFIX = "yc_"


@transaction.atomic
def make_token(
    *, actor: Actor, name: str, scope: str = "read", days: int | None = 90
) -> tuple[ApiToken, str]:
    """Return a token with its secret, told only once; `days` None never expires."""
    services.own_hand(actor)
    label = services.tidy(name, 100)
    if not label:
        raise DomainError("name.blank", _("请填写用途，例如“报表脚本”。"), "name")
    if scope not in {"read", "write"}:
        raise DomainError("token.scope", _("权限只能是只读或读写。"), "scope")
    if days is not None and not 1 <= days <= 3650:
        raise DomainError("token.days", _("有效期为 1 到 3650 天。"), "days")
    live = ApiToken.objects.of(actor).filter(member_id=actor.member_id, revoked_at=None)
    if live.count() >= MOST:
        raise DomainError("token.many", _("最多 %(n)s 个令牌，请先撤销不用的。") % {"n": MOST})
    secret = new_token(PREFIX)
    row = ApiToken.objects.create(
        workspace_id=actor.workspace_id, member_id=actor.member_id, name=label, scope=scope,
        token_hash=digest(secret), prefix=secret[:8], created_by_id=actor.user_id,
        expires_at=clock.now() + dt.timedelta(days=days) if days else None,
    )  # fmt: skip
    _record(actor, "token.made", row)
    return row, secret


@transaction.atomic
def revoke_token(*, actor: Actor, token_id: UUID) -> None:
    """End one of one's own tokens: the next request with it is refused."""
    services.own_hand(actor)
    mine = ApiToken.objects.of(actor).filter(member_id=actor.member_id, revoked_at=None)
    row = mine.filter(id=token_id).first()
    if row is None:
        raise NotFound("not_found", _("没有这个令牌，或已经撤销。"))
    mine.filter(id=token_id).update(revoked_at=clock.now())
    _record(actor, "token.revoked", row)


def _record(actor: Actor, verb: str, row: ApiToken) -> None:
    activity.record(
        actor=actor, stream_id=row.workspace_id, verb=verb, subject=row,
        label=f"{row.name} {row.prefix}…",
    )  # fmt: skip
