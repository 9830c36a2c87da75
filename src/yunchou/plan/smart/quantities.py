"""Numbers of a goal sentence with their units, and what each does: baseline, change or target.

Read on the text in which time expressions are blanked. The grammars are in `quantities_zh` and
`quantities_en`; this module holds what they share.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: stands for a character of a number that has been read
USED = "\ue001"

QuantityKind = Literal["pct", "pp", "mult", "money", "count", "duration", "score", "bare"]
Role = Literal["baseline", "change", "reach", "plain"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as it stands in the sentence.

    `unit` is as written; money is in the currency's main unit (元, not 万元). `noun` is the thing
    counted, when the words after the number name it. `high` is the upper end of a range.
    """

    start: int
    end: int
    value: float
    kind: QuantityKind
    unit: str = ""
    role: Role = "plain"
    noun: str = ""
    high: float | None = None
    article: bool = False
    negative_change: bool = False

    def moved(self, role: Role) -> Quantity:
        """Return the same number in another role."""
        return replace(self, role=role)


Rule = tuple[re.Pattern[str], "Callable[[re.Match[str]], Quantity | None]"]


def collect(text: str, rules: Sequence[Rule]) -> list[Quantity]:
    """Apply the rules in order of precedence; no character is read twice."""
    chars = list(text)
    found: list[Quantity] = []
    for pattern, make in rules:
        for match in pattern.finditer("".join(chars)):
            quantity = make(match)
            if quantity is None:
                continue
            found.append(quantity)
            chars[quantity.start : quantity.end] = [USED] * (quantity.end - quantity.start)
    return sorted(found, key=lambda q: q.start)


def without(text: str, found: Sequence[Quantity]) -> str:
    """Return the text with the numbers blanked."""
    chars = list(text)
    for quantity in found:
        chars[quantity.start : quantity.end] = [USED] * (quantity.end - quantity.start)
    return "".join(chars)


def settle_baselines(found: list[Quantity]) -> list[Quantity]:
    """Keep a baseline only where a target of its kind follows; give it that target's unit."""
    settled = []
    for index, quantity in enumerate(found):
        if quantity.role == "baseline":
            others = found[index + 1 :] + found[:index]
            target = next((q for q in others if q.role != "baseline" and alike(quantity, q)), None)
            if target is None:
                quantity = quantity.moved("plain")
        settled.append(quantity)
    return settled


def alike(one: Quantity, other: Quantity) -> bool:
    """Tell whether two numbers can be values of the same measure (22 and 28%, 22% and 6 pp)."""
    if "bare" in (one.kind, other.kind) or "mult" in (one.kind, other.kind):
        return True
    percents = {"pct", "pp"}
    if other.kind == "pct" and other.role == "change":
        return True
    return one.kind == other.kind or {one.kind, other.kind} <= percents
