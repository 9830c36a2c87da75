"""The market's part of the plan: dated evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunchou.web.market.models import MarketFact
from yunchou.web.projects.plan import given, read_table, write_table

if TYPE_CHECKING:
    from yunchou.plan.model import Plan
    from yunchou.web.projects.plan import PlanRows

FACT = {name: name for name in ("kind", "fact", "source", "date", "implication", "owner_role")}


def write(rows: PlanRows, plan: Plan) -> None:
    """Write the rows of a new project; the summary is kept with the project."""
    if plan.market:
        write_table(rows, MarketFact, plan.market.evidence, FACT)
        rows.project.extras |= given(
            market_extras={"summary": plan.market.summary, **plan.market.extras}
        )


def read(rows: PlanRows, body: dict[str, Any]) -> None:
    """Put the market into `body` when anything is known of it."""
    evidence = read_table(rows, MarketFact, FACT)
    kept = rows.project.extras.get("market_extras", {})
    if evidence or any(kept.values()):
        body["market"] = {**given(evidence=evidence), **given(**kept)}
