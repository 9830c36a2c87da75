"""⌘K and the search page: projects, tasks, people and commands, of what one may see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yunchou.web.boards import looking
from yunchou.web.projects import selectors, services


def titles(groups):
    return {group["label"]: [item["title"] for item in group["items"]] for group in groups}


@pytest.mark.parametrize("typed", ["访谈", "ft", "fangtan", "XPSS-3", "谈"])
def test_a_task_is_found_by_characters_pinyin_and_reference(project, member, typed):
    found = titles(looking.groups(actor=member, query=typed))
    assert "访谈" in found["任务"]


def test_a_person_is_found_by_pinyin(project, member, manager):
    found = titles(looking.groups(actor=member, query="linxiao"))
    assert found.get("人员") == ["林晓"]


@pytest.mark.parametrize("typed", ["回收", "hsz", "huishou"])
def test_a_command_is_found_by_characters_and_pinyin(workspace, finance, typed):
    found = looking.commands(actor=finance, query=typed)
    assert [item["url"] for item in found] == ["/trash"]


def test_commands_that_one_may_not_use_are_absent(workspace, finance, manager):
    assert "新建项目" not in titles(looking.groups(actor=finance, query="新建")).get("命令", [])
    assert "新建项目" in titles(looking.groups(actor=manager, query="新建"))["命令"]


def test_nothing_is_found_in_projects_that_one_does_not_see(project, finance, outsider):
    for actor in (finance, outsider):
        assert "任务" not in titles(looking.groups(actor=actor, query="访谈"))
        assert "项目" not in titles(looking.groups(actor=actor, query="新品上市"))


def test_a_renamed_and_a_trashed_task_are_found_as_they_are_now(project, member):
    item = selectors.get_work_item(actor=member, ref="XPSS-3")
    services.change_work_item(actor=member, item=item, values={"name": "渠道走访"}, version=None)
    assert "渠道走访" in titles(looking.groups(actor=member, query="走访"))["任务"]
    assert "任务" not in titles(looking.groups(actor=member, query="访谈"))
    services.trash_work_item(actor=member, item=item)
    assert "任务" not in titles(looking.groups(actor=member, query="走访"))


def test_the_palette_is_answered_in_json_with_two_statements(project, member, client_of):
    browser = client_of(member)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get("/search?q=访谈", headers={"Accept": "application/json"})
    assert len(asked) == 2  # who asks, what is found
    (group,) = answer.json()["groups"]
    assert group["items"][0] == {
        "title": "访谈", "subtitle": "XPSS-3", "url": "/p/XPSS/t/3", "icon": "task",
    }  # fmt: skip


@pytest.mark.parametrize("typed", ['"', "*", "NEAR(", "' OR 1=1", "😀", "a" * 5000, "%_"])
def test_odd_queries_find_nothing_and_break_nothing(project, member, client_of, typed):
    answer = client_of(member).get("/search", {"q": typed})
    assert answer.status_code == 200


def test_a_hostile_query_is_shown_as_text(project, member, client_of):
    page = client_of(member).get("/search", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_my_tasks_answers_over_the_api(project, member, client_of):
    answer = client_of(member).get("/api/v1/me/tasks").json()
    assert set(answer) == {"overdue", "today", "week", "later"}
