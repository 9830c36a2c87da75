"""Step 5's figures of the overview: progress and the main KPI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunchou.web.core.permissions import allows
from yunchou.web.monitoring import progress, selectors
from yunchou.web.projects import portfolio
from yunchou.web.projects.lights import schedule_light
from yunchou.web.projects.overview import Figure, Waiting, figure, waiting
from yunchou.web.ui.jinja import number, pct, short_day, wan
from yunchou.web.ui.shell import count, link

if TYPE_CHECKING:
    from decimal import Decimal

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project


@figure(10)
def work(actor: Actor, project: Project) -> Figure | None:
    """Return how much is done against what the plan wants done today, and the forecast finish.

    Its tone is that of the schedule's light on home and in the list of projects.
    """
    found = progress.of_project(actor=actor, project=project)
    if found is None:
        return None
    light = schedule_light(portfolio.figures(actor, project), found.forecast)
    note = _forecast(found)
    if light.tone in {"warn", "act"} and found.late <= 0:  # says why it is not green
        note = _("%(note)s；关键任务%(late)s") % {"note": note, "late": light.word}
    return Figure(
        label=_("进度"), value=pct(round(found.done, 1)),
        unit=_("计划 %(planned)s") % {"planned": pct(round(found.planned, 1))},
        note=note, tone=light.tone, href=link("schedule", project),
    )  # fmt: skip


def _forecast(found: progress.Progress) -> str:
    day = {"day": short_day(found.forecast)}
    if found.late > 0:
        late = ngettext(
            "预计 %(day)s 完成，晚 %(n)s 个工作日",
            "预计 %(day)s 完成，晚 %(n)s 个工作日",
            found.late,
        )
        return str(late % {**day, "n": found.late})
    if found.late < 0:
        early = ngettext(
            "预计 %(day)s 完成，早 %(n)s 个工作日",
            "预计 %(day)s 完成，早 %(n)s 个工作日",
            -found.late,
        )
        return str(early % {**day, "n": -found.late})
    if found.baseline:
        return str(_("预计 %(day)s 完成，与基线一致") % day)
    return str(_("预计 %(day)s 完成，还没有基线") % day)


@figure(30)
def result(actor: Actor, project: Project) -> Figure | None:
    """Return the KPI that weighs most against its target."""
    found = selectors.main_kpi(actor=actor, project=project)
    if found is None:
        return None
    kpi, reading = found
    note = _("还没有填实际值")
    if kpi.actual is not None and reading["flows"]:
        note = _("到今天应达到 %(due)s") % {"due": _amount(reading["due"], kpi.unit)}
    elif kpi.actual is not None:
        note = str(reading["word"])
    return Figure(
        label=kpi.name, value="—" if kpi.actual is None else _amount(kpi.actual, kpi.unit),
        unit=_("目标 %(target)s") % {"target": _amount(kpi.target, kpi.unit)}, note=note,
        tone=reading["light"].tone, href=f"{link('monitoring', project)}#r-{kpi.code}",
    )  # fmt: skip


def _amount(value: Decimal | None, unit: str) -> str:
    if value is None:
        return "—"
    if unit == "元":
        return wan(round(value * 100))
    return f"{number(value)}{unit if unit == '%' else f' {unit}' if unit else ''}"


@waiting
def off_target(actor: Actor, project: Project) -> list[Waiting]:
    """Return the red KPIs: for planners."""
    if not allows(actor, "project.plan", project.level):
        return []
    return [
        Waiting(
            kind=_("偏离"), name=kpi.name, href=f"{link('monitoring', project)}#r-{kpi.code}",
            end=_("实际 %(value)s") % {"value": _amount(kpi.actual, kpi.unit)},
        )
        for kpi in selectors.red(actor=actor, project=project)
    ]  # fmt: skip


@count("monitoring")
def red(actor: Actor, project: Any) -> tuple[int, bool] | None:
    """Return how many KPIs are red."""
    found = len(selectors.red(actor=actor, project=project))
    return (found, True) if found else None
