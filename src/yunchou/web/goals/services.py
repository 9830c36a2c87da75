"""Writing the strategy: one row of a project, made when first something is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from yunchou.web.core import activity
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import require
from yunchou.web.core.writing import apply
from yunchou.web.goals.models import Strategy
from yunchou.web.goals.plan import MIX
from yunchou.web.goals.selectors import get_strategy
from yunchou.web.projects.registers.columns import LONGEST
from yunchou.web.projects.selectors import get_project_by_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project


@transaction.atomic
def change_strategy(
    *,
    actor: Actor,
    project: Project,
    values: Mapping[str, Any],
    version: int | None,
    undoes: UUID | None = None,
) -> tuple[Strategy, Activity | None]:
    """Write parts of the strategy; refuse a stale value and what is no text."""
    require(actor, "project.plan", project.level)
    for name, value in values.items():
        if not isinstance(value, str) or len(value) > LONGEST:
            raise DomainError("value.invalid", _("请填写文字，不要太长。"), name)
    row = get_strategy(actor=actor, project=project)
    if row._state.adding:  # noqa: SLF001 (Django's documented name)
        row.save(force_insert=True)
        version = None
    clean = {name: value.replace("\x00", "").strip() for name, value in values.items()}
    changes = apply(row, clean, version=version or None, allowed=frozenset(MIX))
    if not changes:
        return row, None
    change = activity.record(
        actor=actor, stream_id=project.id, verb="goals.strategy.changed", subject=row,
        label=_("销售策略"), changes=changes, undoes=undoes,
    )  # fmt: skip
    return row, change


@activity.undoer("goals.strategy.changed")
def _undo_strategy(actor: Actor, row: Activity) -> None:
    found = Strategy.objects.of(actor).get(id=row.subject_id)
    for name, (_before, after) in row.changes.items():
        if getattr(found, name) != after:
            raise DomainError("undo.overtaken", _("之后又有人改过这一项，不能直接撤销。"), name)
    project = get_project_by_id(actor=actor, project_id=found.project_id)
    values = {name: pair[0] for name, pair in row.changes.items()}
    change_strategy(actor=actor, project=project, values=values, version=None, undoes=row.id)
