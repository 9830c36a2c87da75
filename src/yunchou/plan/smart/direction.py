"""Which way a goal wants its metric to move: up, down, or held."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yunchou.plan.smart import words
from yunchou.plan.smart.quantities import USED
from yunchou.plan.smart.reading import Reading, clause_start

if TYPE_CHECKING:
    from yunchou.plan.smart.metrics import Metric
    from yunchou.plan.smart.model import Direction
    from yunchou.plan.smart.quantities import Quantity


def _without_mentions(reading: Reading) -> str:
    chars = list(reading.blank)
    for mention in reading.mentions:
        chars[mention.start : mention.end] = [USED] * (mention.end - mention.start)
    return "".join(chars)


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> tuple[int, int] | None:
    found = None
    for match in pattern.finditer(text, start, end):
        found = match.span()
    return found


_STAYS = re.compile(
    r"^[以之]?[上下内]?[,，、]?并?且?(?:继续|始终)?(?:保持|维持)(?:稳定|不变|平稳|住)"
)


def _stays(reading: Reading, quantity: Quantity) -> bool:
    """毛利率不低于26%，并保持稳定: the words behind a bound make it a hold."""
    return (
        reading.chinese
        and quantity.role != "change"
        and bool(_STAYS.match(reading.text[quantity.end :]))
    )


def direction_of(
    reading: Reading, quantity: Quantity | None, metric: Metric | None
) -> tuple[Direction, tuple[int, int] | None]:
    text = _without_mentions(reading)
    end = quantity.start if quantity else len(text)
    start = clause_start(text, end) if quantity else 0
    hold, up, down = (
        (words.HOLD_ZH, words.UP_ZH, words.DOWN_ZH)
        if reading.chinese
        else (words.HOLD_EN, words.UP_EN, words.DOWN_EN)
    )
    if quantity is not None and quantity.role != "change":
        kept = _last(hold, text, start, end)
        if kept:
            return "hold", kept
    if quantity is not None and _stays(reading, quantity):
        return "hold", None
    if quantity is not None and quantity.negative_change:
        return "down", _last(down, text, start, end)
    for first in (start, 0):
        found = _nearest(text, first, end, up, down)
        if found and not (found[0] == "up" and _bounded_above(reading, quantity, metric)):
            return found
    if quantity and reading.chinese and words.AFTER_DOWN_ZH.match(text[quantity.end :]):
        return "down", None
    if quantity and not reading.chinese:
        found = _nearest(text, quantity.end, len(text), up, down)
        if found and metric is None:
            return found
    return ("down" if metric and metric.direction == "down" else "up"), None


_NEUTRAL_ZH = re.compile(
    r"^(?:达到|做到|不(?:得|应|能|可)?(?:低于|少于|小于)|至少|签|新签|多|突破)$"
)
_NEUTRAL_EN = re.compile(
    r"^(?:reach|achiev|hit|attain|deliver|at least|no less|no fewer|secure|build|"
    r"collect|sign|win|book|more|generat)"
)


def _nearest(
    text: str, start: int, end: int, up: re.Pattern[str], down: re.Pattern[str]
) -> tuple[Direction, tuple[int, int]] | None:
    rise, fall = _last(up, text, start, end), _last(down, text, start, end)
    if fall and (rise is None or fall[1] >= rise[1] or _neutral(text[rise[0] : rise[1]])):
        return "down", fall
    return ("up", rise) if rise else None


def _neutral(word: str) -> bool:
    """达到 and 不低于 say nothing about the way: 把成本降下来，达到100元以内."""
    return bool(_NEUTRAL_ZH.match(word) or _NEUTRAL_EN.match(word))


def _bounded_above(reading: Reading, quantity: Quantity | None, metric: Metric | None) -> bool:
    """流失率达到8%以下: the bound, or a metric that is better low, turns a neutral verb round."""
    if quantity is None:
        return False
    text = _without_mentions(reading)
    start = clause_start(text, quantity.start)
    up = words.UP_ZH if reading.chinese else words.UP_EN
    rise = _last(up, text, start, quantity.start)
    if rise and not _neutral(text[rise[0] : rise[1]]):
        return False
    after = bool(reading.chinese and words.AFTER_DOWN_ZH.match(text[quantity.end :]))
    return after or bool(metric and metric.direction == "down")
