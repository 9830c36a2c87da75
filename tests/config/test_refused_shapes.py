"""A value of the wrong shape is refused in the reader's words."""

from __future__ import annotations

import pytest

from yunchou.web.projects import selectors

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "body,why",
    [
        ({"duration": 20000}, "不能大于 10000"),
        ({"percent": -1}, "不能小于 0"),
        ({"start": "2027-02-30"}, "应为日期，如 2027-03-01"),
        ({"percent": "一半"}, "应为"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(client_of, manager, project, body, why):
    item = selectors.get_work_item(actor=manager, ref="XPSS-2")
    address = f"/api/v1/projects/XPSS/items/{item.id}"
    answer = client_of(manager).patch(address, body, content_type="application/json")
    assert answer.status_code == 422
    assert why in answer.json()["message"]
    assert "Input" not in answer.json()["message"]
    assert answer.json()["field"] == next(iter(body))
