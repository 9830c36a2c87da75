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
    zh: re.Pattern[str]
    en: re.Pattern[str]


@cache
def _table() -> _Relevance:
    raw = tomllib.loads(files(__package__).joinpath("relevance.toml").read_text("utf-8"))
    off = raw["off_topic"]
    return _Relevance(
        goals={key: frozenset(value) for key, value in raw["goals"].items()},
        zh=re.compile("|".join(off["zh"])),
        en=re.compile(rf"\b(?:{'|'.join(off['en'])})\b"),
    )


def off_topic_words(*, chinese: bool) -> re.Pattern[str]:
    """Return the pattern of things that no sales project is run for."""
    return _table().zh if chinese else _table().en


def goal_tree(archetype: str | None) -> frozenset[str]:
    """Return the metric keys in the goal tree of an archetype, empty for an unknown one."""
    return _table().goals.get(archetype or "", frozenset())
