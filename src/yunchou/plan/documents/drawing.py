"""Vector drawings of the document: a handful of shapes, written as SVG for every renderer.

Colours are named by what they mean. The name is also the CSS class, so that a web page may
recolour a drawing for a dark theme; the presentation attribute is what print shows.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

#: ink on white paper; distinguishable in black and white together with the text labels
PALETTE = {
    "text": "#1f2328",
    "muted": "#6b7076",
    "grid": "#d9d6cf",
    "rule": "#b9b5ab",
    "head": "#f3f1ec",
    "paper": "#ffffff",
    "summary": "#4a515c",
    "bar": "#2f5f9e",
    "critical": "#b8382c",
    "milestone": "#111418",
    "red": "#e9b7b1",
    "yellow": "#f5e3ae",
    "green": "#cfe3cd",
    "off": "#f6f5f2",
}

FAMILIES = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif")


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    ink: str
    radius: float = 0
    stroke: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A thin line."""

    x1: float
    y1: float
    x2: float
    y2: float
    ink: str = "grid"
    width: float = 0.5


@dataclass(frozen=True, slots=True)
class Diamond:
    """A milestone mark around its centre."""

    x: float
    y: float
    size: float
    ink: str = "milestone"


@dataclass(frozen=True, slots=True)
class Label:
    """Text whose middle line is at y, cut with an ellipsis where it exceeds `room`."""

    x: float
    y: float
    text: str
    size: float = 8
    ink: str = "text"
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False
    room: float = 0


Shape = Rect | Line | Diamond | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet measured in points."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    def svg(self, title: str = "") -> str:
        """Return the drawing as one SVG element without style attributes."""
        size = f'width="{_n(self.width)}" height="{_n(self.height)}"'
        box = f'viewBox="0 0 {_n(self.width)} {_n(self.height)}"'
        label = f"<title>{escape(title)}</title>" if title else ""
        part = 'role="img"' if title else 'aria-hidden="true"'  # one title speaks for all parts
        body = "".join(_shape(shape) for shape in self.shapes)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} {part} '
            f'class="yc-figure">{label}{body}</svg>'
        )


def text_width(text: str, size: float) -> float:
    """Estimate the width of a text: full-width characters one em, others about half."""
    wide = sum(unicodedata.east_asian_width(char) in "WFA" for char in text)
    return size * (wide + 0.56 * (len(text) - wide))


def fit(text: str, size: float, room: float) -> str:
    """Cut a text to the room it has, ending in an ellipsis."""
    if room <= 0 or text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(kept, size) + size > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _fill(ink: str) -> str:
    return f'class="yc-{ink}" fill="{PALETTE[ink]}"'


def _shape(shape: Shape) -> str:
    if isinstance(shape, Rect):
        return _rect(shape)
    if isinstance(shape, Line):
        ends = f'x1="{_n(shape.x1)}" y1="{_n(shape.y1)}" x2="{_n(shape.x2)}" y2="{_n(shape.y2)}"'
        stroke = f'class="yc-line-{shape.ink}" stroke="{PALETTE[shape.ink]}"'
        return f'<line {ends} {stroke} stroke-width="{_n(shape.width)}"/>'
    if isinstance(shape, Diamond):
        x, y, half = shape.x, shape.y, shape.size / 2
        points = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
        text = " ".join(f"{_n(px)},{_n(py)}" for px, py in points)
        return f'<polygon points="{text}" {_fill(shape.ink)}/>'
    return _label(shape)


def _rect(shape: Rect) -> str:
    place = f'x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}"'
    round_ = f' rx="{_n(shape.radius)}"' if shape.radius else ""
    stroke = f' stroke="{PALETTE[shape.stroke]}" stroke-width="0.6"' if shape.stroke else ""
    return f'<rect {place} height="{_n(shape.height)}"{round_} {_fill(shape.ink)}{stroke}/>'


def _label(shape: Label) -> str:
    anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
    weight = ' font-weight="bold"' if shape.bold else ""
    family = quoteattr(", ".join(FAMILIES))
    # 0.36 em below the middle is the baseline of these fonts; dominant-baseline is not portable
    place = f'x="{_n(shape.x)}" y="{_n(shape.y + 0.36 * shape.size)}"'
    text = escape(fit(shape.text, shape.size, shape.room))
    return (
        f'<text {place} font-family={family} font-size="{_n(shape.size)}"{anchor}{weight} '
        f"{_fill(shape.ink)}>{text}</text>"
    )
