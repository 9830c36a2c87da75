"""What the rules look at: the plan, and what is worked out from it once for all of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from yunchou.plan.archetypes.lists import KpiDef, kpis

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from yunchou.plan.checkup.dates import Dates
    from yunchou.plan.model import Goal, Kpi, Phase, Plan, Risk, Task


class TaskAt(NamedTuple):
    """A task with its path in the plan file and the phase it belongs to."""

    task: Task
    path: str
    phase: Phase
    phase_position: int

    @property
    def is_summary(self) -> bool:
        """Whether it only sums up others."""
        return bool(self.task.tasks)


class TextAt(NamedTuple):
    """A piece of prose of the plan: what it belongs to, its path, its text."""

    kind: str
    ref: str
    path: str
    text: str


class Context:
    """One plan under check."""

    def __init__(self, plan: Plan, today: dt.date | None = None) -> None:
        self.plan = plan
        self.today = today

    @cached_property
    def tasks(self) -> list[TaskAt]:
        """Every task with its path, summaries included, in WBS order."""
        return [
            at
            for number, phase in enumerate(self.plan.phases)
            for position, task in enumerate(phase.tasks)
            for at in _walk(task, f"phases[{number}].tasks[{position}]", phase, number)
        ]

    @cached_property
    def work(self) -> list[TaskAt]:
        """Tasks and milestones that are scheduled themselves, no summaries."""
        return [at for at in self.tasks if not at.is_summary]

    @cached_property
    def by_id(self) -> dict[str, TaskAt]:
        """Tasks by id; the first one where an id is used twice."""
        found: dict[str, TaskAt] = {}
        for at in self.tasks:
            found.setdefault(at.task.id, at)
        return found

    @cached_property
    def before(self) -> dict[str, list[str]]:
        """Known predecessors of every task."""
        return {
            at.task.id: [link.pred for link in at.task.all_links if link.pred in self.by_id]
            for at in self.tasks
        }

    @cached_property
    def role_ids(self) -> set[str]:
        """Ids of the roles the plan defines."""
        return {role.id for role in self.plan.roles}

    @cached_property
    def role_names(self) -> dict[str, str]:
        """Chinese names of the roles by id."""
        return {role.id: role.name_zh for role in self.plan.roles}

    @cached_property
    def holders(self) -> dict[str, list[str]]:
        """Ids of the people by role."""
        found: dict[str, list[str]] = {}
        for person in self.plan.people:
            for role in person.roles:
                found.setdefault(role, []).append(person.id)
        return found

    @property
    def kpi_defs(self) -> Mapping[str, KpiDef]:
        """The KPI dictionary."""
        return kpis()

    def kpis_of(self, goal: Goal) -> list[Kpi]:
        """Return the KPI rows that measure a goal: linked to it, or of the same metric."""
        return [
            kpi
            for kpi in self.plan.kpis
            if kpi.goal == goal.id or (not kpi.goal and kpi.key == goal.metric_key)
        ]

    def ancestors(self, task_id: str) -> set[str]:
        """Return every task that has to be finished before this one, itself left out."""
        found: set[str] = set()
        stack = list(self.before.get(task_id, []))
        while stack:
            pred = stack.pop()
            if pred not in found:
                found.add(pred)
                stack.extend(self.before.get(pred, []))
        return found

    @cached_property
    def dates(self) -> Dates:
        """The schedule as far as the plan has dates."""
        from yunchou.plan.checkup.dates import work_out

        return work_out(self.plan)

    @cached_property
    def texts(self) -> list[TextAt]:
        """The prose a reader signs, piece by piece."""
        return [piece for piece in _texts(self.plan) if piece.text.strip()]


def _walk(task: Task, path: str, phase: Phase, number: int) -> Iterator[TaskAt]:
    yield TaskAt(task, path, phase, number)
    for position, child in enumerate(task.tasks):
        yield from _walk(child, f"{path}.tasks[{position}]", phase, number)


def _texts(plan: Plan) -> Iterator[TextAt]:
    yield TextAt("project", "", "project.background", plan.project.background)
    yield TextAt("project", "", "project.basis", plan.project.basis)
    if plan.market:
        yield TextAt("market", "", "market.summary", plan.market.summary)
    yield from _fields("goal", "goals", plan.goals, ("statement", "relevance"))
    yield from _fields("risk", "risks", plan.risks, ("response", "contingency"))
    yield from _scope_and_strategy(plan)
    for chapter, text in plan.narrative.items():
        yield TextAt("narrative", chapter, f"narrative.{chapter}", text)


def _fields(
    kind: str, table: str, rows: Sequence[Goal | Risk], names: tuple[str, ...]
) -> Iterator[TextAt]:
    for number, row in enumerate(rows):
        for name in names:
            yield TextAt(kind, row.id, f"{table}[{number}].{name}", getattr(row, name))


def _scope_and_strategy(plan: Plan) -> Iterator[TextAt]:
    for field in ("in_scope", "out_of_scope", "assumptions", "constraints"):
        for number, text in enumerate(getattr(plan.scope, field)):
            yield TextAt("scope", "", f"scope.{field}[{number}]", text)
    if plan.strategy:
        for field in ("value_proposition", "product", "price", "channel", "promotion"):
            yield TextAt("strategy", "", f"strategy.{field}", getattr(plan.strategy, field))
