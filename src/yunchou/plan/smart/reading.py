"""The sentence taken apart, before anything is concluded from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yunchou.plan.smart import quantities_en, quantities_zh, time_en, time_zh
from yunchou.plan.smart.metrics import Mention, find_mentions
from yunchou.plan.smart.normalise import fold, is_chinese
from yunchou.plan.smart.quantities import Quantity, without
from yunchou.plan.smart.relevance import off_topic_in
from yunchou.plan.smart.time import Kind, TimeSpan, choose_deadline, spans_of

if TYPE_CHECKING:
    from datetime import date

CLAUSE = re.compile(r"[,;。!?、]")
_HEAD_ZH = re.compile(r"率|占比|比例|份额|比重|(?:满意|完整|忠诚|知名|覆盖|准确|活跃|渗透)度")
_HEAD_EN = re.compile(
    r"\b(?:rate|ratio|share|accuracy|percentage|completeness|satisfaction|index)\b"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The sentence taken apart: as written, folded, times, numbers, metrics named."""

    original: str
    text: str
    chinese: bool
    spans: tuple[TimeSpan, ...]
    quantities: tuple[Quantity, ...]
    mentions: tuple[Mention, ...]
    blank: str
    deadline: TimeSpan | None
    ref: date

    def said(self, start: int, end: int) -> str:
        """Return the words as the person wrote them."""
        return self.original[start:end].strip()

    def times(self, kind: Kind) -> list[TimeSpan]:
        """Return the time expressions of one kind."""
        return spans_of(self.spans, kind)


def read(sentence: str, ref: date) -> Reading:
    """Take a sentence apart; every position is one of the original text."""
    text = fold(sentence)
    chinese = is_chinese(text)
    if chinese:
        scan = time_zh.scan_times(text, ref)
        found = quantities_zh.read_quantities(scan.masked, scan.spans)
    else:
        scan = time_en.scan_times(text, ref)
        found = quantities_en.read_quantities(scan.masked)
    blank = without(scan.masked, found)
    return Reading(
        original=sentence,
        text=text,
        chinese=chinese,
        spans=tuple(scan.spans),
        quantities=tuple(found),
        mentions=tuple(_named(text, blank, chinese=chinese)),
        blank=blank,
        deadline=choose_deadline(scan.spans, ref),
        ref=ref,
    )


def _named(text: str, blank: str, *, chinese: bool) -> list[Mention]:
    """Return the metrics named, but not 食堂满意度: that is nobody's customer satisfaction."""
    reach = 6 if chinese else 20
    return [
        mention
        for mention in find_mentions(text, chinese=chinese)
        if not off_topic_in(
            blank[: mention.end], chinese=chinese, start=max(0, mention.start - reach)
        )
    ]


def clause_start(text: str, position: int) -> int:
    """Return where the clause around a position begins."""
    return max((m.end() for m in CLAUSE.finditer(text, 0, position)), default=0)


def last_head(reading: Reading, quantity: Quantity) -> int | None:
    """Return where the last rate-like noun before a percentage ends, in the same clause."""
    pattern = _HEAD_ZH if reading.chinese else _HEAD_EN
    start = clause_start(reading.blank, quantity.start)
    ends = [m.end() for m in pattern.finditer(reading.blank, start, quantity.start)]
    return ends[-1] if ends else None
