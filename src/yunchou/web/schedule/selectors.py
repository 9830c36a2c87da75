"""Rows → the plan that the engine dates: the same mapping and the same dates as a plan file's."""

# ruff: noqa: S608 (SQL is put together from this file's own parts; values are parameters)
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from yunchou.plan import model
from yunchou.web.core import sql
from yunchou.web.projects import rollup
from yunchou.web.projects.models import WorkItem
from yunchou.web.schedule.models import Dependency
from yunchou.web.ui import shell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

_COLUMNS = (
    "id", "number", "parent_id", "kind", "name", "duration", "duration_unit", "calendar",
    "constraint", "constraint_date", "deadline", "manual", "manual_start", "manual_finish",
    "percent", "actual_start", "actual_finish", "remaining", "start", "finish", "total_float",
    "free_float", "critical",
)  # fmt: skip


class Row(NamedTuple):
    """A work item as the database hands it over: dates and ids of SQLite are text."""

    id: Any
    number: int
    parent_id: Any
    kind: str
    name: str
    duration: int | None
    duration_unit: str
    calendar: str
    constraint: str
    constraint_date: Any
    deadline: Any
    manual: Any
    manual_start: Any
    manual_finish: Any
    percent: int
    actual_start: Any
    actual_finish: Any
    remaining: int | None
    start: Any
    finish: Any
    total_float: float | None
    free_float: float | None
    critical: Any


@dataclass(frozen=True, slots=True)
class Dating:
    """A project's bare plan and the rows behind it, by the ids that the plan calls them."""

    plan: model.Plan
    rows: dict[str, Row]


