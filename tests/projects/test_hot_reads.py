"""Lists and single tasks by one statement: the same answer as the ORM's, and only to who may."""

from __future__ import annotations

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yunchou.web.core.errors import DomainError, NotFound
from yunchou.web.projects import hot, reading, selectors, services
from yunchou.web.projects.hot import Filter
from yunchou.web.projects.models import WorkItem
from yunchou.web.projects.tasks import assigning, checklists, talking


def items(actor, **wanted):
    return orjson.loads(hot.items(actor=actor, key="XPSS", wanted=Filter(**wanted)))


def names(answer):
    return [row["name"] for row in answer["items"]]


def item_of(actor, ref="XPSS-2"):
    return selectors.get_work_item(actor=actor, ref=ref)


def test_the_list_says_what_the_orm_says(project, member):
    assigning.assign(actor=member, item=item_of(member), member_ids=[member.member_id])
    values = {"labels": ["急", '"引号"'], "percent": 50}
    services.change_work_item(actor=member, item=item_of(member), values=values, version=None)
    rows = reading.rows(actor=member, project=project)
    theirs = [dict(zip(reading.COLUMNS, row, strict=True)) for row in rows]
    ours = items(member)["items"]
    assert [row["ref"] for row in ours] == [row["ref"] for row in theirs]
    same = {"id", "ref", "parent", "depth", "wbs", "name", "natural", "critical", "percent",
            "status", "assignees", "priority", "role", "total_float", "version"}  # fmt: skip
    for mine, orm in zip(ours, theirs, strict=True):
        assert {key: mine[key] for key in same} == {key: orm[key] for key in same}
        assert mine["start"] == (orm["start"].isoformat() if orm["start"] else None)
        if orm["kind"] != "summary":
            assert mine["duration"] == orm["duration"]
    assert ours[1]["labels"] == ["急", '"引号"']
    assert ours[0]["percent"] == 21  # the phase: half of five of twelve days


def test_a_summary_tells_the_percent_of_its_parts_wherever_it_is_asked_for(project, member):
    for percent, told in ((50, 21), (100, 42)):
        change = {"percent": percent}
        services.change_work_item(actor=member, item=item_of(member), values=change, version=None)
        assert items(member)["items"][0]["percent"] == told
        assert orjson.loads(hot.item(actor=member, key="XPSS", ref=1))["percent"] == told
        assert hot.page(actor=member, key="XPSS", number=1)["percent"] == told


def test_pages_follow_each_other_without_gap_or_repeat(project, member):
    found, cursor = [], ""
    while cursor is not None:
        answer = items(member, limit=2, cursor=cursor)
        found += names(answer)
        cursor = answer["next"]
    assert found == names(items(member))
    assert len(found) == len(set(found)) == 6


@pytest.mark.parametrize("wanted", [{"order": "wbs"}, {"order": "due"}, {"query": "xpss"}])
def test_all_orders_page_alike(project, member, wanted):
    whole = names(items(member, **wanted))
    first = items(member, **wanted, limit=3)
    rest = items(member, **wanted, limit=3, cursor=first["next"])
    assert names(first) + names(rest) == whole
    assert len(whole) == 6


def test_what_a_search_finds_comes_newest_first_unless_told(project, member):
    services.create_work_item(actor=member, project=project, name="新任务")
    found = names(items(member, query="xpss"))
    assert found[0] == "新任务"
    assert sorted(found) == sorted(names(items(member)))
    assert names(items(member, query="xpss", order="wbs")) == names(items(member))


def test_who_has_very_many_tasks_gets_the_same_list(project, member, monkeypatch):
    for ref in ("XPSS-2", "XPSS-3", "XPSS-4"):
        assigning.assign(actor=member, item=item_of(member, ref), member_ids=[member.member_id])
    few = [items(member, assignee=member.member_id, order=order) for order in ("wbs", "due")]
    assert len(few[0]["items"]) == 3
    monkeypatch.setattr(hot, "BUSY", 1)
    assert few == [
        items(member, assignee=member.member_id, order=order) for order in ("wbs", "due")
    ]
    assert len(items(member, assignee=member.member_id, query="xpss")["items"]) == 3


def test_by_due_date_the_soonest_come_first(project, member):
    finishes = [row["finish"] for row in items(member, order="due")["items"]]
    assert finishes == sorted(finishes)


