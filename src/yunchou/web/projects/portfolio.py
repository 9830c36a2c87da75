"""All projects at a glance: a few statements, however many there are."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FloatField,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)  # fmt: skip
from django.db.models.aggregates import Aggregate
from django.db.models.functions import Cast, Concat

from yunchou.web.core import clock
from yunchou.web.core.models import ActivityStream
from yunchou.web.core.search import fold
from yunchou.web.projects import rollup, selectors, workdays
from yunchou.web.projects.lights import Light, schedule_light, sources
from yunchou.web.projects.models import ProjectMember, RoleHolder, WorkItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from uuid import UUID

    from django.db.models import QuerySet

    from yunchou.engine.calendars import WorkTime
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

MOST = 200
KEPT = 2_000
_ROW = (
    "id", "key", "name", "name_en", "state", "start", "finish", "planned_start", "archetype",
    "warn_pct", "escalate_pct", "freeze_pct", "effective", "holder", "led_by", "mine", "seq",
    "created_at", "timezone", "calendar", "workspace_seq",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """A project as lists show it."""

    id: UUID
    key: str
    name: str
    state: str
    manager: str
    start: dt.date | None
    finish: dt.date | None
    baseline: dt.date | None
    percent: int
    tasks: int
    done: int
    mine: bool
    schedule: Light
    slip: int | None = None  # working days from the baseline to the forecast; positive when late
    lights: list[tuple[str, str, Light]] = field(default_factory=list)

    @property
    def all_lights(self) -> list[tuple[str, Light]]:
        """Lights after the schedule's, as (title, light)."""
        return [(title, light) for _key, title, light in self.lights]

    @property
    def worst(self) -> int:
        """Order of urgency: 0 red, 1 amber, 2 the rest."""
        tones = {self.schedule.tone, *(light.tone for _key, _title, light in self.lights)}
        return 0 if "act" in tones else 1 if "warn" in tones else 2


#: what a list of projects can be sorted by; "-" before it turns it round, blanks come last
SORTS: dict[str, Callable[[Card], Any]] = {
    "name": lambda card: (fold(card.name), card.key),
    "light": lambda card: card.worst,
    "finish": lambda card: card.finish,
    "percent": lambda card: card.percent,
}


def cards(
    *, actor: Actor, query: str = "", state: str = "", sort: str = "", limit: int = MOST
) -> list[Card]:
    """Return the projects that the actor may see, one's own and the newest first.

    One statement, and one for the figures of projects that have changed since.

    `sort` is one of `SORTS`, "-" before it for the reverse.
    """
    further: dict[str, Any] = {}
    for source in sources():
        further |= source.columns(actor)
    found = _matching(selectors.visible_projects(actor=actor), query, state)
    rows = list(
        found.annotate(**_people(actor), **further)
        .order_by(F("mine").desc(), "-created_at")
        .values(*_ROW, *further)[: KEPT if sort else limit]
    )
    work = _figured(actor, rows)
    return _sorted([_card(row, work.get(row["id"], {})) for row in rows], sort)[:limit]


def _sorted(found: list[Card], sort: str) -> list[Card]:
    key = SORTS.get(sort.removeprefix("-"))
    if key is None:
        return found
    known = [card for card in found if key(card) is not None]
    blank = [card for card in found if key(card) is None]
    return [*sorted(known, key=key, reverse=sort.startswith("-")), *blank]


def _matching(rows: QuerySet[Project], query: str, state: str) -> QuerySet[Project]:
    sought = fold(query).strip()[:100]
    if sought:
        plain = Q(name__icontains=sought) | Q(name_en__icontains=sought)
        rows = rows.filter(
            plain | Q(key__istartswith=sought) | Q(pinyin__icontains=sought.replace(" ", ""))
        )
    return rows.filter(state=state) if state else rows


def _people(actor: Actor) -> dict[str, Any]:
    """Return who fills the manager's role, else who manages by level."""
    holders = RoleHolder.objects.of(actor).filter(
        project_id=OuterRef("id"), role__code=OuterRef("manager_role"), role__trashed_at=None
    )
    members = ProjectMember.objects.of(actor).filter(project_id=OuterRef("id"))
    streams = ActivityStream.objects.of(actor).filter(id=OuterRef("id"))
    leading = members.order_by("-level", "created_at")
    return {
        "holder": Subquery(holders.order_by("created_at").values("member__name")[:1]),
        "led_by": Subquery(leading.values("member__name")[:1]),
        "seq": Subquery(streams.values("seq")[:1]),
        "workspace_seq": Subquery(
            ActivityStream.objects.of(actor).filter(id=actor.workspace_id).values("seq")[:1]
        ),
        "mine": Exists(members.filter(member_id=actor.member_id)),
    }


Key = tuple["UUID", int, "workdays.State", dt.date]
_known: OrderedDict[Key, dict[str, Any]] = OrderedDict()
_guard = Lock()


def figures(actor: Actor, project: Project) -> dict[str, Any]:
    """Return the figures of one project that its light and its dates are told from.

    They are those of the list: tasks, open, percent, `baseline` and `forecast` (the last finish of
    either), and in working days `late` (forecast behind baseline, None without), `slip` and
    `overdue` (of the worst unfinished critical task).
    """
    names = ("id", "seq", "timezone", "calendar", "workspace_seq")
    return _figured(actor, [{name: getattr(project, name) for name in names}])[project.id]


