"""Step 6's figures: what has struck, on the overview and in the navigation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yunchou.web.projects.overview import Figure, figure
from yunchou.web.risks.models import Risk
from yunchou.web.risks.selectors import HOT, struck
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
        note=_(" · ").join(text[:24] for text in found[:2]) or _("没有触发的风险"),
        tone="act" if found else "good", href=f"{link('risks', project)}#register",
    )  # fmt: skip


@count("risks")
def waiting(actor: Actor, project: Any) -> tuple[int, bool] | None:
    """Return how many risks have struck."""
    rows = Risk.objects.of(actor).filter(project=project, trashed_at=None, status__in=HOT)
    number = rows.count()
    return (number, True) if number else None
