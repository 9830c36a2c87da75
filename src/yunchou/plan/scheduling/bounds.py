"""Dates that no working calendar reaches are slips of the hand: refused with their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan import model
    from yunchou.plan.model import Moment

#: a schedule may run four centuries on from its start, and years end at 9999
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2999


def check_dates(plan: model.Plan) -> None:
    """Refuse a plan with a date that cannot be meant.

    Raises
    ------
    InputError
        ``schedule.date_range``.
    """
    for place, at in _dates(plan):
        if at is not None and not FIRST_YEAR <= at.year <= LAST_YEAR:
            raise InputError(
                Text(f"日期 {at} 不在可排期的年份内", f"the date {at} is out of range"),
                place=place,
                remedy=Text(
                    f"请改成 {FIRST_YEAR}–{LAST_YEAR} 年之间的日期。",
                    f"Write a date within {FIRST_YEAR}–{LAST_YEAR}.",
                ),
                code="schedule.date_range",
            )


def _dates(plan: model.Plan) -> Iterator[tuple[str, Moment | None]]:
    project = plan.project
    for name in ("start", "finish", "status_date", "anchor_date"):
        yield f"project.{name}", getattr(project, name)
    for calendar in plan.calendars:
        for day in calendar.exceptions:
            yield f"calendars.{calendar.id}.exceptions", day.date
            yield f"calendars.{calendar.id}.exceptions", day.until
    for task in plan.tasks():
        place = f"{task.id} {task.name}"
        for name in ("start", "finish", "deadline", "actual_start", "actual_finish"):
            yield f"{place} {name}", getattr(task, name)
        if task.constraint is not None:
            yield f"{place} constraint", task.constraint.date
