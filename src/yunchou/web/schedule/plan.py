"""Step 2's part of the plan: dependencies and calendars."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yunchou.web.core import ranks
from yunchou.web.projects.plan import given, tidy
from yunchou.web.schedule.models import Dependency, ProjectCalendar

if TYPE_CHECKING:
    from yunchou.plan.model import Plan
    from yunchou.web.projects.plan import PlanRows


def write(rows: PlanRows, plan: Plan) -> None:
    """Write links and calendars of a new project; a link given twice is one."""
    links = {
        (link.pred, task.id, link.type): (link.lag, link.lag_unit)
        for task in plan.tasks()
        for link in task.all_links
        if link.pred in rows.items
    }
    rows.save(
        Dependency(
            **rows.base(), pred_id=rows.items[pred], succ_id=rows.items[succ], type=kind,
            lag=Decimal(str(lag)), lag_unit=unit,
        )
        for (pred, succ, kind), (lag, unit) in links.items()
    )  # fmt: skip
    rows.save(
        ProjectCalendar(
            **rows.base(), code=calendar.id, rank=rank, name=calendar.name, base=calendar.base,
            week=calendar.week, hours=calendar.hours, extras=calendar.extras,
            exceptions=[e.model_dump(mode="json", exclude_unset=True) for e in calendar.exceptions],
        )
        for calendar, rank in zip(plan.calendars, ranks.spread(len(plan.calendars)), strict=True)
    )  # fmt: skip


def read(rows: PlanRows, body: dict[str, Any]) -> None:
    """Put links onto the tasks of `body` and calendars beside them."""
    found = (
        Dependency.objects.of(rows.actor).filter(project=rows.project).order_by("created_at", "id")
    )
    simple: dict[str, list[str]] = {}
    full: dict[str, list[dict[str, Any]]] = {}
    for link in found:
        pred, succ = rows.codes.get(link.pred_id), rows.codes.get(link.succ_id)
        if not pred or not succ:
            continue
        if link.type == "FS" and not link.lag:
            simple.setdefault(succ, []).append(pred)
        else:
            entry = {
                "pred": pred,
                "type": link.type,
                "lag": tidy(link.lag),
                "lag_unit": link.lag_unit,
            }
            full.setdefault(succ, []).append(entry)
    for phase in body["phases"]:
        _attach(phase["tasks"], simple, full)
    calendars = ProjectCalendar.objects.of(rows.actor).filter(project=rows.project, trashed_at=None)
    body["calendars"] = [
        {
            "id": row.code, "base": row.base,
            **given(name=row.name, week=row.week, hours=tidy(row.hours), exceptions=row.exceptions),
            **row.extras,
        }
        for row in calendars.order_by("rank")
    ]  # fmt: skip


def _attach(
    tasks: list[dict[str, Any]],
    simple: dict[str, list[str]],
    full: dict[str, list[dict[str, Any]]],
) -> None:
    for task in tasks:
        task.update(given(depends_on=simple.get(task["id"]), links=full.get(task["id"])))
        _attach(task.get("tasks", []), simple, full)
