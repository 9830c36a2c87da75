"""Long pages and JSON go compressed to browsers that ask; short answers and files as they are."""

from __future__ import annotations

import gzip
import io

from django.http import FileResponse, HttpResponse
from django.test import RequestFactory

from yunchou.web.core.middleware import Compression

TEXT = "计划" * 2000


def answered(made, accepts="gzip, br"):
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepts})
    return Compression(lambda _request: made)(request)


def test_a_long_page_is_compressed_and_reads_the_same(project, member, client_of):
    browser = client_of(member)
    plain = browser.get("/api/v1/projects/XPSS/gantt")
    packed = browser.get("/api/v1/projects/XPSS/gantt", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.content) < len(plain.content)
    assert gzip.decompress(packed.content) == plain.content


def test_two_answers_alike_differ_in_length():
    """A secret cannot be guessed by lengths: random bytes are added (BREACH)."""
    lengths = {len(answered(HttpResponse(TEXT)).content) for _ in range(40)}
    assert len(lengths) > 1


def test_short_answers_and_files_are_sent_as_they_are():
    for made in (
        HttpResponse("短"),
        HttpResponse(TEXT.encode(), content_type="application/pdf"),
        FileResponse(io.BytesIO(TEXT.encode()), content_type="text/html"),
    ):
        answer = answered(made)
        assert "Content-Encoding" not in answer.headers


def test_who_does_not_ask_gets_it_plain():
    assert answered(HttpResponse(TEXT), accepts="identity").content.decode() == TEXT
