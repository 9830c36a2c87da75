"""The two looks of the document: 企业版 and, after the habits of GB/T 9704, 公文版.

Lengths in points unless the name says millimetres. Font names are those that Word and WPS know;
the PDF embeds free fonts in their place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yunchou.plan.documents.tree import Preset


@dataclass(frozen=True, slots=True)
class Look:
    """Measures and typefaces of a preset."""

    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float
    title: float
    chapter: float
    heading: float
    body: float
    table: float
    #: distance of base lines in running text
    pitch: float
    title_font: str
    chapter_font: str
    heading_font: str
    body_font: str
    latin_font: str
    #: Latin letters and digits in headings and on the cover
    head_latin: str
    #: page number between dashes on the outer side, as official documents have it
    dashed_numbers: bool

    def latin(self, east: str) -> str:
        """Return the Latin typeface that goes with a Chinese one."""
        heads = {self.title_font, self.chapter_font, self.heading_font}
        return self.head_latin if east in heads else self.latin_font

    @property
    def text_width(self) -> float:
        """Width of the type area of an upright page."""
        return (210 - self.left_mm - self.right_mm) * 72 / 25.4

    @property
    def wide_width(self) -> float:
        """Width of the type area of a landscape page."""
        return (297 - 2 * self.side_mm) * 72 / 25.4

    @property
    def side_mm(self) -> float:
        """Left and right margin of a landscape page."""
        return 20


LOOKS: dict[Preset, Look] = {
    "enterprise": Look(
        top_mm=25.4,
        bottom_mm=25.4,
        left_mm=25,
        right_mm=25,
        title=26,
        chapter=16,
        heading=13,
        body=12,
        table=9,
        pitch=20.5,
        title_font="黑体",
        chapter_font="黑体",
        heading_font="黑体",
        body_font="宋体",
        latin_font="Times New Roman",
        head_latin="Arial",
        dashed_numbers=False,
    ),
    "gov": Look(
        top_mm=37,
        bottom_mm=35,
        left_mm=28,
        right_mm=26,
        title=22,
        chapter=16,
        heading=16,
        body=16,
        table=10.5,
        pitch=28.95,
        title_font="方正小标宋简体",
        chapter_font="黑体",
        heading_font="楷体",
        body_font="仿宋",
        latin_font="Times New Roman",
        head_latin="Times New Roman",
        dashed_numbers=True,
    ),
}
