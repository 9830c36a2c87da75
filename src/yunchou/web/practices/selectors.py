"""The check-up and the document of a running project, made from its live rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from yunchou.messages import InputError
from yunchou.plan import documents, formats
from yunchou.plan.checkup import Checkup, check
from yunchou.plan.documents import Options
from yunchou.plan.documents.html import fragment
from yunchou.plan.scheduling import has_dates, schedule
from yunchou.web.core import clock
from yunchou.web.core.errors import DomainError
from yunchou.web.exchange.plans import read_plan
from yunchou.web.projects.managing import EDITABLE
from yunchou.web.projects.models import WorkItem
from yunchou.web.ui.jinja import english

if TYPE_CHECKING:
    from yunchou.plan.documents.tree import Document
    from yunchou.plan.model import Plan
    from yunchou.plan.scheduling import PlanSchedule
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

#: file suffix -> media type of what can be downloaded
DOWNLOADS = {
    "docx": documents.KINDS["docx"][1],
    "pdf": documents.KINDS["pdf"][1],
    "html": documents.KINDS["html"][1],
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

#: kind of place in a finding -> page and section where it is written
_PLACES = {
    "market": ("market", "facts"), "goal": ("goals", "goals"), "scope": ("goals", "scope"),
    "strategy": ("goals", "strategy"), "change_rule": ("goals", "change-control"),
    "task": ("schedule", ""), "phase": ("schedule", ""), "schedule": ("schedule", ""),
    "role": ("resources", "roles"), "person": ("resources", "roles"),
    "budget": ("resources", "budget"), "budget_line": ("resources", "budget"),
    "meeting": ("communication", "meetings"), "channel": ("communication", "channels"),
    "kpi": ("monitoring", "kpis"), "incentive": ("monitoring", "incentives"),
    "risk": ("risks", "register"), "retro": ("retros", "questions"),
    "training": ("learning", "training"), "improvement": ("learning", "improvements"),
}  # fmt: skip
#: kinds whose rows carry their code on the page
_ROWS = frozenset({
    "market", "goal", "change_rule", "role", "budget_line", "meeting", "channel", "kpi",
    "incentive", "risk", "training", "improvement",
})  # fmt: skip


def language() -> str:
    """Return the language of findings and documents for the reader."""
    return "en" if english() else "zh"


def checkup(*, actor: Actor, project: Project) -> Checkup:
    """Check a project up as its plan stands today."""
    plan = read_plan(actor=actor, project=project)
    return check(plan, today=clock.today(project.timezone))


def findings_by_step(
    *, actor: Actor, project: Project, found: Checkup
) -> list[tuple[int, str, list[dict[str, Any]]]]:
    """Return the findings grouped by step, each with the address of its place."""
    body = found.to_dict(language())
    numbers = dict(
        WorkItem.objects.of(actor)
        .filter(project=project, trashed_at=None)
        .values_list("code", "number")
    )
    grouped: dict[int, list[dict[str, Any]]] = {}
    for finding in body["findings"]:
        step = finding.get("step") or 0
        grouped.setdefault(step, []).append({**finding, "url": _place(project, finding, numbers)})
    return [(step, step_name(step), grouped[step]) for step in sorted(grouped)]


def step_name(step: int) -> str:
    """Return the name of a step of the method; 0 is the market."""
    names = {
        0: _("市场与客户"), 1: _("目标与范围"), 2: _("时间表"), 3: _("资源与预算"),
        4: _("沟通与反馈"), 5: _("监控与评估"), 6: _("风险与预案"), 7: _("总结与优化"),
        8: _("改进与学习"), 9: _("工具与数据"), 10: _("方案文档"),
    }  # fmt: skip
    return names.get(step, "")


def _place(project: Project, finding: dict[str, Any], numbers: dict[str, int]) -> str:
    """Return where a finding is mended: the task's page, the row of a table, or a setting."""
    anchor = finding.get("anchor") or {}
    kind, ref = anchor.get("kind", ""), anchor.get("id", "")
    if kind in {"task", "phase"} and ref in numbers:
        return f"/p/{project.key}/t/{numbers[ref]}"
    page, section = _PLACES.get(kind, ("overview", ""))
    field = str(finding.get("path") or "").rpartition(".")[2]
    if kind == "project":
        page, section = _setting(field)
    elif field == "meetings":  # what the retrospective lacks is a meeting
        page, section = _PLACES["meeting"]
    elif ref and kind in _ROWS:
        section = f"r-{ref}"
    try:
        address = reverse(page, kwargs={"key": project.key})
    except NoReverseMatch:
        return f"/p/{project.key}/"
    return f"{address}#{section}" if section else address


def _setting(field: str) -> tuple[str, str]:
    """Return where a field of the project is written: its settings, else the schedule."""
    name = {"version": "plan_version"}.get(field, field)
    return ("project-settings", f"f-{name}") if name in EDITABLE else ("schedule", "")


def dated(plan: Plan) -> PlanSchedule | None:
    """Return the dates of a plan, None while nothing says when it begins."""
    return schedule(plan) if has_dates(plan) else None


def document(*, actor: Actor, project: Project, preset: str = "enterprise") -> Document:
    """Build the document of a project as it stands, a draft until it is approved."""
    plan = read_plan(actor=actor, project=project)
    options = Options(
        lang="en" if english() else "zh",
        preset="gov" if preset == "gov" else "enterprise",
        prepared_on=clock.today(project.timezone),
        logo=_logo(actor),
    )
    try:
        return documents.build(plan, dated(plan), options)
    except InputError as error:
        raise DomainError(error.code, error.in_(language())) from error


def _logo(actor: Actor) -> bytes | None:
    if not actor.workspace_logo:
        return None
    path = Path(settings.MEDIA_ROOT) / actor.workspace_logo.removeprefix("/media/")
    return path.read_bytes() if path.is_file() else None


def document_html(*, actor: Actor, project: Project, preset: str = "enterprise") -> str:
    """Return the document as a fragment for the page that shows it."""
    return fragment(document(actor=actor, project=project, preset=preset))


def download(*, actor: Actor, project: Project, kind: str, preset: str = "enterprise") -> bytes:
    """Return the document as a file; the workbook reads back in."""
    try:
        if kind == "xlsx":
            plan = read_plan(actor=actor, project=project)
            return formats.write(plan, "xlsx", language())[0]
        return documents.draw(document(actor=actor, project=project, preset=preset), kind)
    except InputError as error:
        raise DomainError(error.code, error.in_(language())) from error
