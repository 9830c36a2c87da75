"""A plan that a manager would sign, to be broken rule by rule."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from yunchou.plan.archetypes import instantiate, load
from yunchou.plan.model import Plan

TODAY = dt.date(2026, 1, 5)
START = dt.date(2026, 3, 2)

COVER = {
    "number": "NPL-2026-001",
    "company": "华东示范有限公司",
    "department": "销售中心",
    "author": "王芳",
    "reviewer": "李强",
    "approver": "陈静",
}
EVIDENCE = [
    {"id": f"E{n}", "fact": "渠道访谈结论", "source": "访谈纪要", "date": dt.date(2025, 11, n)}
    for n in (3, 4, 5)
]


@cache
def complete() -> Plan:
    """Return a plan without any finding."""
    template = load("new_product_launch")
    people = {role.id: [f"成员{role.id}"] for role in template.roles}
    goals = {goal.id: {"baseline_source": "2025年经营报表"} for goal in template.goals}
    plan = instantiate(template, start=START, people=people, goals=goals)
    phases = plan.model_dump()["phases"]
    for phase, role in zip(phases, ["SD", "PROD", "MKT", "CHAN", "PM"], strict=True):
        phase["accountable_role"] = role
    return edited(plan, {"project": COVER, "market": {"evidence": EVIDENCE}, "phases": phases})


def edited(plan: Plan, changes: dict[str, Any]) -> Plan:
    """Return a plan with nested changes; lists are replaced, dictionaries merged."""
    return Plan.model_validate(_merge(plan.model_dump(), changes))


def item(field: str, number: int, **changes: Any) -> dict[str, Any]:
    """Return the change of one item of a list of the complete plan."""
    rows = complete().model_dump()[field]
    rows[number] = rows[number] | changes
    return {field: rows}


def task(**changes: Any) -> dict[str, Any]:
    """Return the change of the second task of the first phase."""
    phases = complete().model_dump()["phases"]
    phases[0]["tasks"][1] |= changes
    return {"phases": phases}


def milestone(**changes: Any) -> dict[str, Any]:
    """Return the change of the milestone of the first phase."""
    phases = complete().model_dump()["phases"]
    phases[0]["tasks"][-1] |= changes
    return {"phases": phases}


def line(number: int, **changes: Any) -> dict[str, Any]:
    """Return the change of one budget line."""
    lines = complete().model_dump()["budget"]["lines"]
    lines[number] |= changes
    return {"budget": {"lines": lines}}


def _merge(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {key: _merge(old.get(key), value) for key, value in new.items()}
    return new
