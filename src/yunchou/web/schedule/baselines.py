"""Baselines: the dates that were agreed on a day, kept to measure against."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from yunchou.web.core import activity, clock
from yunchou.web.core.activity import undoer
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import require
from yunchou.web.projects import selectors
from yunchou.web.projects.models import Project, WorkItem
from yunchou.web.schedule.models import Baseline
from yunchou.web.schedule.rescheduling import write_columns

if TYPE_CHECKING:
    from uuid import UUID

    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor

_COLUMNS = ("baseline_start", "baseline_finish")


@transaction.atomic
def take_baseline(
    *, actor: Actor, project: Project, name: str = "", undoes: UUID | None = None
) -> tuple[Baseline, Activity]:
    """Freeze the present dates: what is late is measured against them from now on."""
    require(actor, "project.plan", project.level)
    items = WorkItem.objects.of(actor).filter(project=project, trashed_at=None)
    found = list(items.values_list("id", "start", "finish", "duration", "cost_fen"))
    number = Baseline.objects.of(actor).filter(project=project).count() + 1
    baseline = Baseline.objects.create(
        workspace_id=project.workspace_id, project=project, created_by_id=actor.user_id,
        name=name.strip()[:200] or _("基准 %(n)s") % {"n": number}, taken_at=clock.now(),
        rows={str(row[0]): activity.plain(list(row[1:])) for row in found},
    )  # fmt: skip
    _draw(actor, [(row[1], row[2], row[0]) for row in found])
    change = activity.record(
        actor=actor, stream_id=project.id, verb="baseline.taken", subject=baseline,
        label=baseline.name, changes={"items": [0, len(found)]}, undoes=undoes,
    )  # fmt: skip
    return baseline, change


def keep_given(*, actor: Actor, project: Project) -> None:
    """Keep the baseline dates that a plan brought along as the project's first baseline."""
    items = WorkItem.objects.of(actor).filter(project=project).exclude(baseline_finish=None)
    columns = ("id", "baseline_start", "baseline_finish", "duration", "cost_fen")
    rows = {str(row[0]): activity.plain(list(row[1:])) for row in items.values_list(*columns)}
    if rows:
        Baseline.objects.create(
            workspace_id=project.workspace_id, project=project, name=_("随方案带来的基准"),
            taken_at=project.created_at, rows=rows,
        )  # fmt: skip


def _draw(actor: Actor, rows: list[tuple[Any, Any, UUID]]) -> None:
    """Write the dates that bars are compared with."""
    hexed = connection.vendor == "sqlite"
    write_columns(
        actor, _COLUMNS, [(start, end, key.hex if hexed else key) for start, end, key in rows]
    )


@transaction.atomic
def drop_baseline(
    *, actor: Actor, project: Project, baseline: Baseline, undoes: UUID | None = None
) -> Activity:
    """Take the newest baseline away; the one before it counts again."""
    require(actor, "project.plan", project.level)
    rows = Baseline.objects.of(actor).filter(project=project).order_by("-taken_at", "-id")
    newest = list(rows[:2])
    if not newest or newest[0].id != baseline.id:
        raise DomainError("baseline.older", _("只能删除最新的基准。"))
    before = newest[1].rows if len(newest) > 1 else {}
    items = WorkItem.objects.of(actor).filter(project=project).values_list("id", flat=True)
    _draw(actor, [(*_dates(before.get(str(key))), key) for key in items])
    change = activity.record(
        actor=actor, stream_id=project.id, verb="baseline.dropped", subject=baseline,
        label=baseline.name, undoes=undoes,
        changes={"baseline": [[baseline.name, baseline.taken_at, baseline.rows], None]},
    )  # fmt: skip
    rows.filter(id=baseline.id).delete()
    return change


def _dates(row: list[Any] | None) -> tuple[dt.date | None, dt.date | None]:
    start, finish = (row or [None, None])[:2]
    return (
        dt.date.fromisoformat(start) if start else None,
        dt.date.fromisoformat(finish) if finish else None,
    )


def get_baseline(*, actor: Actor, project: Project, baseline_id: UUID) -> Baseline:
    """Return a baseline of this project."""
    found = Baseline.objects.of(actor).filter(project=project, id=baseline_id).first()
    if found is None:
        raise selectors.not_found()
    return found


def names(*, actor: Actor, project: Project) -> list[dict[str, Any]]:
    """Return the baselines to choose from, newest first: the first is the one that bars show."""
    rows = Baseline.objects.of(actor).filter(project=project).order_by("-taken_at", "-id")
    return [{**row} for row in rows.values("id", "name", "taken_at")]


def list_baselines(*, actor: Actor, project: Project) -> list[dict[str, Any]]:
    """Return the baselines, newest first, each with who took it and how many tasks it holds."""
    rows = Baseline.objects.of(actor).filter(project=project).order_by("-taken_at", "-id")
    columns = ("id", "name", "taken_at", "created_by__name", "rows")
    return [
        {
            "id": found["id"], "name": found["name"], "taken_at": found["taken_at"],
            "by": found["created_by__name"] or "", "items": len(found["rows"]),
            "finish": max((row[1] for row in found["rows"].values() if row[1]), default=None),
        }
        for found in rows.values(*columns)
    ]  # fmt: skip


@undoer("baseline.taken")
def _undo_taken(actor: Actor, row: Activity) -> None:
    project = selectors.get_project_by_id(
        actor=actor, project_id=row.stream_id, need="project.plan"
    )
    baseline = get_baseline(actor=actor, project=project, baseline_id=row.subject_id)
    drop_baseline(actor=actor, project=project, baseline=baseline, undoes=row.id)


@undoer("baseline.dropped")
def _undo_dropped(actor: Actor, row: Activity) -> None:
    project = selectors.get_project_by_id(
        actor=actor, project_id=row.stream_id, need="project.plan"
    )
    name, taken_at, kept = row.changes["baseline"][0]
    at = dt.datetime.fromisoformat(taken_at)
    later = Baseline.objects.of(actor).filter(project=project, taken_at__gt=at)
    if later.exists():
        raise DomainError("undo.overtaken", _("之后又有人改过这一项，不能直接撤销。"))
    baseline = Baseline.objects.create(
        id=row.subject_id, workspace_id=project.workspace_id, project=project, name=name,
        taken_at=at, rows=kept, created_by_id=actor.user_id,
    )  # fmt: skip
    items = WorkItem.objects.of(actor).filter(project=project).values_list("id", flat=True)
    _draw(actor, [(*_dates(kept.get(str(key))), key) for key in items])
    activity.record(
        actor=actor, stream_id=project.id, verb="baseline.taken", subject=baseline,
        label=baseline.name, changes={"items": [0, len(kept)]}, undoes=row.id,
    )  # fmt: skip
