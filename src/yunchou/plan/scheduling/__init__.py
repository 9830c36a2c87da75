"""Plan → dates: critical path, floats, conflicts, and where a shortage could be made up."""

from __future__ import annotations

from yunchou.plan.scheduling.longest import longest_path_days
from yunchou.plan.scheduling.result import (
    Difference,
    Line,
    NotModelled,
    PlanSchedule,
    Problem,
    Remedy,
)
from yunchou.plan.scheduling.solve import has_dates, schedule

__all__ = [
    "Difference",
    "Line",
    "NotModelled",
    "PlanSchedule",
    "Problem",
    "Remedy",
    "has_dates",
    "longest_path_days",
    "schedule",
]
