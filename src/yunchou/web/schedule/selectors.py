"""Rows → the plan that the engine dates: the same mapping and the same dates as a plan file's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yunchou.plan import model
from yunchou.web.projects.models import WorkItem
from yunchou.web.schedule.models import Dependency, ProjectCalendar
from yunchou.web.ui import shell
from yunchou.web.users.models import Holiday

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from uuid import UUID

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

_COLUMNS = (
    "id", "parent_id", "kind", "name", "duration", "duration_unit", "calendar", "constraint",
    "constraint_date", "deadline", "manual", "manual_start", "manual_finish", "percent",
    "actual_start", "actual_finish", "remaining",
)  # fmt: skip


def dating_plan(*, actor: Actor, project: Project) -> model.Plan:
    """Return a project as the bare plan that dates need; task ids are row ids.

    Three queries; the parts are made without validation, since the rows were checked on writing.
    """
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None)
    items = [
        dict(zip(_COLUMNS, row, strict=True))
        for row in rows.order_by("position", "id").values_list(*_COLUMNS)
    ]
    links = _links(actor, project, {item["id"] for item in items})
    children: dict[UUID | None, list[dict[str, Any]]] = {}
    known = {item["id"] for item in items}
    for item in items:
        parent = item["parent_id"] if item["parent_id"] in known else None
        children.setdefault(parent, []).append(item)
    phases = _phases(children, links)
    return model.Plan.model_construct(
        project=_frame(project), phases=phases, calendars=calendars(actor=actor, project=project)
    )


def frame_plan(*, actor: Actor, project: Project) -> model.Plan:
    """Return a project's calendars as a plan without tasks."""
    return model.Plan.model_construct(
        project=_frame(project), phases=[], calendars=calendars(actor=actor, project=project)
    )


def _frame(project: Project) -> model.Project:
    anchor = None
    if project.anchor_item_id and project.anchor_date and project.anchor_backward:
        anchor = model.Anchor(task=str(project.anchor_item_id), mode="backward_from_fixed_date")
    return model.Project.model_construct(
        name=project.name, calendar=project.calendar, start=project.planned_start,
        anchor_date=project.anchor_date if anchor else None, schedule_anchor=anchor,
        status_date=project.status_date,
    )  # fmt: skip


def _links(actor: Actor, project: Project, known: set[UUID]) -> dict[UUID, list[model.Link]]:
    found: dict[UUID, list[model.Link]] = {}
    rows = Dependency.objects.of(actor).filter(project=project)
    for pred, succ, kind, lag, unit in rows.values_list(
        "pred_id", "succ_id", "type", "lag", "lag_unit"
    ):
        if pred in known and succ in known:
            stored: dict[str, Any] = {"type": kind, "lag": float(lag), "lag_unit": unit}
            link = model.Link.model_construct(pred=str(pred), **stored)
            found.setdefault(succ, []).append(link)
    return found


def _phases(
    children: dict[UUID | None, list[dict[str, Any]]], links: dict[UUID, list[model.Link]]
) -> list[model.Phase]:
    phases: list[model.Phase] = []
    for item in children.get(None, []):
        if item["kind"] == "phase":
            below = [_task(child, children, links) for child in children.get(item["id"], [])]
            phases.append(
                model.Phase.model_construct(id=str(item["id"]), name=item["name"], tasks=below)
            )
            continue
        task = _task(item, children, links)
        phases.append(model.Phase.model_construct(id=f"_{item['id']}", implicit=True, tasks=[task]))
    return phases


def _task(
    item: dict[str, Any],
    children: dict[UUID | None, list[dict[str, Any]]],
    links: dict[UUID, list[model.Link]],
) -> model.Task:
    constraint = None
    if item["constraint"]:
        constraint = model.Constraint.model_construct(
            type=item["constraint"], date=item["constraint_date"]
        )
    remaining = item["remaining"]
    return model.Task.model_construct(
        id=str(item["id"]), name=item["name"], milestone=item["kind"] == "milestone",
        duration=_duration(item), constraint=constraint, deadline=item["deadline"],
        calendar=item["calendar"] or None, manual=item["manual"],
        start=item["manual_start"] if item["manual"] else None,
        finish=item["manual_finish"] if item["manual"] else None,
        percent=item["percent"], actual_start=item["actual_start"],
        actual_finish=item["actual_finish"] if item["actual_start"] else None,
        remaining=None if remaining is None else f"{remaining / 60:g}h",
        links=links.get(item["id"], []),
        tasks=[_task(child, children, links) for child in children.get(item["id"], [])],
    )  # fmt: skip


def _duration(item: dict[str, Any]) -> str | None:
    if item["duration"] is None:
        return None
    clock = item["duration_unit"] in {"ed", "eh"}
    return f"{item['duration'] / 60:g}{'eh' if clock else 'h'}"


def calendars(*, actor: Actor, project: Project) -> list[model.Calendar]:
    """Return the project's own calendars, and the statutory one with the workspace's extra days."""
    own = ProjectCalendar.objects.of(actor).filter(project=project, trashed_at=None)
    stated = [
        model.Calendar.model_validate(
            {
                "id": row.code, "name": row.name, "base": row.base, "week": row.week,
                "hours": row.hours, "exceptions": row.exceptions, **row.extras,
            }
        )
        for row in own.order_by("rank")
    ]  # fmt: skip
    extra = Holiday.objects.of(actor).order_by("day").values_list("day", "working", "name")
    days = [_exception(day, name, working=working) for day, working, name in extra]
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


def page_of_rows(*, actor: Actor, project: Project, after: str = "") -> dict[str, Any]:
    """Return up to 100 tasks in WBS order after a place: the table in print and without script."""
    place = int(after) if after.isdigit() else -1
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None, position__gt=place)
    columns = (
        "number", "wbs", "name", "kind", "start", "finish", "total_float", "critical", "percent",
        "status__name", "position", "depth",
    )  # fmt: skip
    found = list(rows.order_by("position", "id").values(*columns)[: PAGE + 1])
    more = found[PAGE - 1]["position"] if len(found) > PAGE else None
    return {"items": found[:PAGE], "more": more}


def views_of(project: Project, current: str) -> list[dict[str, Any]]:
    """Return the ways to look at the same tasks, for the segmented switch."""
    entries = [(_("甘特"), "schedule"), (_("看板"), "board"), (_("列表"), "schedule-list")]
    return [
        {"text": text, "href": shell.link(route, project), "current": route == current}
        for text, route in entries
        if shell.link(route, project)
    ]
