"""What is said to people, in both languages, below every other layer.

Engine, plan and command line have no request and therefore no active language:
they hand over a `Text`, and the door that talks to a person picks one.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]


class Text(NamedTuple):
    """The same sentence in simplified Chinese and in English."""

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """Return the wording for a language tag such as ``zh-hans`` or ``en``."""
        return self.en if lang.lower().startswith("en") else self.zh


class InputError(ValueError):
    """Input that cannot be used: says what is wrong, where, and what to do about it.

    Parameters
    ----------
    text
        What is wrong.
    place
        Where: a path in the plan (``phases[0].tasks[2].depends_on``), a line, a cell, a file.
    remedy
        What the person can do next.
    code
        Stable machine name, e.g. ``schedule.cycle``.
    """

    def __init__(
        self,
        text: Text,
        *,
        place: str = "",
        remedy: Text | None = None,
        code: str = "input.invalid",
    ) -> None:
        super().__init__(text.en)
        self.text = text
        self.place = place
        self.remedy = remedy
        self.code = code

    def in_(self, lang: str) -> str:
        """Return place, fault and remedy as one line."""
        english = lang.lower().startswith("en")
        colon, stop = (": ", ". ") if english else ("：", "。")
        line = f"{self.place}{colon}{self.text.in_(lang)}" if self.place else self.text.in_(lang)
        remedy = self.remedy.in_(lang) if self.remedy else ""
        if not remedy or remedy[0] in "，；。,;. ":
            return line + remedy
        return line + (stop.strip("。.") if line[-1:] in "。！？.!?" else stop) + remedy
