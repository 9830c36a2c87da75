"""What the checker answers with: plain frozen data, in both languages until somebody asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yunchou.messages import Text

Verdict = Literal["pass", "fail", "unknown"]
Direction = Literal["up", "down", "hold", "done"]
TargetType = Literal["abs", "rel", "pp", "mult", "milestone"]
LETTERS = ("S", "M", "A", "R", "T")


class Span(NamedTuple):
    """Half-open range of characters in the sentence as it was written."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SmartResult:
    """The answer for one sentence.

    `baseline` and `target` are in `unit` (money in yuan), positive whatever the direction;
    `deadline_norm` is an ISO date, an ISO-like duration from the start (``P6M``, ``P30BD`` in
    working days) or ``anchor`` for an event whose date the project knows.
    """

    text: str
    letters: Mapping[str, Verdict]
    reasons: Mapping[str, Text]
    metric_key: str | None = None
    metric_name: Text | None = None
    direction: Direction | None = None
    baseline: float | int | None = None
    target: float | int | None = None
    target_type: TargetType | None = None
    unit: str | None = None
    deadline_text: str | None = None
    deadline_norm: str | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)
    hints: tuple[Text, ...] = ()

    @property
    def fails(self) -> tuple[str, ...]:
        """The letters shown to fail, in the order S M A R T."""
        return tuple(letter for letter in LETTERS if self.letters[letter] == "fail")

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """Return the answer as JSON-ready data, wording in the language asked for."""
        return {
            "text": self.text,
            "letters": dict(self.letters),
            "fails": list(self.fails),
            "reasons": {letter: self.reasons[letter].in_(lang) for letter in LETTERS},
            "spans": {name: list(span) for name, span in self.spans.items()},
            "metric_key": self.metric_key,
            "metric_name": self.metric_name.in_(lang) if self.metric_name else None,
            "direction": self.direction,
            "baseline": self.baseline,
            "target": self.target,
            "target_type": self.target_type,
            "unit": self.unit,
            "deadline_text": self.deadline_text,
            "deadline_norm": self.deadline_norm,
            "hints": [hint.in_(lang) for hint in self.hints],
        }
