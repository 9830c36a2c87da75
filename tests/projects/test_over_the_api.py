"""Search, overview, calls, trash, files, new projects and imports over the API."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yunchou.web.exchange.models import Import
from yunchou.web.projects import registers, selectors, services
from yunchou.web.projects.models import Assignment, Project, RoleHolder, WorkItem
from yunchou.web.projects.tasks import files, talking
from yunchou.web.users import access

BOARD = {
    "name": "渠道", "prefs": {}, "members": [{"id": "m1", "fullName": "周立"}], "checklists": [],
    "actions": [], "lists": [{"id": "l1", "name": "待办", "closed": False, "pos": 1}],
    "cards": [
        {"id": "c1", "name": "拜访", "idList": "l1", "closed": False, "pos": 1, "idMembers": ["m1"]}
    ],
}  # fmt: skip


@pytest.fixture
def ask(manager, client_of):
    """Ask as a program does, by a writing token, and return what is answered."""
    _row, secret = access.make_token(actor=manager, name="脚本", scope="write")
    browser = client_of(manager)
    browser.cookies.clear()

    def send(method, path, body=None, **further):
        kwargs = {"headers": {"Authorization": f"Bearer {secret}"}, **further}
        if body is not None:
            kwargs |= {"data": json.dumps(body, default=str), "content_type": "application/json"}
        return getattr(browser, method)(f"/api/v1{path}", **kwargs)

    return send


@pytest.fixture
def task(manager, project):
    row = WorkItem.objects.of(manager).filter(project=project, kind="task").order_by("position")[0]
    return selectors.get_work_item(actor=manager, ref=row.id)


def test_a_program_finds_tasks_and_only_those_of_its_holder(ask, manager, outsider, project, task):
    services.change_work_item(
        actor=manager, item=task, values={"name": "华东渠道铺货"}, version=None
    )
    for query in ("渠道", "铺货", "hdqd"):
        assert [one["name"] for one in ask("get", "/search?q=" + query).json()["items"]] == [
            "华东渠道铺货"
        ]
    _row, secret = access.make_token(actor=outsider, name="别家")
    found = ask("get", "/search?q=渠道", headers={"Authorization": f"Bearer {secret}"})
    assert found.json()["items"] == []


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "9" * 30])
def test_a_limit_that_makes_no_sense_is_refused(ask, limit):
    assert ask("get", f"/search?q=a&limit={limit}").status_code == 422


def test_the_overview_holds_what_the_page_shows(ask, project):
    found = ask("get", f"/projects/{project.key}/overview").json()
    assert {"goal", "figures", "waiting", "milestones", "phases", "seq"} == set(found)
    assert found["figures"]


def test_calls_are_listed_and_marked_as_seen(ask, member, manager, task):
    talking.add_comment(actor=member, item=selectors.get_work_item(actor=member, ref=task.id),
                        body="请看 @林晓")  # fmt: skip
    (one,) = ask("get", "/me/mentions").json()["items"]
    assert (one["by"], one["seen_at"]) == ("周立", None)
    assert ask("post", "/me/mentions/seen").json() == {"seen": 1}
    assert ask("get", "/me/mentions?unread=true").json()["items"] == []


def test_what_lies_in_the_trash_is_listed_and_comes_back(ask, project, task):
    ask("delete", f"/projects/{project.key}/items/{task.id}")
    (one,) = ask("get", "/trash").json()["items"]
    assert (one["kind"], one["id"]) == ("task", str(task.id))
    answer = ask("post", f"/trash/tasks/{task.id}/restore").json()
    assert ask("get", "/trash").json()["items"] == []
    assert ask("post", f"/projects/{project.key}/undo/{answer['undo']}").status_code == 200
    assert len(ask("get", "/trash").json()["items"]) == 1


def test_the_tables_are_described(ask, project):
    items = ask("get", f"/projects/{project.key}/registers").json()["items"]
    assert {one["key"] for one in items} == {one.key for one in registers.all_registers()}
    risk = next(one for one in items if one["key"] == "risks.risk")
    assert all(field["writable"] for field in risk["fields"])


def test_a_file_goes_in_and_comes_out_byte_by_byte(ask, settings, tmp_path, project, task):
    settings.MEDIA_ROOT = tmp_path
    content = bytes(range(256)) * 99
    upload = SimpleUploadedFile("报价.xlsx", content)
    at = f"/projects/{project.key}/items/{task.id}/attachments"
    held = ask("post", at, data={"file": upload}).json()["attachment"]
    answer = ask("get", f"{at}/{held['id']}")
    assert b"".join(answer.streaming_content) == content
    assert "attachment" in answer.headers["Content-Disposition"]
    assert ask("delete", f"{at}/{held['id']}").status_code == 200
    assert ask("get", f"{at}/{held['id']}").status_code == 404


def test_an_address_on_a_task_has_no_bytes(ask, manager, project, task):
    row, _change = files.add_link(actor=manager, item=task, url="https://example.com/")
    at = f"/projects/{project.key}/items/{task.id}/attachments/{row.id}"
    assert ask("get", at).status_code == 404


# --- new projects --------------------------------------------------------------------------------


def test_a_project_is_previewed_made_and_copied(ask, manager, member):
    wish = {"template": "key_account_bid", "name": "集采投标", "key": "JC", "anchor": "2099-06-18",
            "roles": {"PM": [str(member.member_id)]}}  # fmt: skip
    seen = ask("post", "/templates/preview", wish).json()
    assert seen["anchor_date"] == "2099-06-18"
    assert not Project.objects.of(manager).filter(key="JC").exists()
    made = ask("post", "/projects", wish)
    assert made.status_code == 201
    assert made.json()["key"] == "JC"
    held = RoleHolder.objects.of(manager).filter(project__key="JC", member_id=member.member_id)
    assert held.exists()
    copied = ask("post", "/projects", {"copy_of": "JC", "name": "再投", "start": "2027-03-01"})
    assert copied.status_code == 201
    ids = {one["id"] for one in ask("get", "/templates").json()["items"]}
    assert len(ids) == 10


@pytest.mark.parametrize(
    "change",
    [{"template": "none"}, {"name": ""}, {"start": None}, {"copy_of": "NONE"}, {"budget_pct": -1}],
)
def test_a_wish_that_cannot_be_fulfilled_is_refused_and_leaves_nothing(change, ask, manager):
    wish = {"template": "key_account_bid", "name": "投标", "start": "2027-03-01", **change}
    answer = ask("post", "/projects", wish)
    assert answer.status_code in {404, 422}
    assert answer.json()["message"]
    assert not Project.objects.of(manager).exists()


def test_nobody_of_another_workspace_takes_a_role_in_a_new_project(ask, manager, outsider):
    wish = {"template": "key_account_bid", "name": "投标", "start": "2027-03-01",
            "roles": {"PM": [str(outsider.member_id)]}}  # fmt: skip
    assert ask("post", "/projects", wish).status_code == 422
    assert not Project.objects.of(manager).exists()


# --- files ---------------------------------------------------------------------------------------


def board():
    return SimpleUploadedFile("board.json", json.dumps(BOARD).encode())


def test_a_file_is_reported_on_before_it_becomes_a_project(ask, manager, member):
    read = ask("post", "/imports", data={"file": board()})
    assert read.status_code == 201
    told = read.json()
    assert (told["format"], told["tasks"], told["state"]) == ("trello", 1, "read")
    assert told["report"]
    assert not Project.objects.of(manager).exists()
    assert ask("get", f"/imports/{told['id']}").json()["id"] == told["id"]
    person = told["people"][0]["id"]
    made = ask(
        "post", f"/imports/{told['id']}/project",
        {"name": "渠道", "start": dt.date(2027, 3, 1), "people": {person: str(member.member_id)}},
    )  # fmt: skip
    assert made.status_code == 201
    held = Assignment.objects.of(manager).filter(member_id=member.member_id)
    assert held.exists()
    assert ask("post", f"/imports/{told['id']}/project", {"name": "再来"}).status_code == 422
    assert ask("get", f"/imports/{told['id']}").json()["state"] == "done"


@pytest.mark.parametrize("stranger", ["outsider", "nobody"])
def test_the_people_of_a_file_never_become_those_of_another_workspace(
    stranger, ask, manager, outsider, client_of
):
    told = ask("post", "/imports", data={"file": board()}).json()
    person = told["people"][0]["id"]
    who = str(outsider.member_id) if stranger == "outsider" else "0" * 32
    body = {"name": "渠道", "start": "2027-03-01", "people": {person: who}}
    assert ask("post", f"/imports/{told['id']}/project", body).status_code == 422
    form = {"name": "渠道", "start": "2027-03-01", f"person_{person}": who}
    page = client_of(manager).post(f"/projects/import/{told['id']}", form)
    assert page.status_code == 422
    assert not Project.objects.of(manager).exists()
    assert Import.objects.of(manager).get().state == "read"


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 99, b"{", b"PK\x03\x04", "锟斤拷".encode("gbk")]
)
def test_a_file_that_cannot_be_read_is_refused_in_words(content, ask, manager):
    answer = ask("post", "/imports", data={"file": SimpleUploadedFile("a.json", content)})
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not Import.objects.of(manager).exists()


@pytest.mark.parametrize("kind", ["yaml", "xlsx", "mspdi"])
def test_a_project_is_handed_over_as_a_file(kind, ask, project):
    answer = ask("get", f"/projects/{project.key}/export/{kind}")
    assert answer.status_code == 200
    assert len(answer.content) > 300
    assert ask("get", f"/projects/{project.key}/export/exe").status_code == 422


def test_a_goal_is_read_and_a_month_of_meetings_listed(ask, project):
    found = ask(
        "post", f"/projects/{project.key}/goals/check", {"sentence": "6月底前新增10家经销商"}
    ).json()
    assert [one["letter"] for one in found["letters"]] == list("SMART")
    assert (
        ask("get", f"/projects/{project.key}/meetings?month=2027-03").json()["month"] == "2027-03"
    )
