"""The tables of the plan over the API: one address, one set of rights for all of them."""

from __future__ import annotations

import json

import pytest

from yunchou.web.core.activity import current_seq
from yunchou.web.exchange.plans import create_project
from yunchou.web.projects import registers
from yunchou.web.projects.models import ProjectMember

pytestmark = pytest.mark.django_db
RISKS = "/api/v1/projects/XPSS/registers/risks.risk"
MONEY = "/api/v1/projects/XPSS/registers/resources.budget_line"
ROLES = "/api/v1/projects/XPSS/registers/resources.role"


def send(client, method, url, body=None, **headers):
    if method == "get":
        return client.get(url, headers=headers)
    return getattr(client, method)(
        url, json.dumps(body or {}), content_type="application/json", headers=headers
    )


def first(client, url):
    return client.get(url).json()["items"][0]


@pytest.fixture
def boss(client_of, manager, project):
    return client_of(manager)


def test_every_register_lists_its_rows_with_public_names(boss):
    for entry in registers.all_registers():
        answer = boss.get(f"/api/v1/projects/XPSS/registers/{entry.key}")
        assert answer.status_code == 200, entry.key
        for item in answer.json()["items"]:
            assert not [name for name in item if name.endswith("_fen")]


def test_a_row_is_added_with_the_next_code_and_recorded(boss, project):
    before = current_seq(project.workspace_id, project.id)
    answer = send(boss, "post", RISKS, {"description": "物流罢工", "probability": 4, "impact": 5})
    assert answer.status_code == 201
    body = answer.json()
    assert body["item"]["code"] == "R2"
    assert body["seq"] == before + 1
    assert body["undo"]


def test_amounts_are_yuan_outside_and_fen_inside(boss):
    line = first(boss, MONEY)
    assert line["planned"] == 1000
    answer = send(boss, "patch", f"{MONEY}/{line['id']}", {"planned": "1.2万"})
    assert answer.json()["item"]["planned"] == 12000
    assert answer.json()["display"]["planned"] == "¥12,000.00"
    entry = registers.get("resources.budget_line")
    assert entry.model.objects.across_workspaces().get(id=line["id"]).planned_fen == 1_200_000


@pytest.mark.parametrize(
    "wrong",
    ["abc", "-1", "1e30", True, [], {}, "NaN", "9" * 40, "12;DROP TABLE"],
)
def test_an_impossible_amount_is_refused_in_words_and_nothing_is_written(boss, wrong):
    line = first(boss, MONEY)
    answer = send(boss, "patch", f"{MONEY}/{line['id']}", {"planned": wrong})
    assert answer.status_code == 422
    assert answer.json()["field"] == "planned"
    assert answer.json()["message"]
    assert first(boss, MONEY) == line


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("probability", 9), ("probability", "三"), ("impact", 0), ("strategy", "祈祷"),
        ("triggered_at", "2027-02-30"), ("owner", "not-an-id"), ("owner_role", "KING"),
        ("description", ""), ("description", "长" * 20_001), ("description", ["a"]),
        ("no_such_field", 1), ("version", 7), ("workspace", "x"),
    ],
)  # fmt: skip
def test_a_value_that_makes_no_sense_is_refused(boss, field, wrong):
    risk = first(boss, RISKS)
    answer = send(boss, "patch", f"{RISKS}/{risk['id']}", {field: wrong})
    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert first(boss, RISKS) == risk


def test_a_row_without_its_name_is_refused(boss):
    answer = send(boss, "post", RISKS, {"probability": 3})
    assert (answer.status_code, answer.json()["field"]) == (422, "description")


def test_hostile_text_is_kept_as_text_and_escaped_on_the_page(boss):
    text = "<script>alert('x')</script> {{ 7*7 }} %s"
    answer = send(boss, "post", RISKS, {"description": text})
    assert answer.json()["item"]["description"] == text
    page = boss.get("/p/XPSS/risks").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "{{ 7*7 }}" in page


def test_a_nul_is_refused_because_no_database_holds_it(boss):
    answer = send(boss, "post", RISKS, {"description": "报价\x00泄露"})
    assert (answer.status_code, answer.json()["code"]) == (422, "text.nul")


def test_two_people_on_one_field_are_shown_both_values(boss, client_of, owner):
    line = first(boss, MONEY)
    url = f"{MONEY}/{line['id']}"
    send(boss, "patch", url, {"planned": 2000}, **{"If-Match": str(line["version"])})
    late = send(client_of(owner), "patch", url, {"planned": 3000}, **{"If-Match": str(line["version"])})  # fmt: skip
    assert late.status_code == 409
    body = late.json()
    assert (body["field"], body["yours"], body["theirs"]) == ("planned", 3000, 2000)
    assert body["by"] == "林晓"
    assert first(boss, MONEY)["planned"] == 2000


def test_two_people_on_different_fields_both_stand(boss, client_of, owner):
    line = first(boss, MONEY)
    url, seen = f"{MONEY}/{line['id']}", {"If-Match": str(line["version"])}
    send(boss, "patch", url, {"planned": 2000}, **seen)
    assert send(client_of(owner), "patch", url, {"note": "含住宿"}, **seen).status_code == 200
    assert (first(boss, MONEY)["planned"], first(boss, MONEY)["note"]) == (2000, "含住宿")


