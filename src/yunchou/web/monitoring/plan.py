"""Step 5's part of the plan: KPI targets and incentives."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yunchou.web.goals.models import Goal
from yunchou.web.monitoring.models import Incentive, KpiMonth, KpiTarget
from yunchou.web.projects.plan import given, read_table, tidy, write_table

if TYPE_CHECKING:
    from yunchou.plan.model import Plan
    from yunchou.web.projects.plan import PlanRows

KPI = {
    name: name
    for name in (
        "name", "target", "actual", "unit", "cadence", "weight_pct", "yellow_ratio", "red_ratio",
        "owner_role", "source", "aggregation",
    )
}  # fmt: skip
STEP = Decimal("0.000001")  # as the columns hold it
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
    rows.save(
        KpiMonth(
            **rows.base(), kpi=made[kpi.key], month=dt.date.fromisoformat(f"{month}-01"),
            target=_decimal(one.target), actual=_decimal(one.actual),
        )
        for kpi in plan.kpis
        for month, one in {one.month: one for one in kpi.months}.items()
        if month >= "1900"
    )  # fmt: skip
    write_table(rows, Incentive, plan.incentives, INCENTIVE)


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(STEP)


def read(rows: PlanRows, body: dict[str, Any]) -> None:
    """Put KPI targets and incentives into `body`."""
    body["kpis"] = read_table(rows, KpiTarget, KPI, code="key")
    found = KpiTarget.objects.of(rows.actor).filter(project=rows.project)
    goals = dict(found.values_list("code", "goal__code"))
    months = _months(rows)
    for kpi in body["kpis"]:
        kpi.update(given(goal=goals[kpi["key"]], months=months.get(kpi["key"])))
    body["incentives"] = read_table(rows, Incentive, INCENTIVE)


def _months(rows: PlanRows) -> dict[str, list[dict[str, Any]]]:
    """Return the months of each KPI that say something, by its key: one query."""
    found: dict[str, list[dict[str, Any]]] = {}
    stored = KpiMonth.objects.of(rows.actor).filter(project=rows.project).order_by("month")
    for key, month, target, actual in stored.values_list("kpi__code", "month", "target", "actual"):
        if target is not None or actual is not None:
            one = given(month=f"{month:%Y-%m}", target=tidy(target), actual=tidy(actual))
            found.setdefault(key, []).append(one)
    return found
