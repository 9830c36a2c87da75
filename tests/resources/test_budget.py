"""Step 3: the budget by phase, its execution and lights; roles and RACI."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchou.web.core.errors import DomainError, Forbidden
from yunchou.web.projects import registers
from yunchou.web.projects.models import Project, Role, WorkItem
from yunchou.web.projects.registers.columns import Lookups
from yunchou.web.projects.selectors import get_project
from yunchou.web.resources import selectors, services
from yunchou.web.resources.models import BudgetLine
from yunchou.web.resources.registers import BUDGET, ROLES
from yunchou.web.resources.selectors import Money

pytestmark = pytest.mark.django_db


def line_of(actor):
    row = BudgetLine.objects.of(actor).get()
    return registers.get_row(actor=actor, entry=BUDGET, row_id=row.id, write=True)


def page(actor, project):
    return selectors.page(actor, project, Lookups(actor, project))


@pytest.fixture
def phases(manager, project):
    return list(WorkItem.objects.of(manager).filter(kind="phase").order_by("position"))


@pytest.mark.parametrize(
    ("used", "light"),
    [(0, "good"), (7999, "good"), (8000, "warn"), (8999, "warn"), (9000, "act"), (12000, "act")],
)
def test_the_light_follows_the_projects_thresholds(used, light):
    assert Money(10000, 0, used).light(Project()) == light


def test_spending_without_a_plan_is_red_and_has_no_rate():
    money = Money(0, 100, 0)
    assert (money.rate, money.light(Project())) == (None, "act")
    assert Money(0, 0, 0).light(Project()) == ""


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10**12))
def test_available_is_planned_less_committed_less_spent(planned, committed, spent):
    assert Money(planned, committed, spent).available == planned - committed - spent


def test_cash_tied_up_and_another_tax_basis_are_never_added(manager, project):
    for values in (
        {"name": "保证金", "kind": "cash_tied_up", "planned_fen": 500_00},
        {"name": "另列", "kind": "separately_budgeted", "planned_fen": 500_00},
        {"name": "不含税", "tax_basis": "tax_exclusive", "planned_fen": 500_00},
        {"name": "预备", "kind": "reserve", "planned_fen": 100_00},
    ):
        registers.add_row(actor=manager, project=project, entry=BUDGET, values=values)
    found = page(manager, project)
    assert found["total"].planned == 1100_00
    assert found["reserve"].planned == 100_00
    assert len(found["apart"]) == 3


def test_a_split_makes_the_plan_its_sum_and_is_undone(client_of, manager, project, phases):
    client, line = client_of(manager), line_of(manager)
    url = f"/api/v1/projects/XPSS/budget/{line.id}/phases"
    for phase, yuan in ((phases[0], 300), (phases[1], 450.5)):
        answer = client.patch(
            url, json.dumps({str(phase.id): yuan}), content_type="application/json"
        )
        assert answer.status_code == 200
    assert line_of(manager).planned_fen == 750_50
    [row] = page(manager, project)["budget"]
    assert row.extra["amounts"] == [300_00, 450_50]
    assert row.extra["unsplit"] == 0
    client.post(f"/api/v1/projects/XPSS/undo/{answer.json()['undo']}")
    assert line_of(manager).planned_fen == 300_00


def test_a_plan_that_differs_from_its_phases_shows_the_rest(manager, project, phases):
    services.split_line(actor=manager, line=line_of(manager), amounts={phases[0].id: 100_00})
    registers.change_row(
        actor=manager, entry=BUDGET, row=line_of(manager), values={"planned_fen": 130_00},
        version=None,
    )  # fmt: skip
    [row] = page(manager, project)["budget"]
    assert row.extra["unsplit"] == 30_00


@pytest.mark.parametrize("fen", [-1, 10**16])
def test_an_impossible_phase_amount_is_refused(manager, project, phases, fen):
    with pytest.raises(DomainError):
        services.split_line(actor=manager, line=line_of(manager), amounts={phases[0].id: fen})
    assert line_of(manager).planned_fen == 1000_00


def test_a_task_is_no_phase(manager, project):
    task = WorkItem.objects.of(manager).filter(kind="task").first()
    with pytest.raises(DomainError):
        services.split_line(actor=manager, line=line_of(manager), amounts={task.id: 1})


def test_a_member_neither_splits_nor_staffs(client_of, member, manager, project, phases):
    client, line = client_of(member), line_of(manager)
    url = f"/api/v1/projects/XPSS/budget/{line.id}/phases"
    body = json.dumps({str(phases[0].id): 1})
    assert client.patch(url, body, content_type="application/json").status_code == 403
    role = Role.objects.of(manager).first()
    assert client.post(f"/p/XPSS/resources/roles/{role.id}").status_code == 403
    assert client.get(f"/p/XPSS/resources/roles/{role.id}").status_code == 403


def test_an_outsider_finds_no_budget(client_of, outsider, manager, project, phases):
    client, line = client_of(outsider), line_of(manager)
    url = f"/api/v1/projects/XPSS/budget/{line.id}/phases"
    assert client.patch(url, "{}", content_type="application/json").status_code == 404
    assert client.get("/p/XPSS/resources/panel").status_code == 404


def test_people_are_put_into_a_role_and_it_is_undone(client_of, manager, member, project):
    client = client_of(manager)
    role = Role.objects.of(manager).get(code="PM")
    url = f"/p/XPSS/resources/roles/{role.id}"
    assert "周立" in client.get(url, headers={"HX-Request": "true"}).content.decode()
    client.post(url, {"members": [str(member.member_id), str(manager.member_id)]})
    names = [name for _id, name in selectors.holders(actor=manager, project=project)[role.id]]
    assert sorted(names) == ["周立", "林晓"]
    row = registers.get_row(actor=manager, entry=ROLES, row_id=role.id, write=True)
    change = services.staff_role(actor=manager, role=row, member_ids=[])
    client.post(f"/api/v1/projects/XPSS/undo/{change.id}")
    assert len(selectors.holders(actor=manager, project=project)[role.id]) == 2


def test_nobody_of_another_workspace_is_put_into_a_role(client_of, manager, outsider, project):
    role = Role.objects.of(manager).first()
    url = f"/p/XPSS/resources/roles/{role.id}"
    for stranger in (str(outsider.member_id), "x' OR 1=1"):
        assert client_of(manager).post(url, {"members": [stranger]}).status_code == 422
    assert selectors.holders(actor=manager, project=project) == {}


def test_raci_has_one_accountable_the_phases_and_says_what_is_missing(manager, project):
    found = page(manager, project)["raci"]
    rows = {row["name"]: row for row in found["rows"]}
    assert rows["问卷"]["marks"] == {"PM": "R", "SD": "A"}
    assert rows["访谈"]["lacks"] == "R"
    assert rows["评审"]["lacks"] == "A"
    assert found["gaps"] == sum(bool(row["lacks"]) for row in found["rows"])
    for row in found["rows"]:
        assert sum("A" in mark for mark in row["marks"].values()) <= 1


def test_who_does_and_answers_for_a_task_is_both(manager, project):
    task = WorkItem.objects.of(manager).get(name="问卷")
    WorkItem.objects.of(manager).filter(id=task.id).update(role="SD", consulted=["PM"])
    rows = {row["name"]: row for row in page(manager, project)["raci"]["rows"]}
    assert rows["问卷"]["marks"] == {"SD": "A/R", "PM": "C"}


def test_a_viewer_may_not_staff_by_the_service(viewer, manager, project):
    role = Role.objects.of(manager).first()
    role.project = get_project(actor=viewer, key="XPSS")
    with pytest.raises(Forbidden):
        services.staff_role(actor=viewer, role=role, member_ids=[])


def test_two_people_on_one_phase_are_shown_both_amounts_and_on_two_phases_both_stand(
    client_of, manager, project, phases
):
    line, browser = line_of(manager), client_of(manager)
    url = f"/api/v1/projects/XPSS/budget/{line.id}/phases"

    def send(phase, yuan, version):
        body = json.dumps({str(phase.id): yuan})
        return browser.patch(
            url, body, content_type="application/json", headers={"If-Match": str(version)}
        )

    seen = line.version
    assert send(phases[0], "1.2万", seen).json()["display"] == {str(phases[0].id): "12,000"}
    assert send(phases[1], 50, seen).status_code == 200
    told = send(phases[0], 7, seen)
    assert told.status_code == 409
    body = told.json()
    assert (body["yours"], body["theirs"], body["field"]) == (7, 12000, str(phases[0].id))
    assert send(phases[0], 7, body["version"]).status_code == 200
    assert line_of(manager).planned_fen == 57_00


def test_what_the_phases_leave_over_is_said_beside_the_thresholds(
    client_of, manager, viewer, project, phases
):
    browser = client_of(manager)
    assert "没有按阶段分完" in browser.get("/p/XPSS/resources").content.decode()
    services.split_line(actor=manager, line=line_of(manager), amounts={phases[0].id: 5_00})
    page_ = browser.get("/p/XPSS/resources").content.decode()
    assert "各阶段合计与总预算一致" in page_
    answer = browser.patch(
        "/api/v1/projects/XPSS", '{"warn_pct": 95}', content_type="application/json"
    )
    assert answer.status_code == 422  # beyond the line where it is escalated
    assert 'field="warn_pct"' in page_
    assert "readonly" in client_of(viewer).get("/p/XPSS/resources").content.decode()
