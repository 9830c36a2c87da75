"""Step 10: a finding leads to its place and goes when it is mended; the document is a real file."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from pypdf import PdfReader

from tests.e2e.reading import heading

pytestmark = pytest.mark.e2e


def score(page: Any) -> int:
    found = page.get_by_role("link", name=re.compile("^得分")).inner_text()
    return int(re.findall(r"\d+", found)[0])


def finding(page: Any, text: str) -> Any:
    return page.locator(".finding", has_text=text)


def test_a_finding_leads_to_its_place_and_is_gone_once_it_is_mended(page_of):
    page = page_of()
    page.goto("/p/CHECK/practices")
    before = score(page)
    finding(page, "“不包含”只有 0 条").get_by_role("link").click()
    assert heading(page) == "目标与范围"
    assert page.url.endswith("#scope")
    adder = page.get_by_role("form", name="添加：范围")
    for text in ("线上渠道", "海外客户"):
        adder.get_by_role("combobox", name="类型").select_option(label="不包含")
        adder.get_by_role("textbox", name="内容").fill(text)
        page.keyboard.press("Enter")
        page.locator("#scope .entry", has_text=text).wait_for()
    page.goto("/p/CHECK/practices")
    assert finding(page, "“不包含”只有").count() == 0
    assert score(page) > before


def test_what_the_cover_and_the_overview_lack_is_written_in_the_settings(page_of):
    page = page_of()
    page.goto("/p/CHECK/practices")
    finding(page, "项目背景只有 0 字").get_by_role("link").click()
    assert heading(page) == "项目设置"
    page.get_by_label("项目背景").fill("华东六省老品增长停滞，主力门店动销连续三个季度下滑。" * 5)
    page.get_by_label("公司").fill("东澜科技")
    page.get_by_label("发起人角色").select_option(index=1)
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存。").wait_for()
    page.goto("/p/CHECK/practices")
    for text in ("项目背景只有", "封面缺少公司全称", "没有指定项目发起人"):
        assert finding(page, text).count() == 0
    page.goto("/p/CHECK/practices/document")
    assert "主力门店动销连续三个季度下滑" in page.locator(".document-page").inner_text()


def test_a_finding_about_a_task_leads_to_the_task(page_of):
    page = page_of()
    page.goto("/p/CHECK/practices")
    finding(page, "任务“访谈”缺少").get_by_role("link").click()
    page.get_by_role("heading", name=re.compile("访谈"), level=1).wait_for()
    for label, text in (("交付物", "访谈纪要 12 份"), ("验收标准", "12 家门店店长签字")):
        page.get_by_role("button", name=re.compile(f"^{label}：")).click()
        page.get_by_role("textbox", name=label).fill(text)
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name=f"{label}：{text}").wait_for()
    page.get_by_role("button", name=re.compile("^角色：")).click()
    page.get_by_role("combobox", name="角色").select_option(label="项目经理")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="角色：项目经理").wait_for()
    page.goto("/p/CHECK/practices")
    assert finding(page, "任务“访谈”缺少").count() == 0
    assert finding(page, "任务“竞品”缺少").count() == 1


@pytest.mark.parametrize("key", ["NPL", "CHECK"])
def test_every_finding_leads_somewhere(key, page_of):
    page = page_of()
    page.goto(f"/p/{key}/practices")
    links = page.locator(".finding-head a")
    places = {link.get_attribute("href") for link in links.all()}
    assert places
    for place in sorted(places):
        path, _, anchor = place.partition("#")
        answer = page.request.get(path)
        assert answer.status == 200, place
        assert not anchor or f'id="{anchor}"' in answer.text(), place


def test_the_document_shows_as_it_will_print(page_of):
    page = page_of()
    page.goto("/p/NPL/practices/document")
    document = page.locator(".document-page")
    assert "东澜科技（示例）" in document.inner_text()
    for chapter in ("审批", "修订", "风险", "预算"):
        assert document.get_by_text(chapter).count() > 0
    assert document.locator("table").count() >= 8
    page.get_by_role("link", name="体检", exact=True).click()
    assert heading(page) == "方案体检"


def test_the_document_is_handed_over_in_four_formats(page_of):
    page = page_of()
    page.goto("/p/NPL/practices/document")
    files = {}
    for name in ("Word", "PDF", "网页", "Excel"):
        with page.expect_download() as saved:
            page.locator("main").get_by_role("link", name=name).click()
        assert saved.value.suggested_filename.startswith("华东新品上市")
        files[name] = saved.value.path().read_bytes()
    pdf = PdfReader(io.BytesIO(files["PDF"]))
    assert files["PDF"].startswith(b"%PDF-")
    assert len(pdf.pages) > 10
    assert "东澜科技" in pdf.pages[0].extract_text()
    assert len(pdf.outline) >= 10
    words = zipfile.ZipFile(io.BytesIO(files["Word"])).read("word/document.xml").decode()
    assert "东澜科技" in words
    sheets = zipfile.ZipFile(io.BytesIO(files["Excel"])).read("xl/workbook.xml").decode()
    assert sheets.count("<sheet ") >= 8
    web = files["网页"].decode()
    assert web.lstrip().lower().startswith("<!doctype html")
    assert "东澜科技" in web
