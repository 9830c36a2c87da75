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
    low, high = before or "", after
    if high is not None and low >= high:
        msg = f"no room between {before!r} and {after!r}"
        raise ValueError(msg)
    prefix = ""
    position = 0
    while True:
        floor = DIGITS.index(low[position]) if position < len(low) else -1
        ceiling = DIGITS.index(high[position]) if high and position < len(high) else _BASE
        if ceiling - floor > 1 and (middle := _middle(floor, ceiling)) > 0:
            return prefix + DIGITS[middle]
        if floor >= 0 and floor < ceiling:
            prefix, high = prefix + DIGITS[floor], None if ceiling - floor >= 1 else high
        else:
            prefix += DIGITS[max(floor, 0)] if ceiling == floor else DIGITS[0]
            high = high if ceiling in {floor, 0} else None
        position += 1


def _middle(floor: int, ceiling: int) -> int:
    if ceiling == _BASE and floor >= 0:  # appending: leave room, lists mostly grow at the end
        return min(floor + 1, _BASE - 1) if floor + 1 < _BASE else -1
    return (floor + ceiling) // 2


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
