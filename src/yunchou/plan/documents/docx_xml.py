"""WordprocessingML, written as text: runs, paragraphs, fields, bookmarks and tables.

Written by hand because python-docx builds tables cell by cell, which takes seconds on a long WBS,
and knows neither fields nor bookmarks. All text is escaped here and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from yunchou.plan.documents import keeping

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element

    from yunchou.plan.documents.presets import Look
    from yunchou.plan.documents.tree import Column, Row, Span, Table

_OFFICE = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}

RULE, SHADE, FAINT = "C9C5BB", "F3F1EC", "FAF9F6"
MUTED = "6B7076"
_INK = {"red": "B8382C", "yellow": "8A6100", "green": "2E6B3A", "error": "B8382C", "muted": MUTED}


def element(xml: str) -> _Element:
    """Parse one element written with the usual prefixes."""
    end = xml.find(">")
    end -= xml[end - 1] == "/"
    # only what is used: declarations that nothing needs would be repeated in every paragraph
    drawn = "".join(f' xmlns:{key}="{uri}"' for key, uri in _OFFICE.items() if f"<{key}:" in xml)
    return parse_xml(f"{xml[:end]} {nsdecls('w')}{drawn}{xml[end:]}")


def fonts(east: str, latin: str) -> str:
    """Name both typefaces: without `eastAsia` Word ignores the Chinese one."""
    e, w = quoteattr(east), quoteattr(latin)
    return f"<w:rFonts w:ascii={w} w:hAnsi={w} w:eastAsia={e} w:cs={w}/>"


class Type:
    """How a run is set; typefaces are named on every run, so no theme can override them."""

    __slots__ = ("bold", "colour", "east", "latin", "size")

    def __init__(
        self, look: Look, *, east: str = "", size: float = 0, bold: bool = False, colour: str = ""
    ) -> None:
        self.east = east or look.body_font
        self.latin = look.latin(self.east)
        self.size = size or look.body
        self.bold = bold
        self.colour = colour

    def properties(self, tone: str = "") -> str:
        """Return the run properties in the order that the schema demands."""
        bold = self.bold or tone in {"strong", "red", "yellow", "green"}
        colour = _INK.get(tone, self.colour)
        half = round(self.size * 2)
        parts = [fonts(self.east, self.latin)]
        parts += ["<w:b/><w:bCs/>"] if bold else []
        parts += [f'<w:color w:val="{colour}"/>'] if colour else []
        parts += [f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>']
        if tone == "error":
            parts.append('<w:bdr w:val="single" w:sz="4" w:space="0" w:color="B8382C"/>')
        if tone == "blank":
            parts.append('<w:shd w:val="clear" w:color="auto" w:fill="FFF0A8"/>')
        return f"<w:rPr>{''.join(parts)}</w:rPr>"


def text(value: str, look: Type, tone: str = "") -> str:
    """Return a run; line feeds become line breaks."""
    lines = [
        f'<w:t xml:space="preserve">{escape(line.replace(chr(9), " "))}</w:t>'
        for line in value.split("\n")
    ]
    return f"<w:r>{look.properties(tone)}{'<w:br/>'.join(lines)}</w:r>"


def runs(inline: Iterable[Span], look: Type) -> str:
    """Return the runs of a text."""
    return "".join(text(span.text, look, span.tone) for span in inline)


def tab(look: Type) -> str:
    """Return a tabulator."""
    return f"<w:r>{look.properties()}<w:tab/></w:r>"


def field(instruction: str, cached: str, look: Type) -> str:
    """Return a field with the result that is shown until somebody updates it."""
    rpr = look.properties()
    code = f'<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText>'
    return (
        f'<w:r>{rpr}<w:fldChar w:fldCharType="begin"/></w:r><w:r>{rpr}{code}</w:r>'
        f'<w:r>{rpr}<w:fldChar w:fldCharType="separate"/></w:r>{text(cached, look)}'
        f'<w:r>{rpr}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(name: str, number: int, content: str) -> str:
    """Wrap content in a bookmark."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>{content}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def twips(points: float) -> int:
    """Twentieths of a point."""
    return round(points * 20)


