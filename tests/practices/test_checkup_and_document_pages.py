"""Findings lead to their place; the document prints from live rows."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from pypdf import PdfReader

from yunchou.web.projects import selectors, services


def test_the_score_and_its_arithmetic_are_shown(client_of, member, project):
    page = client_of(member).get("/p/XPSS/practices").content.decode()
    assert "得分" in page
    assert "首条" in page


def test_a_finding_of_a_task_leads_to_the_task(client_of, member, project):
    found = client_of(member).get("/api/v1/projects/XPSS/checkup").json()
    places = [f for f in found["findings"] if (f.get("anchor") or {}).get("kind") == "task"]
    assert places
    page = client_of(member).get("/p/XPSS/practices").content.decode()
    assert "/p/XPSS/t/" in page


def test_every_finding_leads_to_a_place_that_is_there(client_of, manager, project):
    client = client_of(manager)
    page = client.get("/p/XPSS/practices").content.decode()
    places = set(re.findall(r'<a href="([^"]+)"><b>', page))
    assert len(places) > 5
    for place in sorted(places):
        path, _, section = place.partition("#")
        answer = client.get(path)
        assert answer.status_code == 200, place
        assert not section or f'id="{section}"' in answer.content.decode(), place


def test_mending_what_was_found_raises_the_score(client_of, manager, project):
    client = client_of(manager)
    before = client.get("/api/v1/projects/XPSS/checkup").json()["score"]
    item = selectors.get_work_item(actor=manager, ref="XPSS-3")
    services.change_work_item(
        actor=manager, item=item, version=None,
        values={"role": "PM", "deliverable": "访谈记录", "acceptance": "不少于十份"},
    )  # fmt: skip
    after = client.get("/api/v1/projects/XPSS/checkup").json()
    assert after["score"] >= before
    assert not [
        f
        for f in after["findings"]
        if (f.get("anchor") or {}).get("id") == "T2" and f["rule"] == "WBS-01"
    ]


def test_the_document_shows_live_rows(client_of, manager, project):
    item = selectors.get_work_item(actor=manager, ref="XPSS-2")
    services.change_work_item(actor=manager, item=item, values={"name": "问卷改过"}, version=None)
    page = client_of(manager).get("/p/XPSS/practices/document").content.decode()
    assert "问卷改过" in page
    assert "style=" not in page


def test_word_and_pdf_are_handed_over_with_a_readable_name(client_of, member, project):
    client = client_of(member)
    word = client.get("/p/XPSS/practices/document.docx")
    assert "attachment" in word["Content-Disposition"]
    text = "\n".join(p.text for p in Document(io.BytesIO(word.content)).paragraphs)
    assert "项目概述" in text
    pdf = client.get("/p/XPSS/practices/document.pdf")
    assert len(PdfReader(io.BytesIO(pdf.content)).pages) > 8


def test_an_unknown_kind_is_not_found(client_of, member, project):
    assert client_of(member).get("/p/XPSS/practices/document.exe").status_code == 404


@pytest.mark.parametrize("path", ["practices", "practices/document", "practices/document.pdf"])
def test_others_find_nothing(path, client_of, outsider, finance, project):
    assert client_of(outsider).get(f"/p/XPSS/{path}").status_code == 404
    assert client_of(finance).get(f"/p/XPSS/{path}").status_code == 404
