"""Step 7: the questions of the retrospective."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_a_question_is_added_and_shown_in_order(client_of, manager, project):
    client = client_of(manager)
    assert "还没有问题" in client.get("/p/XPSS/retros").content.decode()
    for text in ("哪一步最慢？", "哪笔钱白花了？"):
        client.post("/p/XPSS/r/retros.question", {"quick": "1", "question": text})
    page = client.get("/p/XPSS/retros").content.decode()
    assert 0 < page.index("哪一步最慢？") < page.index("哪笔钱白花了？")


def test_an_empty_question_is_refused(client_of, manager, project):
    answer = client_of(manager).post(
        "/p/XPSS/r/retros.question",
        {"quick": "1", "question": "  "},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 422
