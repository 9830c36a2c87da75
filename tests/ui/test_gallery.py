"""The gallery shows every component, in both languages, within the content security policy."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.ui.pages import TEMPLATES, english, macros, render

VOID = {"meta", "link", "input", "br", "hr", "img", "path", "circle", "rect", "line"}


class Reader(HTMLParser):
    """Collects ids, labels and unclosed elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.inline_scripts = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.attributes |= given.keys()
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "script" and "src" not in given:
            self.inline_scripts += 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.attributes |= dict(attrs).keys()

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


@pytest.fixture(params=["zh-CN", "en"])
def page(request):
    reader = Reader()
    reader.feed(render("ui/gallery.html", request.param))
    return reader


def test_every_element_is_closed(page):
    assert page.open == []


def test_ids_are_unique(page):
    assert len(page.ids) == len(set(page.ids))


def test_nothing_inline_that_the_policy_forbids(page):
    assert page.inline_scripts == 0
    assert "style" not in page.attributes
    assert [name for name in page.attributes if name.startswith("on")] == []


def test_every_macro_is_in_the_gallery():
    gallery = (TEMPLATES / "ui/gallery.html").read_text(encoding="utf-8")
    shell = (TEMPLATES / "ui/shell.html").read_text(encoding="utf-8")
    shown = set(re.findall(r"\b(\w+)\(", gallery + shell.replace("crumbs(", "breadcrumbs(")))
    assert {name for name in macros() if name not in shown} == set()


def test_every_text_has_an_english_one():
    words = english()
    texts = set()
    for path in TEMPLATES.rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        texts |= set(re.findall(r"""\b_\(\s*"([^"]+)\"""", source))
        texts |= set(re.findall(r"""\b_\(\s*'([^']+)'""", source))
    assert {text for text in texts if text not in words} == set()


def test_the_english_gallery_has_no_chinese_but_names():
    html = render("ui/gallery.html", "en")
    names = "周立陈思林晓吴敏赵启明王总运筹中文华东销售中心新品上市险"
    left = {char for char in re.findall(r"[\u4e00-\u9fff]", html) if char not in names}
    assert left <= set("一二三四五六七八九十目标与范围")


def test_hostile_text_stays_text():
    frame = {"project": {"key": "X", "name": "<script>x</script>", "url": "/"}, "breadcrumbs": []}
    html = render("ui/shell.html", **frame)
    assert "<script>x" not in html
    assert "&lt;script&gt;x" in html
