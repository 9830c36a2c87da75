"""Step 1's part of the overview: what the project is for, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yunchou.web.goals.selectors import main_goal
from yunchou.web.projects.overview import sentence
from yunchou.web.ui.jinja import day_text, number, wan

if TYPE_CHECKING:
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project


@sentence
def purpose(actor: Actor, project: Project) -> str:
    """Return the statement of the weightiest goal, else one made of its figures."""
    goal = main_goal(actor=actor, project=project)
    if goal is None:
        return ""
    if goal.statement:
        return goal.statement
    if goal.target is None:
        return goal.name
    target = (
        wan(round(goal.target * 100)) if goal.unit == "元" else f"{number(goal.target)}{goal.unit}"
    )
    if goal.deadline is None:
        return str(_("%(name)s达到 %(target)s") % {"name": goal.name, "target": target})
    words = _("%(day)s前，%(name)s达到 %(target)s")
    return str(words % {"day": day_text(goal.deadline), "name": goal.name, "target": target})
