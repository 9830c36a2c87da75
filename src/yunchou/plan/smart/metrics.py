"""Which indicator of the KPI dictionary a sentence speaks of, by the words sales people use."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from yunchou.messages import Text

#: what kinds of numbers can be a final value of a metric of a kind
VALUE_KINDS: dict[str, frozenset[str]] = {
    "pct": frozenset({"pct", "pp"}),
    "money": frozenset({"money", "bare"}),
    "count": frozenset({"count", "bare"}),
    "duration": frozenset({"duration", "bare"}),
    "score": frozenset({"score", "bare", "pct", "count"}),
    "ratio": frozenset({"mult", "bare", "pct"}),
    "index": frozenset({"bare", "score"}),
}


@dataclass(frozen=True, slots=True)
class Metric:
    """One indicator: its name, the kind and unit of its values, and its logical bounds."""

    key: str
    name: Text
    kind: str
    unit: str
    bounds: str
    direction: str
    zh: tuple[re.Pattern[str], ...]
    en: tuple[re.Pattern[str], ...]
    weak_zh: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A metric found in the sentence; `weak` if its words alone do not yet name it."""

    metric: Metric
    start: int
    end: int
    weak: bool = False


_DOWN = frozenset(
    [
        "expense_ratio",
        "sales_cycle",
        "stage_aging",
        "lead_response_time",
        "discount_rate",
        "complaint_rate",
        "logo_churn",
        "cac",
        "cac_payback",
        "dso",
        "overdue_rate",
        "cpl",
        "refund_rate",
        "ramp_time",
        "staff_turnover",
        "manual_report_hours",
        "dealer_inventory_days",
    ]
)


@cache
def metrics() -> dict[str, Metric]:
    """Read the lexicon that is part of the package, in the order of the dictionary."""
    raw = tomllib.loads(files(__package__).joinpath("metrics.toml").read_text("utf-8"))
    return {key: _metric(key, entry) for key, entry in raw.items()}


def _metric(key: str, entry: dict[str, Any]) -> Metric:
    zh_name, en_name = entry["names"]
    kind = str(entry["kind"])
    return Metric(
        key=key,
        name=Text(zh_name, en_name),
        kind=kind,
        unit=str(entry["unit"]),
        bounds=str(entry.get("bounds", "rate" if kind == "pct" else "positive")),
        direction="down" if key in _DOWN else "up",
        zh=tuple(re.compile(p) for p in entry["zh"]),
        en=tuple(re.compile(rf"(?<![a-z]){p}(?![a-z])") for p in map(_group, entry["en"])),
        weak_zh=tuple(re.compile(p) for p in entry.get("weak_zh", ())),
    )


def _group(pattern: str) -> str:
    return f"(?:{pattern})"


def find_mentions(text: str, *, chinese: bool) -> list[Mention]:
    """Return the metrics named in a folded sentence, the longest match at each place."""
    found: list[Mention] = []
    for metric in metrics().values():
        for pattern in metric.zh if chinese else metric.en:
            found += [Mention(metric, *m.span()) for m in pattern.finditer(text)]
        if chinese:
            for pattern in metric.weak_zh:
                found += [Mention(metric, *m.span(), weak=True) for m in pattern.finditer(text)]
    return _longest([m for m in found if m.end > m.start])


def _longest(found: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.weak, m.start - m.end, m.start)):
        same = (mention.start, mention.end)
        # 回款 is a rate beside 95%, an amount beside 500万元: the number decides
        if all(
            mention.end <= o.start or mention.start >= o.end or same == (o.start, o.end)
            for o in kept
        ):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)
