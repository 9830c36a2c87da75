"""Pinyin keys: how a Chinese name is found by typing Latin letters."""

from __future__ import annotations

import re

_HAN = re.compile(r"[㐀-鿿]")
_MOST_SYLLABLES = 24


def syllables(text: str) -> list[str]:
    """Return the pinyin of the Han characters of a text, without tones; [] without Han."""
    if not _HAN.search(text):
        return []
    from pypinyin import lazy_pinyin

    return [part for part in lazy_pinyin(text, errors="ignore") if part]


def keys(text: str) -> str:
    """Return full pinyin and initials of a text, e.g. 张三 → ``zhangsan zs``; "" without Han."""
    parts = syllables(text)
    if not parts:
        return ""
    return f"{''.join(parts)} {''.join(part[0] for part in parts)}"[:400]


def beginnings(text: str) -> list[str]:
    """Return pinyin and initials from every syllable on, so that any part is found by its start.

    华东新品 gives ``huadongxinpin``, ``dongxinpin``… and ``hdxp``, ``dxp``….
    """
    parts = syllables(text)[:_MOST_SYLLABLES]
    full = ["".join(parts[n:])[:60] for n in range(len(parts))]
    initials = ["".join(part[0] for part in parts[n:]) for n in range(len(parts) - 1)]
    return [*full, *initials]
