"""All projects at a glance: lights by stated rules, few statements, only what one may see."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yunchou.web.core import clock
from yunchou.web.exchange.plans import create_project
from yunchou.web.projects import managing, my_work, portfolio, selectors, services
from yunchou.web.projects.lights import schedule_light
from yunchou.web.projects.models import Assignment, WorkItem
from yunchou.web.resources.models import BudgetLine
from yunchou.web.risks.models import Risk


@pytest.fixture(autouse=True)
def nothing_kept():
    """Tests write some rows past the services, so nothing may be remembered between readings."""
    portfolio.forget()


START = dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)


def card_of(actor):
    (card,) = portfolio.cards(actor=actor)
    return card


def lights_of(actor):
    return {key: light for key, _title, light in card_of(actor).lights}


@pytest.mark.parametrize(
    ("work", "tone"),
    [
        ({}, ""),
        ({"tasks": 3, "open": 0, "slip": 0, "overdue": 0}, "good"),
        ({"tasks": 3, "open": 2, "slip": -4, "overdue": 0}, "good"),
        ({"tasks": 3, "open": 2, "slip": 1, "overdue": 0}, "warn"),
        ({"tasks": 3, "open": 2, "slip": 5, "overdue": 0}, "warn"),
        ({"tasks": 3, "open": 2, "slip": 6, "overdue": 0}, "act"),
        ({"tasks": 3, "open": 2, "slip": 0, "overdue": 9}, "act"),
    ],
)
def test_the_schedule_light_follows_its_rule(work, tone):
    light = schedule_light(work, dt.date(2026, 3, 2))
    assert light.tone == tone
    assert light.word
    assert light.rule


def test_a_late_critical_task_turns_the_light(project, manager):
    with clock.at(START):
        assert card_of(manager).schedule.tone == "good"
    with clock.at(START + dt.timedelta(days=9)):
        assert card_of(manager).schedule.tone == "warn"
    with clock.at(START + dt.timedelta(days=30)):
        assert card_of(manager).schedule.tone == "act"


def test_a_slip_against_the_baseline_turns_the_light(project, manager):
    rows = WorkItem.objects.of(manager).filter(project=project, critical=True)
    for row in rows:
        early = row.finish - dt.timedelta(days=3)
        WorkItem.objects.of(manager).filter(id=row.id).update(baseline_finish=early)
    with clock.at(START):
        assert (card_of(manager).schedule.tone, card_of(manager).slip) == ("warn", 3)


@pytest.mark.parametrize(("spent", "tone"), [(0, "good"), (79, "good"), (80, "warn"), (90, "act")])
def test_the_budget_light_follows_the_thresholds_of_the_project(project, manager, spent, tone):
    BudgetLine.objects.of(manager).update(spent_fen=spent * 1000)  # of 1000 yuan
    assert lights_of(manager)["budget"].tone == tone


def test_the_risk_light_knows_struck_high_and_quiet(project, manager):
    assert lights_of(manager)["risks"].tone == "good"
    Risk.objects.of(manager).update(probability=5, impact=3)
    assert lights_of(manager)["risks"].tone == "warn"
    Risk.objects.of(manager).update(status="triggered")
    assert lights_of(manager)["risks"].tone == "act"
    Risk.objects.of(manager).update(status="closed")
    assert lights_of(manager)["risks"].tone == "good"


def test_progress_is_weighed_by_duration_and_leaves_summaries_out(project, manager):
    done = selectors.statuses(actor=manager, project=project).get(category="done")
    item = selectors.get_work_item(actor=manager, ref="XPSS-2")
    services.set_status(actor=manager, item=item, status=done)
    card = card_of(manager)
    assert (card.tasks, card.done, card.percent) == (4, 1, 42)  # 5 of 12 days


def test_the_same_few_statements_however_many_projects(project, manager, plan):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            portfolio.cards(actor=manager)
        return len(queries)

    first = asked()
    portfolio.forget()
    for key in ("AAA", "BBB", "CCC"):
        frame = plan.project.model_copy(update={"code_prefix": key})
        create_project(actor=manager, plan=plan.model_copy(update={"project": frame}))
    # the list, its figures, and the calendars of projects that were not read yet
    assert first == asked() == 4


def test_figures_are_kept_until_something_changes(project, manager):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            (card,) = portfolio.cards(actor=manager)
        return len(queries), card.done

    assert asked() == (4, 0)
    assert asked() == (1, 0)
    done = selectors.statuses(actor=manager, project=project).get(category="done")
    item = selectors.get_work_item(actor=manager, ref="XPSS-2")
    services.set_status(actor=manager, item=item, status=done)
    assert asked() == (2, 1)


def test_nobody_sees_more_than_their_projects(project, finance, outsider, viewer, owner):
    assert portfolio.cards(actor=finance) == []
    assert portfolio.cards(actor=outsider) == []
    assert len(portfolio.cards(actor=viewer)) == len(portfolio.cards(actor=owner)) == 1


@pytest.mark.parametrize("typed", ["新品", "xpss", "XPSS", "xinpin", "xinpin sh"])
def test_projects_are_found_by_name_key_and_pinyin(project, manager, typed):
    assert [card.key for card in portfolio.cards(actor=manager, query=typed)] == ["XPSS"]


def test_projects_are_filtered_by_state(project, manager):
    assert portfolio.cards(actor=manager, state="closed") == []
    managing.change_project(
        actor=manager, project=project, values={"state": "closed"}, version=None
    )
    assert len(portfolio.cards(actor=manager, state="closed")) == 1


# --- my tasks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "finish", "group"),
    [
        (-9, -1, "overdue"), (-9, 0, "today"), (0, 3, "today"), (-2, 9, "today"),
        (1, 2, "week"), (4, 9, "week"), (5, 9, "later"), (9, 20, "later"),
    ],
)  # fmt: skip
def test_a_task_stands_where_its_dates_put_it(start, finish, group):
    today = dt.date(2026, 3, 4)  # a Wednesday

    def day(shift):
        return today + dt.timedelta(days=shift)

    assert my_work.group_of(day(start), day(finish), today) == group


def test_a_task_without_dates_is_for_later():
    assert my_work.group_of(None, None, dt.date(2026, 3, 4)) == "later"


def test_my_tasks_are_mine_open_and_of_projects_i_still_see(project, member, manager):
    for ref in ("XPSS-2", "XPSS-3"):
        item = selectors.get_work_item(actor=manager, ref=ref)
        Assignment.objects.create(
            workspace_id=project.workspace_id, project=project, item=item,
            member_id=member.member_id,
        )  # fmt: skip
    assert [task.name for task in my_work.open_tasks(actor=member)] == ["问卷", "访谈"]
    with CaptureQueriesContext(connection) as asked:
        my_work.open_tasks(actor=member)
    assert len(asked) == 1  # calendars are read once
    done = selectors.statuses(actor=manager, project=project).get(category="done")
    item = selectors.get_work_item(actor=manager, ref="XPSS-2")
    services.set_status(actor=manager, item=item, status=done)
    assert [task.name for task in my_work.open_tasks(actor=member)] == ["访谈"]
    managing.set_member(actor=manager, project=project, member_id=member.member_id, level=None)
    assert my_work.open_tasks(actor=member) == []


def keys(actor, **wish):
    return [card.key for card in portfolio.cards(actor=actor, **wish)]


def test_the_list_is_sorted_by_name_finish_and_percent(project, manager, plan):
    longer = plan.model_copy(
        update={
            "project": plan.project.model_copy(
                update={"name": "安徽渠道", "code_prefix": "OTHER", "start": dt.date(2026, 5, 4)}
            )
        }
    )
    create_project(actor=manager, plan=longer)
    task = WorkItem.objects.of(manager).get(project=project, code="T1")
    item = selectors.get_work_item(actor=manager, ref=task.id, need="project.work")
    services.change_work_item(actor=manager, item=item, values={"percent": 40}, version=None)
    assert keys(manager, sort="name") == ["OTHER", "XPSS"]
    assert keys(manager, sort="-name") == ["XPSS", "OTHER"]
    assert keys(manager, sort="finish") == ["XPSS", "OTHER"]
    assert keys(manager, sort="-percent") == ["XPSS", "OTHER"]
    assert keys(manager, sort="percent") == ["OTHER", "XPSS"]
    assert keys(manager, sort="nonsense") == keys(manager)


def test_projects_without_a_finish_come_last_either_way(project, manager, plan):
    bare = plan.model_copy(
        update={
            "project": plan.project.model_copy(
                update={"name": "空项目", "code_prefix": "BARE", "start": None}
            ),
            "phases": [],
        }
    )
    create_project(actor=manager, plan=bare)
    assert keys(manager, sort="finish")[-1] == "BARE"
    assert keys(manager, sort="-finish")[-1] == "BARE"


def test_the_order_of_the_list_is_in_its_address(project, manager, client_of):
    page = client_of(manager).get("/projects?sort=finish&q=新品").content.decode()
    assert 'aria-sort="ascending"' in page
    assert "sort=-finish" in page.replace("&amp;", "&")
    assert "q=%E6%96%B0%E5%93%81&amp;sort=name" in page
    assert '<input type="hidden" name="sort" value="finish">' in page


def test_the_list_tells_the_progress_that_the_schedule_tells(project, manager):
    task = WorkItem.objects.of(manager).get(project=project, code="T1")
    item = selectors.get_work_item(actor=manager, ref=task.id, need="project.work")
    values = {"percent": 50, "duration_unit": "ed", "duration": 7 * 1440}
    services.change_work_item(actor=manager, item=item, values=values, version=None)
    # seven calendar days weigh five working days, beside five and two
    assert card_of(manager).percent == 21
