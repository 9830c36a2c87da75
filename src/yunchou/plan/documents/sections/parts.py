"""Small builders that several chapters share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.context import say, strong
from yunchou.plan.documents.tree import Column, Heading, Note, Paragraph, Row, Span, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Inline, RowKind


def head(text: str) -> Heading:
    """A second-level heading; the assembly numbers it."""
    return Heading("", "", text)


def para(*parts: str | Inline) -> Paragraph:
    """A paragraph of plain text and ready runs."""
    return Paragraph(run(*parts))


def note(*parts: str | Inline) -> Note:
    """Small print."""
    return Note(run(*parts))


def run(*parts: str | Inline) -> Inline:
    """Join plain text and ready runs into one run."""
    spans: list[Span] = []
    for part in parts:
        spans += [Span(part)] if isinstance(part, str) else list(part)
    return tuple(span for span in spans if span.text)


def row(*cells: str | Inline, kind: RowKind = "") -> Row:
    """A table row of plain text and ready runs."""
    tone = strong if kind == "total" else say
    return Row(tuple(tone(c) if isinstance(c, str) else c for c in cells), kind)


def group(text: str) -> Row:
    """A row that names what follows, across the whole table."""
    return Row((strong(text),), "group")


def table(columns: Sequence[Column], rows: Iterable[Row], **kinds: bool) -> Table:
    """A table."""
    return Table(tuple(columns), tuple(rows), **kinds)


def facts(c: Context, pairs: Sequence[tuple[str, Inline]]) -> Table:
    """A table of labels and values, two pairs to a line."""
    titles = (c("项目", "Item"), c("内容", "Content"))
    columns = [Column(titles[i % 2], (5, 11)[i % 2]) for i in range(4)]
    padded = list(pairs) + ([("", say(""))] if len(pairs) % 2 else [])
    rows = [
        Row((strong(padded[i][0]), padded[i][1], strong(padded[i + 1][0]), padded[i + 1][1]))
        for i in range(0, len(padded), 2)
    ]
    return Table(tuple(columns), tuple(rows))


LIGHTS = {"red": ("红", "Red"), "yellow": ("黄", "Yellow"), "green": ("绿", "Green")}


def light(c: Context, colour: str) -> Inline:
    """A coloured word, so that it also reads in black and white."""
    return (Span(c(*LIGHTS[colour]), colour),)  # type: ignore[arg-type]  # the three lights are tones
