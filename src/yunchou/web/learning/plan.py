"""Step 8's part of the plan: training and improvements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunchou.web.learning.models import Improvement, Training
from yunchou.web.projects.plan import read_table, write_table

if TYPE_CHECKING:
    from yunchou.plan.model import Plan
    from yunchou.web.projects.plan import PlanRows

TRAINING = {
    name: name
    for name in ("topic", "audience_roles", "method", "linked_task", "pass_score", "owner_role")
}
IMPROVEMENT = {name: name for name in ("description", "source", "owner_role", "due", "status")}


def write(rows: PlanRows, plan: Plan) -> None:
    """Write the rows of a new project."""
    write_table(rows, Training, plan.training, TRAINING)
    write_table(rows, Improvement, plan.improvements, IMPROVEMENT)


def read(rows: PlanRows, body: dict[str, Any]) -> None:
    """Put training and improvements into `body`."""
    body["training"] = read_table(rows, Training, TRAINING)
    body["improvements"] = read_table(rows, Improvement, IMPROVEMENT)
