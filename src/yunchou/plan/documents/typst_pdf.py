"""Draws the document as PDF through typst, and tells on which page each heading stands.

The plan's text goes over as JSON strings, which typst never reads as markup.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from yunchou.plan.documents import fonts
from yunchou.plan.documents.options import bad_logo
from yunchou.plan.documents.presets import LOOKS
from yunchou.plan.documents.tree import (
    Chart,
    Figure,
    Heading,
    Items,
    KeyFigures,
    Note,
    Paragraph,
    Table,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import typst

    from yunchou.plan.documents.drawing import Drawing
    from yunchou.plan.documents.tree import Block, Document, Inline

_HERE = Path(__file__).parent
#: a cell longer than this may break over pages, so that it cannot run off one
_LONG_CELL = 900


class Places(NamedTuple):
    """Page of every heading by id, and how many pages there are."""

    pages: dict[str, int]
    total: int


def render(document: Document) -> bytes:
    """Return the document as PDF; the same document always gives the same bytes."""
    compiler = _compiler(document)
    with _blaming_the_logo(document):
        return _pages(compiler.compile(format="pdf"))[0]


def places(document: Document) -> Places:
    """Lay the document out and return where its headings stand."""
    compiler = _compiler(document)
    with _blaming_the_logo(document):
        marks = json.loads(compiler.query("<place>", field="value"))
    total = json.loads(compiler.query("<total>", field="value"))
    return Places({mark["id"]: mark["page"] for mark in marks}, total[0])


@contextmanager
def _blaming_the_logo(document: Document) -> Iterator[None]:
    """Everything else that is drawn is our own: when drawing fails, the logo is damaged."""
    try:
        yield
    except RuntimeError as error:  # also the base of TypstError
        if document.cover.logo is None:
            raise
        raise bad_logo() from error


def pictures(drawings: Sequence[Drawing], ppi: int = 200) -> list[bytes]:
    """Return drawings as PNG, for formats that cannot hold vectors."""
    if not drawings:
        return []
    found = fonts.find()
    sheets = [{"svg": _svg(d, found), "width": d.width, "height": d.height} for d in drawings]
    compiler = _open("pictures.typ", {"sheets": json.dumps(sheets)}, found)
    return _pages(compiler.compile(format="png", ppi=ppi))


def _pages(made: bytes | list[bytes] | None) -> list[bytes]:
    """What typst compiled: one file, or one picture for each of several pages."""
    if made is None:  # only when it was told to write a file itself
        return []
    return made if isinstance(made, list) else [made]


def _compiler(document: Document) -> typst.Compiler:
    found = fonts.find()
    data = json.dumps(_document(document, found), ensure_ascii=False)
    return _open("template.typ", {"document": data}, found)


def _open(template: str, inputs: dict[str, str], found: fonts.FontSet) -> typst.Compiler:
    import typst

    return typst.Compiler(
        str(_HERE / template),
        root=str(_HERE),
        font_paths=fonts.book(found.folder),
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )


def _document(document: Document, found: fonts.FontSet) -> dict[str, Any]:
    return {
        "lang": document.lang,
        "region": "cn" if document.lang == "zh" else "gb",
        "title": document.title,
        "author": document.author,
        "header": document.header,
        "footer": document.footer,
        "watermark": document.watermark,
        "words": document.words,
        "look": asdict(LOOKS[document.preset]) | {"side_mm": LOOKS[document.preset].side_mm},
        "fonts": {"serif": found.serif, "sans": found.sans},
        "cover": _cover(document),
        "fronts": [
            {"title": front.title, "blocks": _blocks(front.blocks, found)}
            for front in document.fronts
        ],
        "chapters": [
            {
                "id": chapter.id,
                "title": chapter.title,
                "landscape": chapter.landscape,
                "blocks": _blocks(chapter.blocks, found),
            }
            for chapter in document.chapters
        ],
    }


def _cover(document: Document) -> dict[str, Any]:
    cover = document.cover
    return {
        "number": cover.number,
        "secrecy": cover.secrecy,
        "title": cover.title,
        "subtitle": cover.subtitle,
        "status": cover.status,
        "facts": cover.facts,
        "company": cover.company,
        "logo": list(cover.logo) if cover.logo else None,
    }


def _blocks(blocks: Sequence[Block], found: fonts.FontSet) -> list[dict[str, Any]]:
    after = [*blocks[1:], None]
    return [
        _block(block, found) | _ties(block, following)
        for block, following in zip(blocks, after, strict=True)
    ]


def _ties(block: Block, following: Block | None) -> dict[str, bool]:
    """What stays together: a table with the note below it, a note with the table below it."""
    return {
        "noted": isinstance(following, Note),
        "leads": isinstance(block, Note) and isinstance(following, Table | Chart),
    }


def _block(block: Block, found: fonts.FontSet) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text}
    if isinstance(block, Heading):
        return {"kind": "heading", "id": block.id, "title": block.title}
    if isinstance(block, Items):
        return {"kind": "items", "items": block.items, "numbered": block.numbered}
    if isinstance(block, Note):
        return {"kind": "note", "text": block.text}
    if isinstance(block, KeyFigures):
        return {"kind": "key_figures", "figures": [f._asdict() for f in block.figures]}
    if isinstance(block, Figure):
        svg = _svg(block.drawing, found)
        return {"kind": "figure", "svg": svg, "width": block.drawing.width, "alt": block.alt}
    if isinstance(block, Chart):
        sheets = [_svg(drawing, found) for drawing in (block.head, *block.parts)]
        return {"kind": "chart", "sheets": sheets, "width": block.head.width, "alt": block.alt}
    return _table(block)


def _table(block: Table) -> dict[str, Any]:
    rows = [
        {"cells": row.cells, "kind": row.kind, "long": _is_long(row.cells)} for row in block.rows
    ]
    columns = [column._asdict() for column in block.columns]
    # a total at the end is kept with the line above it
    totalled = len(rows) > 1 and rows[-1]["kind"] == "total" and rows[-2]["kind"] != "group"
    return {
        "kind": "table",
        "columns": columns,
        "rows": rows,
        "roomy": block.roomy,
        "totalled": totalled,
    }


def _is_long(cells: Sequence[Inline]) -> bool:
    return any(len(plain(cell)) > _LONG_CELL for cell in cells)


def _svg(drawing: Drawing, found: fonts.FontSet) -> str:
    # only the embedded family exists for typst; naming others would fall back with a warning
    return drawing.svg().replace('font-family="Noto Sans SC', f'font-family="{found.sans}')
