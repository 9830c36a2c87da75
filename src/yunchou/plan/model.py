"""The Plan: a whole sales project, frozen and versioned, as one value.

It is the hub of everything: each file format is a reader and writer of it, the database is
another, and the engine, the check-up and the documents work on nothing else.
The published JSON Schema is `plan_schema()`; keys that the schema does not name are kept in
`extras` of the object they stand on and written back.

Amounts are yuan with at most two decimals in files and integer fen (`Fen`) inside.
Dates are project-local; a finish is the last working day, inclusive.
"""

# ruff: noqa: RUF012, TC001  (a Part copies its defaults and reads its types at run time)

from __future__ import annotations

import datetime as dt  # noqa: TC003 (pydantic reads it at run time)
from collections.abc import Iterator  # noqa: TC003 (pydantic reads it at run time)
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from yunchou.plan.market import Market as Market
from yunchou.plan.market import MarketFact as MarketFact
from yunchou.plan.market import Strategy as Strategy
from yunchou.plan.part import Id as Id
from yunchou.plan.part import LongText as LongText
from yunchou.plan.part import Name as Name
from yunchou.plan.part import Number as Number
from yunchou.plan.part import Part as Part
from yunchou.plan.part import Percent as Percent
from yunchou.plan.part import Role as Role
from yunchou.plan.tracking import Baseline as Baseline
from yunchou.plan.tracking import Earning as Earning
from yunchou.plan.tracking import StatusPoint as StatusPoint
from yunchou.plan.tracking import Step as Step
from yunchou.plan.values import DurationText as DurationText
from yunchou.plan.values import Fen as Fen
from yunchou.plan.values import Moment as Moment
from yunchou.plan.values import Money as Money
from yunchou.plan.values import parse_duration as parse_duration

SCHEMA_VERSION = "1.0"


class Anchor(Part):
    """The task whose date is given from outside, and which way dates are counted.

    A milestone stands at the end of that day, for what is finished by then; at its start where
    something opens that day: what comes before is done the day before, what follows begins at once.
    """

    task: str | None = None
    mode: Literal["forward", "backward_from_fixed_date"] = "forward"
    at: Literal["start", "end"] = "end"
    note: LongText = ""


class Project(Part):
    """Name, frame, cover fields and calendar of the project."""

    name: Name
    name_en: Name = ""
    code_prefix: str = Field("PRJ", max_length=12)
    currency: str = Field("CNY", min_length=3, max_length=3)
    tax_basis: Literal["tax_inclusive", "tax_exclusive"] = "tax_inclusive"
    calendar: str = "cn_workdays"
    typical_duration_days: int | None = None
    critical_path_workdays: Number | None = None
    background: LongText = ""
    basis: LongText = ""
    sponsor_role: Role | None = None
    manager_role: Role | None = None
    schedule_anchor: Anchor | None = None
    number: str = ""
    version: str = ""
    secrecy: str = ""
    department: str = ""
    author: str = ""
    reviewer: str = ""
    cosigners: list[str] = []
    approver: str = ""
    company: str = ""
    effective_date: dt.date | None = None
    start: Moment | None = None
    finish: Moment | None = None
    status_date: Moment | None = None
    anchor_date: dt.date | None = None
    timezone: str = "Asia/Shanghai"


class Breakdown(Part):
    """One share of a goal: by region, person, month, product or customer."""

    dimension: str
    key: Name
    target: Number
    owner: str | None = None


class Goal(Part):
    """One SMART goal: a metric from a baseline to a target by a day."""

    id: Id
    name: Name
    name_en: Name = ""
    metric_key: str = ""
    definition: LongText = ""
    baseline: Number | None = None
    baseline_source: LongText = ""
    target: Number | None = None
    floor: Number | None = None
    stretch: Number | None = None
    unit: str = ""
    direction: Literal["up", "down", "hold"] = "up"
    due_milestone: str | None = None
    deadline_offset_days: int | None = None
    deadline: dt.date | None = None
    weight_pct: Percent | None = None
    owner_role: Role | None = None
    owner: str | None = None
    relevance: LongText = ""
    statement: LongText = ""
    breakdown: list[Breakdown] = []


