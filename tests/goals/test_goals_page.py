"""Step 1: weights, the SMART check, the breakdown, scope, strategy."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from yunchou.web.core.errors import Forbidden
from yunchou.web.goals import selectors, services, smart
from yunchou.web.goals.models import Goal
from yunchou.web.goals.registers import GOALS, SCOPE, SHARES
from yunchou.web.projects import registers
from yunchou.web.projects.registers.columns import Lookups
from yunchou.web.projects.selectors import get_project

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
STRATEGY = "/api/v1/projects/XPSS/strategy"


def page(actor, project):
    return selectors.page(actor, project, Lookups(actor, project))


def share(actor, project, goal, key, target, dimension="区域"):
    values = {"goal": str(goal.id), "dimension": dimension, "key": key, "target": target}
    return registers.add_row(actor=actor, project=project, entry=SHARES, values=values)[0]


@pytest.fixture
def goal(manager, project):
    return Goal.objects.of(manager).get()


@pytest.mark.parametrize(
    ("given", "total", "gap", "right"),
    [(["40", "60"], 100, 0, True), (["40"], 40, 60, False), (["70", "35.5"], 105.5, -5.5, False),
     ([None, "100"], 100, 0, True), ([], 0, 100, False)],
)  # fmt: skip
def test_weights_are_added_up_against_one_hundred(given, total, gap, right):
    goals = [Goal(weight_pct=Decimal(w) if w else None) for w in given]
    assert selectors.weights(goals) == {"total": total, "gap": gap, "right": right}


def test_shares_of_an_additive_goal_show_the_gap_to_the_target(manager, project, goal):
    share(manager, project, goal, "浙江", 30)
    share(manager, project, goal, "江苏", 60)
    [part] = page(manager, project)["breakdown"]
    assert (part["ratio"], part["total"], part["gap"]) == (False, 90, 10)
    share(manager, project, goal, "上海", 10)
    [part] = page(manager, project)["breakdown"]
    assert part["gap"] == 0


def test_shares_of_a_ratio_are_averaged_and_never_added(manager, project, goal):
    Goal.objects.of(manager).filter(id=goal.id).update(unit="%", target=70)
    share(manager, project, goal, "浙江", 60)
    share(manager, project, goal, "江苏", 80)
    [part] = page(manager, project)["breakdown"]
    assert (part["ratio"], part["total"], part["gap"]) == (True, 70, None)


def test_each_dimension_adds_up_by_itself(manager, project, goal):
    share(manager, project, goal, "浙江", 100)
    share(manager, project, goal, "周立", 40, "人员")
    gaps = {part["dimension"]: part["gap"] for part in page(manager, project)["breakdown"]}
    assert gaps == {"区域": 0, "人员": 60}


def test_scope_stands_in_four_columns(manager, project):
    for kind in ("in", "out", "out", "assumption"):
        registers.add_row(
            actor=manager, project=project, entry=SCOPE,
            values={"kind": kind, "description": f"第 {kind} 条"},
        )  # fmt: skip
    assert [len(rows) for _k, _t, rows in page(manager, project)["kinds"]] == [1, 2, 1, 0]


def test_an_empty_talk_fails_and_is_told_why():
    found = smart.reading("大力提升业绩", TODAY)
    verdicts = {one["letter"]: one["verdict"] for one in found["letters"]}
    assert verdicts["M"] == verdicts["T"] == "fail"
    assert all(one["reason"] for one in found["letters"])
    assert found["hints"]


def test_a_good_sentence_passes_and_its_figures_are_read():
    found = smart.reading("2026年12月31日前，销售额由3200万元提升到3840万元", TODAY)
    verdicts = {one["letter"]: one["verdict"] for one in found["letters"]}
    assert {verdicts[letter] for letter in "SMT"} == {"pass"}
    assert dict(found["facts"])["目标值"] == "38,400,000元"


def test_nothing_is_said_of_nothing():
    assert smart.reading("  ", TODAY) == {"letters": [], "facts": [], "hints": []}
    assert smart.letters("", TODAY) == []


@pytest.mark.parametrize("text", ["年" * 50_000, "<b>x</b>" * 2000, "\u202e%s{{}}", "١٢٣٪"])
def test_hostile_sentences_are_read_calmly(client_of, manager, project, text):
    answer = client_of(manager).post(
        "/p/XPSS/goals/check", {"statement": text}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "<b>x</b>" not in answer.content.decode()


def test_the_check_is_a_fragment_for_htmx_and_a_page_without_script(client_of, manager, project):
    client, body = client_of(manager), {"statement": "大力提升业绩"}
    part = client.post("/p/XPSS/goals/check", body, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "可衡量" in part.content.decode()
    whole = client.post("/p/XPSS/goals/check", body).content.decode()
    assert "<html" in whole
    assert "大力提升业绩" in whole


def test_the_form_of_a_goal_checks_its_sentence_while_it_is_typed(client_of, manager, goal):
    form = client_of(manager).get(f"/p/XPSS/r/goals.goal/{goal.id}").content.decode()
    assert 'hx-post="/p/XPSS/goals/check"' in form


@pytest.mark.parametrize("weight", ["-1", "101", "1e9", "x"])
def test_a_weight_outside_nought_to_a_hundred_is_refused(client_of, manager, goal, weight):
    answer = client_of(manager).post(f"/p/XPSS/r/goals.goal/{goal.id}", {"weight_pct": weight})
    assert answer.status_code == 422
    assert Goal.objects.of(manager).get().weight_pct == 100


def test_the_strategy_is_written_read_and_undone(client_of, manager, project):
    client = client_of(manager)
    body = json.dumps({"price": "一次锁价"})
    answer = client.patch(STRATEGY, body, content_type="application/json")
    assert answer.json()["item"]["price"] == "一次锁价"
    assert "一次锁价" in client.get("/p/XPSS/goals").content.decode()
    client.post(f"/api/v1/projects/XPSS/undo/{answer.json()['undo']}")
    assert client.get(STRATEGY).json()["price"] == ""


def test_two_people_on_one_part_of_the_strategy_are_shown_both(client_of, manager, owner, project):
    client = client_of(manager)
    send = lambda who, text, version: who.patch(  # noqa: E731
        STRATEGY, json.dumps({"price": text}), content_type="application/json",
        headers={"If-Match": str(version)},
    )  # fmt: skip
    version = send(client, "初稿", 0).json()["item"]["version"]
    assert send(client_of(owner), "甲", version).status_code == 200
    clash = send(client, "乙", version)
    assert (clash.status_code, clash.json()["theirs"]) == (409, "甲")


def test_a_member_does_not_write_the_strategy(client_of, member, project):
    mine = get_project(actor=member, key="XPSS")
    with pytest.raises(Forbidden):
        services.change_strategy(actor=member, project=mine, values={"price": "x"}, version=None)
    answer = client_of(member).patch(STRATEGY, "{}", content_type="application/json")
    assert answer.status_code == 403


def test_an_outsider_finds_neither_page_nor_check(client_of, outsider, project):
    client = client_of(outsider)
    assert client.post("/p/XPSS/goals/check", {"statement": "x"}).status_code == 404
    assert client.get(STRATEGY).status_code == 404


def test_an_empty_page_teaches_by_an_example(client_of, manager, project, goal):
    row = registers.get_row(actor=manager, entry=GOALS, row_id=goal.id, write=True)
    registers.trash_row(actor=manager, entry=GOALS, row=row)
    text = client_of(manager).get("/p/XPSS/goals").content.decode()
    assert "还没有目标" in text
    assert "新品首季销售额" in text
