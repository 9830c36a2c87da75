"""方案体检: would a manager sign this plan, and what has to be written before that?

`check(plan, today=…)` asks every rule of `checkup.rules` and adds up a score whose arithmetic is
shown. Findings say where, why and what to write instead; they never make up a figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yunchou.plan.checkup.context import Context
from yunchou.plan.checkup.rule import Finding, Place, Rule, Severity
from yunchou.plan.checkup.rules import all_rules
from yunchou.plan.checkup.scoring import Arithmetic, reckon

if TYPE_CHECKING:
    import datetime as dt

    from yunchou.plan.model import Plan

__all__ = ["Checkup", "Finding", "Place", "Rule", "all_rules", "check"]


@dataclass(frozen=True, slots=True)
class Checkup:
    """The result of a check-up."""

    findings: tuple[Finding, ...]
    arithmetic: Arithmetic
    rules_asked: int

    @property
    def score(self) -> int:
        """0–100; 100 when nothing was found."""
        return self.arithmetic.score

    @property
    def to_mend(self) -> tuple[Finding, ...]:
        """Findings that need more than people, dates or market evidence."""
        return tuple(finding for finding in self.findings if not finding.pending)

    @property
    def pending(self) -> tuple[Finding, ...]:
        """待补充: findings that lack nothing but people, dates or market evidence."""
        return tuple(finding for finding in self.findings if finding.pending)

    @property
    def clean(self) -> bool:
        """Whether there is neither an error nor a warning, pending ones included."""
        return not any(finding.severity != "hint" for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(1 for finding in self.findings if finding.severity == severity)

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """Return everything as plain data in one language."""
        return {
            "score": self.score,
            "clean": self.clean,
            "rules": self.rules_asked,
            "counts": {
                "error": self.count("error"),
                "warning": self.count("warning"),
                "hint": self.count("hint"),
                "pending": len(self.pending),
            },
            "findings": [finding.to_dict(lang) for finding in self.findings],
            "arithmetic": self.arithmetic.to_dict(lang),
        }


def check(plan: Plan, *, today: dt.date | None = None) -> Checkup:
    """Check a plan against every rule.

    Parameters
    ----------
    plan
        Any plan, also an unfinished one.
    today
        The day against which deadlines and the age of evidence are judged; without it they are
        not judged.
    """
    context = Context(plan, today)
    rules = all_rules()
    findings = tuple(
        Finding(rule, hit.place, hit.reason, hit.remedy, hit.pending)
        for rule in rules
        for hit in rule.find(context)
    )
    return Checkup(findings, reckon(findings), len(rules))
