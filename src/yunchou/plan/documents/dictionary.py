"""What the KPI dictionary says about a metric; silent about metrics it does not know."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def _entries() -> dict[str, dict[str, Any]]:
    return {}


def formula(key: str, lang: str) -> str:
    """Return the definition of a metric in Chinese; English has none to quote."""
    entry = _entries().get(key, {})
    return str(entry.get("formula_zh", "")) if lang == "zh" else ""


def data_source(key: str, lang: str) -> str:
    """Return which data a metric needs."""
    entry = _entries().get(key, {})
    return str(entry.get("data_needed", "")) if lang == "zh" else ""


def english_name(key: str) -> str:
    """Return the English name of a metric."""
    return str(_entries().get(key, {}).get("name_en", ""))
