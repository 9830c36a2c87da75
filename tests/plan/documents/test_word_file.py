"""The Word file: fields, fonts, tables, sections."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache

import docx as package
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from tests.plan.documents.conftest import START, document, drawn, hostile_plan
from yunchou.plan.documents import Options, build, draw, typst_pdf
from yunchou.plan.documents.tree import Chart, Table
from yunchou.plan.scheduling import schedule


@cache
def opened(lang="zh"):
    return package.Document(io.BytesIO(drawn("docx", lang=lang)))


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {n: file.read(n).decode() for n in file.namelist() if n.endswith(".xml")}


def blocks(doc):
    return [block for part in (*doc.fronts, *doc.chapters) for block in part.blocks]


def words(element):
    return "".join(t.text or "" for t in element.iter(qn("w:t")))


def test_every_typeface_names_its_east_asian_face():
    for name, xml in parts(drawn("docx")).items():
        for tag in re.findall(r"<w:rFonts [^>]*>", xml):
            assert "w:eastAsia=" in tag, (name, tag)
            assert "Theme" not in tag, (name, tag)
        if name == "word/document.xml":
            runs = re.findall(r"<w:r>(?:(?!</w:r>).)*</w:r>", xml, re.DOTALL)
            bare = [run for run in runs if "<w:t" in run and "w:eastAsia" not in run]
            assert not bare


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_contents_are_one_field_filled_with_the_numbers_of_the_pdf(lang):
    body = opened(lang).element.body
    pages = typst_pdf.places(document(lang=lang)).pages
    entries = [p for p in body.iter(qn("w:p")) if p.find(qn("w:hyperlink")) is not None]
    shown = [words(entry) for entry in entries]
    wanted = [f"{line.title}{pages[line.id]}" for line in document(lang=lang).contents()]
    assert shown == wanted
    codes = [code.text.strip() for code in body.iter(qn("w:instrText"))]
    assert sum(code.startswith("TOC ") for code in codes) == 1
    kinds = [char.get(qn("w:fldCharType")) for char in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_every_line_of_the_contents_leads_to_a_bookmark():
    body = opened().element.body
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    codes = [
        code.text.split()[1] for code in body.iter(qn("w:instrText")) if "PAGEREF" in code.text
    ]
    assert len(anchors) == len(set(anchors)) == len(document().contents())
    assert set(anchors) == set(codes) == marks
    identities = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(identities) == len(set(identities))


def test_nobody_is_asked_to_update_fields():
    assert "updateFields" not in parts(drawn("docx"))["word/settings.xml"]
    assert "w:dirty" not in parts(drawn("docx"))["word/document.xml"]


def test_headings_have_outline_levels_in_the_order_of_the_chapters():
    heads = [p.text for p in opened().paragraphs if p.style.name == "Heading 1"]
    assert heads == [chapter.title for chapter in document().chapters]
    style = opened().styles["Heading 1"].element
    assert style.find(qn("w:pPr")).find(qn("w:outlineLvl")).get(qn("w:val")) == "0"


def test_tables_repeat_their_heads_and_do_not_break_rows():
    wanted = sum(isinstance(block, Table | Chart) for block in blocks(document()))
    headed = 0
    for table in opened().element.body.iter(qn("w:tbl")):
        rows = table.findall(qn("w:tr"))
        headed += rows[0].find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for row in rows)
    assert headed == wanted


def test_tables_are_as_wide_as_their_page_and_their_cells():
    for table in opened().element.body.iter(qn("w:tbl")):
        grid = [int(col.get(qn("w:w"))) for col in table.find(qn("w:tblGrid"))]
        assert sum(grid) == int(table.find(qn("w:tblPr")).find(qn("w:tblW")).get(qn("w:w")))
        assert sum(grid) / 20 <= 730
        for row in table.findall(qn("w:tr")):
            cells = [
                int(c.find(qn("w:tcPr")).find(qn("w:tcW")).get(qn("w:w")))
                for c in row.findall(qn("w:tc"))
            ]
            assert sum(cells) == sum(grid)


def test_cover_chapters_and_annexes_are_three_sections():
    sections = opened().sections
    assert [s.orientation for s in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
    ]
    assert words(sections[0].footer._element) == ""
    total = typst_pdf.places(document()).total
    for section in sections[1:]:
        assert words(section.footer._element) == f"V0.1 草稿第 1 页 共 {total} 页"
        codes = [code.text.strip() for code in section.footer._element.iter(qn("w:instrText"))]
        assert codes == ["PAGE", "NUMPAGES"]
        assert "新品上市推广项目管理方案" in words(section.header._element)


def test_a_draft_bears_the_mark_on_every_page_and_an_approved_version_on_none():
    headers = [xml for name, xml in parts(drawn("docx")).items() if "header" in name]
    assert sum('string="草稿"' in xml for xml in headers) == 3
    plan = hostile_plan()
    plan = plan.model_copy(update={"project": plan.project.model_copy(update={"version": "V1.0"})})
    final = parts(draw(build(plan, None, Options(approved=True)), "docx"))
    assert not any("textpath" in xml for xml in final.values())


def test_language_and_properties_are_those_of_the_document():
    defaults = opened().styles.element.find(qn("w:docDefaults"))
    lang = next(defaults.iter(qn("w:lang")))
    assert (lang.get(qn("w:val")), lang.get(qn("w:eastAsia"))) == ("en-US", "zh-CN")
    assert 'w:eastAsia="ja-JP"' not in parts(drawn("docx"))["word/settings.xml"]
    core = opened().core_properties
    assert core.title == "新品上市推广项目管理方案"
    assert core.language == "zh-CN"


def test_pictures_have_a_description():
    described = [p.get("descr") for p in opened().element.body.iter(qn("wp:docPr"))]
    assert described == ["项目进度甘特图"] * 6 + ["风险矩阵"]


def test_nothing_of_the_stock_package_is_left_in():
    with zipfile.ZipFile(io.BytesIO(drawn("docx"))) as file:
        names = " ".join(file.namelist())
        assert not any(word in names for word in ("thumbnail", "customXml", "WithEffects"))
        assert b"Macintosh" not in file.read("docProps/app.xml")


def test_the_same_plan_gives_the_same_bytes():
    assert draw(document(), "docx") == drawn("docx")


def test_hostile_text_stays_text():
    plan = hostile_plan()
    data = draw(build(plan, schedule(plan, start=START)), "docx")
    text = words(package.Document(io.BytesIO(data)).element.body)
    assert "</w:t> ]]>" in text
    assert "#set page(width: 1pt)" in text


def test_an_empty_plan_opens(empty):
    file = package.Document(io.BytesIO(draw(build(empty), "docx")))
    assert "待补充" in words(file.element.body)


def test_official_documents_number_their_pages_on_the_outer_side():
    file = package.Document(io.BytesIO(draw(document(preset="gov"), "docx")))
    assert file.settings.odd_and_even_pages_header_footer
    section = file.sections[1]
    assert words(section.footer._element) == "— 1 —"
    sides = [f.paragraphs[0].alignment for f in (section.footer, section.even_page_footer)]
    assert sides[0] != sides[1]
