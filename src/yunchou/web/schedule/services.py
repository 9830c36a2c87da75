"""Links between tasks: made, changed, taken away, each with its way back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunchou.web.core import activity
from yunchou.web.core.activity import undoer
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import require
from yunchou.web.core.writing import apply
from yunchou.web.projects import selectors
from yunchou.web.projects.rescheduling import reschedule
from yunchou.web.projects.services import Change, branch, record
from yunchou.web.schedule.models import Dependency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yunchou.web.core.activity import Changes
    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project, WorkItem

MOST_LAG = Decimal(10_000)


@transaction.atomic
def add_link(
    *,
    actor: Actor,
    pred: WorkItem,
    succ: WorkItem,
    type: str = "FS",  # noqa: A002 (the field's own name)
    lag: Decimal = Decimal(0),
    lag_unit: str = "wd",
    undoes: UUID | None = None,
) -> tuple[Dependency, Change]:
    """Make one task depend on another; refuse a circle, naming its tasks."""
    require(actor, "project.work", succ.project.level)
    if pred.project_id != succ.project_id:
        raise selectors.not_found()
    _refuse_kin(pred, succ)
    _check_kind(type, lag, lag_unit)
    rows = Dependency.objects.of(actor).filter(pred=pred, succ=succ, type=type)
    if rows.exists():
        raise DomainError("link.twice", _("这两项任务之间已有同样的依赖。"), "pred")
    link = Dependency.objects.create(
        workspace_id=succ.workspace_id, project_id=succ.project_id, pred=pred, succ=succ,
        type=type, lag=lag, lag_unit=lag_unit, created_by_id=actor.user_id,
    )  # fmt: skip
    moved = reschedule(actor, succ.project, {pred.id, succ.id})
    changes: Changes = {"link": [None, link_facts(link)]}
    return link, Change(succ, record(actor, succ, "linked", changes, undoes), moved)


def _check_kind(kind: str, lag: Decimal, lag_unit: str) -> None:
    if kind not in dict(Dependency.TYPES) or lag_unit not in dict(Dependency.UNITS):
        raise DomainError("link.kind", _("没有这种依赖类型。"), "type")
    if abs(lag) > MOST_LAG:
        raise DomainError("link.lag", _("间隔应在 −10,000 到 10,000 之间。"), "lag")


@transaction.atomic
def change_link(
    *,
    actor: Actor,
    link: Dependency,
    values: Mapping[str, Any],
    version: int | None = None,
    undoes: UUID | None = None,
) -> Change:
    """Change the type or the lag of a dependency."""
    succ = selectors.get_work_item(actor=actor, ref=link.succ_id, need="project.work")
    wanted = dict(values)
    if "lag" in wanted:
        wanted["lag"] = Decimal(str(wanted["lag"]))
    kind, unit = wanted.get("type", link.type), wanted.get("lag_unit", link.lag_unit)
    _check_kind(kind, wanted.get("lag", link.lag), unit)
    twins = Dependency.objects.of(actor).filter(pred_id=link.pred_id, succ_id=succ.id, type=kind)
    if twins.exclude(id=link.id).exists():
        raise DomainError("link.twice", _("这两项任务之间已有同样的依赖。"), "type")
    before = link_facts(link)
    if not apply(link, wanted, version=version, allowed=_LINK):
        return Change(succ, None)
    moved = reschedule(actor, succ.project, {succ.id})
    changes: Changes = {"link": [before, link_facts(link)]}
    return Change(succ, record(actor, succ, "relinked", changes, undoes), moved)


_LINK = frozenset({"type", "lag", "lag_unit"})


def link_facts(link: Dependency) -> dict[str, Any]:
    """Return a dependency as the spine keeps it."""
    lag = Decimal(link.lag).quantize(Decimal("0.001"))
    return {"pred": link.pred_id, "type": link.type, "lag": lag, "lag_unit": link.lag_unit}


def _refuse_kin(pred: WorkItem, succ: WorkItem) -> None:
    if pred.id == succ.id or succ.id in branch(pred) or pred.id in branch(succ):
        raise DomainError("link.kin", _("任务不能依赖自己、自己的上级或下级。"), "pred")


@transaction.atomic
def remove_link(*, actor: Actor, link: Dependency, undoes: UUID | None = None) -> Change:
    """Take a dependency away."""
    succ = selectors.get_work_item(actor=actor, ref=link.succ_id, need="project.work")
    facts = link_facts(link)
    Dependency.objects.of(actor).filter(id=link.id).delete()
    moved = reschedule(actor, succ.project, {succ.id})
    return Change(succ, record(actor, succ, "unlinked", {"link": [facts, None]}, undoes), moved)


def get_link(*, actor: Actor, project: Project, link_id: UUID) -> Dependency:
    """Return a dependency of this project."""
    link = Dependency.objects.of(actor).filter(project=project, id=link_id).first()
    if link is None:
        raise selectors.not_found()
    return link


@undoer("work_item.linked")
def _undo_linked(actor: Actor, row: Activity) -> None:
    facts = row.changes["link"][1]
    link = (
        Dependency.objects.of(actor)
        .filter(pred_id=UUID(facts["pred"]), succ_id=row.subject_id, type=facts["type"])
        .first()
    )
    if link is None:
        raise DomainError("undo.overtaken", _("之后又有人改过这一项，不能直接撤销。"))
    remove_link(actor=actor, link=link, undoes=row.id)


@undoer("work_item.unlinked")
def _undo_unlinked(actor: Actor, row: Activity) -> None:
    facts = row.changes["link"][0]
    pred = selectors.get_work_item(actor=actor, ref=UUID(facts["pred"]), need="project.work")
    succ = selectors.get_work_item(actor=actor, ref=row.subject_id, need="project.work")
    add_link(
        actor=actor, pred=pred, succ=succ, type=facts["type"], lag=Decimal(facts["lag"]),
        lag_unit=facts["lag_unit"], undoes=row.id,
    )  # fmt: skip


@undoer("work_item.relinked")
def _undo_relinked(actor: Actor, row: Activity) -> None:
    before, after = row.changes["link"]
    link = (
        Dependency.objects.of(actor)
        .filter(pred_id=UUID(after["pred"]), succ_id=row.subject_id, type=after["type"])
        .first()
    )
    if link is None or activity.plain(link_facts(link)) != after:
        raise DomainError("undo.overtaken", _("之后又有人改过这一项，不能直接撤销。"))
    values = {name: before[name] for name in _LINK}
    change_link(actor=actor, link=link, values=values, undoes=row.id)
