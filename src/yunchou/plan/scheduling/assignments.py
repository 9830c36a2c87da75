"""Which calendars a task runs on, and how long, when people with calendars of their own do it.

Microsoft Project's rule: a task of fixed units or fixed work lasts from the first start to the last
finish of its assignments. Each assignment needs its work divided by its units, on the calendar of
the person within that of the task. A task of fixed duration keeps its duration.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from yunchou.plan.model import parse_duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yunchou.engine.network import Activity
    from yunchou.plan import model
    from yunchou.plan.scheduling.calendars import CalendarBook

#: mean load of the work contours that Microsoft Project offers, as a share of the units
CONTOUR_LOADS: Final = {
    "back_loaded": Decimal("0.6"),
    "front_loaded": Decimal("0.6"),
    "double_peak": Decimal("0.5"),
    "early_peak": Decimal("0.5"),
    "late_peak": Decimal("0.5"),
    "bell": Decimal("0.5"),
    "turtle": Decimal("0.7"),
}


@dataclass(frozen=True)
class _Span:
    """One person's part: a calendar and working minutes on it."""

    calendar: int
    minutes: int


def spans(
    task: model.Task,
    activity: Activity,
    people: Mapping[str, model.Person],
    book: CalendarBook,
) -> list[Activity]:
    """Return the activities of a task: one, or one per differing calendar or length.

    Parameters
    ----------
    task
        A task that has not begun, with assignees.
    activity
        It, with its stated duration on its own calendar.
    people
        The plan's people by id.
    book
        The plan's calendars.
    """
    if task.extras.get("kind") == "fixed_duration" or activity.duration == 0:
        return [activity]
    found: dict[int, int] = {}
    for assignee in task.assignees:
        span = _span(task, activity, assignee, people, book)
        if span is not None and span.minutes:
            found[span.calendar] = max(span.minutes, found.get(span.calendar, 0))
    if not found:
        return [activity]
    if len(found) == 1:
        ((calendar, minutes),) = found.items()
        return [replace(activity, calendar=calendar, duration=minutes)]
    return [
        replace(activity, id=f"{task.id}~{number}", calendar=calendar, duration=minutes)
        for number, (calendar, minutes) in enumerate(found.items(), 1)
    ]


def _span(
    task: model.Task,
    activity: Activity,
    assignee: model.Assignee,
    people: Mapping[str, model.Person],
    book: CalendarBook,
) -> _Span | None:
    person = people.get(assignee.person)
    if person is None or not assignee.units_pct:
        return None
    return _Span(_calendar(task, activity, person, book), _minutes(activity, assignee))


def _calendar(
    task: model.Task, activity: Activity, person: model.Person, book: CalendarBook
) -> int:
    own = person.extras.get("calendar")
    if not own or task.extras.get("ignore_resource_calendar"):
        return activity.calendar or 0
    number = book.number(str(own), person.id)
    return number if task.calendar is None else book.both(activity.calendar or 0, number)


def _minutes(activity: Activity, assignee: model.Assignee) -> int:
    """Return how long a person needs: work over units and mean load, or the task's duration."""
    told = assignee.extras.get("work")
    contour = assignee.extras.get("contour")
    load = CONTOUR_LOADS.get(str(contour), Decimal(1))
    if told is None or contour == "contoured":
        return activity.duration
    work = parse_duration(str(told)).value * 60
    overtime = assignee.extras.get("overtime")
    if overtime:
        work -= parse_duration(str(overtime)).value * 60
    units = Decimal(str(assignee.units_pct)) / 100
    delay = assignee.extras.get("delay")
    late = parse_duration(str(delay)).value * 60 if delay else Decimal(0)
    # work is stored to the minute: a third of a day must not make the task longer or shorter
    if not late and abs(work - activity.duration * units * load) <= 1:
        return activity.duration
    return int(work / (units * load) + late + Decimal("0.001"))
