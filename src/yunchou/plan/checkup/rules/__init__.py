"""The rules of the check-up, one per file, each with a constant `RULE`.

A new rule is a new file here and its name in `NAMES`; their order is that of the document.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from yunchou.plan.checkup.rule import Rule

NAMES = (
    "cover",
    "background",
    "sponsor",
    "people_named",
    "market_evidence",
    "goals_exist",
    "goal_specific",
    "goal_measurable",
    "goal_baseline",
    "goal_timebound",
    "goal_date",
    "goal_past",
    "goal_weights",
    "goal_direction",
    "goal_bounds",
    "goal_unit",
    "goal_owner",
    "goal_breakdown",
    "goal_delivery",
    "goal_numbers",
    "goal_statement",
    "scope_out",
    "scope_assumptions",
    "scope_in",
    "strategy",
    "task_complete",
    "task_cycle",
    "task_links",
    "task_milestone",
    "task_exists",
    "task_english",
    "schedule_start",
    "schedule_end",
    "schedule_anchor",
    "schedule_lawful",
    "schedule_estimated",
    "schedule_kept",
    "raci_accountable",
    "raci_concentration",
    "raci_consulted",
    "role_known",
    "overload",
    "budget_total",
    "budget_phases",
    "budget_category",
    "budget_tax",
    "budget_reserve",
    "budget_text",
    "budget_thresholds",
    "meeting_recurring",
    "meeting_length",
    "feedback_channel",
    "kpi_weights",
    "kpi_per_goal",
    "kpi_lights",
    "kpi_target",
    "risk_count",
    "risk_complete",
    "risk_red",
    "risk_many_red",
    "change_thresholds",
    "training_tool",
    "retro_questions",
    "improvement_reviewed",
    "empty_talk",
    "absolute_claims",
)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule in the order of the document."""
    return tuple(cast("Rule", import_module(f"{__name__}.{name}").RULE) for name in NAMES)
