"""What the page of resources and budget shows: roles, RACI, budget by phase with its execution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yunchou.plan.archetypes import budget_categories
from yunchou.web.core.permissions import allows
from yunchou.web.projects import registers
from yunchou.web.projects.examples import template_of
from yunchou.web.projects.models import RoleHolder, WorkItem
from yunchou.web.projects.registers import tables
from yunchou.web.projects.registers.columns import Lookups, say
from yunchou.web.resources.models import BudgetLine, PhaseAmount
from yunchou.web.resources.raci import answers_of, marks_of
from yunchou.web.resources.registers import BUDGET, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

COUNTED = ("expense", "reserve")
MANY_CONSULTED = 4
RACI_ROWS = 400


@dataclass(frozen=True, slots=True)
class Money:
    """Amounts in fen of one line or of all: available = planned − committed − spent."""

    planned: int
    committed: int
    spent: int

    @property
    def used(self) -> int:
        """What is bound or gone."""
        return self.committed + self.spent

    @property
    def available(self) -> int:
        """What may still be asked for."""
        return self.planned - self.used

    @property
    def rate(self) -> float | None:
        """Execution in percent; None where nothing was planned."""
        return self.used / self.planned * 100 if self.planned else None

    def light(self, project: Project) -> str:
        """Return the light by the project's thresholds: 80 yellow, 90 and 100 red by default."""
        if self.rate is None:
            return "act" if self.used else ""
        if self.rate >= project.escalate_pct:
            return "act"
        return "warn" if self.rate >= project.warn_pct else "good"


def money_of(lines: Iterable[BudgetLine]) -> Money:
    """Return the sum of lines; who calls chooses which lines may be added."""
    rows = list(lines)
    return Money(
        sum(line.planned_fen for line in rows),
        sum(line.committed_fen or 0 for line in rows),
        sum(line.spent_fen or 0 for line in rows),
    )


def counted(project: Project, lines: Iterable[BudgetLine]) -> list[BudgetLine]:
    """Return the lines that make up the total: expense and reserve, in the project's tax basis."""
    return [
        line for line in lines if line.kind in COUNTED and line.tax_basis in {"", project.tax_basis}
    ]


def summary(*, actor: Actor, project: Project) -> Money:
    """Return the budget's execution: the only place where it is added up."""
    return money_of(counted(project, registers.rows(actor=actor, project=project, entry=BUDGET)))


def page(actor: Actor, project: Project, lookups: Lookups) -> dict[str, Any]:
    """Return roles with their holders, the RACI matrix and the budget."""
    items = _items(actor, project)
    roles = tables.table(actor=actor, project=project, entry=ROLES, lookups=lookups)
    may_work = allows(actor, "project.work", project.level)
    staffed = holders(actor=actor, project=project)
    for row in roles:
        row.extra["holders"] = staffed.get(row.obj.id, [])
    return {
        "roles": roles, "raci": raci(project, items, lookups.roles, whole=may_work),
        "sees_rates": "cost_rate_fen" in registers.visible_fields(ROLES, actor, project),
        "may_work": may_work, "raci_choices": raci_choices(),
        "api": f"/api/v1/projects/{project.key}", "example": template_of(project).budget.lines[0],
        **budget(actor, project, lookups, items),
    }  # fmt: skip


def matrix(*, actor: Actor, project: Project) -> dict[str, Any]:
    """Return the RACI matrix by itself, with every role: for the API."""
    roles = Lookups(actor, project).roles
    return raci(project, _items(actor, project), roles, whole=True)


def _items(actor: Actor, project: Project) -> list[WorkItem]:
    rows = WorkItem.objects.of(actor).filter(project=project, trashed_at=None)
    wanted = rows.order_by("position").only(
        "id", "number", "parent_id", "name", "kind", "role", "accountable", "consulted",
        "informed", "depth", "version", "wbs",
    )  # fmt: skip
    return list(wanted[: RACI_ROWS * 3])


def holders(*, actor: Actor, project: Project) -> dict[UUID, list[tuple[UUID, str]]]:
    """Return who holds each role: (member, name)."""
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    rows = RoleHolder.objects.of(actor).filter(project=project, member__active=True)
    columns_ = rows.order_by("member__name").values_list("role_id", "member_id", "member__name")
    for role, member, name in columns_:
        found.setdefault(role, []).append((member, name))
    return found


