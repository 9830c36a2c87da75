"""What the page of the retrospective shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunchou.web.projects.examples import template_of
from yunchou.web.projects.registers import tables
from yunchou.web.retros.registers import QUESTIONS

if TYPE_CHECKING:
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project
    from yunchou.web.projects.registers.columns import Lookups


def page(actor: Actor, project: Project, lookups: Lookups) -> dict[str, Any]:
    """Return the questions to be answered when the project is looked back upon."""
    return {
        "questions": tables.table(
            actor=actor, project=project, entry=QUESTIONS, lookups=lookups
        ),
        "example": template_of(project).retrospective_questions[0],
    }  # fmt: skip
