"""All projects at a glance: two statements, however many there are."""

from __future__ import annotations

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
    Value,
    When,
)  # fmt: skip

from yunchou.web.core import clock
from yunchou.web.core.models import ActivityStream
from yunchou.web.core.search import fold
from yunchou.web.projects import rollup, selectors
from yunchou.web.projects.lights import Light, schedule_light, sources
from yunchou.web.projects.models import ProjectMember, RoleHolder, WorkItem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from uuid import UUID

    from django.db.models import QuerySet

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

MOST = 200
KEPT = 2_000
_ROW = (
    "id", "key", "name", "name_en", "state", "start", "finish", "planned_start", "archetype",
    "warn_pct", "escalate_pct", "freeze_pct", "effective", "holder", "led_by", "mine", "seq",
    "created_at",
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
    lights: list[tuple[str, str, Light]] = field(default_factory=list)

    @property
    def slip(self) -> int | None:
        """Days between finish and baseline, positive when late; None without a baseline."""
        return (self.finish - self.baseline).days if self.finish and self.baseline else None

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
    """Return the projects that the actor may see, one's own and the newest first: two statements.

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
    work = _figured(actor, {row["id"]: row["seq"] for row in rows})
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
        "mine": Exists(members.filter(member_id=actor.member_id)),
    }


_known: OrderedDict[tuple[UUID, int, dt.date], dict[str, Any]] = OrderedDict()
_guard = Lock()


def _figured(actor: Actor, seqs: dict[UUID, int | None]) -> dict[UUID, dict[str, Any]]:
    """Return the figures of projects; those unchanged since they were last asked for are kept.

    A project's activity sequence and the day are all that its figures hang on.
    """
    today = clock.today(actor.timezone)
    keys = {pk: (pk, seq or 0, today) for pk, seq in seqs.items()}
    with _guard:
        found = {pk: _known[key] for pk, key in keys.items() if key in _known}
    fresh = _work(actor, [pk for pk in seqs if pk not in found])
    missing = {pk: fresh.get(pk, {}) for pk in seqs if pk not in found}
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


def _work(actor: Actor, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return figures of the tasks of each project: one statement, parents left out."""
    if not ids:
        return {}
    rows = WorkItem.objects.of(actor).filter(project_id__in=ids, trashed_at=None)
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
        baseline=Max("baseline_finish"),
        worst_slip=Max(F("finish") - F("baseline_finish"), filter=critical),
        oldest=Min("finish", filter=critical),
    )  # fmt: skip
    today = clock.today(actor.timezone)
    return {row["project_id"]: _figures({**row}, today) for row in sums}


def _figures(row: dict[str, Any], today: dt.date) -> dict[str, Any]:
    slip = row["worst_slip"].days if row["worst_slip"] is not None else 0
    overdue = (today - row["oldest"]).days if row["oldest"] else 0
    done = rollup.Sum(
        row["weight"] or 0, row["done_weight"] or 0, row["percents"] or 0, row["tasks"]
    )
    return {**row, "slip": slip, "overdue": max(0, overdue), "percent": done.percent}


def _card(row: dict[str, Any], work: dict[str, Any]) -> Card:
    tasks = work.get("tasks", 0)
    return Card(
        id=row["id"], key=row["key"], name=row["name"], state=row["state"],
        manager=row["holder"] or row["led_by"] or "", start=row["start"] or row["planned_start"],
        finish=row["finish"], baseline=work.get("baseline"), percent=work.get("percent", 0),
        tasks=tasks, done=tasks - work.get("open", 0), mine=row["mine"],
        schedule=schedule_light(work, row["finish"]),
        lights=[(source.key, str(source.title), source.judge(row)) for source in sources()],
    )  # fmt: skip
