"""What one person has to do, over all projects: one statement beside their calendars."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from yunchou.web.core import clock
from yunchou.web.core.models import ActivityStream
from yunchou.web.projects import selectors, workdays
from yunchou.web.projects.models import Assignment, ChecklistItem, Comment, WorkItem
from yunchou.web.projects.tasks.progressing import state_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from yunchou.engine.calendars import WorkTime
    from yunchou.web.core.permissions import Actor

MOST = 200
GROUPS = ("overdue", "today", "week", "later")
_COLUMNS = (
    "id", "number", "name", "kind", "start", "finish", "deadline", "percent", "critical",
    "total_float", "priority", "blocked_reason", "version", "status__category", "status__name",
    "project__key", "project__name", "project__timezone", "boxes", "ticked", "said",
    "baseline_finish", "project_id", "project__calendar", "workspace_seq",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """A task on somebody's desk.

    Parameters
    ----------
    late, behind
        Working days past its finish and behind its baseline, 0 when neither.
    """

    id: UUID
    key: str
    number: int
    name: str
    project: str
    kind: str
    group: str
    state: str
    start: dt.date | None
    finish: dt.date | None
    late: int
    behind: int
    percent: int
    critical: bool
    priority: str
    blocked_reason: str
    boxes: int
    ticked: int
    comments: int
    version: int

    @property
    def ref(self) -> str:
        """The human key, XPSS-22."""
        return f"{self.key}-{self.number}"


def _count(rows: QuerySet[Any]) -> Coalesce:
    counts = rows.order_by().values("item_id").annotate(n=Count("id")).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def open_tasks(*, actor: Actor, limit: int = MOST) -> list[Task]:
    """Return the actor's unfinished tasks that are not summaries, soonest first."""
    mine = Assignment.objects.of(actor).filter(member_id=actor.member_id).values("item_id")
    seen = selectors.visible_projects(actor=actor).exclude(state="closed").values("id")
    rows = WorkItem.objects.of(actor).filter(
        id__in=mine, project_id__in=seen, trashed_at=None, status__category__in=("todo", "doing")
    )
    boxes = ChecklistItem.objects.of(actor).filter(item_id=OuterRef("id"))
    said = Comment.objects.of(actor).filter(item_id=OuterRef("id"), trashed_at=None)
    stream = ActivityStream.objects.of(actor).filter(id=actor.workspace_id)
    dressed = rows.exclude(kind="phase").annotate(
        boxes=_count(boxes), ticked=_count(boxes.filter(Q(done=True))), said=_count(said),
        workspace_seq=Subquery(stream.values("seq")[:1]),
    )  # fmt: skip
    ordered = dressed.order_by("finish", "-critical", "project_id", "position")
    found = list(ordered.values(*_COLUMNS)[:limit])
    works = workdays.of(
        actor,
        {row["project_id"]: (row["project__calendar"], row["workspace_seq"] or 0) for row in found},
    )
    return [_task(row, works[row["project_id"]]) for row in found]


def _task(row: dict[str, Any], work: WorkTime) -> Task:
    today = clock.today(row["project__timezone"])
    finish = row["finish"]
    return Task(
        id=row["id"], key=row["project__key"], number=row["number"], name=row["name"],
        project=row["project__name"], kind=row["kind"], start=row["start"], finish=finish,
        group=group_of(row["start"], finish, today), percent=row["percent"],
        state=state_of(row["status__category"], row["blocked_reason"]),
        late=workdays.overdue(work, finish, today),
        behind=max(0, workdays.behind(work, row["baseline_finish"], finish)),
        critical=row["critical"], priority=row["priority"], boxes=row["boxes"],
        blocked_reason=row["blocked_reason"], ticked=row["ticked"], comments=row["said"],
        version=row["version"],
    )  # fmt: skip


def group_of(start: dt.date | None, finish: dt.date | None, today: dt.date) -> str:
    """Return where a task stands: past its finish, under way today, this week, later."""
    if finish is not None and finish < today:
        return "overdue"
    begins = start or finish
    if begins is None or begins > today + dt.timedelta(days=6 - today.weekday()):
        return "later"
    return "today" if begins <= today else "week"


def grouped(tasks: list[Task]) -> dict[str, list[Task]]:
    """Return tasks by group, urgent ones first within each."""
    found: dict[str, list[Task]] = {group: [] for group in GROUPS}
    for task in tasks:
        found[task.group].append(task)
    for group in ("overdue", "today"):
        found[group].sort(key=lambda task: (not task.critical, task.finish or dt.date.max))
    return found
