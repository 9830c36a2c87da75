"""Lights of KPIs: red, yellow or green by the ratio of what is to what should be by now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from yunchou.plan.archetypes import kpis
from yunchou.plan.checkup.words import is_ratio

if TYPE_CHECKING:
    import datetime as dt

#: lines of the dossier's templates where a KPI states none; for `down` they are above one
USUAL = {"up": (Decimal("0.9"), Decimal("0.75")), "down": (Decimal("1.1"), Decimal("1.3"))}
#: sums that are levels at a day, not flows that grow towards the target
_LEVELS = frozenset({"qualified_pipeline"})
_FLOW = re.compile(r"(sum|count|count_distinct)\([^/]*\)")


@dataclass(frozen=True, slots=True)
class Light:
    """How a KPI stands: tone (good, warn, act or "" for unknown), ratio, what was due by now."""

    tone: str
    ratio: Decimal | None
    due: Decimal | None


def direction_of(key: str, goal_direction: str = "") -> str:
    """Return up or down: as the goal says, else the dictionary; hold and band count as up."""
    if goal_direction in {"up", "down"}:
        return goal_direction
    known = kpis().get(key)
    return "down" if known is not None and known.direction == "down" else "up"


def is_level(key: str) -> bool:
    """Whether a KPI is a level at a day: months are neither summed nor averaged."""
    return key in _LEVELS


def is_cumulative(key: str, unit: str) -> bool:
    """Whether a KPI grows over the period, so that it is measured against the target to date."""
    known = kpis().get(key)
    if known is None:
        return bool(unit) and not is_ratio(unit)
    return key not in _LEVELS and bool(_FLOW.fullmatch(known.expr))


def to_date(target: Decimal, start: dt.date | None, end: dt.date | None, today: dt.date) -> Decimal:
    """Return the share of a full-period target that is due by the end of `today`, by calendar."""
    if start is None or end is None or end <= start:
        return target
    whole, passed = (end - start).days + 1, (today - start).days + 1
    return target * min(max(passed, 0), whole) / whole


def light(
    direction: str,
    actual: Decimal | None,
    due: Decimal | None,
    yellow: Decimal | None,
    red: Decimal | None,
) -> Light:
    """Return the light: for up green from `yellow` on and red below `red`; for down the reverse.

    Without an actual value, or when nothing is due yet, the light is unknown: never a zero.
    """
    if actual is None or due is None or due == 0:
        return Light("", None, due)
    usual = USUAL["down" if direction == "down" else "up"]
    yellow = usual[0] if yellow is None else yellow
    red = usual[1] if red is None else red
    ratio = actual / due
    if direction == "down":
        tone = "good" if ratio <= yellow else "warn" if ratio <= red else "act"
    else:
        tone = "good" if ratio >= yellow else "warn" if ratio >= red else "act"
    return Light(tone, ratio, due)