def raw(query: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """Return rows as the driver gives them: thousands of them, of which few are looked at."""
    return sql.fetch(*query.query.sql_with_params())


def as_day(value: Any) -> dt.date | None:
    """Return a date of `raw`: SQLite keeps dates as text."""
    return dt.date.fromisoformat(value[:10]) if isinstance(value, str) else value


def same_day(stored: Any, day: dt.date | None) -> bool:
    """Whether a date of `raw` is this day."""
    if stored is None or day is None:
        return stored is day
    return bool(stored == (day.isoformat() if isinstance(stored, str) else day))


def dating(*, actor: Actor, project: Project, ids: Collection[UUID] | None = None) -> Dating:
    """Return a project as the bare plan that dates need; its ids are references (NPL-12).

    With `ids` only those tasks and the links between them, without what is above them.

    A handful of statements; the parts are made without validation, since the rows were checked
    when they were written.
    """
    if ids is None:
        items = WorkItem.objects.of(actor).filter(project=project, trashed_at=None)
        links = Dependency.objects.of(actor).filter(project=project).order_by("id")
        found = raw(items.order_by("position", "id").values_list(*_COLUMNS))
        linked_rows = raw(links.values_list(*_LINKED))
    else:
        found, linked_rows = _some(actor, project, ids)
    rows = {f"{project.key}-{row[1]}": Row._make(row) for row in found}
    names = {row.id: name for name, row in rows.items()}
    children: dict[str | None, list[tuple[str, Row]]] = {}
    for name, row in rows.items():
        children.setdefault(names.get(row.parent_id), []).append((name, row))
    plan = model.Plan.model_construct(
        project=_frame(project, _anchor(project, rows)),
        phases=_phases(children, _links(linked_rows, names)),
        calendars=calendars(actor=actor, project=project),
    )
    return Dating(plan, rows)


def _anchor(project: Project, rows: dict[str, Row]) -> str | None:
    wanted = project.anchor_item_id
    if wanted is None or project.anchor_date is None or not project.anchor_backward:
        return None
    return next((name for name, row in rows.items() if as_id(row.id) == wanted), None)


def as_id(value: Any) -> UUID:
    """Return an id of `raw`: SQLite keeps identifiers as text."""
    return value if isinstance(value, UUID) else UUID(value)


def frame_plan(*, actor: Actor, project: Project) -> model.Plan:
    """Return a project's calendars as a plan without tasks."""
    return model.Plan.model_construct(
        project=_frame(project, None),
        phases=[],
        calendars=calendars(actor=actor, project=project),
    )


def _frame(project: Project, anchored: str | None) -> model.Project:
    anchor = None
    if anchored is not None:
        at = "start" if project.extras.get("anchor_at") == "start" else "end"
        anchor = model.Anchor(task=anchored, mode="backward_from_fixed_date", at=at)
    return model.Project.model_construct(
        name=project.name, calendar=project.calendar, start=project.planned_start,
        anchor_date=project.anchor_date if anchor else None, schedule_anchor=anchor,
        status_date=project.status_date,
    )  # fmt: skip


_LINKED = ("pred_id", "succ_id", "type", "lag", "lag_unit")
_QUOTED = ", ".join(f'w."{name}"' for name in _COLUMNS)


def _some(
    actor: Actor, project: Project, ids: Collection[UUID]
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return some tasks and the links into them: written out, since every small change asks."""
    marks = ", ".join(["%s"] * len(ids))
    wanted = [sql.stored(each) for each in ids]
    here = [sql.stored(actor.workspace_id), sql.stored(project.id)]
    tasks = (
        f"SELECT {_QUOTED} FROM projects_workitem w WHERE w.id IN ({marks})"
        f" AND {sql.unindexed('w.workspace_id')} = %s AND w.project_id = %s"
        " AND w.trashed_at IS NULL ORDER BY w.position, w.id"
    )
    links = (
        f"SELECT {', '.join(_LINKED)} FROM schedule_dependency WHERE succ_id IN ({marks})"
        f" AND {sql.unindexed('workspace_id')} = %s ORDER BY id"
    )
    alone = len(wanted) == 1
    return sql.fetch(tasks, [*wanted, *here]), (
        [] if alone else sql.fetch(links, [*wanted, here[0]])
    )


def _links(rows: list[tuple[Any, ...]], names: dict[Any, str]) -> dict[str, list[model.Link]]:
    found: dict[str, list[model.Link]] = {}
    for pred, succ, kind, lag, unit in rows:
        if pred in names and succ in names:
            stored = {"pred": names[pred], "type": kind, "lag": float(lag), "lag_unit": unit}
            found.setdefault(names[succ], []).append(_LINK.model_copy(update=stored))
    return found


_LINK = model.Link.model_construct(pred="")
_TASK = model.Task.model_construct(id="", name="")


def _phases(
    children: dict[str | None, list[tuple[str, Row]]], links: dict[str, list[model.Link]]
) -> list[model.Phase]:
    phases: list[model.Phase] = []
    for name, row in children.get(None, []):
        if row.kind == "phase":
            below = [_task(key, child, children, links) for key, child in children.get(name, [])]
            phases.append(model.Phase.model_construct(id=name, name=row.name, tasks=below))
            continue
        task = _task(name, row, children, links)
        phases.append(model.Phase.model_construct(id=f"_{name}", implicit=True, tasks=[task]))
    return phases


def _task(
    name: str,
    row: Row,
    children: dict[str | None, list[tuple[str, Row]]],
    links: dict[str, list[model.Link]],
) -> model.Task:
    facts: dict[str, Any] = {
        "id": name, "name": row.name, "milestone": row.kind == "milestone",
        "duration": _duration(row), "links": links.get(name, []),
        "tasks": [_task(key, child, children, links) for key, child in children.get(name, ())],
    }  # fmt: skip
    if row.constraint:
        facts["constraint"] = model.Constraint.model_construct(
            type=row.constraint,  # type: ignore[arg-type]  # checked by the column's choices
            date=as_day(row.constraint_date),
        )
    if row.deadline:
        facts["deadline"] = as_day(row.deadline)
    if row.calendar:
        facts["calendar"] = row.calendar
    if row.manual:
        facts |= {"manual": True, "start": as_day(row.manual_start),
                  "finish": as_day(row.manual_finish)}  # fmt: skip
    if row.percent or row.actual_start:
        facts |= _progress(row)
    return _TASK.model_copy(update=facts)


def _progress(row: Row) -> dict[str, Any]:
    return {
        "percent": row.percent, "actual_start": as_day(row.actual_start),
        "actual_finish": as_day(row.actual_finish) if row.actual_start else None,
        "remaining": None if row.remaining is None else f"{row.remaining / 60:g}h",
    }  # fmt: skip


def _duration(row: Row) -> str | None:
    if row.duration is None:
        return None
    clock = row.duration_unit in {"ed", "eh"}
    return f"{row.duration / 60:g}{'eh' if clock else 'h'}"


_OWN = """
SELECT code, name, base, week, hours, exceptions, extras FROM schedule_projectcalendar
WHERE workspace_id = %s AND project_id = %s AND trashed_at IS NULL ORDER BY rank
"""
_EXTRA = "SELECT day, working, name FROM users_holiday WHERE workspace_id = %s ORDER BY day"


def calendars(*, actor: Actor, project: Project) -> list[model.Calendar]:
    """Return the project's own calendars, and the statutory one with the workspace's extra days."""
    workspace = sql.stored(actor.workspace_id)
    own = sql.fetch(_OWN, [workspace, sql.stored(project.id)])
    return stated_calendars(own, sql.fetch(_EXTRA, [workspace]))


def stated_calendars(
    own: Iterable[tuple[Any, ...]], extra: Iterable[tuple[Any, ...]]
) -> list[model.Calendar]:
    """Return calendars from the rows of `_OWN` and `_EXTRA`."""
    stated = [
        model.Calendar.model_validate(
            {
                "id": code, "name": name, "base": base, "week": sql.document(week),
                "hours": hours, "exceptions": sql.document(exceptions),
                **sql.document(extras),
            }
        )
        for code, name, base, week, hours, exceptions, extras in own
    ]  # fmt: skip
    days = [
        _exception(found, name, working=bool(on))
        for day, on, name in extra
        if (found := as_day(day))
    ]
    if days and not any(calendar.id == "cn_workdays" for calendar in stated):
        stated.append(model.Calendar(id="cn_workdays", base="cn_workdays", exceptions=days))
    return stated


def _exception(day: dt.date, name: str, *, working: bool) -> model.CalendarException:
    hours = ["08:00-12:00", "13:00-17:00"] if working else []
    return model.CalendarException(date=day, name=name, hours=hours)


def linked(*, actor: Actor, project: Project, ids: Iterable[UUID]) -> bool:
    """Whether one of the items has a dependency."""
    rows = Dependency.objects.of(actor).filter(project=project)
    wanted = list(ids)
    return rows.filter(pred_id__in=wanted).exists() or rows.filter(succ_id__in=wanted).exists()


PAGE = 100


_ROWS = """
SELECT w.wbs, w.number, w.name, w.critical, w.start, w.finish, w.total_float, w.percent, s.name,
    w.position, w.id
FROM projects_workitem w JOIN projects_status s ON s.id = w.status_id
WHERE w.workspace_id = %s AND w.project_id = %s AND w.trashed_at IS NULL AND w.position > %s
ORDER BY w.position, w.id LIMIT %s
"""


def page_of_rows(*, actor: Actor, project: Project, after: str = "") -> dict[str, Any]:
    """Return up to 100 tasks in WBS order after a place: the table in print and without script.

    Each is wbs, number, name, critical, start, finish, total float, percent, status, place.
    """
    place = int(after[:10]) if after.isascii() and after.isdigit() else -1
    here = [sql.stored(actor.workspace_id), sql.stored(project.id)]
    found = sql.fetch(_ROWS, [*here, min(place, 2**31 - 1), PAGE + 1])
    rolled = rollup.of_project(actor, project)
    items = [
        (*row[:4], as_day(row[4]), as_day(row[5]), row[6], rolled.get(row[10], row[7]), *row[8:10])
        for row in found[:PAGE]
    ]
    return {"items": items, "more": items[-1][-1] if len(found) > PAGE else None}


def views_of(project: Project, current: str) -> list[dict[str, Any]]:
    """Return the ways to look at the same tasks, for the segmented switch."""
    entries = [(_("甘特"), "schedule"), (_("看板"), "board"), (_("列表"), "schedule-list")]
    return [
        {"text": text, "href": shell.link(route, project), "current": route == current}
        for text, route in entries
        if shell.link(route, project)
    ]
