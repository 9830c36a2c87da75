"""The overview: figures with their lights, milestones, what waits, the week's news."""

from __future__ import annotations

import datetime as dt

import pytest

from yunchou.web.core import clock
from yunchou.web.projects import overview, registers, selectors, services
from yunchou.web.projects.models import Assignment, WorkItem

pytestmark = pytest.mark.django_db


def at(day: str):
    return clock.at(dt.datetime.fromisoformat(f"{day}T04:00:00+00:00"))


def item(project, actor, name):
    found = WorkItem.objects.of(actor).get(project=project, name=name)
    return selectors.get_work_item(actor=actor, ref=found.id)


def figure(page, label):
    return next(one for one in page["figures"] if one.label == label)


def test_the_sentence_is_the_weightiest_goals(manager, project):
    assert "销售额" in overview.page(manager, project)["goal"]
    entry = registers.get("goals.goal")
    row = entry.model.objects.of(manager).get()
    row = registers.get_row(actor=manager, entry=entry, row_id=row.id, write=True)
    registers.change_row(
        actor=manager, entry=entry, row=row, version=None,
        values={"statement": "四月底前卖出一百元"},
    )  # fmt: skip
    assert overview.page(manager, project)["goal"] == "四月底前卖出一百元"


def test_a_milestone_behind_its_baseline_is_at_risk_and_a_finished_one_is_reached(manager, project):
    goal = item(project, manager, "通过")
    WorkItem.objects.of(manager).filter(id=goal.id).update(
        baseline_finish=goal.finish - dt.timedelta(days=3)
    )
    with at("2026-03-03"):
        [row] = overview.page(manager, project)["milestones"]
        assert (row["state"], row["forecast"]) == ("risk", goal.finish)
    done = selectors.statuses(actor=manager, project=project).get(category="done")
    services.set_status(actor=manager, item=item(project, manager, "通过"), status=done)
    [row] = overview.page(manager, project)["milestones"]
    assert row["state"] == "done"
    assert row["actual"] is not None


def test_a_milestone_ahead_is_neither_good_nor_bad(manager, project):
    with at("2026-03-03"):
        page = overview.page(manager, project)
    assert page["milestones"][0]["state"] == "ahead"
    assert figure(page, "里程碑").value == "0"


def test_a_planner_sees_what_is_overdue_and_a_member_only_their_own(manager, member, project):
    mine = selectors.get_project(actor=member, key="XPSS")
    with at("2026-03-30"):
        everything = {one.name for one in overview.page(manager, project)["waiting"]}
        assert everything == {"问卷", "访谈", "竞品"}
        assert overview.page(member, mine)["waiting"] == []
        task = item(project, manager, "竞品")
        Assignment.objects.create(
            workspace_id=project.workspace_id, project=project, item=task,
            member_id=member.member_id,
        )  # fmt: skip
        [one] = overview.page(member, mine)["waiting"]
    assert (one.name, one.kind) == ("竞品", "逾期")


def test_a_blocked_task_waits_before_it_is_due(manager, project):
    services.change_work_item(
        actor=manager, item=item(project, manager, "访谈"), version=None,
        values={"blocked_reason": "等客户名单"},
    )  # fmt: skip
    with at("2026-03-02"):
        waiting = overview.page(manager, project)["waiting"]
    assert [(one.kind, one.end) for one in waiting if one.name == "访谈"] == [
        ("受阻", "等客户名单")
    ]


def test_a_triggered_risk_is_counted_and_asks_for_its_contingency(manager, project):
    assert figure(overview.page(manager, project), "风险").tone == "good"
    entry = registers.get("risks.risk")
    row = entry.model.objects.of(manager).get()
    row = registers.get_row(actor=manager, entry=entry, row_id=row.id, write=True)
    registers.change_row(
        actor=manager, entry=entry, row=row, values={"status": "triggered"}, version=None
    )
    page = overview.page(manager, project)
    assert (figure(page, "风险").value, figure(page, "风险").tone) == ("1", "act")
    assert any(one.kind == "预案" and "竞品降价" in one.name for one in page["waiting"])


def test_the_weeks_news_say_who_did_what_in_words(manager, project):
    entry = registers.get("risks.risk")
    row = entry.model.objects.of(manager).get()
    row = registers.get_row(actor=manager, entry=entry, row_id=row.id, write=True)
    registers.change_row(
        actor=manager, entry=entry, row=row, values={"status": "triggered"}, version=None
    )
    services.change_work_item(
        actor=manager, item=item(project, manager, "问卷"), values={"percent": 40}, version=None
    )
    told = [(one["who"], one["text"]) for one in overview.news(manager, project)]
    assert told[0] == ("林晓", "把任务“问卷”的进度更新为 40%")
    assert told[1] == ("林晓", "把风险“竞品降价”的状态改为已触发")
    assert told[-1] == ("林晓", "创建了项目“XPSS 新品上市”")


def test_news_older_than_a_week_are_not_news(manager, project):
    with clock.at(clock.now() + dt.timedelta(days=8)):
        assert overview.news(manager, project) == []


def test_news_do_not_tell_a_guarded_figure(manager, member, project):
    entry = registers.get("resources.role")
    row = entry.model.objects.of(manager).filter(code="PM").get()
    row = registers.get_row(actor=manager, entry=entry, row_id=row.id, write=True)
    registers.change_row(
        actor=manager, entry=entry, row=row, values={"cost_rate_fen": 80000}, version=None
    )
    mine = selectors.get_project(actor=member, key="XPSS")
    assert "成本" in overview.news(manager, project)[0]["text"]
    assert "成本" not in overview.news(member, mine)[0]["text"]


def test_the_page_holds_its_slot_and_the_slot_answers(client_of, manager, project):
    client = client_of(manager)
    assert 'hx-get="/p/XPSS/resources/panel"' in client.get("/p/XPSS/").content.decode()
    panel = client.get("/p/XPSS/resources/panel").content.decode()
    assert "预算执行" in panel
    assert "<html" not in panel


def test_the_phases_tell_their_progress(project, manager, client_of):
    item = selectors.get_work_item(actor=manager, ref="XPSS-2", need="project.work")
    services.change_work_item(actor=manager, item=item, values={"percent": 50}, version=None)
    page = client_of(manager).get("/p/XPSS/").content.decode()
    assert "各阶段进度" in page
    assert "21% ·" in page