def _key(row: Mapping[str, Any]) -> Key:
    """Return what the figures of a project hang on: its activity, its calendar, its day."""
    state = (row["calendar"], row["workspace_seq"] or 0)
    return row["id"], row["seq"] or 0, state, clock.today(row["timezone"])


def _figured(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> dict[UUID, dict[str, Any]]:
    """Return the figures of projects; those unchanged since they were last asked for are kept."""
    keys = {row["id"]: _key(row) for row in rows}
    with _guard:
        found = {pk: _known[key] for pk, key in keys.items() if key in _known}
    fresh = _work(actor, {pk: key for pk, key in keys.items() if pk not in found})
    missing = {pk: fresh.get(pk, {}) for pk in keys if pk not in found}
    with _guard:
        _known.update({keys[pk]: figures for pk, figures in missing.items()})
        while len(_known) > KEPT:
            _known.popitem(last=False)
    return found | missing


def forget() -> None:
    """Forget all figures that were kept (after rows were written past the services)."""
    with _guard:
        _known.clear()


#: what rollup.weight says, for the database
_WEIGHT = Case(
    When(kind="milestone", then=Value(0.0)),
    When(duration_unit__in=["ed", "eh"], then=F("duration") * Value(rollup.NATURAL)),
    When(calendar="natural_days", then=F("duration") * Value(5 / 7)),
    default=F("duration") * Value(1.0),
    output_field=FloatField(),
)


class _Joined(Aggregate):
    """Different texts of a group in one, with commas between them, in both databases."""

    function = "GROUP_CONCAT"
    template = "%(function)s(DISTINCT %(expressions)s)"
    name = "Joined"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL calls it otherwise."""
        own = self.copy()
        own.template = "STRING_AGG(DISTINCT %(expressions)s, ',')"
        return own.as_sql(compiler, connection, **context)


#: what a task had agreed and what it now expects
_DATES = Concat(
    Cast("baseline_finish", TextField()), Value("/"), Cast("finish", TextField()),
    output_field=TextField(),
)  # fmt: skip


def _work(actor: Actor, keys: Mapping[UUID, Key]) -> dict[UUID, dict[str, Any]]:
    """Return figures of the tasks of each project: one statement, parents left out.

    Which of two slips is the longer in working days only a calendar knows, so the dates of critical
    tasks that are behind come along, each pair once.
    """
    if not keys:
        return {}
    rows = WorkItem.objects.of(actor).filter(project_id__in=keys, trashed_at=None)
    parents = rows.filter(parent__isnull=False).values("parent_id")
    leaves = rows.exclude(kind="phase").exclude(id__in=parents)
    leaves = leaves.exclude(status__category="cancelled")
    open_ = ~Q(status__category="done")
    critical = open_ & Q(critical=True)
    sums = leaves.order_by().values("project_id").annotate(
        tasks=Count("id"),
        open=Count("id", filter=open_),
        weight=Sum(_WEIGHT),
        done_weight=Sum(_WEIGHT * F("percent")),
        percents=Sum("percent"),
        forecast=Max("finish"),
        baseline=Max("baseline_finish"),
        behind=_Joined(_DATES, filter=critical & Q(finish__gt=F("baseline_finish"))),
        oldest=Min("finish", filter=critical),
    )  # fmt: skip
    found = {row["project_id"]: row for row in sums}
    works = workdays.of(actor, {pk: keys[pk][2] for pk in found})
    return {pk: _figures({**row}, works[pk], keys[pk][3]) for pk, row in found.items()}


def _figures(row: dict[str, Any], work: WorkTime, today: dt.date) -> dict[str, Any]:
    pairs = (pair.split("/") for pair in (row.pop("behind") or "").split(",") if pair)
    days = [tuple(map(dt.date.fromisoformat, pair)) for pair in pairs]
    done = rollup.Sum(
        row["weight"] or 0, row["done_weight"] or 0, row["percents"] or 0, row["tasks"]
    )
    dated = row["baseline"] and row["forecast"]
    return {
        **row, "percent": done.percent,
        "slip": max((work.days_late(*pair) for pair in days), default=0),
        "overdue": workdays.overdue(work, row["oldest"], today),
        "late": workdays.behind(work, row["baseline"], row["forecast"]) if dated else None,
    }  # fmt: skip


def _card(row: dict[str, Any], work: dict[str, Any]) -> Card:
    tasks = work.get("tasks", 0)
    return Card(
        id=row["id"], key=row["key"], name=row["name"], state=row["state"],
        manager=row["holder"] or row["led_by"] or "", start=row["start"] or row["planned_start"],
        finish=row["finish"], baseline=work.get("baseline"), percent=work.get("percent", 0),
        tasks=tasks, done=tasks - work.get("open", 0), mine=row["mine"],
        schedule=schedule_light(work, row["finish"]), slip=work.get("late"),
        lights=[(source.key, str(source.title), source.judge(row)) for source in sources()],
    )  # fmt: skip
