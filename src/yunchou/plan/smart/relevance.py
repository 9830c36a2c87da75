"""What serves a sales project and what does not, from `relevance.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class _Relevance:
    goals: Mapping[str, frozenset[str]]
    off: Mapping[bool, re.Pattern[str]]
    goods: Mapping[bool, re.Pattern[str]]
    use: Mapping[bool, re.Pattern[str]]


@cache
def _table() -> _Relevance:
    raw = tomllib.loads(files(__package__).joinpath("relevance.toml").read_text("utf-8"))
    off, goods = raw["off_topic"], raw["goods"]
    return _Relevance(
        goals={key: frozenset(value) for key, value in raw["goals"].items()},
        off=_patterns(off["zh"], off["en"]),
        goods=_patterns(goods["zh"], goods["en"]),
        use=_patterns([goods["use_zh"]], [goods["use_en"]]),
    )


def _patterns(zh: list[str], en: list[str]) -> dict[bool, re.Pattern[str]]:
    return {True: re.compile("|".join(zh)), False: re.compile(rf"\b(?:{'|'.join(en)})\b")}


def off_topic_in(text: str, *, chinese: bool, start: int = 0) -> tuple[int, int] | None:
    """Return where a text speaks of something that no sales project is run for.

    Goods that somebody may sell, such as air conditioners, count only where they are bought for
    the office or the staff.
    """
    table = _table()
    found = table.off[chinese].search(text, start)
    if found is None and table.use[chinese].search(text):
        found = table.goods[chinese].search(text, start)
    return found.span() if found else None


def goal_tree(archetype: str | None) -> frozenset[str]:
    """Return the metric keys in the goal tree of an archetype, empty for an unknown one."""
    return _table().goals.get(archetype or "", frozenset())