def test_a_change_an_addition_and_a_deletion_are_undone(boss):
    line = first(boss, MONEY)
    change = send(boss, "patch", f"{MONEY}/{line['id']}", {"planned": 5}).json()["undo"]
    assert boss.post(f"/api/v1/projects/XPSS/undo/{change}").status_code == 200
    assert first(boss, MONEY)["planned"] == 1000
    gone = send(boss, "delete", f"{MONEY}/{line['id']}").json()["undo"]
    assert boss.get(MONEY).json()["items"] == []
    assert boss.post(f"/api/v1/projects/XPSS/undo/{gone}").status_code == 200
    assert first(boss, MONEY)["code"] == "B01"
    added = send(boss, "post", MONEY, {"name": "礼品"}).json()["undo"]
    boss.post(f"/api/v1/projects/XPSS/undo/{added}")
    assert [row["code"] for row in boss.get(MONEY).json()["items"]] == ["B01"]


def test_a_deleted_row_waits_in_the_trash_and_comes_back(boss):
    risk = first(boss, RISKS)
    send(boss, "delete", f"{RISKS}/{risk['id']}")
    assert [row["code"] for row in boss.get(f"{RISKS}?trashed=true").json()["items"]] == ["R01"]
    assert send(boss, "post", f"{RISKS}/{risk['id']}/restore").status_code == 200
    assert first(boss, RISKS)["description"] == risk["description"]


@pytest.mark.parametrize("who", ["viewer", "member"])
def test_who_does_not_plan_cannot_change_the_plan(request, client_of, boss, who):
    client = client_of(request.getfixturevalue(who))
    risk = first(boss, RISKS)
    url = f"{RISKS}/{risk['id']}"
    assert client.get(RISKS).status_code == 200
    assert send(client, "post", RISKS, {"description": "x"}).status_code == 403
    assert send(client, "patch", url, {"description": "x"}).status_code == 403
    assert send(client, "delete", url).status_code == 403
    assert first(boss, RISKS) == risk


def test_a_member_reports_what_happens_but_does_not_rewrite_the_plan(client_of, member, boss):
    risk = first(boss, RISKS)
    url = f"{RISKS}/{risk['id']}"
    client = client_of(member)
    assert send(client, "patch", url, {"status": "triggered"}).status_code == 200
    both = send(client, "patch", url, {"status": "closed", "impact": 1})
    assert both.status_code == 403
    assert first(boss, RISKS)["status"] == "triggered"


def test_an_outsider_learns_nothing(client_of, outsider, boss):
    risk = first(boss, RISKS)
    client = client_of(outsider)
    for method, url in [
        ("get", RISKS), ("post", RISKS), ("get", f"{RISKS}/{risk['id']}"),
        ("patch", f"{RISKS}/{risk['id']}"), ("delete", f"{RISKS}/{risk['id']}"),
    ]:  # fmt: skip
        assert send(client, method, url, {"description": "x"}).status_code == 404


def test_a_row_of_another_project_is_not_found_under_this_one(boss, manager, plan):
    create_project(actor=manager, plan=plan, key="ANDER")
    other = first(boss, RISKS.replace("XPSS", "ANDER"))
    for method in ("get", "patch", "delete"):
        assert send(boss, method, f"{RISKS}/{other['id']}", {"impact": 1}).status_code == 404
    mine = first(boss, RISKS)
    share = "/api/v1/projects/XPSS/registers/goals.share"
    goal = first(boss, share.replace("XPSS/registers/goals.share", "ANDER/registers/goals.goal"))
    body = {"goal": goal["id"], "dimension": "区域", "key": "浙江", "target": 1}
    assert send(boss, "post", share, body).status_code == 422
    assert first(boss, RISKS) == mine


def test_an_unknown_table_is_not_found(boss):
    assert boss.get("/api/v1/projects/XPSS/registers/no.such").status_code == 404


def test_cost_rates_are_hidden_and_refused_but_for_finance_hr_and_managers(
    client_of, boss, member, finance, project
):
    ProjectMember.objects.create(
        workspace_id=project.workspace_id, project=project, member_id=finance.member_id, level=20
    )
    role = first(boss, ROLES)
    url = f"{ROLES}/{role['id']}"
    assert send(boss, "patch", url, {"cost_rate": 800}).status_code == 200
    assert first(client_of(finance), ROLES)["cost_rate"] == 800
    hidden = client_of(member)
    assert "cost_rate" not in first(hidden, ROLES)
    assert send(hidden, "patch", url, {"cost_rate": 1}).status_code == 403
    assert "成本单价" not in hidden.get("/p/XPSS/resources").content.decode()
    assert "800.00" in client_of(finance).get("/p/XPSS/resources").content.decode()
    assert first(boss, ROLES)["cost_rate"] == 800


def test_finance_enters_what_is_spent_but_does_not_plan(client_of, boss, finance, project):
    ProjectMember.objects.create(
        workspace_id=project.workspace_id, project=project, member_id=finance.member_id, level=20
    )
    line, client = first(boss, MONEY), client_of(finance)
    url = f"{MONEY}/{line['id']}"
    assert send(client, "patch", url, {"spent": 300.5}).json()["item"]["spent"] == 300.5
    assert send(client, "patch", url, {"planned": 9}).status_code == 403


def test_a_list_costs_the_same_few_queries_however_long(
    boss, manager, project, django_assert_max_num_queries
):
    entry = registers.get("risks.risk")
    for number in range(30):
        registers.add_row(
            actor=manager, project=project, entry=entry, values={"description": f"风险{number}"}
        )
    with django_assert_max_num_queries(4):
        assert len(boss.get(RISKS).json()["items"]) == 31
