"""Step 6: levels, the matrix, and what happens when a risk strikes."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from yunchou.web.core import clock
from yunchou.web.core.errors import DomainError
from yunchou.web.projects import registers
from yunchou.web.projects.registers.columns import Lookups
from yunchou.web.risks import selectors, services
from yunchou.web.risks.models import Risk
from yunchou.web.risks.registers import RISKS

pytestmark = pytest.mark.django_db


def add(actor, project, **values):
    given = {"description": "断供", **values}
    return registers.add_row(actor=actor, project=project, entry=RISKS, values=given)[0]


def loaded(actor, risk):
    return registers.get_row(actor=actor, entry=RISKS, row_id=risk.id, write=True)


def page(actor, project):
    return selectors.page(actor, project, Lookups(actor, project))


@pytest.mark.parametrize(
    ("points", "level"),
    [(25, "high"), (15, "high"), (14, "mid"), (12, "mid"), (8, "mid"), (7, "low"), (1, "low")],
)
def test_levels_turn_at_fifteen_and_eight(points, level):
    assert selectors.level_of(points) == level


def test_the_matrix_places_each_open_risk_once(manager, project):
    add(manager, project, probability=5, impact=1)
    add(manager, project, probability=1, impact=5, status="closed")
    cells = page(manager, project)["cells"]
    assert [cell["score"] for cell in cells[0]] == [5, 10, 15, 20, 25]
    assert [r["ref"] for r in cells[0][0]["risks"]] == ["R2"]
    assert [r["ref"] for r in cells[2][3]["risks"]] == ["R01"]
    assert sum(len(cell["risks"]) for row in cells for cell in row) == 2


def test_the_matrix_comes_with_the_first_risk_without_a_reload(client_of, manager, project):
    Risk.objects.of(manager).delete()
    empty = client_of(manager).get("/p/XPSS/risks").content.decode()
    assert '<div id="matrix-live" data-live></div>' in empty
    add(manager, project)
    shown = client_of(manager).get("/p/XPSS/risks").content.decode()
    assert '<div id="matrix-live" data-live><section class="card" id="matrix">' in shown


def test_the_worst_stand_first_and_the_settled_last(manager, project):
    add(manager, project, probability=5, impact=5, status="closed")
    add(manager, project, probability=5, impact=4)
    codes = [row.code for row in page(manager, project)["risks"]]
    assert codes == ["R3", "R01", "R2"]


def test_a_member_marks_a_risk_as_triggered_today(client_of, member, manager, project):
    risk = Risk.objects.of(manager).get()
    with clock.at(dt.datetime(2026, 4, 1, 20, tzinfo=dt.UTC)):  # the 2nd in Shanghai
        answer = client_of(member).post(
            f"/p/XPSS/risks/{risk.id}/trigger", headers={"HX-Request": "true"}
        )
    assert answer.status_code == 204
    assert "undo" in json.loads(answer.headers["HX-Trigger"])["yc:toast"]
    risk = Risk.objects.of(manager).get()
    assert (risk.status, risk.triggered_at) == ("triggered", dt.date(2026, 4, 2))


def test_triggering_is_undone(client_of, manager, project):
    change = services.trigger(actor=manager, risk=loaded(manager, Risk.objects.of(manager).get()))
    client_of(manager).post(f"/api/v1/projects/XPSS/undo/{change.id}")
    risk = Risk.objects.of(manager).get()
    assert (risk.status, risk.triggered_at) == ("identified", None)


def test_a_risk_strikes_once(manager, project):
    risk = loaded(manager, Risk.objects.of(manager).get())
    services.trigger(actor=manager, risk=risk)
    with pytest.raises(DomainError):
        services.trigger(actor=manager, risk=loaded(manager, risk))


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("outsider", 404)])
def test_who_may_not_cannot_trigger(request, client_of, manager, project, who, status):
    risk = Risk.objects.of(manager).get()
    client = client_of(request.getfixturevalue(who))
    assert client.post(f"/p/XPSS/risks/{risk.id}/trigger").status_code == status
    assert Risk.objects.of(manager).get().status == "identified"


def test_the_navigation_counts_what_has_struck(client_of, manager, project):
    client = client_of(manager)
    assert 'class="side-count hot"' not in client.get("/p/XPSS/risks").content.decode()
    services.trigger(actor=manager, risk=loaded(manager, Risk.objects.of(manager).get()))
    assert 'class="side-count hot"' in client.get("/p/XPSS/risks").content.decode()


def test_an_empty_register_teaches_by_an_example(client_of, manager, project):
    risk = loaded(manager, Risk.objects.of(manager).get())
    registers.trash_row(actor=manager, entry=RISKS, row=risk)
    text = client_of(manager).get("/p/XPSS/risks").content.decode()
    assert "还没有风险" in text
    assert "目标人群接受度低于预期" in text


def test_a_negative_contingency_budget_is_refused(client_of, manager, project):
    body = {"description": "断供", "reserve": "-1"}
    assert client_of(manager).post("/p/XPSS/r/risks.risk", body).status_code == 422
