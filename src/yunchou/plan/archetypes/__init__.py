"""The ten archetypes of sales projects, and the dictionaries that go with them.

`list_templates()` for a choice, `load(id)` for one as a `Plan`, `instantiate(...)` for a project
of one's own from a template or from another project.
"""

from yunchou.plan.archetypes.instantiate import Fit, fit, instantiate, scale_budget
from yunchou.plan.archetypes.lists import (
    CodeItem,
    KpiDef,
    MeetingType,
    RiskDef,
    budget_categories,
    kpis,
    meeting_types,
    risk_catalogue,
    roles,
)
from yunchou.plan.archetypes.templates import TemplateInfo, list_templates, load, template_ids

__all__ = [
    "CodeItem",
    "Fit",
    "KpiDef",
    "MeetingType",
    "RiskDef",
    "TemplateInfo",
    "budget_categories",
    "fit",
    "instantiate",
    "kpis",
    "list_templates",
    "load",
    "meeting_types",
    "risk_catalogue",
    "roles",
    "scale_budget",
    "template_ids",
]
