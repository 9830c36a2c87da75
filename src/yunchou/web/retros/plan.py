"""Step 7's part of the plan: questions of the retrospective."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunchou.web.core import ranks
from yunchou.web.retros.models import RetroQuestion

if TYPE_CHECKING:
    from yunchou.plan.model import Plan
    from yunchou.web.projects.plan import PlanRows


def write(rows: PlanRows, plan: Plan) -> None:
    """Write the rows of a new project."""
    questions = plan.retrospective_questions
    keys = ranks.spread(len(questions))
    rows.save(
        RetroQuestion(**rows.base(), code=f"Q{n}", rank=rank, question=text)
        for n, (text, rank) in enumerate(zip(questions, keys, strict=True), 1)
    )


def read(rows: PlanRows, body: dict[str, Any]) -> None:
    """Put the questions into `body`."""
    found = RetroQuestion.objects.of(rows.actor).filter(project=rows.project, trashed_at=None)
    body["retrospective_questions"] = list(
        found.order_by("rank").values_list("question", flat=True)
    )