class Scope(Part):
    """What is in, what is out, what is assumed, what binds."""

    in_scope: list[LongText] = []
    out_of_scope: list[LongText] = []
    assumptions: list[LongText] = []
    constraints: list[LongText] = []


class RoleDef(Part):
    """A role that people take in the project."""

    id: Id
    name_zh: Name
    name_en: Name = ""
    headcount: Number = 1
    fte_each: Number = 1.0


class Person(Part):
    """Somebody by name, and the roles taken."""

    id: Id
    name: Name
    department: str = ""
    position: str = ""
    roles: list[Role] = []
    capacity_pct: Annotated[float, Field(ge=0, le=1000)] = 100
    email: str = ""


LinkType = Literal["FS", "SS", "FF", "SF"]


class Link(Part):
    """A dependency; lag in `wd` working or `ed` elapsed days, `h`/`eh` hours, `%` of `pred`."""

    pred: str
    type: LinkType = "FS"
    lag: Number = 0
    lag_unit: Literal["wd", "ed", "h", "eh", "%"] = "wd"


ConstraintType = Literal["ASAP", "ALAP", "SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO"]


class Constraint(Part):
    """A date that the schedule has to respect."""

    type: ConstraintType
    date: Moment | None = None


class Estimate(Part):
    """Three-point estimate in working days."""

    low: Number
    likely: Number
    high: Number


class Assignee(Part):
    """A person at work on a task, with a share of the day."""

    person: str
    units_pct: Number = 100


class ChecklistItem(Part):
    """One box to tick on a task."""

    name: LongText
    done: bool = False


class Comment(Part):
    """Something said about a task."""

    author: str = ""
    at: str = ""
    text: LongText


class Attachment(Part):
    """A file or address that belongs to a task; the bytes are not part of the plan."""

    name: Name
    url: str = ""
    bytes: int | None = None
    mime: str = ""


class Task(Part):
    """A task, milestone or (when it has `tasks`) a summary of the WBS."""

    id: Id
    name: Name
    name_en: Name = ""
    duration_days: Annotated[float, Field(ge=0, le=100_000)] | None = None
    duration: str | None = None
    depends_on: list[str] = []
    links: list[Link] = []
    role: Role | None = None
    accountable: Role | None = None  # where it is not the phase's
    consulted: list[Role] = []
    informed: list[Role] = []
    assignees: list[Assignee] = []
    milestone: bool = False
    deliverable: LongText = ""
    acceptance: LongText = ""
    calendar: str | None = None
    estimate: Estimate | None = None
    constraint: Constraint | None = None
    deadline: Moment | None = None
    manual: bool = False
    start: Moment | None = None
    finish: Moment | None = None
    scope: str = ""
    priority: Literal["", "low", "medium", "high", "urgent"] = ""
    labels: list[str] = []
    status: str = ""
    percent: Percent | None = None
    actual_start: Moment | None = None
    actual_finish: Moment | None = None
    remaining: str | None = None
    baseline: Baseline | None = None
    cost: Money | None = None
    earning: Earning | None = None
    steps: list[Step] = []
    notes: LongText = ""
    checklist: list[ChecklistItem] = []
    comments: list[Comment] = []
    attachments: list[Attachment] = []
    tasks: list[Task] = []

    @property
    def length(self) -> DurationText | None:
        """The stated duration; None for a summary and for a task not yet estimated."""
        if self.duration is not None:
            return parse_duration(self.duration)
        if self.duration_days is not None:
            days = Decimal(str(self.duration_days))
            return DurationText(days, "d")
        return DurationText(Decimal(0), "d") if self.milestone else None

    @property
    def all_links(self) -> list[Link]:
        """`depends_on` (finish-to-start, no lag) and `links` together."""
        return [Link(pred=pred) for pred in self.depends_on] + list(self.links)


