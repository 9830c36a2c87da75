"""Progress of the work: planned and done, in working days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yunchou.engine.network import minute
from yunchou.plan import model
from yunchou.plan.scheduling.calendars import CalendarBook
from yunchou.web.core import clock
from yunchou.web.projects import portfolio, rollup
from yunchou.web.projects.models import WorkItem
from yunchou.web.schedule.selectors import calendars

if TYPE_CHECKING:
    import datetime as dt

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

DAY_MINUTES = 1440
_COLUMNS = (
    "duration", "duration_unit", "calendar", "percent", "start", "finish", "baseline_start",
    "baseline_finish",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """Shares of the whole work in percent, weighted by duration; and dates against the baseline.

    `planned` is what the baseline (the present plan where there is none) wants done by today;
    `late` counts working days by which the forecast finish is behind the baseline's.
    """

    done: float
    planned: float
    forecast: dt.date | None
    baseline: dt.date | None
    late: int


def calendar_book(actor: Actor, project: Project) -> CalendarBook:
    """Return the calendars of a project; number 0 is its own."""
    frame = model.Project.model_construct(name=project.name, calendar=project.calendar)
    own = calendars(actor=actor, project=project)
    return CalendarBook(model.Plan.model_construct(project=frame, calendars=own))


def share_due(book: CalendarBook, start: dt.date, finish: dt.date, today: dt.date) -> float:
    """Return how much of a task (0–1) its dates want done by the end of a day."""
    if today >= finish:
        return 1.0
    if today < start:
        return 0.0
    begin, now, end = (
        minute(start), minute(today) + DAY_MINUTES, minute(finish) + DAY_MINUTES,
    )  # fmt: skip
    whole = book.work(0, begin, end)
    return book.work(0, begin, now) / whole if whole else 0.0


def of_project(*, actor: Actor, project: Project) -> Progress | None:
    """Return the progress of a project, None without dated tasks: three queries."""
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None, kind="task")
    leaves = rows.exclude(id__in=rows.exclude(parent=None).values("parent_id"))
    items = list(leaves.exclude(start=None).values(*_COLUMNS))
    if not items:
        return None
    book, today = calendar_book(actor, project), clock.today(project.timezone)
    weights = [max(_weight(item), 1) for item in items]
    whole = sum(weights)
    done = sum(w * item["percent"] for w, item in zip(weights, items, strict=True)) / whole
    due = sum(
        w * share_due(book, *_agreed(item), today) for w, item in zip(weights, items, strict=True)
    )
    dates = portfolio.figures(actor, project)
    late = dates.get("late") or 0
    return Progress(done, due / whole * 100, dates.get("forecast"), dates.get("baseline"), late)


def _weight(item: dict[str, Any]) -> float:
    return rollup.weight("task", item["duration"], item["duration_unit"], item["calendar"])


def _agreed(item: dict[str, Any]) -> tuple[dt.date, dt.date]:
    if item["baseline_start"] and item["baseline_finish"]:
        return item["baseline_start"], item["baseline_finish"]
    return item["start"], item["finish"] or item["start"]
