"""The working days of many projects at once: what lists and lights count lateness in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

from yunchou.engine.calendars import WorkTime
from yunchou.messages import InputError
from yunchou.plan import model
from yunchou.plan.scheduling.calendars import CalendarBook
from yunchou.web.core import sql
from yunchou.web.projects import workdays
from yunchou.web.schedule import selectors

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from yunchou.web.core.permissions import Actor

_STATED = """
SELECT p.id, p.calendar, c.code, c.name, c.base, c.week, c.hours, c.exceptions, c.extras
FROM projects_project p LEFT JOIN schedule_projectcalendar c ON c.workspace_id = p.workspace_id
    AND c.project_id = p.id AND c.trashed_at IS NULL
WHERE p.workspace_id = %s AND p.id IN ({marks}) ORDER BY p.id, c.rank
"""
_EXTRA = "SELECT day, working, name FROM users_holiday WHERE workspace_id = %s ORDER BY day"


def work_times(actor: Actor, ids: Collection[UUID]) -> dict[UUID, WorkTime]:
    """Return the working time of each project's own calendar: two statements, however many."""
    workspace = sql.stored(actor.workspace_id)
    marks = ", ".join(["%s"] * len(ids))
    rows = sql.fetch(_STATED.format(marks=marks), [workspace, *map(sql.stored, ids)])
    extra = _text(sql.fetch(_EXTRA, [workspace]))
    names: dict[Any, str] = {}
    own: dict[Any, list[Any]] = {}
    for project, name, code, *rest in rows:
        names[project] = name
        if code is not None:
            own.setdefault(project, []).append([code, *rest])
    return {
        sql.identity(project): _work_time(name, _text(own.get(project, [])), extra)
        for project, name in names.items()
    }


def _text(rows: list[Any]) -> bytes:
    """Return rows as text, by which equal calendars are known to be equal."""
    return orjson.dumps(rows, default=str)


@lru_cache(maxsize=256)
def _work_time(name: str, own: bytes, extra: bytes) -> WorkTime:
    calendars = selectors.stated_calendars(orjson.loads(own), orjson.loads(extra))
    frame = model.Project.model_construct(name="", calendar=name)
    try:
        return WorkTime(
            CalendarBook(model.Plan.model_construct(project=frame, calendars=calendars))[0]
        )
    except InputError:  # its own pages tell what is wrong; the list of all projects still opens
        return workdays.usual()
