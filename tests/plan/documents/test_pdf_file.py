"""The PDF: contents, bookmarks, pages and fonts."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from tests.plan.documents.conftest import HOSTILE, START, document, drawn, hostile_plan
from yunchou.messages import InputError
from yunchou.plan.documents import Options, build, draw, fonts, typst_pdf
from yunchou.plan.scheduling import schedule


def reader(data):
    return PdfReader(io.BytesIO(data))


def squeeze(words):
    return "".join(words.split())


def outline(pdf):
    found = []

    def walk(items):
        for item in items:
            if isinstance(item, list):
                walk(item)
            else:
                found.append((item.title, pdf.get_destination_page_number(item) + 1))

    walk(pdf.outline)
    return found


def test_bookmarks_are_the_headings_on_their_pages():
    pdf = reader(drawn("pdf"))
    lines = document().contents()
    pages = typst_pdf.places(document()).pages
    marks = dict(outline(pdf))
    for line in lines:
        assert marks[line.title] == pages[line.id]
    titles = [title for title, _ in outline(pdf)]
    wanted = [line.title for line in lines]
    assert [title for title in titles if title in wanted] == wanted


def test_the_contents_name_the_page_on_which_each_chapter_stands():
    pdf = reader(drawn("pdf"))
    texts = [page.extract_text() for page in pdf.pages]
    contents = squeeze("".join(texts[2:4]))
    pages = typst_pdf.places(document()).pages
    for chapter in document().chapters:
        title = squeeze(chapter.title)
        assert title in squeeze(texts[pages[chapter.id] - 1])
        after = contents.split(title, 1)[1].lstrip(".")
        assert after.startswith(str(pages[chapter.id]))


def test_every_page_but_the_cover_is_numbered_of_all():
    pdf = reader(drawn("pdf"))
    total = len(pdf.pages)
    assert total == typst_pdf.places(document()).total
    assert "第1页" not in squeeze(pdf.pages[0].extract_text())
    for number, page in enumerate(pdf.pages[1:], 2):
        assert f"第{number}页共{total}页" in squeeze(page.extract_text())


def test_annexes_are_landscape_pages_with_repeated_table_heads():
    pdf = reader(drawn("pdf"))
    pages = typst_pdf.places(document()).pages
    first, after = pages["annex-wbs"], pages["annex-budget"]
    assert after - first >= 2
    for number in range(first, after):
        page = pdf.pages[number - 1]
        assert page.mediabox.width > page.mediabox.height
        assert "任务名称" in page.extract_text()


def test_all_fonts_are_embedded():
    pdf = reader(drawn("pdf"))
    for page in pdf.pages[:8]:
        for font in page["/Resources"]["/Font"].values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            assert any(key.startswith("/FontFile") for key in below["/FontDescriptor"].get_object())


def test_the_same_plan_gives_the_same_bytes():
    assert typst_pdf.render(document()) == drawn("pdf")
    assert b"CreationDate" not in drawn("pdf")


def test_hostile_text_is_printed_and_never_read_as_markup():
    plan = hostile_plan()
    pdf = reader(draw(build(plan, schedule(plan, start=START)), "pdf"))
    words = squeeze("".join(page.extract_text() for page in pdf.pages))
    assert "#setpage" in words
    assert "<a>@r`c`" in words
    assert pdf.pages[5].mediabox.width > 500
    assert "\x00" in HOSTILE


def test_a_word_without_end_does_not_run_off_the_page():
    plan = hostile_plan()
    task = plan.phases[0].tasks[0].model_copy(update={"deliverable": "x" * 5000})
    phase = plan.phases[0].model_copy(update={"tasks": [task]})
    pdf = reader(draw(build(plan.model_copy(update={"phases": [phase]})), "pdf"))
    words = "".join(page.extract_text() for page in pdf.pages)
    assert words.count("x") >= 5000


def test_the_page_numbers_of_official_documents_stand_between_dashes():
    pdf = reader(draw(document(preset="gov"), "pdf"))
    assert "—5—" in squeeze(pdf.pages[4].extract_text())


def test_an_approved_version_bears_no_draft_mark(empty):
    project = empty.project.model_copy(update={"version": "V1.0"})
    plan = empty.model_copy(update={"project": project})
    draft, final = (
        reader(draw(build(plan, None, Options(approved=approved)), "pdf"))
        for approved in (False, True)
    )
    assert "草稿" in squeeze(draft.pages[4].extract_text())
    assert "草稿" not in squeeze("".join(page.extract_text() for page in final.pages[3:]))


def test_without_a_chinese_font_it_says_what_to_install(monkeypatch, tmp_path, empty):
    monkeypatch.setenv(fonts.OVERRIDE, str(tmp_path))
    with pytest.raises(InputError) as caught:
        draw(build(empty), "pdf")
    assert caught.value.code == "render.no_font"
    assert "fonts-noto-cjk" in caught.value.in_("zh")


def test_the_system_fonts_of_debian_serve_in_their_place(monkeypatch, empty):
    if not list(fonts.SYSTEM.glob("NotoSerifCJK*")):
        pytest.skip("fonts-noto-cjk is not installed")
    monkeypatch.setenv(fonts.OVERRIDE, str(fonts.SYSTEM))
    pdf = reader(draw(build(empty), "pdf"))
    assert "待补充" in pdf.pages[0].extract_text()
