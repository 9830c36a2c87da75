"""Step 3's figure of the overview: money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yunchou.web.core.permissions import allows
from yunchou.web.projects.overview import Figure, Waiting, figure, waiting
from yunchou.web.resources import selectors
from yunchou.web.ui.jinja import pct, wan
from yunchou.web.ui.shell import link

if TYPE_CHECKING:
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project


@figure(20)
def cost(actor: Actor, project: Project) -> Figure | None:
    """Return what is spent and bound, of what is planned."""
    money = selectors.summary(actor=actor, project=project)
    if not money.planned and not money.used:
        return None
    note = _("已发生 %(spent)s，占用 %(bound)s，执行率 %(rate)s") % {
        "spent": wan(money.spent), "bound": wan(money.committed), "rate": pct(money.rate),
    }  # fmt: skip
    return Figure(
        label=_("费用"), value=wan(money.used), unit=f"/ {wan(money.planned)}", note=note,
        tone=money.light(project), href=f"{link('resources', project)}#budget",
    )  # fmt: skip


@waiting
def overspent(actor: Actor, project: Project) -> list[Waiting]:
    """Return the lines that are used up: for planners and finance."""
    if not (allows(actor, "project.plan", project.level) or "finance" in actor.functions):
        return []
    return [
        Waiting(
            kind=_("超支"), name=line.name, href=f"{link('resources', project)}#r-{line.code}",
            end=_("已用 %(rate)s") % {"rate": pct(money.rate)},
        )
        for line, money in selectors.frozen(actor=actor, project=project)
    ]  # fmt: skip