class Phase(Part):
    """A first-level summary of the WBS.

    `implicit` marks a phase that only holds first-level tasks of a source that has none:
    it is no level of the WBS.
    """

    id: Id
    name: Name = ""
    name_en: Name = ""
    accountable_role: Role | None = None
    implicit: bool = False
    notes: LongText = ""
    tasks: list[Task] = []


LineKind = Literal["expense", "reserve", "cash_tied_up", "separately_budgeted"]


class BudgetLine(Part):
    """A budget line, split by phase; only `expense` and `reserve` count to the total."""

    id: Id
    category: str = ""
    category_zh: str = ""
    category_en: str = ""
    name: Name
    planned_by_phase: dict[str, Money] = {}
    planned_total: Money = Field(default_factory=Fen)
    kind: LineKind = "expense"
    quantity: Number | None = None
    price: Money | None = None
    times: Number | None = None
    tax_basis: Literal["tax_inclusive", "tax_exclusive"] | None = None
    tax_rate: Number | None = None
    supplier: str = ""
    owner: str = ""
    committed: Money | None = None
    spent: Money | None = None
    note: LongText = ""


class Budget(Part):
    """The budget and the thresholds that guard it, in percent of a line."""

    total_planned: Money = Field(default_factory=Fen)
    reserve_included: Money = Field(default_factory=Fen)
    warn_pct: Number = 80
    escalate_pct: Number = 90
    freeze_pct: Number = 100
    lines: list[BudgetLine] = []


class MeetingStart(Part):
    """When a series begins: days after project start, or on the dates of tasks."""

    type: Literal["project_start", "tasks"]
    offset_days: int | None = None
    ids: list[str] = []


class Meeting(Part):
    """A meeting or a series (RFC 5545 RRULE); holidays move to the next working day."""

    id: Id
    name: Name
    type: str = ""
    rrule: str | None = None
    start: MeetingStart | None = None
    duration_min: int = 60
    chair_role: Role | None = None
    attendee_roles: list[Role] = []
    inputs: LongText = ""
    outputs: LongText = ""


class Channel(Part):
    """A feedback or notification channel and what it is for."""

    id: Id
    name: Name
    use: LongText = ""


class KpiMonth(Part):
    """What a KPI should reach in a month, and what it did."""

    month: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    target: Number | None = None
    actual: Number | None = None


class Kpi(Part):
    """A KPI target with its lights.

    `aggregation` says how months make the whole; empty follows from the KPI: flows are summed,
    ratios averaged.
    """

    key: Id
    name: Name
    target: Number | None = None
    unit: str = ""
    cadence: str = ""
    weight_pct: Percent | None = None
    yellow_ratio: Number | None = None
    red_ratio: Number | None = None
    owner_role: Role | None = None
    source: LongText = ""
    goal: str | None = None
    actual: Number | None = None
    aggregation: Literal["", "sum", "average", "last"] = ""
    months: list[KpiMonth] = []


Score = Annotated[int, Field(ge=1, le=5)]


class Risk(Part):
    """A risk: probability × impact, what can be seen when it strikes, and what is done then."""

    id: Id
    category: str = ""
    description: LongText
    probability: Score = 3
    impact: Score = 3
    score: int | None = None
    trigger: LongText = ""
    trigger_expr: LongText = ""
    strategy: Literal["mitigate", "avoid", "transfer", "accept", "escalate"] = "mitigate"
    response: LongText = ""
    contingency: LongText = ""
    owner_role: Role | None = None
    owner: str | None = None
    status: Literal["", "identified", "monitoring", "triggered", "handling", "closed", "issue"] = ""
    triggered_at: Moment | None = None
    reserve: Money | None = None

    @property
    def points(self) -> int:
        """Probability × impact, 1–25; ≥ 15 red, 8–14 yellow, else green."""
        return self.probability * self.impact


