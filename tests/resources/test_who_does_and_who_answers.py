"""RACI: one role does a task, exactly one answers for it; cells are written one by one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunchou.web.core.errors import DomainError
from yunchou.web.core.models import Activity
from yunchou.web.exchange.plans import read_plan
from yunchou.web.projects import registers
from yunchou.web.projects.models import WorkItem
from yunchou.web.resources import raci
from yunchou.web.resources.registers import ROLES


@pytest.fixture
def roles(manager, project):
    """Roles SD, PM and SA beside those of the plan."""
    present = set(
        registers.rows(actor=manager, project=project, entry=ROLES).values_list("code", flat=True)
    )
    for code in {"SD", "PM", "SA"} - present:
        registers.add_row(
            actor=manager, project=project, entry=ROLES, values={"name": code}, code=code
        )
    WorkItem.objects.of(manager).filter(project=project).update(role="", consulted=[], informed=[])
    return ["PM", "SA", "SD"]


@pytest.fixture
def phase(manager, project, roles):
    found = WorkItem.objects.of(manager).filter(project=project, kind="phase").order_by("position")
    return found[0]


@pytest.fixture
def task(manager, project, phase):
    rows = WorkItem.objects.of(manager).filter(project=project, kind="task", parent=phase)
    return rows.order_by("position")[0]


@pytest.fixture
def write(manager, project, client_of):
    browser = client_of(manager)

    def send(item, cells, version=None):
        headers = {} if version is None else {"If-Match": str(version)}
        return browser.patch(
            f"/api/v1/projects/{project.key}/items/{item.id}/raci", json.dumps(cells),
            content_type="application/json", headers=headers,
        )  # fmt: skip

    return send


def marks(actor, item):
    fresh = WorkItem.objects.of(actor).get(id=item.id)
    return raci.marks_of(fresh, raci.inherited(actor, fresh))


def test_a_task_is_answered_for_by_its_phase_until_it_names_its_own(write, manager, phase, task):
    assert write(phase, {"SD": "A"}).status_code == 200
    assert marks(manager, task) == {"SD": "A"}
    answer = write(task, {"PM": "A"}).json()
    assert answer["item"]["marks"] == {"PM": "A"}
    assert marks(manager, phase) == {"SD": "A"}
    write(task, {"SD": "A"})
    assert WorkItem.objects.of(manager).get(id=task.id).accountable == ""


def test_r_and_a_move_and_a_role_may_have_both(write, manager, phase, task):
    write(phase, {"SD": "A"})
    write(task, {"PM": "R", "SA": "C"})
    assert marks(manager, task) == {"SD": "A", "PM": "R", "SA": "C"}
    write(task, {"SA": "r"})
    assert marks(manager, task) == {"SD": "A", "SA": "R"}
    write(task, {"SA": "A/R"})
    assert marks(manager, task) == {"SA": "A/R"}


@pytest.mark.parametrize(
    "cells",
    [{"SD": ""}, {"SD": "C"}, {"PM": "A", "SA": "A"}, {"PM": "X"}, {"PM": "RC"}, {"PM": "R" * 99},
     {"nobody": "R"}, {"PM": "R\u0000"}],
)  # fmt: skip
def test_what_leaves_a_task_without_exactly_one_a_or_makes_no_sense_is_refused(
    cells, write, manager, phase, task
):
    write(phase, {"SD": "A"})
    before = marks(manager, task)
    answer = write(task, cells)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert marks(manager, task) == before


def test_a_phase_has_nobody_who_does_it(write, phase):
    answer = write(phase, {"PM": "R"})
    assert answer.status_code == 422
    assert "最终负责" in answer.json()["message"]


def test_two_people_on_two_cells_of_a_line_both_stand(write, manager, phase, task):
    write(task, {"PM": "C"}, version=task.version)
    assert write(task, {"SA": "C"}, version=task.version).status_code == 200
    assert marks(manager, task) == {"PM": "C", "SA": "C"}


def test_two_people_on_one_cell_are_shown_both_letters(write, manager, task):
    write(task, {"PM": "C"}, version=task.version)
    answer = write(task, {"PM": "I"}, version=task.version)
    assert answer.status_code == 409
    told = answer.json()
    assert (told["yours"], told["theirs"], told["field"]) == ("I", "C", "PM")
    assert write(task, {"PM": "I"}, version=told["version"]).status_code == 200
    assert marks(manager, task) == {"PM": "I"}


def test_a_change_is_taken_back_whole(write, manager, project, phase, task, client_of):
    write(phase, {"SD": "A"})
    write(task, {"PM": "R"})
    change = write(task, {"SA": "A/R"}).json()["undo"]
    assert marks(manager, task) == {"SA": "A/R"}
    client_of(manager).post(f"/api/v1/projects/{project.key}/undo/{change}")
    assert marks(manager, task) == {"SD": "A", "PM": "R"}


def test_writing_the_same_again_leaves_no_trace(write, manager, task):
    write(task, {"PM": "C"})
    count = Activity.objects.of(manager).count()
    assert write(task, {"PM": "c"}).json()["undo"] is None
    assert Activity.objects.of(manager).count() == count


def test_the_matrix_names_what_is_missing_over_the_api_and_on_the_page(
    write, manager, member, viewer, project, phase, task, client_of
):
    found = client_of(manager).get(f"/api/v1/projects/{project.key}/raci").json()
    assert found["gaps"] == len(found["rows"])
    write(phase, {"SD": "A"})
    write(task, {"PM": "R"})
    again = client_of(manager).get(f"/api/v1/projects/{project.key}/raci").json()
    line = next(row for row in again["rows"] if row["id"] == str(task.id))
    assert line["marks"] == {"SD": "A", "PM": "R"}
    assert line["lacks"] == ""
    page = client_of(manager).get(f"/p/{project.key}/resources").content.decode()
    assert 'data-letters="A"' in page
    assert "yc-raci" not in client_of(viewer).get(f"/p/{project.key}/resources").content.decode()


def test_a_task_s_own_a_goes_into_the_plan_file_and_back(write, manager, project, task):
    write(task, {"PM": "A"})
    plan = read_plan(actor=manager, project=project)
    assert {one.id: one.accountable for one in plan.tasks()}[task.code] == "PM"


CELL = st.sampled_from(["", "A", "R", "C", "I", "A/R"])


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(["SD", "PM", "SA"]), CELL), max_size=12))
def test_whatever_is_written_a_line_once_answered_for_keeps_one_a_and_at_most_one_r(steps):
    line = raci._Line(WorkItem(kind="task", consulted=[], informed=[]), "SD")
    for role, text in steps:
        before = (line.answers, line.does, {k: list(v) for k, v in line.lists.items()})
        try:
            line.clear(role)
            line.write(role, raci.letters_of(text))
            line.refuse_two_heads({role: text})
        except DomainError:
            line.answers, line.does, line.lists = before
        values = line.values()
        item = WorkItem(kind="task", **values)
        letters = raci.marks_of(item, "SD")
        assert sum("A" in one for one in letters.values()) == 1
        assert sum("R" in one for one in letters.values()) <= 1
        if (role, text) == (role, "") and line.answers != role:
            assert role not in letters
