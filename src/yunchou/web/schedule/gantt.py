"""What the Gantt and the list draw: one answer, a handful of statements whatever the size."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from yunchou.engine.calendars import cn_holidays
from yunchou.plan.scheduling.calendars import CalendarBook
from yunchou.web.core import clock
from yunchou.web.core.activity import current_seq
from yunchou.web.core.permissions import allows
from yunchou.web.projects import reading
from yunchou.web.projects.models import Status
from yunchou.web.projects.reading import COLUMNS
from yunchou.web.schedule import baselines, selectors
from yunchou.web.schedule.models import Dependency
from yunchou.web.ui.jinja import english
from yunchou.web.users.models import Holiday, Member

if TYPE_CHECKING:
    from uuid import UUID

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

_MARGIN = dt.timedelta(days=45)
_MOST_DAYS = 3660


def drawing(*, actor: Actor, project: Project) -> dict[str, Any]:
    """Return tasks, links, people, statuses and non-working days of a project."""
    today = clock.today(project.timezone)
    tasks = reading.rows(actor=actor, project=project)
    first, last = _window(project, tasks, today)
    return {
        "project": {
            "key": project.key, "name": project.name, "start": project.start,
            "finish": project.finish, "today": today, "status_date": project.status_date,
            "seq": current_seq(project.workspace_id, project.id),
            "can_edit": allows(actor, "project.work", project.level), "version": project.version,
            "me": str(actor.member_id),
        },
        "nonworking": _days_off(actor, project, first, last),
        "covers": [first, last],  # the days that were asked whether they are worked
        "bands": bands(actor, first, last),
        "columns": COLUMNS,
        "tasks": tasks,
        "links": links(actor=actor, project=project),
        "people": people(actor=actor),
        "statuses": statuses(actor=actor, project=project),
        "baselines": baselines.names(actor=actor, project=project),
    }  # fmt: skip


def _window(project: Project, tasks: list[list[Any]], today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the days around the project and what it had agreed: slips are counted on them."""
    at = COLUMNS.index("baseline_finish")
    agreed = [row[at] for row in tasks if row[at]]
    ends = [selectors.as_day(end) for end in (min(agreed), max(agreed))] if agreed else []
    first = min(filter(None, [project.start or today, *ends])) - _MARGIN
    last = max(filter(None, [project.finish or today, *ends])) + _MARGIN
    return first, min(last, first + dt.timedelta(days=_MOST_DAYS))


def links(*, actor: Actor, project: Project) -> list[list[Any]]:
    """Return the dependencies: id, pred, succ, type, lag, unit."""
    rows = Dependency.objects.of(actor).filter(project=project)
    columns = ("id", "pred_id", "succ_id", "type", "lag", "lag_unit")
    return [
        [_hyphens(link), _hyphens(pred), _hyphens(succ), kind, float(lag), unit]
        for link, pred, succ, kind, lag, unit in selectors.raw(rows.values_list(*columns))
    ]


def _hyphens(value: Any) -> str:
    """Return an id of `selectors.raw` as the API writes it."""
    if not isinstance(value, str):
        return str(value)
    return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


def people(*, actor: Actor) -> list[dict[str, str]]:
    """Return those who can be assigned."""
    found = Member.objects.of(actor).filter(active=True).order_by("name")
    return [{"id": str(pk), "name": name} for pk, name in found.values_list("id", "name")]


def statuses(*, actor: Actor, project: Project) -> list[dict[str, Any]]:
    """Return the states of work in the reader's language."""
    rows = Status.objects.of(actor).filter(project=project, trashed_at=None).order_by("rank")
    chosen = rows.values_list("id", "name", "name_en", "category", "wip_limit")
    return [
        {
            "id": str(pk), "name": (other or name) if english() else name, "category": category,
            "limit": limit,
        }
        for pk, name, other, category, limit in chosen
    ]  # fmt: skip


def _days_off(actor: Actor, project: Project, first: dt.date, last: dt.date) -> list[str]:
    plan = selectors.frame_plan(actor=actor, project=project)
    calendar = CalendarBook(plan)[0]
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return [day.isoformat() for day in days if not calendar.intervals(day)]


def bands(actor: Actor, first: dt.date, last: dt.date) -> list[list[str]]:
    """Return named holidays as [first day, last day, name], days in a row joined."""
    own = Holiday.objects.of(actor).filter(day__range=(first, last), working=False)
    days = {
        h.day: h.name.partition("（")[0]  # the reason of a bridging day stays in the table
        for h in cn_holidays()
        if first <= h.day <= last and h.kind == "holiday"
    }
    days |= dict(own.values_list("day", "name"))
    joined: list[list[Any]] = []
    for day in sorted(days):
        if joined and days[day] in {joined[-1][2], "休息日"} and (day - joined[-1][1]).days <= 3:
            joined[-1][1] = day
        else:
            joined.append([day, day, days[day]])
    return [[begin.isoformat(), end.isoformat(), name] for begin, end, name in joined]


def shown(*, actor: Actor, project: Project, ids: list[UUID]) -> list[list[Any]]:
    """Return some tasks as rows: what a live update asks for."""
    return reading.rows(actor=actor, project=project, ids=ids)
