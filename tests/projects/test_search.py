"""Anything is found by two characters, by pinyin, by initials and by reference; nothing of others."""

from __future__ import annotations

import pytest

from yunchou.web.exchange.plans import create_project
from yunchou.web.projects import finding, managing, selectors, services


def _titles(actor, query):
    return {row["title"] for row in finding.find(actor=actor, query=query)}


@pytest.mark.parametrize(
    "query",
    ["新品上市", "上市", "xinpin", "xpss", "shangshi", "XPSS", "品上", "新品 上市", "ｘｐｓｓ"],
)
def test_a_project_is_found(query, project, member):
    assert "新品上市" in _titles(member, query)


@pytest.mark.parametrize("query", ["XPSS", "xpss ", "ｘｐｓｓ"])
def test_a_project_is_found_by_its_key_before_its_many_tasks(query, project, member):
    for number in range(30):
        services.create_work_item(actor=member, project=project, name=f"走访 {number}")
    found = finding.find(actor=member, query=query)
    assert (found[0]["kind"], found[0]["title"], found[0]["url"]) == (
        "project",
        "新品上市",
        "/p/XPSS/",
    )
    assert len({row["subject_id"] for row in found}) == len(found)


def test_a_key_of_another_workspace_or_of_a_trashed_project_finds_nothing(
    project, member, manager, outsider
):
    assert finding.find(actor=outsider, query="XPSS") == []
    managing.trash_project(actor=manager, project=project)
    assert finding.find(actor=member, query="XPSS") == []


@pytest.mark.parametrize("query", ["问卷", "wenjuan", "wj", "XPSS-2", "xpss 2"])
def test_a_task_is_found(query, project, member):
    assert "问卷" in _titles(member, query)


@pytest.mark.parametrize("query", ["周立", "zhouli", "zl"])
def test_a_person_is_found(query, project, member):
    assert "周立" in _titles(member, query)


@pytest.mark.parametrize(
    "query", ["", "   ", '"', "* OR *", "'; DROP TABLE", "市新", "a:*|b", "\x00"]
)
def test_what_matches_nothing_finds_nothing(query, project, member):
    assert _titles(member, query) == set()


def test_a_new_name_is_found_and_the_old_one_no_longer(project, member):
    item = selectors.get_work_item(actor=member, ref="XPSS-2")
    services.change_work_item(actor=member, item=item, values={"name": "渠道政策"}, version=1)
    assert "渠道政策" in _titles(member, "政策")
    assert _titles(member, "问卷") == set()


def test_what_is_in_the_trash_is_not_found_until_it_is_back(project, member):
    change = services.trash_work_item(
        actor=member, item=selectors.get_work_item(actor=member, ref="XPSS-2")
    )
    assert _titles(member, "问卷") == set()
    services.restore_work_item(
        actor=member,
        item=selectors.get_work_item(actor=member, ref=change.item.id, trashed=True),
    )
    assert _titles(member, "问卷") == {"问卷"}


def test_nobody_finds_what_is_not_theirs(project, outsider, finance):
    assert _titles(outsider, "问卷") == set()
    assert _titles(finance, "问卷") == set()
    assert _titles(finance, "新品") == set()


def test_a_whole_reference_comes_before_those_that_only_begin_alike(project, manager, plan):
    for key in ("XPSS2", "XPSS3"):
        create_project(actor=manager, plan=plan, key=key)
    found = finding.find(actor=manager, query="xpss-2")
    assert found[0]["ref"] == "XPSS-2"
    assert found[0]["url"] == "/p/XPSS/t/2"
    assert len({row["subject_id"] for row in found}) == len(found)
