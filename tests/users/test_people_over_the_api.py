"""The same rights through the API: roles, outsiders, programs."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from tests.users import known
from yunchou.web.users import access
from yunchou.web.users.models import Holiday, Member, SignInLink, Workspace

ROLES = ("owner", "manager", "member", "viewer", "outsider")


@pytest.fixture
def ask(client_of, request):
    def ask(who, method, path, body=None, **headers):
        browser = client_of(request.getfixturevalue(who)) if who else Client()
        return getattr(browser, method)(
            f"/api/v1{path}", json.dumps(body or {}) if method != "get" else body,
            content_type="application/json", headers=headers,
        )  # fmt: skip

    return ask


def test_me_says_who_asks_and_how(owner, ask):
    body = ask("owner", "get", "/me").json()
    assert (body["name"], body["level"], body["token"]) == ("周岚", "owner", False)
    assert body["functions"] == ["director"]
    _token, secret = access.make_token(actor=owner, name="脚本")
    answer = Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).json()
    assert answer["token"] is True
    assert answer["workspaces"] == []


@pytest.mark.parametrize("path", ["/me", "/members", "/tokens", "/workspace", "/holidays"])
def test_nobody_gets_nothing(path, ask, db):
    assert ask(None, "get", path).status_code == 401


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 201), ("manager", 201), ("member", 403), ("viewer", 403)],
)
def test_who_may_invite(who, status, ask, owner, manager, member, viewer):
    answer = ask(who, "post", "/members", {"name": "张三", "level": "viewer"})
    assert answer.status_code == status
    assert SignInLink.objects.count() == (status == 201)
    if status == 201:
        assert answer.json()["link"].startswith("http://127.0.0.1:8000/link/")
        assert answer.json()["person"]["state"] == "invited"


def test_no_list_ever_returns_a_secret(owner, ask):
    link = ask("owner", "post", "/members", {"name": "张三"}).json()["link"]
    _row, secret = access.make_token(actor=owner, name="脚本")
    for path in ("/members", "/tokens", "/me", "/workspace"):
        body = ask("owner", "get", path).content.decode()
        assert link.rsplit("/", 1)[1] not in body
        assert secret not in body


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("get", "/members/{id}", None),
        ("patch", "/members/{id}", {"level": "viewer"}),
        ("post", "/members/{id}/invitation", None),
        ("delete", "/members/{id}/invitation", None),
        ("post", "/members/{id}/reset-link", None),
        ("post", "/members/{id}/deactivate", None),
        ("post", "/members/{id}/activate", None),
    ],
)
def test_people_of_another_workspace_do_not_exist(method, path, body, ask, member, outsider):
    before = list(Member.objects.of(member).order_by("id").values())
    answer = ask("outsider", method, path.format(id=member.member_id), body)
    absent = ask("outsider", method, path.format(id=outsider.workspace_id), body)
    assert answer.status_code == absent.status_code == 404
    assert answer.content == absent.content
    assert list(Member.objects.of(member).order_by("id").values()) == before


def test_a_stale_version_is_a_conflict(owner, member, ask):
    path = f"/members/{member.member_id}"
    assert ask("owner", "patch", path, {"position": "经理"}, **{"If-Match": "1"}).status_code == 200
    answer = ask("owner", "patch", path, {"position": "主管"}, **{"If-Match": '"1"'})
    assert answer.status_code == 409
    assert (answer.json()["yours"], answer.json()["theirs"]) == ("主管", "经理")


@pytest.mark.parametrize("header", ["²", "1" * 50, "abc", ""])
def test_a_version_that_is_none_is_not_an_error(header, owner, member, ask):
    answer = ask("owner", "patch", f"/members/{member.member_id}", {"position": "经理"},
                 **{"If-Match": header})  # fmt: skip
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "field", ["workspace_id", "user_id", "active", "version", "created_by", "pinyin", "id", "email"]
)
def test_what_is_not_offered_is_not_written(field, owner, member, ask):
    before = Member.objects.of(owner).filter(id=member.member_id).values().get()
    ask("owner", "patch", f"/members/{member.member_id}", {field: "x"})
    assert Member.objects.of(owner).filter(id=member.member_id).values().get() == before


def test_letting_somebody_go_names_what_they_held(owner, member, project, ask):
    answer = ask("owner", "post", f"/members/{member.member_id}/deactivate")
    assert answer.json()["person"]["state"] == "left"
    assert answer.json()["held"] == []


def test_only_owners_change_settings_and_holidays(owner, manager, ask):
    day = {"day": "2027-05-20", "name": "厂庆"}
    assert ask("manager", "patch", "/workspace", {"name": "我的"}).status_code == 403
    assert ask("manager", "post", "/holidays", day).status_code == 403
    assert ask("owner", "patch", "/workspace", {"name": "华东大区"}).json()["name"] == "华东大区"
    made = ask("owner", "post", "/holidays", day)
    assert made.status_code == 201
    assert ask("manager", "get", "/holidays").json()[0]["name"] == "厂庆"
    gone = ask("owner", "delete", f"/holidays/{made.json()['day']['id']}")
    assert gone.status_code == 204
    assert not Holiday.objects.of(owner).exists()


def test_one_s_tokens_are_listed_and_ended(member, ask):
    row, _secret = access.make_token(actor=member, name="脚本")
    assert [one["name"] for one in ask("member", "get", "/tokens").json()] == ["脚本"]
    assert ask("member", "delete", f"/tokens/{row.id}").status_code == 204
    assert ask("member", "get", "/tokens").json() == []


def test_a_reading_token_reads_and_writes_nothing(owner, member):
    _token, secret = access.make_token(actor=owner, name="脚本", scope="read")
    actor = known.of_token(secret)
    assert actor.read_only
    bearer = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/members", headers=bearer).status_code == 200
    answer = Client().patch(
        "/api/v1/workspace", {"name": "x"}, content_type="application/json", headers=bearer
    )
    assert answer.status_code == 403
    assert Workspace.objects.get(id=owner.workspace_id).name == "华东销售中心"


def test_a_thousand_guessed_ids_find_nobody(outsider, member, client_of):
    from yunchou.web.core.ids import uuid7

    browser = client_of(outsider)
    near = int(member.member_id)
    ids = [uuid7() for _ in range(30)] + [
        type(member.member_id)(int=near + n) for n in range(-30, 31)
    ]
    answers = {
        (a.status_code, a.content) for a in (browser.get(f"/api/v1/members/{i}") for i in ids)
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_inviting_by_page_and_by_api_is_one_service(owner, ask, client_of):
    client_of(owner).post("/people/invite", {"name": "甲", "level": "30"})
    ask("owner", "post", "/members", {"name": "乙", "level": "manager"})
    rows = Member.objects.of(owner).filter(name__in="甲乙").order_by("name")
    assert {(m.level, tuple(m.functions), m.version) for m in rows} == {(30, (), 1)}
    assert len(rows) == 2


def test_the_reference_page_shows_every_operation_without_foreign_scripts(owner, client_of):
    from yunchou.web.config.api import api
    from yunchou.web.config.docs import operations

    page = client_of(owner).get("/api/v1/docs")
    body = page.content.decode()
    for one in operations(api.get_openapi_schema()):
        assert f'id="{one["id"]}"' in body
    assert "https://" not in body.replace("https://yunchou", "")
