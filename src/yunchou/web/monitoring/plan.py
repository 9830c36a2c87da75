"""Step 5's part of the plan: KPI targets and incentives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunchou.web.goals.models import Goal
from yunchou.web.monitoring.models import Incentive, KpiTarget
from yunchou.web.projects.plan import given, read_table, write_table

if TYPE_CHECKING:
    from yunchou.plan.model import Plan
    from yunchou.web.projects.plan import PlanRows

KPI = {
    name: name
    for name in (
        "name", "target", "actual", "unit", "cadence", "weight_pct", "yellow_ratio", "red_ratio",
        "owner_role", "source",
    )
}  # fmt: skip
INCENTIVE = {"name": "name", "rule": "rule", "kpi": "kpi"}


def write(rows: PlanRows, plan: Plan) -> None:
    """Write the rows of a new project; a KPI finds its goal by id."""
    made = write_table(rows, KpiTarget, plan.kpis, KPI, code="key")
    goals = Goal.objects.of(rows.actor).filter(project=rows.project)
    ids = dict(goals.values_list("code", "id"))
    linked = [made[kpi.key] for kpi in plan.kpis if kpi.goal in ids]
    for kpi in plan.kpis:
        made[kpi.key].goal_id = ids.get(kpi.goal or "")
    KpiTarget.objects.of(rows.actor).bulk_update(linked, ["goal"])
    write_table(rows, Incentive, plan.incentives, INCENTIVE)


def read(rows: PlanRows, body: dict[str, Any]) -> None:
    """Put KPI targets and incentives into `body`."""
    body["kpis"] = read_table(rows, KpiTarget, KPI, code="key")
    found = KpiTarget.objects.of(rows.actor).filter(project=rows.project)
    goals = dict(found.values_list("code", "goal__code"))
    for kpi in body["kpis"]:
        kpi.update(given(goal=goals[kpi["key"]]))
    body["incentives"] = read_table(rows, Incentive, INCENTIVE)
