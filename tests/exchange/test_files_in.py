"""A file is read and reported on first; it is a project only after somebody says so."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yunchou.plan import formats
from yunchou.web.exchange.models import Import
from yunchou.web.exchange.plans import read_plan
from yunchou.web.projects.models import Project, WorkItem

BOARD = {
    "id": "5f0000000000000000000001",
    "name": "渠道看板",
    "desc": "",
    "closed": False,
    "idOrganization": None,
    "url": "",
    "prefs": {},
    "actions": [],
    "members": [{"id": "m1", "username": "zl", "fullName": "周立"}],
    "checklists": [],
    "lists": [
        {"id": "l1", "name": "待办", "closed": False, "pos": 1},
        {"id": "l2", "name": "进行中", "closed": False, "pos": 2},
    ],
    "cards": [
        {
            "id": "5f0000000000000000000002", "idShort": 1, "name": "拜访经销商", "desc": "带样品",
            "closed": False, "idList": "l1", "idMembers": ["m1"], "labels": [], "pos": 1,
            "due": "2027-03-05T09:00:00.000Z", "idChecklists": [], "attachments": [],
        }
    ],
}  # fmt: skip


def _upload(client, name, data):
    return client.post("/projects/import", {"file": SimpleUploadedFile(name, data)})


def _board() -> bytes:
    return json.dumps(BOARD).encode()


def test_a_trello_board_is_reported_on_before_anything_is_written(client_of, manager):
    client = client_of(manager)
    answer = _upload(client, "board.json", _board())
    assert answer.status_code == 302
    assert not Project.objects.of(manager).exists()
    page = client.get(answer["Location"]).content.decode()
    assert "渠道看板" in page
    assert "逐项去向" in page


def test_confirming_makes_the_project_once(client_of, manager, member):
    client = client_of(manager)
    review = _upload(client, "board.json", _board())["Location"]
    answer = client.post(review, {"name": "渠道", "start": "2027-03-01"})
    assert answer.status_code == 302, answer.content.decode()
    made = Project.objects.of(manager).get(name="渠道")
    assert WorkItem.objects.of(manager).filter(project=made, name="拜访经销商").exists()
    again = client.post(review, {"name": "渠道二"})
    assert again.status_code == 422
    assert Project.objects.of(manager).count() == 1


@pytest.mark.parametrize("kind", ["yaml", "xlsx", "mspdi"])
def test_what_was_exported_comes_back_in_as_the_same_tasks(kind, client_of, manager, project):
    client = client_of(manager)
    answer = client.get(f"/p/XPSS/export/{kind}")
    assert answer.status_code == 200
    suffix = {"yaml": "yaml", "xlsx": "xlsx", "mspdi": "xml"}[kind]
    review = _upload(client, f"plan.{suffix}", answer.content)["Location"]
    done = client.post(review, {"name": "回来了"})
    assert done.status_code == 302, done.content.decode()[:3000]
    made = Project.objects.of(manager).get(name="回来了")
    names = WorkItem.objects.of(manager).filter(project=made).values_list("name", flat=True)
    assert {"问卷", "访谈", "竞品", "通过"} <= set(names)
    dates = dict(WorkItem.objects.of(manager).filter(project=project).values_list("name", "finish"))
    back = dict(WorkItem.objects.of(manager).filter(project=made).values_list("name", "finish"))
    assert {name: back[name] for name in ("问卷", "访谈", "竞品")} == {
        name: dates[name] for name in ("问卷", "访谈", "竞品")
    }


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.yaml", b""),
        ("broken.yaml", b"project: [1, 2"),
        ("image.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100),
        ("bomb.xml", b'<!DOCTYPE x [<!ENTITY a "aa">]><Project>&a;</Project>'),
        ("gbk.yaml", "project: {name: [}".encode("gb18030")),
        ("board.json", b'{"id": "x", "cards": ['),
        ("cycle.yaml", formats.write.__doc__.encode() if formats.write.__doc__ else b"?"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words_and_leaves_nothing(
    name, data, client_of, manager
):
    answer = _upload(client_of(manager), name, data)
    assert answer.status_code == 422
    assert "什么都没有写入" in answer.content.decode()
    assert not Import.objects.of(manager).exists()


def test_a_plan_in_a_circle_cannot_be_confirmed(client_of, manager):
    text = """
project: {name: 循环, start: 2027-03-01}
phases:
- id: P1
  name: 一
  tasks:
  - {id: T1, name: 甲任务, duration_days: 1, depends_on: [T2]}
  - {id: T2, name: 乙任务, duration_days: 1, depends_on: [T1]}
"""
    client = client_of(manager)
    answer = _upload(client, "cycle.yaml", text.encode())
    if answer.status_code == 302:
        page = client.get(answer["Location"]).content.decode()
        assert "甲任务" in page
        answer = client.post(answer["Location"], {"name": "循环"})
    assert answer.status_code == 422
    assert not Project.objects.of(manager).exists()


def test_a_gb18030_file_is_read_with_a_note(client_of, manager):
    text = "project: {name: 国标编码方案, start: 2027-03-01}\nphases: []\n"
    client = client_of(manager)
    answer = _upload(client, "gbk.yaml", text.encode("gb18030"))
    assert answer.status_code == 302
    assert "国标编码方案" in client.get(answer["Location"]).content.decode()


def test_somebody_else_s_file_is_not_found(client_of, manager, outsider):
    review = _upload(client_of(manager), "board.json", _board())["Location"]
    assert client_of(outsider).get(review).status_code == 404


def test_hostile_text_stays_text(client_of, manager):
    board = {**BOARD, "name": "<script>alert(1)</script>{{7*7}}"}
    client = client_of(manager)
    review = _upload(client, "b.json", json.dumps(board).encode())["Location"]
    page = client.get(review).content.decode()
    assert "<script>alert(1)" not in page
    assert "{{7*7}}" in page
    client.post(review, {"name": "=cmd|' /C calc'!A0", "start": "2027-03-01"})
    made = Project.objects.of(manager).get()
    assert read_plan(actor=manager, project=made).project.name == "=cmd|' /C calc'!A0"
