"""The ten plan templates: which there are, and one of them as a `Plan`."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from yunchou.messages import InputError, Text
from yunchou.plan.archetypes.lists import read_yaml
from yunchou.plan.model import Fen, Number, Plan

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """What one needs to choose a template; working days, calendar days and fen.

    `tasks` does not count milestones. `anchor` names the task whose date is given from outside;
    None when the project is scheduled forward from its start.
    """

    id: str
    name: Text
    tasks: int
    milestones: int
    goals: int
    risks: int
    kpis: int
    critical_path_days: Number
    calendar_days: int
    budget: Fen
    anchor: Text | None
    anchor_task: str | None
    background: str


@cache
def template_ids() -> tuple[str, ...]:
    """Return the ids of the templates, in alphabetical order."""
    return tuple(sorted(path.name.removesuffix(".yaml") for path in _folder() if _is_plan(path)))


@cache
def load(template_id: str) -> Plan:
    """Return a template as a plan without dates and people; only its own file is read.

    Raises
    ------
    InputError
        ``template.unknown``, with the nearest ids.
    """
    if template_id not in template_ids():
        raise _unknown(template_id)
    source = files(__package__ or __name__) / "data" / f"{template_id}.yaml"
    return Plan.model_validate(read_yaml(source))


@cache
def list_templates() -> tuple[TemplateInfo, ...]:
    """Return what there is to choose from."""
    return tuple(_info(load(template_id)) for template_id in template_ids())


def _folder() -> list[Traversable]:
    return list((files(__package__ or __name__) / "data").iterdir())


def _is_plan(path: Traversable) -> bool:
    return path.name.endswith(".yaml")


def _info(plan: Plan) -> TemplateInfo:
    tasks = [task for task in plan.tasks() if not task.tasks]
    anchor = plan.project.schedule_anchor
    task = next((t for t in tasks if anchor and t.id == anchor.task), None)
    return TemplateInfo(
        id=plan.id,
        name=Text(plan.archetype_zh, plan.archetype_en),
        tasks=sum(not task.milestone for task in tasks),
        milestones=sum(task.milestone for task in tasks),
        goals=len(plan.goals),
        risks=len(plan.risks),
        kpis=len(plan.kpis),
        critical_path_days=plan.project.critical_path_workdays or 0,
        calendar_days=plan.project.typical_duration_days or 0,
        budget=plan.budget.total_planned,
        anchor=Text(task.name, task.name_en or task.name) if task else None,
        anchor_task=task.id if task else None,
        background=plan.project.background,
    )


def _unknown(template_id: str) -> InputError:
    names = {info.name.zh: info.id for info in list_templates()}
    names |= {info.name.en.lower(): info.id for info in list_templates()}
    names |= {known: known for known in template_ids()}
    wanted = template_id.strip().lower()
    inside = [key for name, key in names.items() if wanted and wanted in name]
    near = [names[name] for name in get_close_matches(wanted, names, n=3, cutoff=0.5)]
    nearest = next(iter([*inside, *near]), None)
    if nearest:
        remedy = Text(f"您要的是不是 {nearest}？", f"Did you mean {nearest}?")
    else:
        ids = template_ids()
        remedy = Text(f"可用模板：{'、'.join(ids)}。", f"Templates: {', '.join(ids)}.")
    return InputError(
        Text(f"没有名为“{template_id}”的模板。", f"There is no template “{template_id}”."),
        remedy=remedy,
        code="template.unknown",
    )
