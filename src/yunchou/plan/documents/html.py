"""Draws the document as HTML: one self-contained file, or a fragment for a page of one's own.

Neither uses scripts or style attributes; the fragment needs `stylesheet()` beside it.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from yunchou.plan.documents import keeping
from yunchou.plan.documents.tree import (
    Chart,
    Figure,
    Heading,
    Items,
    KeyFigures,
    Note,
    Paragraph,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yunchou.plan.documents.tree import (
        Block,
        Chapter,
        Column,
        Cover,
        Document,
        Front,
        Inline,
        Row,
        Span,
    )

_STYLES = Path(__file__).parent / "document.css"
_LANGUAGES = {"zh": "zh-Hans-CN", "en": "en"}


def stylesheet() -> str:
    """Return the styles of the document; all rules stand below `.yc-document`."""
    return _STYLES.read_text(encoding="utf-8")


def render(document: Document) -> bytes:
    """Return the document as one HTML file that needs nothing else."""
    page = (
        f'<!doctype html>\n<html lang="{_LANGUAGES[document.lang]}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="generator" content="Yunchou">\n'
        f"<title>{escape(document.title)}</title>\n<style>\n{_page_styles()}{stylesheet()}</style>\n"
        f"</head>\n<body>\n{fragment(document, title='h1')}\n</body>\n</html>\n"
    )
    return page.encode()


def _page_styles() -> str:
    return ":root{color-scheme:light dark}body{margin:0;background:light-dark(#f3f1ec,#131518)}\n"


def fragment(document: Document, *, title: str = "p") -> str:
    """Return the document as one `article`, ready to stand in a page.

    `title` is the element of its name on the cover: a page around it has a heading of its own.
    """
    mark = document.watermark
    draft = (
        f'<p class="yc-draft" data-mark="{escape(mark)}" aria-hidden="true"></p>' if mark else ""
    )
    parts = [
        draft,
        _cover(document.cover, title, chinese=document.lang == "zh"),
        *(_front(front) for front in document.fronts),
        _contents(document),
        *(_chapter(chapter) for chapter in document.chapters),
    ]
    lang = _LANGUAGES[document.lang]
    return f'<article class="yc-document" lang="{lang}">{"".join(parts)}</article>'


def _span(span: Span) -> str:
    text = escape(span.text).replace("\n", "<br>")
    if span.tone == "":
        return text
    if span.tone == "strong":
        return f"<strong>{text}</strong>"
    if span.tone == "blank":
        return f'<mark class="yc-blank">{text}</mark>'
    return f'<span class="yc-tone-{span.tone}">{text}</span>'


def _run(inline: Iterable[Span]) -> str:
    return "".join(_span(span) for span in inline)


def _cover(cover: Cover, title: str, *, chinese: bool) -> str:
    colon = "：" if chinese else ": "
    marks = "".join(
        f"<span>{escape(label)}{colon}{_run(value)}</span>"
        for label, value in (cover.number, cover.secrecy)
    )
    facts = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{_run(value)}</dd></div>" for label, value in cover.facts
    )
    return (
        f'<header class="yc-cover"><p class="yc-cover-marks">{marks}</p>{_logo(cover)}'
        f'<{title} class="yc-title">{escape(cover.title)}</{title}>'
        f'<p class="yc-subtitle">{escape(cover.subtitle)}</p>'
        f'<p class="yc-status">{escape(cover.status)}</p>'
        f'<dl>{facts}</dl><p class="yc-company">{_run(cover.company)}</p></header>'
    )


def _logo(cover: Cover) -> str:
    if not cover.logo:
        return ""
    import base64

    kind = "png" if cover.logo.startswith(b"\x89PNG") else "jpeg"
    data = base64.b64encode(cover.logo).decode()
    return f'<img class="yc-logo" alt="" src="data:image/{kind};base64,{data}">'


def _front(front: Front) -> str:
    blocks = "".join(_block(block) for block in front.blocks)
    return f'<section class="yc-front"><h2>{escape(front.title)}</h2>{blocks}</section>'


def _contents(document: Document) -> str:
    lines = "".join(
        f'<li class="yc-level-{line.level}"><a href="#{escape(line.id)}">'
        f"{escape(line.title)}</a></li>"
        for line in document.contents()
    )
    title = escape(document.words["contents"])
    return f'<nav class="yc-contents" aria-label="{title}"><h2>{title}</h2><ol>{lines}</ol></nav>'


def _chapter(chapter: Chapter) -> str:
    blocks = "".join(_block(block) for block in chapter.blocks)
    kind = "yc-chapter yc-wide" if chapter.landscape else "yc-chapter"
    return (
        f'<section class="{kind}"><h2 id="{escape(chapter.id)}">{escape(chapter.title)}</h2>'
        f"{blocks}</section>"
    )


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_run(block.text)}</p>"
    if isinstance(block, Heading):
        return f'<h3 id="{escape(block.id)}">{escape(block.title)}</h3>'
    if isinstance(block, Items):
        kind = "ol" if block.numbered else "ul"
        items = "".join(f"<li>{_run(item)}</li>" for item in block.items)
        return f"<{kind}>{items}</{kind}>"
    if isinstance(block, Note):
        return f'<p class="yc-note">{_run(block.text)}</p>'
    if isinstance(block, KeyFigures):
        return _key_figures(block)
    if isinstance(block, Figure):
        return f'<figure tabindex="0">{block.drawing.svg(block.alt)}</figure>'
    if isinstance(block, Chart):
        parts = "".join(part.svg() for part in block.parts)
        return f'<figure class="yc-chart" tabindex="0">{block.head.svg(block.alt)}{parts}</figure>'
    return _table(block)


def _key_figures(block: KeyFigures) -> str:
    cells = "".join(
        f"<div><dt>{escape(figure.label)}</dt><dd>{_run(figure.value)}"
        f"<small>{escape(figure.note)}</small></dd></div>"
        for figure in block.figures
    )
    return f'<dl class="yc-key-figures">{cells}</dl>'


def _table(block: Table) -> str:
    weight = sum(column.weight for column in block.columns)
    columns = "".join(f'<col width="{c.weight / weight:.2%}">' for c in block.columns)
    head = "".join(
        f'<th scope="col" class="yc-{column.align}">{escape(column.title)}</th>'
        for column in block.columns
    )
    rows = "".join(_row(row, block.columns) for row in block.rows)
    kinds = " yc-roomy" * block.roomy + " yc-whole" * keeping.is_whole(block)
    label = escape(" · ".join(column.title for column in block.columns[:3]))
    return (
        f'<div class="yc-scroll" tabindex="0" role="group" aria-label="{label}">'
        f'<table class="yc-table{kinds}"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(row: Row, columns: tuple[Column, ...]) -> str:
    if row.kind == "group":
        span = len(columns)
        return f'<tr class="yc-group"><th colspan="{span}" scope="rowgroup">{_text(row)}</th></tr>'
    cells = "".join(
        f'<td class="yc-{column.align}">{_run(content)}</td>'
        for column, content in zip(columns, row.cells, strict=True)
    )
    return f'<tr class="yc-{row.kind}">{cells}</tr>' if row.kind else f"<tr>{cells}</tr>"


def _text(row: Row) -> str:
    inline: Inline = row.cells[0]
    return "".join(escape(span.text) for span in inline)
