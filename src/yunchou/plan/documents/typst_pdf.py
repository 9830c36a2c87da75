"""Draws the document as PDF through typst, and tells on which page each heading stands.

The plan's text goes over as JSON strings, which typst never reads as markup.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from yunchou.plan.documents import fonts, keeping
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
    """Page of every heading by id, how many pages there are, and which headings begin one."""

    pages: dict[str, int]
    total: int
    opening: frozenset[str]


def render(document: Document) -> bytes:
    """Return the document as PDF; the same document always gives the same bytes."""
    compiler = _compiler(document)
    with _blaming_the_logo(document):
        return _pages(compiler.compile(format="pdf"))[0]


def places(document: Document) -> Places:
    """Lay the document out and return where its headings stand."""
    compiler = _compiler(document)
    with _blaming_the_logo(document):
        found = json.loads(compiler.query("<place>", field="value"))
    # the contents repeat the marks: the last of each stands at the heading itself
    marks = {mark["id"]: mark for mark in found}.values()
    total = json.loads(compiler.query("<total>", field="value"))
    look = LOOKS[document.preset]
    highest = look.top_mm * 72 / 25.4 + 1.5 * look.chapter
    opening = frozenset(mark["id"] for mark in marks if mark["y"] < highest)
    return Places({mark["id"]: mark["page"] for mark in marks}, total[0], opening)


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
    drawn: list[dict[str, Any]] = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if drawn and drawn[-1].get("note") is not None and isinstance(block, Note):
            continue  # it stands in the table above it
        drawn.append(_block(block, following, found))
    return drawn


def _block(block: Block, following: Block | None, found: fonts.FontSet) -> dict[str, Any]:
    if isinstance(block, Table):
        return _table(block, following.text if isinstance(following, Note) else None)
    leads = isinstance(block, Note) and isinstance(following, Table | Chart)
    return _other(block, found) | {"noted": isinstance(following, Note), "leads": leads}


def _other(block: Block, found: fonts.FontSet) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text}
    if isinstance(block, Heading):
        return {"kind": "heading", "id": block.id, "title": block.title}
    if isinstance(block, Items):
        runs = keeping.runs(keeping.items_stay(block.items))
        return {"kind": "items", "items": block.items, "numbered": block.numbered, "runs": runs}
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
    raise TypeError(block)


def _table(block: Table, note: Inline | None) -> dict[str, Any]:
    """Return a table; where it may go over pages, the note below is its last row."""
    whole = keeping.is_whole(block)
    rows = [
        {"cells": row.cells, "kind": row.kind, "long": _is_long(row.cells)} for row in block.rows
    ]
    stay = keeping.stays(block, noted=note is not None)
    return {
        "kind": "table",
        "columns": [column._asdict() for column in block.columns],
        "rows": rows,
        "roomy": block.roomy,
        "whole": whole,
        "runs": keeping.runs(stay if note is None else (*stay, False)),
        "note": note,
    }


def _is_long(cells: Sequence[Inline]) -> bool:
    return any(len(plain(cell)) > _LONG_CELL for cell in cells)


def _svg(drawing: Drawing, found: fonts.FontSet) -> str:
    # only the embedded family exists for typst; naming others would fall back with a warning
    return drawing.svg().replace('font-family="Noto Sans SC', f'font-family="{found.sans}')
