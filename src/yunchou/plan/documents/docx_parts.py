"""Styles, numbering, headers, footers and watermark of the Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from yunchou.plan.documents import docx_xml as x

if TYPE_CHECKING:
    from yunchou.plan.documents.presets import Look
    from yunchou.plan.documents.tree import Document

_THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
BULLETS, NUMBERS = 90, 91
_SLACK_MM = 6
#: margins that are the same in every look
_UPPER_LOWER = {"cover": (30, 20), "landscape": (24, 20 - _SLACK_MM)}


def set_styles(package: Any, document: Document, look: Look) -> None:
    """Define the styles that the body uses, and free all others from the theme's typefaces."""
    styles = package.styles
    bold = document.lang == "en"
    _base(styles, document, look)
    normal = styles["Normal"]
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = Pt(look.pitch)
    normal.paragraph_format.space_after = Pt(0)
    _font(normal, look, look.body_font, look.body)
    body = _style(styles, "YunchouBody", "Normal")
    if document.lang == "zh":
        _indent(body, 200, look.body * 2)
    else:
        body.paragraph_format.space_after = Pt(6)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _heading(styles["Heading 1"], look, look.chapter_font, look.chapter, (18, 6), bold=bold)
    _heading(styles["Heading 2"], look, look.heading_font, look.heading, (10.5, 1.5), bold=bold)
    front = _style(styles, "YunchouFront", "Normal")
    _heading(front, look, look.chapter_font, look.chapter, (18, 8), bold=bold)
    for name, size, pitch in (
        ("YunchouCell", look.table, look.table * 1.45),
        ("YunchouNote", 9, 13.5),
        ("YunchouRunning", 9, 13.5),
        ("YunchouFigure", look.table, 0),
    ):
        _small(_style(styles, name, "Normal"), look, size, pitch)
    styles["YunchouCell"].paragraph_format.space_before = Pt(2.2)
    styles["YunchouCell"].paragraph_format.space_after = Pt(2.2)
    styles["YunchouNote"].paragraph_format.space_before = Pt(4)
    styles["YunchouNote"].paragraph_format.space_after = Pt(8)
    _contents_styles(styles, look, bold=bold)
    for rfonts in styles.element.iter(qn("w:rFonts")):
        _free(rfonts, look)


def _base(styles: Any, document: Document, look: Look) -> None:
    defaults = styles.element.find(qn("w:docDefaults"))
    rpr = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(rpr):
        rpr.remove(child)
    rpr.append(x.element(x.fonts(look.body_font, look.latin_font)))
    # Latin letters are English in both: words and numbers are then broken as they should be
    latin = "en-US" if document.lang == "zh" else "en-GB"
    rpr.append(x.element(f'<w:lang w:val="{latin}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'))


def _free(rfonts: Any, look: Look) -> None:
    for name in _THEME:
        rfonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        if rfonts.get(qn(f"w:{name}")) is None:
            rfonts.set(qn(f"w:{name}"), look.latin_font)
    if rfonts.get(qn("w:eastAsia")) is None:
        rfonts.set(qn("w:eastAsia"), look.body_font)


def _style(styles: Any, name: str, base: str) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles[base]
    return style


def _font(style: Any, look: Look, east: str, size: float) -> None:
    rpr = style.element.get_or_add_rPr()
    for child in list(rpr):
        rpr.remove(child)
    rpr.append(x.element(x.fonts(east, look.latin(east))))
    style.font.size = Pt(size)


def _indent(style: Any, chars: int, points: float) -> None:
    ppr = style.element.get_or_add_pPr()
    ppr.append(x.element(f'<w:ind w:firstLineChars="{chars}" w:firstLine="{x.twips(points)}"/>'))


def _heading(
    style: Any, look: Look, east: str, size: float, space: tuple[float, float], *, bold: bool
) -> None:
    _font(style, look, east, size)
    style.font.bold = bold
    style.font.size = Pt(size)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(space[0]), Pt(space[1])
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(size * 1.4)
    form.keep_with_next = True
    form.keep_together = True


def _small(style: Any, look: Look, size: float, pitch: float) -> None:
    _font(style, look, look.body_font, size)
    form = style.paragraph_format
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY if pitch else WD_LINE_SPACING.SINGLE
    if pitch:
        form.line_spacing = Pt(pitch)


def _contents_styles(styles: Any, look: Look, *, bold: bool) -> None:
    sizes = ((1, look.chapter_font, 11, 7, 0), (2, look.body_font, 10, 1, 22))
    for level, east, size, before, left in sizes:
        # the names with which Word itself styles a table of contents
        style = _style(styles, f"toc {level}", "Normal")
        _font(style, look, east, size)
        style.font.bold = level == 1 and bold
        form = style.paragraph_format
        form.space_before, form.left_indent = Pt(before), Pt(left)
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = Pt(15)
        ppr = style.element.get_or_add_pPr()
        stop = f'<w:tab w:val="right" w:leader="dot" w:pos="{x.twips(look.text_width)}"/>'
        ppr.insert(0, x.element(f"<w:tabs>{stop}</w:tabs>"))


