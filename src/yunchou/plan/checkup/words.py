"""Small questions the rules share: blank texts, units, money, days."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yunchou.plan.model import DurationText, Task


#: sums of weights and figures are compared with this slack, for they come as floats
TOLERANCE = 1e-6

#: what stands between several roles written into one field
ROLES = re.compile(r"[、，,/;；\s]+")

_MONEY = {"元", "万元", "亿元", "千元"}


def blank(text: str | None) -> bool:
    """Whether nothing was written, or only a placeholder."""
    return not text or text.strip() in {"", "-", "—", "无", "待补充", "TBD", "tbd", "？", "?"}


def filled(items: Iterable[str]) -> int:
    """Return how many items say something."""
    return sum(1 for item in items if not blank(item))


def same_unit(one: str, other: str) -> bool:
    """Whether two units measure the same; multiples of yuan do."""
    first, second = _plain(one), _plain(other)
    return first == second or (first in _MONEY and second in _MONEY)


def is_ratio(unit: str) -> bool:
    """Whether values of a unit must not be added up."""
    plain = _plain(unit)
    return plain in {"%", "倍", "分", "指数", "天"} or "/" in plain


def yuan(fen: int) -> str:
    """Return an amount in yuan with thousands separators, decimals only where there are fen."""
    return f"{fen // 100:,}" if fen % 100 == 0 else f"{fen / 100:,.2f}"


def as_day(moment: dt.date | dt.datetime | None) -> dt.date | None:
    """Return the day of a moment."""
    return moment.date() if isinstance(moment, dt.datetime) else moment


def length_of(task: Task) -> DurationText | None:
    """Return the stated duration; None also where it cannot be read."""
    try:
        return task.length
    except ValueError:
        return None


def _plain(unit: str) -> str:
    return unit.strip().replace("％", "%").replace("（", "(").replace("）", ")").lower()