def raci(
    project: Project, items: list[WorkItem], roles: list[tuple[str, str]], *, whole: bool = False
) -> dict[str, Any]:
    """Return for each item who answers (A: its own, else its phase's), does, is asked and told.

    Shows the roles that have a letter somewhere, or all of them (`whole`: for those who edit).
    """
    accountable: dict[Any, str] = {}
    rows: list[dict[str, Any]] = []
    for item in items[:RACI_ROWS]:
        above = accountable.get(item.parent_id, "")
        accountable[item.id] = answers_of(item, above)
        rows.append({
            "name": item.name, "wbs": item.wbs, "phase": item.kind == "phase",
            "marks": marks_of(item, above), "href": f"/p/{project.key}/t/{item.number}",
            "id": str(item.id), "version": item.version,
            "lacks": _lacks(item, accountable[item.id]),
        })  # fmt: skip
    used = {code for row in rows for code in row["marks"]}
    shown = [{"id": code, "name": name} for code, name in roles if whole or code in used]
    unknown = sorted(used - {code for code, _name in roles})
    return {
        "roles": [*shown, *({"id": code, "name": code} for code in unknown)], "rows": rows,
        "more": max(0, len(items) - RACI_ROWS),
        "gaps": sum(bool(row["lacks"]) for row in rows),
    }  # fmt: skip


def raci_choices() -> list[tuple[str, str]]:
    """Return what a cell of the matrix may hold, in words."""
    return [
        ("R", _("R 执行")), ("A", _("A 最终负责")), ("A/R", _("A/R 负责并执行")),
        ("C", _("C 事前征询")), ("I", _("I 事后告知")), ("", _("清空")),
    ]  # fmt: skip


def _lacks(item: WorkItem, answers: str) -> str:
    if not answers:
        return "A"
    if item.kind != "phase" and not item.role:
        return "R"
    return "C" if len(item.consulted) > MANY_CONSULTED else ""


def budget(
    actor: Actor, project: Project, lookups: Lookups, items: Iterable[WorkItem]
) -> dict[str, Any]:
    """Return the budget's matrix of lines by phases, with totals and execution."""
    table = tables.table(actor=actor, project=project, entry=BUDGET, lookups=lookups)
    phases = [item for item in items if item.kind == "phase"]
    split = _split(actor, project)
    for row in table:
        amounts = split.get(row.obj.id, {})
        money = money_of([row.obj])
        row.extra.update(
            amounts=[amounts.get(phase.id) for phase in phases], money=money,
            light=money.light(project), counted=bool(counted(project, [row.obj])),
            unsplit=row.obj.planned_fen - sum(amounts.values()) if phases else 0,
            category=category_of(row.obj),
        )  # fmt: skip
    lines = counted(project, [row.obj for row in table])
    total = money_of(lines)
    kept = {line.id for line in lines}
    return {
        "budget": table, "phases": phases, "total": total, "total_light": total.light(project),
        "reserve": money_of(line for line in lines if line.kind == "reserve"),
        "by_phase": [
            sum(split[line].get(phase.id, 0) for line in kept if line in split)
            for phase in phases
        ],
        "loose": _loose(rows_counted := [row for row in table if row.extra["counted"]]),
        "loose_lines": sum(bool(row.extra["unsplit"]) for row in rows_counted),
        "apart": [row for row in table if not row.extra["counted"]],
        "basis": dict(project.TAX)[project.tax_basis],
    }  # fmt: skip


def _loose(rows: Iterable[tables.Row]) -> int:
    """Return what lines plan beyond their phases, in fen: nothing is left when all are split."""
    return sum(row.extra["unsplit"] for row in rows)


def _split(actor: Actor, project: Project) -> dict[UUID, dict[UUID, int]]:
    found: dict[UUID, dict[UUID, int]] = {}
    rows = PhaseAmount.objects.of(actor).filter(project=project)
    for line, phase, fen in rows.values_list("line_id", "phase_id", "amount_fen"):
        found.setdefault(line, {})[phase] = fen
    return found


def category_of(line: BudgetLine) -> str:
    """Return the words of a line's category: the code list's, else those it came with."""
    known = budget_categories().get(line.category)
    return say(known.name) if known else line.category_zh or line.category


def by_category(*, actor: Actor, project: Project) -> list[dict[str, Any]]:
    """Return execution by category, where most is spent first: for the overview."""
    rows = registers.rows(actor=actor, project=project, entry=BUDGET)
    groups: dict[str, list[BudgetLine]] = {}
    for line in counted(project, rows):
        groups.setdefault(category_of(line), []).append(line)
    sums = [(name, money_of(lines)) for name, lines in groups.items()]
    sums.sort(key=lambda pair: (-pair[1].used, -pair[1].planned))
    return [{"name": name, "money": money, "light": money.light(project)} for name, money in sums]


def frozen(*, actor: Actor, project: Project) -> list[tuple[BudgetLine, Money]]:
    """Return the lines whose execution has reached the freezing threshold, the worst first."""
    rows = registers.rows(actor=actor, project=project, entry=BUDGET)
    lines = [(line, money_of([line])) for line in counted(project, rows)]
    over = [
        (line, money)
        for line, money in lines
        if money.rate is not None and money.used > 0 and money.rate >= project.freeze_pct
    ]
    return sorted(over, key=lambda pair: -(pair[1].rate or 0))
