"""Who has an answer as it is gets 304, and never when something has changed for them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yunchou.web.core import clock
from yunchou.web.projects import services
from yunchou.web.projects.models import ProjectMember, WorkItem
from yunchou.web.projects.tasks import talking

PATHS = [
    "/p/XPSS/schedule/list",
    "/p/XPSS/schedule/board",
    "/api/v1/projects/XPSS/items",
    "/api/v1/projects/XPSS/items?category=todo&order=due",
    "/api/v1/projects/XPSS/items/2",
    "/api/v1/projects/XPSS/gantt",
]
NOON = dt.datetime(2026, 3, 11, 4, 0, tzinfo=dt.UTC)


def item_of(actor, name="问卷") -> WorkItem:
    item = WorkItem.objects.of(actor).select_related("project", "status").get(name=name)
    item.project.effective = actor.level
    return item


def again(browser, path, tag):
    return browser.get(path, headers={"If-None-Match": tag})


@pytest.mark.parametrize("path", PATHS)
def test_nothing_changed_is_said_in_few_statements(project, member, client_of, path):
    browser = client_of(member)
    tag = browser.get(path).headers["ETag"]
    with CaptureQueriesContext(connection) as asked:
        answer = again(browser, path, tag)
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert len(asked) <= 3  # who asks, the project, the bell


@pytest.mark.parametrize("path", PATHS)
def test_a_change_is_shown(project, manager, member, client_of, path):
    browser = client_of(member)
    tag = browser.get(path).headers["ETag"]
    services.change_work_item(
        actor=manager, item=item_of(manager), values={"name": "另一个名字"}, version=None
    )
    answer = again(browser, path, tag)
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag


@pytest.mark.parametrize("path", PATHS)
def test_who_may_no_longer_look_is_not_told_that_nothing_changed(project, member, client_of, path):
    browser = client_of(member)
    tag = browser.get(path).headers["ETag"]
    ProjectMember.objects.of(member).filter(member_id=member.member_id).delete()
    assert again(browser, path, tag).status_code == 404


def test_a_page_is_made_anew_on_another_day(project, member, client_of):
    browser = client_of(member)
    with clock.at(NOON):
        tag = browser.get(PATHS[0]).headers["ETag"]
    with clock.at(NOON + dt.timedelta(days=1)):
        assert again(browser, PATHS[0], tag).status_code == 200


def test_a_page_shows_the_bell_that_rang(project, manager, member, client_of):
    browser = client_of(member)
    tag = browser.get(PATHS[0]).headers["ETag"]
    talking.add_comment(actor=manager, item=item_of(manager), body=f"@{member.name} 请看")
    answer = again(browser, PATHS[0], tag)
    assert answer.status_code == 200
    assert "bell-count" in answer.content.decode()


def test_pages_of_two_people_differ(project, manager, member, client_of):
    tags = {client_of(actor).get(PATHS[0]).headers["ETag"] for actor in (manager, member)}
    assert len(tags) == 2