def test_filters_cut_the_list(project, member):
    assigning.assign(actor=member, item=item_of(member), member_ids=[member.member_id])
    todo = selectors.statuses(actor=member, project=project).get(category="todo")
    done = selectors.statuses(actor=member, project=project).get(category="done")
    services.set_status(actor=member, item=item_of(member, "XPSS-4"), status=done)
    assert names(items(member, assignee=member.member_id)) == ["问卷"]
    assert names(items(member, status=done.id)) == ["竞品"]
    assert names(items(member, category="done")) == ["竞品"]
    assert names(items(member, status=todo.id, assignee=member.member_id)) == ["问卷"]
    cut = item_of(member, "XPSS-3").finish
    assert "访谈" not in names(items(member, due_before=cut))
    assert names(items(member, query="访谈")) == ["访谈"]
    assert names(items(member, query="ft")) == ["访谈"]
    assert names(items(member, query="!!")) == []


def test_the_search_is_by_words_not_by_sql(project, member):
    assert names(items(member, query="' OR 1=1 --")) == []


def test_a_broken_cursor_is_refused_in_words(project, member):
    for cursor in ("x", "W10=", "WyJhIiwiYiJd", "é"):
        with pytest.raises(DomainError):
            items(member, cursor=cursor)


def test_a_limit_has_bounds(project, member):
    assert len(items(member, limit=0)["items"]) == 1
    assert len(items(member, limit=10**6)["items"]) == 6


def test_an_empty_list_and_a_hidden_project_are_told_apart(project, member, finance, outsider):
    assert items(member, category="cancelled")["items"] == []
    for stranger in (finance, outsider):
        with pytest.raises(NotFound):
            items(stranger)
        with pytest.raises(NotFound):
            hot.item(actor=stranger, key="XPSS", ref=2)
        with pytest.raises(NotFound):
            hot.page(actor=stranger, key="XPSS", number=2)


def test_one_task_brings_comments_boxes_and_people(project, member, manager):
    item = item_of(member)
    talking.add_comment(actor=member, item=item, body="@林晓 好的")
    checklists.add_box(actor=member, item=item, name="样品")
    assigning.assign(actor=member, item=item_of(member), member_ids=[member.member_id])
    for ref in (item.id, 2):
        found = orjson.loads(hot.item(actor=manager, key="xpss", ref=ref))
        assert [row["body"] for row in found["comments"]] == ["@林晓 好的"]
        assert found["comments"][0]["called"] == ["林晓"]
        assert [(box["name"], box["done"]) for box in found["checklist"]] == [("样品", False)]
        assert [person["name"] for person in found["people"]] == ["周立"]


def test_trashed_tasks_are_in_no_answer(project, member):
    services.trash_work_item(actor=member, item=item_of(member))
    assert "问卷" not in names(items(member))
    with pytest.raises(NotFound):
        hot.item(actor=member, key="XPSS", ref=2)


@pytest.mark.parametrize(
    "url",
    [
        "/api/v1/projects/XPSS/items",
        "/api/v1/projects/XPSS/items?category=todo&order=due&limit=50",
        "/api/v1/projects/XPSS/items/2",
    ],
)
def test_a_hot_answer_is_one_statement_beside_the_session(project, member, client_of, url):
    browser = client_of(member)
    browser.get(url)  # the percent of summaries is counted once a change
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    assert len(asked) == 2, [query["sql"] for query in asked]


def test_the_page_of_a_task_costs_the_same_with_much_and_with_little(project, member, client_of):
    browser = client_of(member)
    browser.get("/p/XPSS/t/2")
    with CaptureQueriesContext(connection) as little:
        browser.get("/p/XPSS/t/2")
    item = item_of(member)
    for number in range(12):
        talking.add_comment(actor=member, item=item, body=f"第 {number} 条")
        checklists.add_box(actor=member, item=item, name=f"盒 {number}")
    browser.get("/p/XPSS/t/2")  # what is counted once a change is counted now
    with CaptureQueriesContext(connection) as much:
        browser.get("/p/XPSS/t/2")
    assert len(much) <= len(little)


def test_a_deep_number_is_simply_not_found(project, member, client_of):
    assert client_of(member).get("/api/v1/projects/XPSS/items/999999999").status_code == 404
    assert client_of(member).get("/api/v1/projects/XPSS/items/nonsense").status_code == 404
    assert WorkItem.objects.of(member).count() == 6
