"""The Word file keeps the order of elements that ISO/IEC 29500 demands.

Word refuses a file, or offers to repair it, where properties stand in another order.
"""

from __future__ import annotations

import io
import zipfile

import pytest
from docx.oxml.ns import qn
from lxml import etree

from tests.plan.documents.conftest import drawn, hostile_plan
from yunchou.plan.documents import build, draw

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW "
    "jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark",
    "tblBorders": "top left start bottom right end insideH insideV",
    "pBdr": "top left bottom right between bar",
    "tbl": "tblPr tblGrid tr",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden "
    "unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr "
    "tcPr tblStylePr",
}
#: these two may stand mixed, both before all else
MIXED = {"headerReference": 0, "footerReference": 0}


def roots(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, etree.fromstring(file.read(name))


def local(element):
    return etree.QName(element).localname


def misplaced(root):
    for parent, names in ORDER.items():
        rank = {name: at for at, name in enumerate(names.split())} | MIXED
        for element in root.iter(qn(f"w:{parent}")):
            found = [local(child) for child in element]
            assert set(found) <= set(rank), (parent, found)
            if [rank[name] for name in found] != sorted(rank[name] for name in found):
                yield parent, found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_properties_stand_in_the_order_of_the_schema(lang):
    for name, root in roots(drawn("docx", lang=lang)):
        assert not list(misplaced(root)), name


def test_the_order_holds_for_hostile_text_too():
    for name, root in roots(draw(build(hostile_plan()), "docx")):
        assert not list(misplaced(root)), name


def test_every_cell_ends_in_a_paragraph_and_fills_its_grid():
    body = dict(roots(drawn("docx")))["word/document.xml"]
    for cell in body.iter(qn("w:tc")):
        assert local(cell[-1]) == "p"
    for table in body.iter(qn("w:tbl")):
        width = len(table.find(qn("w:tblGrid")))
        for row in table.findall(qn("w:tr")):
            spans = [span.get(qn("w:val")) for span in row.iter(qn("w:gridSpan"))]
            cells = len(row.findall(qn("w:tc")))
            assert cells - len(spans) + sum(map(int, spans)) == width


def test_identities_are_given_once():
    body = dict(roots(drawn("docx")))["word/document.xml"]
    drawings = [shape.get("id") for shape in body.iter(qn("wp:docPr"))]
    assert len(drawings) == len(set(drawings))


def test_every_relation_leads_to_a_part_of_the_file():
    data = drawn("docx")
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = set(file.namelist())
    for name, root in roots(data):
        if name.endswith(".rels"):
            base = name.removesuffix(".rels").replace("_rels/", "").rpartition("/")[0]
            for relation in root:
                target = relation.get("Target")
                full = target.lstrip("/") if target.startswith("/") else f"{base}/{target}"
                assert full.strip("/") in names, (name, target)
