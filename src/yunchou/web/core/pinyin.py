"""Pinyin keys: how a Chinese name is found by typing Latin letters."""

from __future__ import annotations

import re

_HAN = re.compile(r"[㐀-鿿]")


def keys(text: str) -> str:
    """Return full pinyin and initials of a text, e.g. 张三 → ``zhangsan zs``; "" without Han."""
    if not _HAN.search(text):
        return ""
    from pypinyin import Style, lazy_pinyin

    full = "".join(lazy_pinyin(text, errors="ignore"))
    initials = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors="ignore"))
    return f"{full} {initials}"[:400]
