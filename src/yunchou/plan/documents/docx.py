"""Draws the document as a Word file that opens alike in Word, WPS and LibreOffice.

The contents are a real field, filled with the PDF's page numbers: nobody is asked to update it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx as package
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

from yunchou.plan.documents import docx_parts as parts
from yunchou.plan.documents import docx_xml as x
from yunchou.plan.documents import keeping, typst_pdf
from yunchou.plan.documents.docx_package import add_break, prepare, saved, set_properties
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
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yunchou.plan.documents.drawing import Drawing
    from yunchou.plan.documents.presets import Look
    from yunchou.plan.documents.tree import Block, Chapter, Document
    from yunchou.plan.documents.typst_pdf import Places


def render(document: Document) -> bytes:
    """Return the document as .docx; the same document always gives the same bytes."""
    places = typst_pdf.places(document)
    writer = _Writer(document, places)
    writer.write()
    return saved(writer.package)


def _drawings(document: Document) -> Iterator[Drawing]:
    for chapter in document.chapters:
        for block in chapter.blocks:
            if isinstance(block, Figure):
                yield block.drawing
            elif isinstance(block, Chart):
                yield block.head
                yield from block.parts


class _Writer:
    """Writes one file, top to bottom."""

    def __init__(self, document: Document, places: Places) -> None:
        self.document = document
        self.places = places
        self.look: Look = LOOKS[document.preset]
        # Chinese heading faces are heavy by themselves: Word would smear them to embolden them
        self.bold = document.lang == "en"
        self.package: Any = package.Document()
        self.body = self.package.element.body
        self.end = self.body.find(qn("w:sectPr"))
        self.marks = {line.id: f"_Toc{i:06d}" for i, line in enumerate(document.contents(), 1)}
        self.pictures = iter(typst_pdf.pictures(list(_drawings(document))))

    def write(self) -> None:
        """Write styles, cover, front pages, contents, chapters and annexes."""
        prepare(self.package, self.document)
        parts.set_styles(self.package, self.document, self.look)
        parts.set_numbering(self.package, self.look)
        self._cover()
        add_break(self.end)
        for position, front in enumerate(self.document.fronts):
            above = '<w:spacing w:before="0"/>' if position == 0 else ""
            title = self._title(front.title)
            self._add(x.paragraph(title, style="YunchouFront", extra=above))
            self._blocks(front.blocks, self.look.text_width)
        self._contents()
        upright = [chapter for chapter in self.document.chapters if not chapter.landscape]
        wide = [chapter for chapter in self.document.chapters if chapter.landscape]
        for chapter in upright:
            self._chapter(chapter, self.look.text_width)
        if wide:
            add_break(self.end)
        for chapter in wide:
            self._chapter(chapter, self.look.wide_width)
        self._sections(landscape=bool(wide))
        set_properties(self.package, self.document)

    # -- pieces ------------------------------------------------------------------------

    def _add(self, xml: str) -> Any:
        made = x.element(xml)
        self.end.addprevious(made)
        return made

    def _type(self, **how: Any) -> x.Type:
        return x.Type(self.look, **how)

    def _title(self, text: str) -> str:
        look = self.look
        return x.text(text, self._type(east=look.chapter_font, size=look.chapter, bold=self.bold))

    def _cover(self) -> None:
        cover, look = self.document.cover, self.look
        head = look.title_font
        small = self._type(east=look.chapter_font, size=10.5, colour=x.MUTED)
        colon = "：" if self.document.lang == "zh" else ": "
        left = x.text(cover.number[0] + colon, small) + x.runs(cover.number[1], small)
        right = x.text(cover.secrecy[0] + colon, small) + x.runs(cover.secrecy[1], small)
        stop = f'<w:tabs><w:tab w:val="right" w:pos="{x.twips(look.text_width)}"/></w:tabs>'
        self._add(x.paragraph(left + x.tab(small) + right, extra=stop))
        if cover.logo:
            self._picture(cover.logo, 51.0, "", before=24)
        title = self._type(east=head, size=look.title + 2, bold=self.bold)
        exact = '<w:spacing w:before="{}" w:after="{}" w:line="{}" w:lineRule="exact"/>'
        above = x.twips(90 if cover.logo else 150)
        space = exact.format(above, 0, x.twips((look.title + 2) * 1.4))
        self._add(x.paragraph(x.text(cover.title, title), align="center", extra=space))
        subtitle = self._type(east=head, size=look.title - 6)
        space = exact.format(x.twips(22), 0, x.twips(look.title * 1.3))
        self._add(x.paragraph(x.text(cover.subtitle, subtitle), align="center", extra=space))
        state = self._type(east=look.chapter_font, size=13, colour="B8382C")
        text = x.text(cover.status, state)
        self._add(x.paragraph(text, align="center", before=22, after=130))
        self._facts()
        company = self._type(east=look.chapter_font, size=13)
        text = x.runs(cover.company, company)
        self._add(x.paragraph(text, align="center", before=52))

    def _facts(self) -> None:
        size = self._type(size=12)
        shares = [x.twips(96), x.twips(230)]
        spacing = '<w:spacing w:before="100" w:after="100" w:line="320" w:lineRule="exact"/>'
        rows = [
            x.line(
                x.cell(shares[0], x.paragraph(x.text(label, size), extra=spacing))
                + x.cell(shares[1], x.paragraph(x.runs(value, size), align="center", extra=spacing))
            )
            for label, value in self.document.cover.facts
        ]
        self._add(x.grid(shares, "".join(rows), sides=("bottom", "insideH"), align="center"))

    def _contents(self) -> None:
        lines = self.document.contents()
        title = self._type(east=self.look.chapter_font, size=18, bold=self.bold)
        extra = "<w:pageBreakBefore/>"
        space = '<w:spacing w:before="0" w:after="200" w:line="560" w:lineRule="exact"/>'
        word = x.text(self.document.words["contents"], title)
        self._add(x.paragraph(word, align="center", extra=extra + space))
        entries = [self._entry(i, len(lines)) for i in range(len(lines))]
        part = (
            '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
            "</w:docPartObj>"
        )
        self._add(
            f'<w:sdt><w:sdtPr><w:id w:val="712001"/>{part}</w:sdtPr>'
            f"<w:sdtContent>{''.join(entries)}</w:sdtContent></w:sdt>"
        )

    def _entry(self, position: int, count: int) -> str:
        line = self.document.contents()[position]
        first = line.level == 1
        east = self.look.chapter_font if first else self.look.body_font
        size = self._type(east=east, size=11 if first else 10, bold=first and self.bold)
        plain = self._type(size=10)
        mark = self.marks[line.id]
        page = x.field(f"PAGEREF {mark} \\h", str(self.places.pages[line.id]), plain)
        inside = x.text(line.title, size) + x.tab(plain) + page
        link = f'<w:hyperlink w:anchor="{mark}" w:history="1">{inside}</w:hyperlink>'
        char = '<w:r>{}<w:fldChar w:fldCharType="{}"/></w:r>'
        rpr = plain.properties()
        code = '<w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText>'
        before = (
            char.format(rpr, "begin") + f"<w:r>{rpr}{code}</w:r>" + char.format(rpr, "separate")
            if position == 0
            else ""
        )
        after = char.format(rpr, "end") if position == count - 1 else ""
        return x.paragraph(before + link + after, style="toc1" if first else "toc2")

    def _chapter(self, chapter: Chapter, width: float) -> None:
        self._heading(chapter.id, chapter.title, 1)
        self._blocks(chapter.blocks, width)

    def _heading(self, key: str, title: str, level: int) -> None:
        """Write a heading; one that begins a page of the PDF begins one here as well.

        So the two files break alike, and the numbers in the contents are true of both.
        """
        look = self.look
        east = look.chapter_font if level == 1 else look.heading_font
        size = look.chapter if level == 1 else look.heading
        run = x.text(title, self._type(east=east, size=size, bold=self.bold))
        mark = self.marks[key]
        content = x.bookmark(mark, int(mark[4:]), run)
        opens = key in self.places.opening
        extra = "<w:pageBreakBefore/>" if opens else ""
        above = '<w:spacing w:before="0"/>' if opens else ""
        self._add(x.paragraph(content, style=f"Heading{level}", extra=extra + above))

    def _blocks(self, blocks: Sequence[Block], width: float) -> None:
        for position, block in enumerate(blocks):
            after = blocks[position + 1] if position + 1 < len(blocks) else None
            self._block(block, width, after)

    def _block(self, block: Block, width: float, after: Block | None) -> None:
        noted = isinstance(after, Note)
        body = self._type()
        if isinstance(block, Paragraph):
            self._add(x.paragraph(x.runs(block.text, body), style="YunchouBody"))
        elif isinstance(block, Heading):
            self._heading(block.id, block.title, 2)
        elif isinstance(block, Items):
            self._items(block)
        elif isinstance(block, Note):
            small = self._type(size=9, colour=x.MUTED)
            extra = "<w:keepNext/>" if isinstance(after, Table | Chart) else ""
            self._add(x.paragraph(x.runs(block.text, small), style="YunchouNote", extra=extra))
        elif isinstance(block, KeyFigures):
            self._key_figures(block, width)
        elif isinstance(block, Figure):
            self._picture(next(self.pictures), block.drawing.height, block.alt, noted=noted)
        elif isinstance(block, Chart):
            self._chart(block)
        else:
            self._table(block, width, noted=noted)

    def _items(self, block: Items) -> None:
        kind = parts.NUMBERS if block.numbered else parts.BULLETS
        number = parts.add_list(self.package, kind)
        numbering = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        for item, stays in zip(block.items, keeping.items_stay(block.items), strict=True):
            extra = ("<w:keepNext/>" if stays else "") + numbering
            self._add(x.paragraph(x.runs(item, self._type()), extra=extra))

    def _table(self, block: Table, width: float, *, noted: bool) -> None:
        self._add(x.table(block, self.look, width, followed=noted, bold=self.bold))
        if not noted:
            # Word joins tables that touch, and sets text tight below one
            self._gap(8)

    def _gap(self, points: float) -> None:
        line = f'w:line="{x.twips(points)}" w:lineRule="exact"'
        self._add(f'<w:p><w:pPr><w:spacing w:before="0" w:after="0" {line}/></w:pPr></w:p>')

    def _key_figures(self, block: KeyFigures, width: float) -> None:
        look = self.look
        label = self._type(east=look.chapter_font, size=9, colour=x.MUTED)
        value = self._type(east=look.chapter_font, size=13.5, bold=True)
        small = self._type(size=8.5, colour=x.MUTED)
        large = '<w:spacing w:before="20" w:after="0" w:line="380" w:lineRule="exact"/>'
        share = x.twips(width) // len(block.figures)
        cells = "".join(
            x.cell(
                share,
                x.paragraph(x.text(figure.label, label), style="YunchouCell", before=4)
                + x.paragraph(x.runs(figure.value, value), style="YunchouCell", extra=large)
                + x.paragraph(x.text(figure.note, small), style="YunchouCell", after=4),
            )
            for figure in block.figures
        )
        sides = ("top", "bottom", "insideV")
        self._add(x.grid([share] * len(block.figures), x.line(cells), sides=sides))
        self._gap(2)

    def _chart(self, block: Chart) -> None:
        """A table of pictures: the head is repeated on every page, the parts are not cut."""
        share = x.twips(block.head.width)
        rows = "".join(
            x.line(x.cell(share, x.paragraph("", style="YunchouFigure")), header=position == 0)
            for position in range(1 + len(block.parts))
        )
        made = self._add(x.grid([share], rows, sides=(), margin=0))
        drawings = (block.head, *block.parts)
        for paragraph, drawing in zip(made.iter(qn("w:p")), drawings, strict=True):
            paragraph.append(self._inline(next(self.pictures), drawing.height, block.alt))

    def _inline(self, data: bytes, height: float, alt: str) -> Any:
        inline = self.package.part.new_pic_inline(io.BytesIO(data), None, Pt(height))
        inline.docPr.set("descr", alt)
        run = x.element("<w:r><w:drawing/></w:r>")
        run[0].append(inline)
        return run

    def _picture(
        self, data: bytes, height: float, alt: str, *, before: float = 6, noted: bool = False
    ) -> None:
        extra = "<w:keepNext/>" if noted else ""
        made = self._add(
            x.paragraph("", style="YunchouFigure", align="center", before=before, extra=extra)
        )
        made.append(self._inline(data, height, alt))

    # -- the whole ---------------------------------------------------------------------

    def _sections(self, *, landscape: bool) -> None:
        look = self.look
        if look.dashed_numbers:
            self.package.settings.odd_and_even_pages_header_footer = True
        kinds = ["cover", "portrait", "landscape"] if landscape else ["cover", "portrait"]
        for section, kind in zip(self.package.sections, kinds, strict=True):
            wide = kind == "landscape"
            section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
            parts.set_page(section, look, kind=kind)
            parts.dress(section, self.document, look, self.places.total, kind=kind)
