"""Finds the Chinese fonts that the PDF and the pictures embed: free ones only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    import typst

#: Noto Sans SC and Noto Serif SC (SIL Open Font License 1.1), put here at installation
SHIPPED = Path(__file__).parent / "fonts"
#: where Debian and Ubuntu keep fonts-noto-cjk
SYSTEM = Path("/usr/share/fonts/opentype/noto")
#: a folder of one's own, with one of the two families
OVERRIDE = "YUNCHOU_FONTS"


@dataclass(frozen=True, slots=True)
class FontSet:
    """A folder and the family names it holds."""

    folder: Path
    serif: str
    sans: str


def _candidates() -> list[tuple[Path, str]]:
    own = os.environ.get(OVERRIDE)
    if own:
        return [(Path(own), "SC"), (Path(own), "CJK")]
    return [(SHIPPED, "SC"), (SYSTEM, "CJK")]


def find() -> FontSet:
    """Return the fonts to print with.

    Raises
    ------
    InputError
        ``render.no_font`` when there is no Chinese font.
    """
    for folder, family in _candidates():
        if all(any(folder.glob(f"Noto{kind}{family}*.tt[fc]")) for kind in ("Sans", "Serif")):
            names = "SC" if family == "SC" else "CJK SC"
            return FontSet(folder, f"Noto Serif {names}", f"Noto Sans {names}")
    raise InputError(
        Text("没有可用的中文字体，无法生成文档", "No Chinese font is there to print with"),
        place=str(_candidates()[0][0]),
        remedy=Text(
            "请运行 make install，或安装 Debian 的 fonts-noto-cjk 软件包。",
            "Run `make install`, or install Debian's package fonts-noto-cjk.",
        ),
        code="render.no_font",
    )


@cache
def book(folder: Path) -> typst.Fonts:
    """Open the fonts of a folder, and no others: the result is the same on every machine."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
