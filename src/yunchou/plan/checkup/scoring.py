"""The score: 100 minus what each broken rule costs, with every step of the sum kept.

A rule costs its weight for the first finding and a smaller amount for each further one, up to
a cap, so that one fault repeated forty times does not drown all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yunchou.plan.checkup.rule import Finding, Rule, Severity

FULL = 100


class Weight(NamedTuple):
    """Points for the first finding of a rule, for each further one, and the most it can cost."""

    first: int
    further: int
    cap: int


WEIGHTS: dict[Severity, Weight] = {
    "error": Weight(6, 2, 12),
    "warning": Weight(3, 1, 6),
    "hint": Weight(1, 0, 1),
}


@dataclass(frozen=True, slots=True)
class Deduction:
    """What one rule costs: min(cap, first + (findings - 1) * further)."""

    rule: Rule
    findings: int
    pending: int
    weight: Weight
    points: int

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """Return the row as plain data."""
        return {
            "rule": self.rule.id,
            "title": self.rule.title.in_(lang),
            "severity": self.rule.severity,
            "findings": self.findings,
            "pending": self.pending,
            "first": self.weight.first,
            "further": self.weight.further,
            "cap": self.weight.cap,
            "points": self.points,
        }


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The sum behind a score: `score = max(0, full - deducted)`."""

    full: int
    rows: tuple[Deduction, ...]

    @property
    def deducted(self) -> int:
        """All points deducted."""
        return sum(row.points for row in self.rows)

    @property
    def pending(self) -> int:
        """Points deducted by rules that lack nothing but people, dates or evidence."""
        return sum(row.points for row in self.rows if row.pending == row.findings)

    @property
    def score(self) -> int:
        """0–100."""
        return max(0, self.full - self.deducted)

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """Return the sum as plain data."""
        return {
            "full": self.full,
            "deducted": self.deducted,
            "deducted_pending": self.pending,
            "score": self.score,
            "rows": [row.to_dict(lang) for row in self.rows],
        }


def reckon(findings: Sequence[Finding]) -> Arithmetic:
    """Add up what the findings cost, rule by rule in their order."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule.id, []).append(finding)
    return Arithmetic(FULL, tuple(_row(found) for found in by_rule.values()))


def _row(found: list[Finding]) -> Deduction:
    rule = found[0].rule
    weight = WEIGHTS[rule.severity]
    points = min(weight.cap, weight.first + (len(found) - 1) * weight.further)
    pending = sum(1 for finding in found if finding.pending)
    return Deduction(rule, len(found), pending, weight, points)
