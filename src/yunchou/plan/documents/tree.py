"""The document as a tree that knows no file format; renderers draw it, sections build it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.documents.drawing import Drawing

#: how a run of text reads: a blank is a value that nobody has given yet, an error a bad token
Tone = Literal["", "strong", "blank", "error", "muted", "red", "yellow", "green"]
Align = Literal["left", "right", "center"]
RowKind = Literal["", "group", "total"]


class Span(NamedTuple):
    """A run of text in one tone."""

    text: str
    tone: Tone = ""


Inline = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, first line indented by two characters in Chinese."""

    text: Inline


@dataclass(frozen=True, slots=True)
class Heading:
    """A second-level heading, numbered by the chapter it stands in."""

    id: str
    number: str
    text: str

    @property
    def title(self) -> str:
        """Number and text as printed."""
        return f"{self.number}{self.text}"


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered or bulleted."""

    items: tuple[Inline, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Small print below a table or figure."""

    text: Inline


class KeyFigure(NamedTuple):
    """A headline number and what it counts."""

    label: str
    value: Inline
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The box of headline numbers."""

    figures: tuple[KeyFigure, ...]


class Column(NamedTuple):
    """A column: relative width (about the characters it needs) and alignment of its cells."""

    title: str
    weight: float
    align: Align = "left"


class Row(NamedTuple):
    """A row; a `group` row has one cell that spans the table."""

    cells: tuple[Inline, ...]
    kind: RowKind = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header row repeats on every page it runs over.

    `grid` draws every line (forms, matrices); `roomy` leaves space to sign in.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    grid: bool = True
    roomy: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A vector drawing with what it shows, for those who cannot see it."""

    drawing: Drawing
    alt: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing that may run over pages: between its parts, its head repeated on each page."""

    head: Drawing
    parts: tuple[Drawing, ...]
    alt: str


Block = Paragraph | Heading | Items | Note | KeyFigures | Table | Figure | Chart


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter or annex; a landscape one stands on pages of its own."""

    id: str
    number: str
    text: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    annex: bool = False

    @property
    def title(self) -> str:
        """Number and text as printed."""
        return f"{self.number}{self.text}"

    def headings(self) -> Iterator[Heading]:
        """Yield the second-level headings."""
        return (block for block in self.blocks if isinstance(block, Heading))


@dataclass(frozen=True, slots=True)
class Front:
    """A page before the contents: approval or revisions; not numbered as a chapter."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says."""

    number: tuple[str, Inline]
    secrecy: tuple[str, Inline]
    title: str
    subtitle: str
    status: str
    facts: tuple[tuple[str, Inline], ...]
    company: Inline
    logo: bytes | None = None


class ContentsLine(NamedTuple):
    """A line of the contents."""

    id: str
    level: Literal[1, 2]
    title: str


Preset = Literal["enterprise", "gov"]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole 销售项目管理方案, ready to be drawn."""

    lang: Literal["zh", "en"]
    preset: Preset
    title: str
    header: tuple[str, str, str]
    footer: str
    author: str
    company: str
    cover: Cover
    fronts: tuple[Front, ...]
    chapters: tuple[Chapter, ...]
    watermark: str = ""
    words: dict[str, str] = field(default_factory=dict)

    def contents(self) -> tuple[ContentsLine, ...]:
        """Return the lines of the contents in order."""
        lines: list[ContentsLine] = []
        for chapter in self.chapters:
            lines.append(ContentsLine(chapter.id, 1, chapter.title))
            lines += [ContentsLine(head.id, 2, head.title) for head in chapter.headings()]
        return tuple(lines)

    def inlines(self) -> Iterator[Inline]:
        """Yield every run of text of the document, cover first."""
        yield from (self.cover.number[1], self.cover.secrecy[1], self.cover.company)
        yield from (value for _, value in self.cover.facts)
        for blocks in (*(f.blocks for f in self.fronts), *(c.blocks for c in self.chapters)):
            for block in blocks:
                yield from _inlines(block)

    @property
    def blanks(self) -> int:
        """How many values are still 待补充."""
        return sum(span.tone == "blank" for inline in self.inlines() for span in inline)


def _inlines(block: Block) -> Iterator[Inline]:
    if isinstance(block, Paragraph | Note):
        yield block.text
    elif isinstance(block, Items):
        yield from block.items
    elif isinstance(block, KeyFigures):
        yield from (figure.value for figure in block.figures)
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row.cells


def plain(inline: Inline) -> str:
    """Return the text of a run without its tones."""
    return "".join(span.text for span in inline)
