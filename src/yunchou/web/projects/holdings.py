"""What a person still holds in projects: asked before they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yunchou.web.projects.models import Assignment, RoleHolder
from yunchou.web.users.hooks import Held, tells_holdings

if TYPE_CHECKING:
    from uuid import UUID

    from yunchou.web.core.permissions import Actor


def holdings(actor: Actor, member_id: UUID) -> list[Held]:
    """Return open tasks and project roles of a member."""
    mine = Assignment.objects.of(actor).filter(member_id=member_id, project__trashed_at=None)
    over = ("done", "cancelled")
    tasks = mine.filter(item__trashed_at=None).exclude(item__status__category__in=over)
    roles = RoleHolder.objects.of(actor).filter(member_id=member_id, project__trashed_at=None)
    return [
        Held(_("未完成的任务"), tasks.exclude(project__state="closed").count()),
        Held(_("项目角色"), roles.exclude(project__state="closed").count()),
    ]


tells_holdings(holdings)
