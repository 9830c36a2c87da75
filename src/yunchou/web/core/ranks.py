"""Rank keys: text that sorts where a row stands, so that a move writes one row.

Fractional indexing: between any two keys there is another. Keys are digits in base 36 without
capitals, which every collation of every database sorts alike.
"""

from __future__ import annotations

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(DIGITS)


def between(before: str | None, after: str | None) -> str:
    """Return a key that sorts after `before` and before `after` (None: the open end).

    Raises
    ------
    ValueError
        When `before` does not sort before `after`.
    """
    if before and after is None:
        return _beyond(before)
    if after and not before:
        return _ahead(after)
    return _inside(before or "", after)


def _inside(low: str, high: str | None) -> str:
    if high is not None and low >= high:
        msg = f"no room between {low!r} and {high!r}"
        raise ValueError(msg)
    prefix = ""
    position = 0
    while True:
        floor = DIGITS.index(low[position]) if position < len(low) else -1
        ceiling = DIGITS.index(high[position]) if high and position < len(high) else _BASE
        if ceiling - floor > 1 and (middle := (floor + ceiling) // 2) > 0:
            return prefix + DIGITS[middle]
        if floor >= 0 and floor < ceiling:
            prefix, high = prefix + DIGITS[floor], None if ceiling - floor >= 1 else high
        else:
            prefix += DIGITS[max(floor, 0)] if ceiling == floor else DIGITS[0]
            high = high if ceiling in {floor, 0} else None
        position += 1


def _beyond(low: str) -> str:
    """Return a key after `low` with much room beyond: lists mostly grow at the end.

    A key of n leading z counts in the n + 1 digits behind them, so a list of a million rows has
    keys of some seven digits.
    """
    leading = len(low) - len(low.lstrip(DIGITS[-1]))
    width = leading + 1
    tail = _number(low[leading : leading + width], width) + 1
    if tail >= (_BASE - 1) * _BASE ** (width - 1):  # would begin with another z
        return DIGITS[-1] * width + DIGITS[1]
    return DIGITS[-1] * leading + _digits(tail, width)


def _ahead(high: str) -> str:
    """Return a key before `high` with much room ahead: cards are put on top of columns."""
    leading = len(high) - len(high.lstrip(DIGITS[0]))
    width = leading + 1
    tail = _number(high[leading : leading + width], width)
    if not high[leading + width :]:
        tail -= 1
    if tail < _BASE ** (width - 1):  # would begin with another 0
        return DIGITS[0] * width + DIGITS[-1]
    return DIGITS[0] * leading + _digits(tail, width)


def _number(digits: str, width: int) -> int:
    return int(digits.ljust(width, DIGITS[0]), _BASE)


def spread(count: int) -> list[str]:
    """Return `count` keys in order with room between them: for a list written at once."""
    width = 1
    while _BASE**width < 2 * (count + 1):
        width += 1
    step = _BASE**width // (count + 1)
    return [_digits((index + 1) * step, width) for index in range(count)]


def _digits(value: int, width: int) -> str:
    text = ""
    for _ in range(width):
        value, digit = divmod(value, _BASE)
        text = DIGITS[digit] + text
    return text.rstrip("0") or "1"
