"""Links between tasks, baselines, and what a project's dates hang on."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yunchou.web.core import activity, clock
from yunchou.web.core.activity import undoer
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import require
from yunchou.web.core.writing import apply
from yunchou.web.projects import selectors
from yunchou.web.projects.models import Project, WorkItem
from yunchou.web.projects.rescheduling import Moved, reschedule
from yunchou.web.projects.services import Change, branch, record
from yunchou.web.schedule.models import Baseline, Dependency

if TYPE_CHECKING:
    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor

FRAME = frozenset({
    "planned_start", "anchor_item_id", "anchor_date", "anchor_backward", "status_date", "calendar",
})  # fmt: skip


def link_label(link: Dependency) -> str:
    """Return a link in one word: T1 → T2 FS+2wd."""
    lag = f"{link.lag.normalize():+f}{link.lag_unit}" if link.lag else ""
    return f"{link.type}{lag}"


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
    if type not in dict(Dependency.TYPES) or lag_unit not in dict(Dependency.UNITS):
        raise DomainError("link.kind", _("没有这种依赖类型。"), "type")
    rows = Dependency.objects.of(actor).filter(pred=pred, succ=succ, type=type)
    if rows.exists():
        raise DomainError("link.twice", _("这两项任务之间已有同样的依赖。"), "pred")
    link = Dependency.objects.create(
        workspace_id=succ.workspace_id, project_id=succ.project_id, pred=pred, succ=succ,
        type=type, lag=lag, lag_unit=lag_unit, created_by_id=actor.user_id,
    )  # fmt: skip
    moved = reschedule(actor, succ.project, {pred.id, succ.id})
    facts = {"pred": pred.id, "type": type, "lag": lag, "lag_unit": lag_unit}
    changes: dict[str, list[Any]] = {"link": [None, facts]}
    return link, Change(succ, record(actor, succ, "linked", changes, undoes), moved)


def _refuse_kin(pred: WorkItem, succ: WorkItem) -> None:
    if pred.id == succ.id or succ.id in branch(pred) or pred.id in branch(succ):
        raise DomainError("link.kin", _("任务不能依赖自己、自己的上级或下级。"), "pred")


@transaction.atomic
def remove_link(*, actor: Actor, link: Dependency, undoes: UUID | None = None) -> Change:
    """Take a dependency away."""
    succ = selectors.get_work_item(actor=actor, ref=link.succ_id, need="project.work")
    facts = {"pred": link.pred_id, "type": link.type, "lag": link.lag, "lag_unit": link.lag_unit}
    Dependency.objects.of(actor).filter(id=link.id).delete()
    moved = reschedule(actor, succ.project, {succ.id})
    return Change(succ, record(actor, succ, "unlinked", {"link": [facts, None]}, undoes), moved)


def get_link(*, actor: Actor, project: Project, link_id: UUID) -> Dependency:
    """Return a dependency of this project."""
    link = Dependency.objects.of(actor).filter(project=project, id=link_id).first()
    if link is None:
        raise selectors.not_found()
    return link


@transaction.atomic
def take_baseline(*, actor: Actor, project: Project, name: str = "") -> Baseline:
    """Freeze the present dates: what is late is measured against them from now on."""
    require(actor, "project.plan", project.level)
    items = WorkItem.objects.of(actor).filter(project=project, trashed_at=None)
    columns = ("id", "start", "finish", "duration", "cost_fen")
    found = list(items.values_list(*columns))
    number = Baseline.objects.of(actor).filter(project=project).count() + 1
    baseline = Baseline.objects.create(
        workspace_id=project.workspace_id, project=project, created_by_id=actor.user_id,
        name=name.strip()[:200] or _("基线 %(n)s") % {"n": number}, taken_at=clock.now(),
        rows={str(row[0]): activity.plain(list(row[1:])) for row in found},
    )  # fmt: skip
    changed = [WorkItem(id=row[0], baseline_start=row[1], baseline_finish=row[2]) for row in found]
    WorkItem.objects.of(actor).bulk_update(
        changed, ["baseline_start", "baseline_finish"], batch_size=400
    )
    activity.record(
        actor=actor, stream_id=project.id, verb="baseline.taken", subject=baseline,
        label=baseline.name, changes={"items": [0, len(found)]},
    )  # fmt: skip
    return baseline


@transaction.atomic
def set_frame(
    *,
    actor: Actor,
    project: Project,
    values: dict[str, Any],
    version: int | None,
    undoes: UUID | None = None,
) -> list[Moved]:
    """Set what the dates hang on: start, or anchor task and date with 倒排; status date."""
    require(actor, "project.plan", project.level)
    anchor = values.get("anchor_item_id")
    if anchor is not None:
        item = selectors.get_work_item(actor=actor, ref=UUID(str(anchor)))
        if item.project_id != project.id:
            raise selectors.not_found()
        values = {**values, "anchor_item_id": item.id}
    changes = apply(project, values, version=version, allowed=FRAME)
    if not changes:
        return []
    if project.anchor_backward and not (project.anchor_item_id and project.anchor_date):
        raise DomainError("anchor.incomplete", _("倒排需要同时选定锚定任务和日期。"), "anchor_date")
    moved = reschedule(actor, project, set())
    activity.record(
        actor=actor, stream_id=project.id, verb="schedule.framed", subject=project,
        label=project.name, changes=changes, undoes=undoes,
    )  # fmt: skip
    return moved


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


@undoer("schedule.framed")
def _undo_framed(actor: Actor, row: Activity) -> None:
    project = selectors.get_project_by_id(
        actor=actor, project_id=row.stream_id, need="project.plan"
    )
    values: dict[str, Any] = {name: pair[0] for name, pair in row.changes.items()}
    for name in ("planned_start", "anchor_date", "status_date"):
        if values.get(name):
            values[name] = dt.date.fromisoformat(values[name])
    if values.get("anchor_item_id"):
        values["anchor_item_id"] = UUID(values["anchor_item_id"])
    set_frame(actor=actor, project=project, values=values, version=None, undoes=row.id)
