"""Plans in a few words, for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from yunchou.plan.model import Plan

MONDAY = dt.date(2026, 3, 2)


def plan_of(*tasks: dict[str, Any], calendars: list[dict[str, Any]] | None = None, **project: Any):
    """Return a plan of one phase; tasks without a name carry their id."""
    named = [{"name": task["id"], **task} for task in tasks]
    return Plan.model_validate(
        {
            "project": {"name": "测试", **project},
            "calendars": calendars or [],
            "phases": [{"id": "P1", "name": "阶段一", "tasks": named}],
        }
    )


def task(task_id: str, days: float = 1, *after: str, **more: Any) -> dict[str, Any]:
    """Return a task of so many days after others."""
    return {"id": task_id, "duration_days": days, "depends_on": list(after), **more}


def days(line: Any) -> tuple[str, str]:
    """Return start and finish as text."""
    return line.start.isoformat(), line.finish.isoformat()
