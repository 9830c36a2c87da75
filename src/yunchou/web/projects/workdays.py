"""Working days of projects: the one measure of what is late, each project on its own calendar.

Lists, lights, pages and the Gantt all count what `WorkTime.days_late` counts: working days of the
project's calendar, with holidays, make-up days and the workspace's extra days. Calendars belong to
the schedule step, which stands above this one and registers how to read them.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from yunchou.engine.calendars import WorkTime, cn_workdays

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Mapping
    from uuid import UUID

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

#: what a project's calendar hangs on: its name, and how far the workspace's activity has come (its
#: extra days are recorded there); calendars of a project's own are written when it is made
State = tuple[str, int]

KEPT = 4_000
_sources: list[Callable[[Actor, Collection[UUID]], Mapping[UUID, WorkTime]]] = []
_known: OrderedDict[tuple[UUID, State], WorkTime] = OrderedDict()
_guard = Lock()


def register(source: Callable[[Actor, Collection[UUID]], Mapping[UUID, WorkTime]]) -> None:
    """Let the schedule step read the calendars of projects (called once, when it is ready)."""
    _sources.append(source)


def of(actor: Actor, states: Mapping[UUID, State]) -> dict[UUID, WorkTime]:
    """Return the calendars of projects; read again only for those whose state is new."""
    with _guard:
        found = {pk: _known[pk, state] for pk, state in states.items() if (pk, state) in _known}
    read = _read(actor, [pk for pk in states if pk not in found])
    with _guard:
        _known.update({(pk, states[pk]): work for pk, work in read.items()})
        while len(_known) > KEPT:
            _known.popitem(last=False)
    return found | read


def of_project(actor: Actor, project: Project) -> WorkTime:
    """Return the calendar of one project."""
    if not hasattr(project, "workspace_seq"):  # not loaded under the permission check
        return _read(actor, [project.id])[project.id]
    state = (project.calendar, project.workspace_seq or 0)
    return of(actor, {project.id: state})[project.id]


def _read(actor: Actor, ids: list[UUID]) -> dict[UUID, WorkTime]:
    found = dict.fromkeys(ids, usual())
    for source in _sources if ids else ():
        found |= source(actor, ids)
    return found


@cache
def usual() -> WorkTime:
    """Return the statutory working days alone."""
    return WorkTime(cn_workdays())


def overdue(work: WorkTime, finish: dt.date | None, today: dt.date) -> int:
    """Return by how many working days something unfinished has passed its finish, 0 if not."""
    return max(0, work.days_late(finish, today)) if finish else 0


def behind(work: WorkTime, baseline: dt.date | None, finish: dt.date | None) -> int:
    """Return by how many working days a finish is behind its baseline; negative when ahead."""
    return work.days_late(baseline, finish) if baseline and finish else 0


def late(days: int) -> str:
    """Return lateness in words, the same everywhere."""
    return ngettext("晚 %(n)s 个工作日", "晚 %(n)s 个工作日", days) % {"n": days}
