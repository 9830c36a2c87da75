"""The tables of the plan on pages: the line that adds, the form, delete, trash."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yunchou.web.core.activity import current_seq
from yunchou.web.projects import registers

pytestmark = pytest.mark.django_db
PAGES = {
    "overview": "", "goals": "goals", "resources": "resources", "communication": "communication",
    "monitoring": "monitoring", "risks": "risks", "retros": "retros", "learning": "learning",
    "market": "market",
}  # fmt: skip
#: the frame of a page asks for the actor, the project, its tag and the figures of the navigation
QUERIES = {"overview": 26, "goals": 19, "resources": 17, "communication": 16, "monitoring": 15}
HX = {"HX-Request": "true"}


def row_of(project, key):
    entry = registers.get(key)
    return entry.model.objects.in_workspace(project.workspace_id).filter(project=project).first()


def form_of(project, row, key="risks.risk", verb=""):
    return f"/p/{project.key}/r/{key}/{row.id}{verb}"


@pytest.mark.parametrize("who", ["owner", "manager", "member", "viewer"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_whoever_may_look(request, client_of, project, page, who):
    answer = client_of(request.getfixturevalue(who)).get(f"/p/{project.key}/{PAGES[page]}")
    assert answer.status_code == 200
    assert "h1" in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_no_page_opens_for_an_outsider(client_of, outsider, project, page):
    assert client_of(outsider).get(f"/p/{project.key}/{PAGES[page]}").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_few_queries(client_of, manager, project, page, django_assert_max_num_queries):
    client = client_of(manager)
    with django_assert_max_num_queries(QUERIES.get(page, 14)):
        client.get(f"/p/{project.key}/{PAGES[page]}")


@pytest.mark.parametrize(
    ("page", "key", "values"),
    [
        ("goals", "goals.goal", {"name": "目标", "statement": "年底前卖出 100 元"}),
        ("resources", "resources.budget_line", {"name": "差旅"}),
        ("communication", "communication.meeting", {"name": "周会", "rrule": "FREQ=DAILY"}),
        ("monitoring", "monitoring.kpi", {"name": "签约", "target": 5, "actual": 1}),
        ("risks", "risks.risk", {"description": "断电"}),
        ("", "risks.risk", {"description": "断电", "status": "triggered"}),
    ],
)
def test_queries_do_not_grow_with_the_rows(client_of, manager, project, page, key, values):
    client, entry = client_of(manager), registers.get(key)
    add = lambda: registers.add_row(actor=manager, project=project, entry=entry, values=values)  # noqa: E731
    add()
    with CaptureQueriesContext(connection) as few:
        client.get(f"/p/{project.key}/{page}")
    for _ in range(12):
        add()
    with CaptureQueriesContext(connection) as many:
        client.get(f"/p/{project.key}/{page}")
    assert len(many) <= len(few)


@pytest.mark.parametrize("page", PAGES)
def test_an_unchanged_page_is_not_sent_twice_and_a_changed_one_is(
    client_of, manager, project, page
):
    client, address = client_of(manager), f"/p/{project.key}/{PAGES[page]}"
    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    entry = registers.get("market.fact")
    registers.add_row(actor=manager, project=project, entry=entry, values={"fact": "新规出台"})
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_tag_of_one_reader_does_not_serve_another(client_of, manager, viewer, project):
    tag = client_of(manager).get("/p/XPSS/resources").headers["ETag"]
    other = client_of(viewer).get("/p/XPSS/resources", headers={"If-None-Match": tag})
    assert other.status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_the_reader_of_english_sees_no_untranslated_label(client_of, manager, project, page):
    client = client_of(manager)
    client.post("/language", {"language": "en"})
    answer = client.get(f"/p/{project.key}/{PAGES[page]}")
    assert answer.headers["Content-Language"] == "en"
    assert "需要你处理" not in answer.content.decode()
    assert "责任角色" not in answer.content.decode()


def test_a_row_is_added_by_the_line_with_and_without_script(client_of, manager, project):
    client = client_of(manager)
    plain = client.post("/p/XPSS/r/risks.risk", {"quick": "1", "description": "断电"})
    assert (plain.status_code, plain.headers["Location"]) == (302, "/p/XPSS/risks#register")
    part = client.post("/p/XPSS/r/risks.risk", {"quick": "1", "description": "断网"}, headers=HX)
    assert part.status_code == 200
    assert "autofocus" in part.content.decode()
    said = json.loads(part.headers["HX-Trigger"])
    assert "R3" in said["yc:toast"]["text"]
    assert said["yc:toast"]["undo"].startswith("/api/v1/projects/XPSS/undo/")
    page = client.get("/p/XPSS/risks").content.decode()
    assert "断电" in page
    assert "断网" in page


def test_a_refused_line_keeps_what_was_typed(client_of, manager, project):
    body = {"quick": "1", "description": "断电", "probability": "八", "impact": "3"}
    answer = client_of(manager).post("/p/XPSS/r/risks.risk", body, headers=HX)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "断电" in text
    assert 'role="alert"' in text


def test_a_form_saves_closes_its_dialog_and_offers_undo(client_of, manager, project):
    client, row = client_of(manager), row_of(project, "risks.risk")
    form = client.get(form_of(project, row), headers=HX)
    assert form.status_code == 200
    assert "<html" not in form.content.decode()
    body = {"version": row.version, "description": "竞品大幅降价", "impact": "5"}
    saved = client.post(form_of(project, row), body, headers=HX)
    assert saved.status_code == 204
    said = json.loads(saved.headers["HX-Trigger"])
    assert set(said) == {"yc:toast", "yc:changed", "yc:close"}
    client.post(said["yc:toast"]["undo"])
    row.refresh_from_db(from_queryset=type(row).objects.in_workspace(project.workspace_id))
    assert (row.description, row.impact) == ("竞品降价", 4)


def test_a_form_saved_as_it_was_changes_nothing(client_of, manager, project):
    row = row_of(project, "goals.goal")
    seq = current_seq(project.workspace_id, project.id)
    body = {"version": row.version, "name": row.name, "target": "100", "weight_pct": "100.0",
            "unit": "元", "deadline": "", "owner": "", "statement": ""}  # fmt: skip
    answer = client_of(manager).post(form_of(project, row, "goals.goal"), body, headers=HX)
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (204, '{"yc:close": {}}')
    assert current_seq(project.workspace_id, project.id) == seq


def test_a_refused_form_shows_the_reason_at_its_field(client_of, manager, project):
    client, row = client_of(manager), row_of(project, "risks.risk")
    answer = client.post(form_of(project, row), {"impact": "77", "trigger": "价签照片"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "row-impact-error" in text
    assert "价签照片" in text


def test_a_stale_form_shows_the_other_value_and_then_may_win(client_of, manager, owner, project):
    row = row_of(project, "risks.risk")
    seen = row.version
    first = {"version": seen, "description": "甲的说法"}
    client_of(owner).post(form_of(project, row), first)
    client = client_of(manager)
    clash = client.post(form_of(project, row), {"version": seen, "description": "乙的说法"})
    assert clash.status_code == 409
    text = clash.content.decode()
    assert "甲的说法" in text
    assert "乙的说法" in text
    assert f'name="version" value="{seen + 1}"' in text
    client.post(form_of(project, row), {"version": seen + 1, "description": "乙的说法"})
    assert "乙的说法" in client.get("/p/XPSS/risks").content.decode()


def test_a_row_is_deleted_listed_in_the_trash_and_restored(client_of, manager, project):
    client, row = client_of(manager), row_of(project, "risks.risk")
    gone = client.post(form_of(project, row, verb="/delete"), headers=HX)
    assert gone.status_code == 204
    assert "竞品降价" not in client.get("/p/XPSS/risks").content.decode()
    assert "竞品降价" in client.get("/p/XPSS/r/risks.risk/trash").content.decode()
    back = client.post(form_of(project, row, verb="/restore"))
    assert back.status_code == 302
    assert "竞品降价" in client.get("/p/XPSS/risks").content.decode()


@pytest.mark.parametrize("who", ["viewer", "member"])
def test_who_does_not_plan_has_no_form_to_add_or_delete(request, client_of, project, who):
    client, row = client_of(request.getfixturevalue(who)), row_of(project, "risks.risk")
    seq = current_seq(project.workspace_id, project.id)
    assert 'class="adder"' not in client.get("/p/XPSS/goals").content.decode()
    assert client.get("/p/XPSS/r/risks.risk/new").status_code == 403
    assert client.post("/p/XPSS/r/risks.risk", {"description": "x"}).status_code == 403
    assert client.post(form_of(project, row, verb="/delete")).status_code == 403
    assert current_seq(project.workspace_id, project.id) == seq


def test_an_outsider_finds_no_form(client_of, outsider, project):
    client, row = client_of(outsider), row_of(project, "risks.risk")
    for address in (form_of(project, row), "/p/XPSS/r/risks.risk/new", "/p/XPSS/r/risks.risk/trash"):  # fmt: skip
        assert client.get(address).status_code == 404
    assert client.post(form_of(project, row, verb="/delete")).status_code == 404


def test_several_roles_are_chosen_and_all_taken_away_again(client_of, manager, project):
    client = client_of(manager)
    body = {"name": "周会", "rrule": "FREQ=WEEKLY;BYDAY=MO", "rrule-time": "9:30", "rrule-count": "8",
            "attendee_roles": ["SD", "PM"], "attendee_roles-there": "1"}  # fmt: skip
    client.post("/p/XPSS/r/communication.meeting", body)
    row = row_of(project, "communication.meeting")
    assert row.attendee_roles == ["SD", "PM"]
    assert row.rrule == "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=30;COUNT=8"
    client.post(form_of(project, row, "communication.meeting"), {"attendee_roles-there": "1"})
    assert row_of(project, "communication.meeting").attendee_roles == []


@pytest.mark.parametrize(
    "wrong",
    [{"rrule-time": "25:00"}, {"rrule-count": "-1"}, {"rrule-count": "9" * 30},
     {"rrule": "FREQ=SECONDLY"}, {"rrule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"},
     {"rrule": "<script>"}, {"attendee_roles": ["KING"]}, {"duration_min": "-5"}],
)  # fmt: skip
def test_an_impossible_rule_is_refused(client_of, manager, project, wrong):
    body = {"name": "周会", "rrule": "FREQ=DAILY", "attendee_roles-there": "1", **wrong}
    answer = client_of(manager).post("/p/XPSS/r/communication.meeting", body)
    assert answer.status_code == 422
    assert "周会" in answer.content.decode()
    assert row_of(project, "communication.meeting") is None


def test_a_clash_shows_the_other_value_in_words_with_the_name_of_its_field(
    client_of, manager, project
):
    row, client = row_of(project, "risks.risk"), client_of(manager)
    client.post(form_of(project, row), {"version": row.version, "strategy": "transfer"})
    clash = client.post(form_of(project, row), {"version": row.version, "strategy": "accept"})
    assert clash.status_code == 409
    assert "策略：转移" in clash.content.decode()
    line, url = row_of(project, "resources.budget_line"), "resources.budget_line"
    client.post(form_of(project, line, url), {"version": line.version, "planned": "1.2万"})
    clash = client.post(form_of(project, line, url), {"version": line.version, "planned": "9"})
    assert "¥12,000.00" in clash.content.decode()