def paragraph(
    content: str,
    *,
    style: str = "",
    align: str = "",
    before: float | None = None,
    after: float | None = None,
    extra: str = "",
) -> str:
    """Return a paragraph; `extra` holds properties that the schema puts before spacing."""
    parts = [f"<w:pStyle w:val={quoteattr(style)}/>"] if style else []
    parts.append(extra)
    if before is not None or after is not None:
        parts.append(f'<w:spacing w:before="{twips(before or 0)}" w:after="{twips(after or 0)}"/>')
    parts += [f'<w:jc w:val="{align}"/>'] if align else []
    return f"<w:p><w:pPr>{''.join(parts)}</w:pPr>{content}</w:p>"


# -- tables ----------------------------------------------------------------------------


def widths(columns: Sequence[Column], total: float) -> list[int]:
    """Share a width among columns by their weights, in twips that add up."""
    weight = sum(column.weight for column in columns)
    shares = [int(twips(total) * column.weight / weight) for column in columns]
    shares[-1] += twips(total) - sum(shares)
    return shares


def borders(name: str, sides: Sequence[str], *, size: int = 4, colour: str = RULE) -> str:
    """Return border properties; what is not named has none."""
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>' for side in sides
    )
    return f"<w:{name}>{lines}</w:{name}>"


ALL_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def grid(
    shares: Sequence[int],
    rows: str,
    *,
    sides: Sequence[str] = ALL_SIDES,
    align: str = "",
    margin: int = 80,
) -> str:
    """Return a table of fixed column widths."""
    columns = "".join(f'<w:gridCol w:w="{share}"/>' for share in shares)
    jc = f'<w:jc w:val="{align}"/>' if align else ""
    margins = (
        f'<w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/>'
        "</w:tblCellMar>"
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(shares)}" w:type="dxa"/>{jc}'
        f'{borders("tblBorders", sides)}<w:tblLayout w:type="fixed"/>{margins}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def cell(share: int, content: str, *, span: int = 1, fill: str = "", middle: bool = False) -> str:
    """Return a cell of paragraphs."""
    parts = [f'<w:tcW w:w="{share}" w:type="dxa"/>']
    parts += [f'<w:gridSpan w:val="{span}"/>'] if span > 1 else []
    parts += [f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'] if fill else []
    parts += ['<w:vAlign w:val="center"/>'] if middle else []
    return f"<w:tc><w:tcPr>{''.join(parts)}</w:tcPr>{content}</w:tc>"


def line(cells: str, *, header: bool = False, height: float = 0) -> str:
    """Return a row that does not break over pages; a header is repeated on each of them."""
    parts = ["<w:cantSplit/>"]
    parts += [f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>'] if height else []
    parts += ["<w:tblHeader/>"] if header else []
    return f"<w:tr><w:trPr>{''.join(parts)}</w:trPr>{cells}</w:tr>"


_JC = {"left": "left", "right": "right", "center": "center"}


def table(block: Table, look: Look, total: float, *, followed: bool, bold: bool) -> str:
    """Return a table of the tree; `followed` keeps it with the note below it."""
    shares = widths(block.columns, total)
    head_type = Type(look, east=look.heading_font, size=look.table, bold=bold)
    head = "".join(
        cell(
            share,
            _cell_text(text(column.title, head_type), column.align, keep=True),
            fill=SHADE,
            middle=True,
        )
        for share, column in zip(shares, block.columns, strict=True)
    )
    stay = keeping.stays(block, noted=followed)
    rows = [
        _row(block, row, shares, look, keep=keep)
        for row, keep in zip(block.rows, stay, strict=True)
    ]
    return grid(shares, line(head, header=True) + "".join(rows))


def _row(block: Table, row: Row, shares: Sequence[int], look: Look, *, keep: bool) -> str:
    size = Type(look, size=look.table, bold=row.kind == "total")
    if row.kind == "group":
        content = _cell_text(runs(row.cells[0], size), "left", keep=keep)
        return line(cell(sum(shares), content, span=len(shares), fill=FAINT))
    cells = "".join(
        cell(
            share,
            _cell_text(runs(content, size), column.align, keep=keep),
            fill=FAINT if row.kind == "total" else "",
            middle=block.roomy,
        )
        for share, column, content in zip(shares, block.columns, row.cells, strict=True)
    )
    return line(cells, height=38 if block.roomy else 0)


def _cell_text(content: str, align: str, *, keep: bool) -> str:
    extra = "<w:keepNext/>" if keep else ""
    return paragraph(content, style="YunchouCell", align=_JC[align], extra=extra)
