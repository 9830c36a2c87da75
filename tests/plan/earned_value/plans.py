"""Small plans with a baseline, costs and progress."""

from __future__ import annotations

import datetime as dt
from typing import Any

from yunchou.plan.model import Plan

#: BAC 1,000,000 over 120 natural days from this Monday; half of it is planned at the end of day 60
START, HALF_WAY = dt.date(2027, 3, 1), dt.date(2027, 4, 29)


def task(name: str, first: str, last: str, **more: Any) -> dict[str, Any]:
    """Return a task with a baseline in 2027 (month-day)."""
    base = {"start": f"2027-{first}", "finish": f"2027-{last}"}
    return {"id": name, "name": f"任务{name}", "baseline": base, **more}


def plan(*tasks: dict[str, Any], project: dict[str, Any] | None = None, **more: Any) -> Plan:
    """Return a plan of one phase."""
    frame = {"name": "例", **(project or {})}
    phases = [{"id": "P1", "name": "阶段", "tasks": list(tasks)}]
    return Plan.model_validate({"project": frame, "phases": phases, **more})


def million(**more: Any) -> Plan:
    """Return the textbook's plan: 400,000 accepted, 300,000 spent and 180,000 committed."""
    work = task("A", "03-01", "06-28", cost=1_000_000, percent=40, actual_start="2027-03-01")
    lines = [
        {"id": "B1", "name": "费用", "planned_total": 1_000_000, "spent": 300_000,
         "committed": 180_000},
        {"id": "B2", "name": "押金", "kind": "cash_tied_up", "spent": 70_000},
        {"id": "B3", "name": "返利", "kind": "separately_budgeted", "committed": 5},
    ]  # fmt: skip
    given: dict[str, Any] = {
        "project": {"calendar": "natural_days"},
        "budget": {"lines": lines},
        **more,
    }
    return plan(work, **given)