class Training(Part):
    """A training with its audience, method and pass mark."""

    id: Id
    topic: Name
    audience_roles: list[Role] = []
    method: LongText = ""
    linked_task: str | None = None
    pass_score: Number | None = None
    owner_role: Role | None = None


class ChangeRule(Part):
    """Who may decide which change, and which new version it makes."""

    id: Id
    change: LongText
    approver: Name
    approver_role: Role | None = None
    new_version: str = ""


class ChangeControl(Part):
    """Thresholds of change control."""

    rules: list[ChangeRule] = []


class Incentive(Part):
    """What is paid or credited for which result."""

    id: Id
    name: Name
    rule: LongText = ""
    kpi: str | None = None


class Calendar(Part):
    """A working calendar: a base, a week of intervals, and exceptions by date."""

    id: Id
    name: str = ""
    base: str = "cn_workdays"
    week: dict[str, list[str]] = {}
    hours: Number | None = None
    exceptions: list[CalendarException] = []


class CalendarException(Part):
    """One day or span that differs; no `hours` means no work."""

    date: dt.date
    until: dt.date | None = None
    name: str = ""
    hours: list[str] = []


class Improvement(Part):
    """A lesson or improvement taken over from earlier projects, or made by this one."""

    id: Id
    description: LongText
    source: LongText = ""
    owner_role: Role | None = None
    due: dt.date | None = None
    status: str = ""


class Walk(NamedTuple):
    """One node of the WBS in order: the phase, the task (None for the phase itself), its place."""

    phase: Phase
    task: Task | None
    parent: str | None
    depth: int
    wbs: str

    @property
    def id(self) -> str:
        """Id of the task or phase."""
        return self.task.id if self.task else self.phase.id

    @property
    def is_summary(self) -> bool:
        """Whether the node only sums up others."""
        return self.task is None or bool(self.task.tasks)


class Plan(Part):
    """A whole sales project plan: the ten steps and their market."""

    schema_version: str = SCHEMA_VERSION
    id: str = "plan"
    archetype: str = ""
    archetype_zh: str = ""
    archetype_en: str = ""
    project: Project
    market: Market | None = None
    strategy: Strategy | None = None
    goals: list[Goal] = []
    scope: Scope = Scope()
    change_control: ChangeControl | None = None
    roles: list[RoleDef] = []
    people: list[Person] = []
    calendars: list[Calendar] = []
    phases: list[Phase] = []
    budget: Budget = Budget()
    meetings: list[Meeting] = []
    channels: list[Channel] = []
    kpis: list[Kpi] = []
    incentives: list[Incentive] = []
    risks: list[Risk] = []
    training: list[Training] = []
    improvements: list[Improvement] = []
    status_history: list[StatusPoint] = []
    retrospective_questions: list[LongText] = []
    narrative: dict[str, LongText] = {}

    def walk(self) -> Iterator[Walk]:
        """Yield every phase and task in WBS order with its number; implicit phases are no level."""
        number = 0
        for phase in self.phases:
            if phase.implicit:
                for task in phase.tasks:
                    number += 1
                    yield from _walk(phase, task, None, 0, str(number))
                continue
            number += 1
            yield Walk(phase, None, None, 0, str(number))
            for position, task in enumerate(phase.tasks, 1):
                yield from _walk(phase, task, phase.id, 1, f"{number}.{position}")

    def tasks(self) -> Iterator[Task]:
        """Yield every task in WBS order, summaries and milestones included, phases not."""
        return (node.task for node in self.walk() if node.task is not None)


def _walk(phase: Phase, task: Task, parent: str | None, depth: int, wbs: str) -> Iterator[Walk]:
    yield Walk(phase, task, parent, depth, wbs)
    for position, child in enumerate(task.tasks, 1):
        yield from _walk(phase, child, task.id, depth + 1, f"{wbs}.{position}")


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a plan file."""
    schema = Plan.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


for _model in (Calendar, Task, Plan):
    _model.model_rebuild()
