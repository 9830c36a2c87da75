"""A plan becomes a project and is the same plan when read back."""

from __future__ import annotations

import datetime as dt

import pytest

from yunchou.plan import archetypes
from yunchou.web.exchange.plans import create_project, read_plan


def _comparable(plan):
    body = plan.model_dump(mode="json", exclude_defaults=True)
    body.pop("people", None)  # whoever makes a project joins it
    body["project"].pop("finish", None)  # computed
    for risk in body.get("risks", []):
        risk.pop("status", None)  # a risk in the register has at least been identified
    return body


@pytest.mark.parametrize("name", [t.id for t in archetypes.list_templates()])
def test_every_template_survives_the_database(name, manager):
    plan = archetypes.instantiate(name, start=dt.date(2027, 3, 1))
    project = create_project(actor=manager, plan=plan)
    back = read_plan(actor=manager, project=project)
    expected = _comparable(plan)
    expected["project"]["code_prefix"] = project.key
    assert _comparable(back) == expected


def test_dates_in_the_database_are_those_of_the_file(manager):
    from yunchou.plan.scheduling import schedule
    from yunchou.web.projects.models import WorkItem

    plan = archetypes.instantiate("double11_promotion", start=dt.date(2027, 3, 1))
    project = create_project(actor=manager, plan=plan)
    dated = schedule(plan)
    rows = WorkItem.objects.of(manager).filter(project=project)
    stored = {
        code: (start, finish) for code, start, finish in rows.values_list("code", "start", "finish")
    }
    assert stored == {line.id: (line.start, line.finish) for line in dated}


def test_earning_rules_and_past_status_survive_the_database(manager):
    from yunchou.plan.model import Earning, StatusPoint, Step

    plan = archetypes.instantiate("double11_promotion", start=dt.date(2027, 3, 1))
    first = (
        plan.phases[0]
        .tasks[0]
        .model_copy(
            update={
                "earning": Earning.model_validate({"rule": "milestones", "spent": 12.5}),
                "steps": [Step.model_validate({"name": "样", "weight": 2, "due": "2027-03-05"})],
            }
        )
    )
    tasks = [first, *plan.phases[0].tasks[1:]]
    phases = [plan.phases[0].model_copy(update={"tasks": tasks}), *plan.phases[1:]]
    noted = [StatusPoint.model_validate({"date": "2027-03-12", "percent": 20, "spent": 1.5})]
    plan = plan.model_copy(update={"phases": phases, "status_history": noted})
    back = read_plan(actor=manager, project=create_project(actor=manager, plan=plan))
    kept = back.phases[0].tasks[0]
    assert (kept.earning, kept.steps) == (first.earning, first.steps)
    assert back.status_history == noted
