"""Step 6's part of the plan: the risk register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunchou.web.projects.plan import read_table, write_table
from yunchou.web.risks.models import Risk

if TYPE_CHECKING:
    from yunchou.plan.model import Plan
    from yunchou.web.projects.plan import PlanRows

RISK = {
    "description": "description", "category": "category", "probability": "probability",
    "impact": "impact", "trigger": "trigger", "trigger_expr": "trigger_expr",
    "strategy": "strategy", "response": "response", "contingency": "contingency",
    "owner_role": "owner_role", "owner": "owner", "status": "status",
    "triggered_at": "triggered_at", "reserve_fen": "reserve",
}  # fmt: skip


def write(rows: PlanRows, plan: Plan) -> None:
    """Write the rows of a new project; a risk without a state has been identified."""
    risks = [r if r.status else r.model_copy(update={"status": "identified"}) for r in plan.risks]
    write_table(rows, Risk, risks, RISK)


def read(rows: PlanRows, body: dict[str, Any]) -> None:
    """Put the risks into `body`, each with its score."""
    body["risks"] = [
        {**risk, "score": risk["probability"] * risk["impact"]}
        for risk in read_table(rows, Risk, RISK)
    ]
