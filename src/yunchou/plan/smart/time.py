"""Time expressions of a goal sentence: deadlines, frequencies, vague words, mere modifiers.

Times are cut out before numbers are read: a number inside a time span is no measure, and a
frequency is no deadline. The grammars are in `time_zh` and `time_en`; what they share is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

#: stands for a character of a time expression while numbers are read; never in a user's text
MASK = "\ue000"

Kind = Literal["deadline", "frequency", "vague", "start", "other"]
_GRAINS = {"day": 0, "festival": 0, "week": 1, "month": 2, "quarter": 3, "half": 4, "year": 5}


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """One time expression: where it stands, what it is, and the deadline it gives.

    `weight` tells how plainly it says "until then"; `grain` breaks ties (a day beats a year).
    """

    start: int
    end: int
    kind: Kind
    norm: str | None = None
    weight: float = 0.0
    grain: str = "day"

    def is_past(self, ref: date) -> bool:
        """Tell whether the deadline is a date before the reference date."""
        return bool(self.norm and self.norm[0].isdigit() and self.norm < ref.isoformat())


class Scan:
    """The sentence while its times are being cut out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._chars = list(text)
        self.spans: list[TimeSpan] = []

    @property
    def masked(self) -> str:
        """The text with all times found so far blanked, every other character in place."""
        return "".join(self._chars)

    def free(self, start: int, end: int) -> bool:
        """Tell whether none of these characters belongs to an expression found before."""
        return MASK not in self._chars[start:end]

    def add(self, span: TimeSpan, *, blank: bool = True) -> None:
        """Keep an expression and, unless told otherwise, blank it."""
        self.spans.append(span)
        if blank:
            self._chars[span.start : span.end] = [MASK] * (span.end - span.start)


def choose_deadline(spans: Iterable[TimeSpan], ref: date) -> TimeSpan | None:
    """Return the span that says until when, a past one only if there is no other."""
    found = [s for s in spans if s.kind == "deadline"]
    return min(
        found,
        key=lambda s: (s.is_past(ref), -s.weight, _GRAINS.get(s.grain, 0), s.start),
        default=None,
    )


def spans_of(spans: Iterable[TimeSpan], kind: Kind) -> list[TimeSpan]:
    """Return the spans of one kind in reading order."""
    return sorted((s for s in spans if s.kind == kind), key=lambda s: s.start)
