"""What the KPI dictionary says about a metric; silent about metrics it does not know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yunchou.plan.documents.wording import typeset

if TYPE_CHECKING:
    from yunchou.plan.archetypes.lists import KpiDef


def _entry(key: str) -> KpiDef | None:
    from yunchou.plan.archetypes.lists import kpis

    return kpis().get(key)


def formula(key: str, lang: str) -> str:
    """Return the definition of a metric: in words, or as an expression that needs no language."""
    entry = _entry(key)
    if entry is None:
        return ""
    # an expression is one long word: it may be broken at its joints
    return re.sub(r"([_.(/*])", "\\1\u200b", entry.expr) if lang == "en" else typeset(entry.formula)


def data_source(key: str, lang: str) -> str:
    """Return which data a metric needs; the dictionary says so in Chinese only."""
    entry = _entry(key)
    if entry is None:
        return ""
    return "—" if lang == "en" else typeset(entry.data_needed)


def english_name(key: str) -> str:
    """Return the English name of a metric."""
    entry = _entry(key)
    return entry.name.en if entry else ""
