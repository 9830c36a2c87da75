"""What the page of the market shows: dated evidence by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunchou.web.core import clock
from yunchou.web.market.models import MarketFact
from yunchou.web.market.registers import FACTS
from yunchou.web.projects.registers import tables

if TYPE_CHECKING:
    import datetime as dt

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project
    from yunchou.web.projects.registers.columns import Lookups

FRESH_MONTHS = 12
ENOUGH = 3  # dated pieces with a source, before a plan may be signed


def stale(day: dt.date | None, today: dt.date) -> bool:
    """Whether a piece of evidence is older than twelve months; 29 February counts as the 28th."""
    if day is None:
        return False
    try:
        limit = today.replace(year=today.year - FRESH_MONTHS // 12)
    except ValueError:
        limit = today.replace(year=today.year - FRESH_MONTHS // 12, day=28)
    return day < limit


def page(actor: Actor, project: Project, lookups: Lookups) -> dict[str, Any]:
    """Return the evidence grouped by kind, stale pieces flagged."""
    facts = tables.table(actor=actor, project=project, entry=FACTS, lookups=lookups)
    today = clock.today(project.timezone)
    for row in facts:
        row.extra["stale"] = stale(row.obj.date, today)
    groups = [
        (str(text), [row for row in facts if row.obj.kind == kind])
        for kind, text in MarketFact.KINDS
    ]
    good = sum(
        bool(row.obj.date and row.obj.source.strip()) and not row.extra["stale"] for row in facts
    )
    return {
        "facts": facts, "groups": [group for group in groups if group[1]],
        "good": good, "lacking": max(0, ENOUGH - good),
    }  # fmt: skip