def set_numbering(package: Any, look: Look) -> None:
    """Define the two kinds of lists."""
    numbering = package.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    for stock in list(package.styles.element.iter(qn("w:numPr"))):
        stock.getparent().remove(stock)
    for key, kind, mark in ((BULLETS, "bullet", "•"), (NUMBERS, "decimal", "%1.")):
        rpr = f"<w:rPr>{x.fonts(look.body_font, look.latin_font)}</w:rPr>"
        left, hanging = x.twips(look.body * 3.6), x.twips(look.body * 1.6)
        level = (
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>{rpr}</w:lvl>'
        )
        kinds = '<w:multiLevelType w:val="singleLevel"/>'
        numbering.append(
            x.element(f'<w:abstractNum w:abstractNumId="{key}">{kinds}{level}</w:abstractNum>')
        )


def add_list(package: Any, kind: int) -> int:
    """Start a list that counts from one; return the number to refer to it."""
    numbering = package.part.numbering_part.element
    number = 100 + len(numbering.findall(qn("w:num")))
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering.append(
        x.element(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>'
            f"{override if kind == NUMBERS else ''}</w:num>"
        )
    )
    return number


# -- headers and footers ---------------------------------------------------------------


def dress(section: Any, document: Document, look: Look, pages: int, *, kind: str) -> None:
    """Give a section its header and footer; the cover has the watermark only."""
    wide = kind == "landscape"
    width = look.wide_width if wide else look.text_width
    for even in (False, True) if look.dashed_numbers else (False,):
        header = section.even_page_header if even else section.header
        footer = section.even_page_footer if even else section.footer
        for part in (header, footer):
            part.is_linked_to_previous = False
        head, foot = header.paragraphs[0], footer.paragraphs[0]
        if kind == "cover":
            _replace(head, x.paragraph(_watermark(document, kind), style="YunchouRunning"))
            _replace(foot, x.paragraph("", style="YunchouRunning"))
            continue
        mark = _watermark(document, kind)
        _replace(head, _running_head(document, look, width, mark))
        _replace(foot, _running_foot(document, look, width, pages, even=even))


def _replace(paragraph: Any, xml: str) -> None:
    element = paragraph._p  # noqa: SLF001 (python-docx has no other door to the element)
    element.getparent().replace(element, x.element(xml))


def _stops(width: float, *, centre: bool) -> str:
    middle = f'<w:tab w:val="center" w:pos="{x.twips(width / 2)}"/>' if centre else ""
    return f'<w:tabs>{middle}<w:tab w:val="right" w:pos="{x.twips(width)}"/></w:tabs>'


def _running_head(document: Document, look: Look, width: float, mark: str) -> str:
    small = x.Type(look, east=look.chapter_font, size=9, colour=x.MUTED)
    left, middle, right = document.header
    tab = x.tab(small)
    content = x.text(left, small) + tab + x.text(middle, small) + tab + x.text(right, small)
    border = x.borders("pBdr", ("bottom",))
    extra = border + _stops(width, centre=True)
    return x.paragraph(mark + content, style="YunchouRunning", extra=extra)


def _running_foot(document: Document, look: Look, width: float, pages: int, *, even: bool) -> str:
    if look.dashed_numbers:
        large = x.Type(look, size=14)
        number = x.text("— ", large) + x.field("PAGE", "1", large) + x.text(" —", large)
        return x.paragraph(number, style="YunchouRunning", align="left" if even else "right")
    small = x.Type(look, east=look.chapter_font, size=9, colour=x.MUTED)
    content = x.text(document.footer, small) + x.tab(small)
    before, rest = document.words["page"].split("{x}")
    between, after = rest.split("{y}")
    content += x.text(before, small) + x.field("PAGE", "1", small) + x.text(between, small)
    content += x.field("NUMPAGES", str(pages), small) + x.text(after, small)
    extra = _stops(width, centre=False)
    return x.paragraph(content, style="YunchouRunning", extra=extra)


def _watermark(document: Document, kind: str) -> str:
    if not document.watermark:
        return ""
    chinese = document.lang == "zh"
    width, height = (300, 150) if chinese else (420, 105)
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;"
        "rotation:328;z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:page;mso-position-vertical:center;"
        "mso-position-vertical-relative:page"
    )
    family = "font-family:&quot;黑体&quot;;font-size:1pt"
    shape = (
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
        '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>'
        '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject_{kind}" o:spid="_x0000_s1{len(kind):03d}" '
        f'type="#_x0000_t136" style="{style}" o:allowincell="f" fillcolor="#d8d8d8" '
        'stroked="f"><v:fill opacity=".35"/>'
        f'<v:textpath style="{family}" string={quoteattr(document.watermark)}/></v:shape>'
    )
    return f"<w:r><w:rPr/><w:pict>{shape}</w:pict></w:r>"


def set_page(section: Any, look: Look, *, kind: str) -> None:
    """Set paper and margins of a section."""
    short, long, wide = Mm(210), Mm(297), kind == "landscape"
    section.page_width, section.page_height = (long, short) if wide else (short, long)
    # a line more room than in the PDF: where Word sets a paragraph a line longer, pages still agree
    upper, lower = _UPPER_LOWER.get(kind, (look.top_mm, look.bottom_mm - _SLACK_MM))
    section.top_margin, section.bottom_margin = Mm(upper), Mm(lower)
    section.left_margin = Mm(look.side_mm if wide else look.left_mm)
    section.right_margin = Mm(look.side_mm if wide else look.right_mm)
    section.header_distance = Mm(12)
    section.footer_distance = Mm(11)
