"""Baselines: taken, listed, removed from the newest on, and taken back."""

from __future__ import annotations

import pytest

from tests.schedule.doors import ask, items, take_back
from yunchou.plan.model import Plan
from yunchou.web.core.errors import DomainError, Forbidden
from yunchou.web.exchange.plans import create_project
from yunchou.web.projects import services as tasks
from yunchou.web.projects.models import WorkItem
from yunchou.web.schedule import baselines


def drawn(actor, project):
    rows = WorkItem.objects.of(actor).filter(project=project, name="问卷")
    return tuple(str(day) for day in rows.values_list("baseline_start", "baseline_finish")[0])


def longer(actor, project, days):
    item = items(actor, project)["问卷"]
    tasks.change_work_item(actor=actor, item=item, values={"duration": days * 480}, version=None)


def test_a_baseline_keeps_the_dates_of_its_day(manager, project):
    taken, _ = baselines.take_baseline(actor=manager, project=project, name="评审版")
    longer(manager, project, 8)
    assert drawn(manager, project) == ("2026-03-02", "2026-03-06")
    (found,) = baselines.list_baselines(actor=manager, project=project)
    assert (found["id"], found["name"], found["items"]) == (taken.id, "评审版", 6)


def test_without_a_name_it_is_numbered(manager, project):
    names = [baselines.take_baseline(actor=manager, project=project)[0].name for _ in range(2)]
    assert names == ["基准 1", "基准 2"]


def test_taking_one_is_taken_back_to_the_one_before(manager, project):
    baselines.take_baseline(actor=manager, project=project)
    longer(manager, project, 8)
    _, change = baselines.take_baseline(actor=manager, project=project)
    assert drawn(manager, project) == ("2026-03-02", "2026-03-11")
    take_back(manager, change)
    assert drawn(manager, project) == ("2026-03-02", "2026-03-06")
    assert len(baselines.list_baselines(actor=manager, project=project)) == 1


def test_dates_that_came_with_a_plan_are_its_first_baseline(manager, plan):
    content = plan.model_dump(mode="json", by_alias=True, exclude_none=True)
    tasks_of = [task for phase in content["phases"] for task in phase["tasks"]]
    (task,) = [task for task in tasks_of if task["name"] == "问卷"]
    task["baseline"] = {"start": "2026-02-02", "finish": "2026-02-06"}
    project = create_project(actor=manager, plan=Plan.model_validate(content), key="GIVEN")
    (found,) = baselines.list_baselines(actor=manager, project=project)
    assert (found["name"], found["items"]) == ("随方案带来的基准", 1)
    _, change = baselines.take_baseline(actor=manager, project=project)
    take_back(manager, change)
    assert drawn(manager, project) == ("2026-02-02", "2026-02-06")


def test_removing_is_taken_back_too(manager, project):
    taken, _ = baselines.take_baseline(actor=manager, project=project)
    change = baselines.drop_baseline(actor=manager, project=project, baseline=taken)
    assert drawn(manager, project) == ("None", "None")
    take_back(manager, change)
    assert drawn(manager, project) == ("2026-03-02", "2026-03-06")


def test_only_the_newest_can_be_removed(manager, project):
    first, _ = baselines.take_baseline(actor=manager, project=project)
    baselines.take_baseline(actor=manager, project=project)
    with pytest.raises(DomainError, match="最新"):
        baselines.drop_baseline(actor=manager, project=project, baseline=first)


def test_members_take_none(member, project):
    project.effective = 20
    with pytest.raises(Forbidden):
        baselines.take_baseline(actor=member, project=project)


def test_an_older_baseline_can_be_read_to_compare_with(manager, project, client_of):
    client, found = client_of(manager), items(manager, project)
    older = ask(client, "post", "XPSS/baselines", {"name": "评审版"})[1]["id"]
    ask(client, "patch", f"XPSS/items/{found['问卷'].id}", {"duration": 9})
    newer = ask(client, "post", "XPSS/baselines", {"name": "调整版"})[1]["id"]
    drawn = ask(client, "get", "XPSS/gantt")[1]
    assert [row["id"] for row in drawn["baselines"]] == [newer, older]
    rows = ask(client, "get", f"XPSS/baselines/{older}")[1]["rows"]
    assert rows[str(found["问卷"].id)] == ["2026-03-02", "2026-03-06"]
    rows = ask(client, "get", f"XPSS/baselines/{newer}")[1]["rows"]
    assert rows[str(found["问卷"].id)] == ["2026-03-02", "2026-03-12"]
