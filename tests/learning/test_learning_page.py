"""Step 8: training with its task's day, improvements that are overdue."""

from __future__ import annotations

import datetime as dt

import pytest

from yunchou.web.core import clock
from yunchou.web.learning import selectors
from yunchou.web.learning.registers import IMPROVEMENTS, TRAINING
from yunchou.web.projects import registers
from yunchou.web.projects.models import WorkItem
from yunchou.web.projects.registers.columns import Lookups

pytestmark = pytest.mark.django_db


def add(actor, project, entry, **values):
    return registers.add_row(actor=actor, project=project, entry=entry, values=values)[0]


def page(actor, project):
    return selectors.page(actor, project, Lookups(actor, project))


def test_a_training_shows_the_day_of_its_task(manager, project):
    task = WorkItem.objects.of(manager).get(name="问卷")
    add(manager, project, TRAINING, topic="话术", linked_task=str(task.id), audience_roles=["SD"])
    [row] = page(manager, project)["training"]
    assert row.extra["day"] == task.finish
    assert row["audience_roles"].text == "销售总监"


def test_an_improvement_past_its_day_is_overdue_until_it_is_over(manager, project):
    for status in ("待办", "已完成", "不采纳", ""):
        add(
            manager,
            project,
            IMPROVEMENTS,
            description=status or "无",
            due="2026-03-01",
            status=status,
        )
    with clock.at(dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)):
        late = [row.extra["late"] for row in page(manager, project)["improvements"]]
    assert late == [True, False, False, True]


@pytest.mark.parametrize("score", ["-1", "1001", "满分"])
def test_an_impossible_pass_mark_is_refused(client_of, manager, project, score):
    body = {"topic": "话术", "pass_score": score}
    assert client_of(manager).post("/p/XPSS/r/learning.training", body).status_code == 422


def test_a_task_of_another_project_is_refused(client_of, manager, project, plan):
    from yunchou.web.exchange.plans import create_project

    other = create_project(actor=manager, plan=plan, key="ANDER")
    task = WorkItem.objects.of(manager).filter(project=other, kind="task").first()
    body = {"topic": "话术", "linked_task": str(task.id)}
    assert client_of(manager).post("/p/XPSS/r/learning.training", body).status_code == 422
