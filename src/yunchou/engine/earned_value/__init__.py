"""Earned value: what is done and what it cost, against the plan, and how it will end.

`model` holds work packages, `rules` credits them, `time_phasing` lays their budgets over time,
`measures` says where the work stands, `forecasts` how it will end, `intervals` how far that may be
off, and `back_test` which formula would have been right before.
"""

from __future__ import annotations

from yunchou.engine.earned_value.back_test import BackTest, Finished, Report, Score, back_test
from yunchou.engine.earned_value.forecasts import (
    COST,
    DURATION,
    Forecast,
    Point,
    cost_forecasts,
    duration_forecasts,
)
from yunchou.engine.earned_value.intervals import Interval
from yunchou.engine.earned_value.measures import Measures, earned_schedule, from_curve, measure
from yunchou.engine.earned_value.model import Package, Phasing, Progress, Rule, Step
from yunchou.engine.earned_value.rules import default_rule
from yunchou.engine.earned_value.time_phasing import Baseline

__all__ = [
    "COST",
    "DURATION",
    "BackTest",
    "Baseline",
    "Finished",
    "Forecast",
    "Interval",
    "Measures",
    "Package",
    "Phasing",
    "Point",
    "Progress",
    "Report",
    "Rule",
    "Score",
    "Step",
    "back_test",
    "cost_forecasts",
    "default_rule",
    "duration_forecasts",
    "earned_schedule",
    "from_curve",
    "measure",
]
