"""SMART checker: one goal sentence in, five letters with reasons and the extracted facts out.

>>> from datetime import date
>>> from yunchou.plan.smart import check
>>> check("把平均客单价提升到320元", ref_date=date(2026, 1, 5)).fails
('T',)

Pure computation on the standard library: no clock, no network, no learned model. The words live in
`metrics.toml`, `festivals.toml`, `relevance.toml` and `words.py`; the rules live in the modules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import InputError, Text
from yunchou.plan.smart import letters as judge
from yunchou.plan.smart.extract import Facts, extract
from yunchou.plan.smart.model import LETTERS, SmartResult, Span, Verdict
from yunchou.plan.smart.normalise import tidy
from yunchou.plan.smart.reading import Reading, read
from yunchou.plan.smart.rewrite import hints

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["LETTERS", "MAX_LENGTH", "SmartResult", "Span", "check"]

#: a goal is a sentence; what is longer is pasted by mistake, and would only cost time
MAX_LENGTH = 500


def check(
    sentence: str,
    *,
    ref_date: date,
    context: Mapping[str, str] | None = None,
    archetype: str | None = None,
) -> SmartResult:
    """Judge one goal sentence in Chinese or English.

    Parameters
    ----------
    ref_date
        The day on which the sentence is said: what 年底 and "next quarter" count from.
    context
        What history is known: ``hist_max_growth`` (``15%``), ``hist_max`` (``6家/月``),
        ``archetype``, ``anchor``.
    archetype
        Kind of project; wins over the one in the context.

    Raises
    ------
    InputError
        The sentence is empty (``smart.empty``) or longer than `MAX_LENGTH` (``smart.too_long``).
    """
    _refuse_unusable(sentence)
    known = dict(context or {})
    reading = read(sentence, ref_date)
    facts = extract(reading)
    judged = {
        "S": judge.specific(reading, facts),
        "M": judge.measurable(reading, facts),
        "A": judge.achievable(facts, reading, known),
        "R": judge.relevant(reading, facts, archetype or known.get("archetype")),
        "T": judge.time_bound(reading),
    }
    return _result(sentence, reading, facts, judged)


def _refuse_unusable(sentence: str) -> None:
    if not sentence.strip():
        raise InputError(Text("目标不能为空。", "The goal is empty."), code="smart.empty")
    if len(sentence) > MAX_LENGTH:
        raise InputError(
            Text(
                f"目标太长：{len(sentence)} 字，最多 {MAX_LENGTH} 字。",
                f"The goal is too long: {len(sentence)} characters, at most {MAX_LENGTH}.",
            ),
            remedy=Text(
                "一个目标写成一句话，一行一个。", "Write each goal as one sentence on its own line."
            ),
            code="smart.too_long",
        )


def _result(
    sentence: str, reading: Reading, facts: Facts, judged: dict[str, judge.Judgement]
) -> SmartResult:
    deadline = reading.deadline
    verdicts: dict[str, Verdict] = {letter: judged[letter].verdict for letter in LETTERS}
    return SmartResult(
        text=sentence,
        letters=verdicts,
        reasons={letter: judged[letter].reason for letter in LETTERS},
        metric_key=facts.metric_key,
        metric_name=facts.metric.name if facts.metric else None,
        direction=facts.direction,
        baseline=None if facts.baseline is None else tidy(facts.baseline),
        target=None if facts.target is None else tidy(facts.target),
        target_type=facts.target_type,
        unit=facts.unit,
        deadline_text=sentence[deadline.start : deadline.end].strip()
        if deadline
        else _time_said(sentence, reading),
        deadline_norm=deadline.norm if deadline else None,
        spans=_spans(facts, reading, judged),
        hints=hints(reading, facts, verdicts, deadline.norm if deadline else None),
    )


def _time_said(sentence: str, reading: Reading) -> str | None:
    """Return the words that were meant as a time although they give no deadline."""
    for kind in ("vague", "start", "frequency"):
        for span in reading.times(kind):
            return sentence[span.start : span.end].strip()
    return None


def _spans(facts: Facts, reading: Reading, judged: dict[str, judge.Judgement]) -> dict[str, Span]:
    """Evidence by letter, and by extracted field."""
    found: dict[str, tuple[int, int] | None] = {letter: judged[letter].span for letter in LETTERS}
    found |= {
        "metric": facts.metric_span,
        "direction": facts.direction_span,
        "baseline": facts.baseline_span,
        "target": facts.target_span,
        "deadline": (reading.deadline.start, reading.deadline.end) if reading.deadline else None,
    }
    return {name: Span(*span) for name, span in found.items() if span is not None}
