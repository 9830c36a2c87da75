"""What the page of communication shows: the month of meetings, the series, the channels."""

from __future__ import annotations

import calendar as weeks
import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunchou.engine.calendars import cn_holidays
from yunchou.plan import model
from yunchou.plan.archetypes import meeting_types
from yunchou.plan.scheduling.calendars import CalendarBook
from yunchou.web.communication.calendar import Dates, Occurrence, expand
from yunchou.web.communication.registers import CHANNELS, MEETINGS
from yunchou.web.core import clock
from yunchou.web.projects import registers
from yunchou.web.projects.examples import template_of
from yunchou.web.projects.registers import recurrence, tables
from yunchou.web.schedule.selectors import calendars

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project
    from yunchou.web.projects.registers.columns import Lookups

#: colour of a meeting by its kind
TONES = {"kickoff": "act", "gate": "warn", "retro": "good", "ccb": "warn", "weekly": "info"}


def dates_of(actor: Actor, project: Project, lookups: Lookups) -> Dates:
    """Return what the meetings of a project hang on."""
    frame = model.Project.model_construct(name=project.name, calendar=project.calendar)
    own = calendars(actor=actor, project=project)
    book = CalendarBook(model.Plan.model_construct(project=frame, calendars=own))
    return Dates(
        start=project.start or project.planned_start, finish=project.finish,
        items={item[1]: item[4] for item in lookups.items},
        working=lambda day: bool(book[0].intervals(day)),
    )  # fmt: skip


def month_of(text: str, today: dt.date) -> dt.date:
    """Return the first day of the month asked for (2027-02), this month for anything else."""
    if re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", text):
        return dt.date.fromisoformat(f"{text}-01")
    return today.replace(day=1)


def page(actor: Actor, project: Project, lookups: Lookups, month: str = "") -> dict[str, Any]:
    """Return a month of meetings, the register of series, and the channels."""
    today = clock.today(project.timezone)
    first = month_of(month, today)
    dates = dates_of(actor, project, lookups)
    table = tables.table(actor=actor, project=project, entry=MEETINGS, lookups=lookups)
    grid = [
        day for week in weeks.Calendar().monthdatescalendar(first.year, first.month) for day in week
    ]
    held = expand([row.obj for row in table], dates, grid[0], grid[-1])
    coming = expand([row.obj for row in table], dates, today, _horizon(dates, today))
    following: dict[Any, Occurrence] = {}
    for one in coming:
        following.setdefault(one.meeting.id, one)
    for row in table:
        row.extra["next"] = following.get(row.obj.id)
        row.extra["starts"] = _starts(row.obj, lookups)
        usual = meeting_types().get(row.obj.type)
        row.extra["long"] = bool(usual and row.obj.duration_min > usual.usual_max_min)
    return {
        "meetings": table, "weeks": _weeks(grid, held, dates, first, today),
        "weekdays": recurrence.weekdays(), "month": first, "agenda": _agenda(held, first),
        "before": (first - dt.timedelta(days=1)).strftime("%Y-%m"),
        "after": (first + dt.timedelta(days=32)).strftime("%Y-%m"),
        "this_month": first == today.replace(day=1),
        "channels": tables.table(actor=actor, project=project, entry=CHANNELS, lookups=lookups),
        "example": template_of(project).meetings[1],
    }  # fmt: skip


def _horizon(dates: Dates, today: dt.date) -> dt.date:
    """Return the day up to which a next meeting is looked for: all that the plan knows of."""
    known = [day for day in (dates.finish, *dates.items.values()) if day]
    return max([today, *known]) + dt.timedelta(days=120)


def held(
    *, actor: Actor, project: Project, lookups: Lookups, month: str = ""
) -> tuple[dt.date, list[Occurrence]]:
    """Return the first of a month and the meetings held in it: for the API."""
    first = month_of(month, clock.today(project.timezone))
    found = registers.rows(actor=actor, project=project, entry=MEETINGS)
    last = (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
    return first, expand(found, dates_of(actor, project, lookups), first, last)


def _starts(meeting: Any, lookups: Lookups) -> str:
    if meeting.start_type == "tasks":
        names = {item[1]: item[3] for item in lookups.items}
        return str(_("、").join(names.get(code, code) for code in meeting.start_items))
    if not meeting.start_offset_days:
        return str(_("项目开始当天"))
    days = meeting.start_offset_days
    return ngettext("项目开始后 %(n)s 天", "项目开始后 %(n)s 天", days) % {"n": days}


def _item(one: Occurrence) -> dict[str, str]:
    text = f"{one.time} {one.meeting.name}".strip()
    if one.moved_from:
        text = _("%(meeting)s（原 %(day)s 放假，顺延）") % {
            "meeting": text, "day": one.moved_from.strftime("%m-%d"),
        }  # fmt: skip
    return {
        "text": text, "href": f"#r-{one.meeting.code}", "tone": TONES.get(one.meeting.type, ""),
    }  # fmt: skip


def _weeks(
    grid: list[dt.date], held: Iterable[Occurrence], dates: Dates, first: dt.date, today: dt.date
) -> list[list[dict[str, Any]]]:
    by_day: dict[dt.date, list[dict[str, str]]] = {}
    for one in held:
        by_day.setdefault(one.day, []).append(_item(one))
    named = {row.day: row.name for row in cn_holidays() if row.kind == "holiday"}
    cells = [
        {
            "date": day.isoformat(), "day": day.day, "outside": day.month != first.month,
            "off": not dates.working(day), "today": day == today,
            "holiday": named.get(day) if not dates.working(day) else None,
            "items": by_day.get(day, []),
        }
        for day in grid
    ]  # fmt: skip
    return [cells[at : at + 7] for at in range(0, len(cells), 7)]


def _agenda(held: Iterable[Occurrence], first: dt.date) -> list[dict[str, Any]]:
    """Return the month's meetings by week: what a phone shows."""
    found: dict[dt.date, list[dict[str, Any]]] = {}
    for one in held:
        if one.day.month == first.month:
            monday = one.day - dt.timedelta(days=one.day.weekday())
            found.setdefault(monday, []).append({
                "day": one.day, "minutes": one.meeting.duration_min, **_item(one),
            })  # fmt: skip
    return [{"week": monday, "items": items} for monday, items in found.items()]
