"""Step 6's figures: what has struck, on the overview and in the navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yunchou.web.core import clock
from yunchou.web.core.permissions import allows
from yunchou.web.projects.overview import Figure, Waiting, figure, waiting
from yunchou.web.risks.models import Risk
from yunchou.web.risks.selectors import HOT, struck
from yunchou.web.ui.jinja import short_day
from yunchou.web.ui.shell import count, link

if TYPE_CHECKING:
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project


@figure(40)
def risks(actor: Actor, project: Project) -> Figure | None:
    """Return the risks that have struck."""
    found = struck(actor=actor, project=project)
    return Figure(
        label=_("风险"), value=str(len(found)), unit=_("项已触发"),
        note=" · ".join(text[:24] for text in found[:2]) or _("没有触发的风险"),
        tone="act" if found else "good", href=f"{link('risks', project)}#register",
    )  # fmt: skip


@waiting
def contingencies(actor: Actor, project: Project) -> list[Waiting]:
    """Return the triggered risks whose plan is to be started: for planners and owners."""
    rows = Risk.objects.of(actor).filter(project=project, trashed_at=None, status="triggered")
    if not allows(actor, "project.plan", project.level):
        rows = rows.filter(owner_id=actor.member_id)
    year = clock.today(project.timezone).year
    return [
        Waiting(
            kind=_("预案"), name=_("%(risk)s：启动预案？") % {"risk": risk.description[:40]},
            end=short_day(risk.triggered_at, year), href=f"{link('risks', project)}#r-{risk.code}",
        )
        for risk in sorted(rows, key=lambda risk: -risk.points)
    ]  # fmt: skip


@count("risks")
def struck_count(actor: Actor, project: Any) -> tuple[int, bool] | None:
    """Return how many risks have struck."""
    rows = Risk.objects.of(actor).filter(project=project, trashed_at=None, status__in=HOT)
    number = rows.count()
    return (number, True) if number else None
