"""The web page: whole in itself, safe, and free of what a strict policy forbids."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from tests.plan.documents.conftest import START, document, drawn, hostile_plan
from yunchou.plan.documents import Options, build, draw
from yunchou.plan.documents.html import fragment, stylesheet
from yunchou.plan.scheduling import schedule


class Reader(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.links, self.open = [], [], [], []
        self.attributes = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in {"meta", "col", "br", "img"}:
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value)
            if name == "href":
                self.links.append(value)

    def handle_endtag(self, tag):
        if tag in {"rect", "line", "polygon"}:
            return
        assert self.open.pop() == tag

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.words += data


def test_the_page_needs_nothing_else():
    page = drawn("html").decode()
    assert not re.search(r"(src|href)=\"(?!#|data:)", page)
    assert "url(" not in page
    assert "@import" not in page


def test_the_fragment_has_no_script_and_no_style_attribute():
    seen = Reader(fragment(document()))
    assert not {"script", "style", "link", "iframe"} & set(seen.tags)
    assert "style" not in seen.attributes
    assert not [name for name in seen.attributes if name.startswith("on")]
    assert seen.open == []


def test_the_contents_lead_to_every_heading():
    seen = Reader(fragment(document()))
    assert len(seen.ids) == len(set(seen.ids))
    assert {link[1:] for link in seen.links} == set(seen.ids)
    assert len(seen.links) == len(document().contents())


def test_all_rules_stay_below_the_document():
    rules = re.sub(
        r"/\*.*?\*/|@media print \{|@page[^{]*\{[^}]*\}", "", stylesheet(), flags=re.DOTALL
    )
    selectors = [part.strip() for part in re.findall(r"([^{}]+)\{", rules)]
    assert selectors
    for selector in selectors:
        for single in re.sub(r"\([^)]*\)", "", selector).split(","):
            assert single.strip().startswith(".yc-document"), selector


def test_hostile_text_stays_text():
    plan = hostile_plan()
    page = draw(build(plan, schedule(plan, start=START)), "html").decode()
    seen = Reader(page)
    assert "a" not in [tag for tag in seen.tags if tag == "a" and not seen.links]
    assert "<a> @r" in seen.words
    assert "</w:t> ]]>" in seen.words


def test_the_language_is_declared():
    assert b'<html lang="zh-Hans-CN">' in drawn("html")
    assert b'<html lang="en">' in drawn("html", lang="en")


def test_a_logo_is_carried_inside():
    logo = b"\x89PNG\r\n\x1a\n" + b"0" * 20
    doc = build(hostile_plan(), None, Options(logo=logo))
    assert "data:image/png;base64," in fragment(doc)
