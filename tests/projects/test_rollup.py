"""Progress of summaries: one formula, drawn by the browser and told by the server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.schedule.doors import ask, items
from yunchou.web.projects import reading, rollup, services
from yunchou.web.projects.models import Status

CASES = json.loads(Path(__file__).with_name("rollup.json").read_text(encoding="utf-8"))


def parts(case):
    """Return a phase with a group in it that holds the tasks of a case."""
    yield ("P", None, "phase", None, "d", "", 0, False)
    yield ("G", "P", "task", 480, "d", "", 77, False)
    for at, (kind, days, natural, percent) in enumerate(case["parts"]):
        unit, minutes = ("ed", 1440) if natural else ("d", 480)
        milestone = "milestone" if kind == "milestone" else "task"
        yield (at, "G", milestone, days * minutes, unit, "", percent, kind == "cancelled")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_percent_of_a_summary(case):
    if not case["parts"]:
        assert rollup.Sum().percent == case["percent"]
        return
    assert rollup.roll_up(parts(case)) == {"P": case["percent"], "G": case["percent"]}


def test_a_calendar_without_days_off_weighs_as_calendar_days_do():
    assert rollup.weight("task", 7 * 480, "d", "natural_days") == pytest.approx(5 * 480)
    assert rollup.weight("task", 7 * 1440, "ed", "") == pytest.approx(5 * 480)


def percent_of(actor, project, name):
    rows = reading.rows(actor=actor, project=project)
    at = reading.COLUMNS.index("percent")
    return next(row[at] for row in rows if row[reading.COLUMNS.index("name")] == name)


def test_the_drawing_tells_the_progress_of_a_phase(manager, project):
    found = items(manager, project)
    change = {"percent": 50}
    services.change_work_item(actor=manager, item=found["问卷"], values=change, version=None)
    # 5 and 5 and 2 days, of which half of the first is done
    assert percent_of(manager, project, "调研") == 21


def test_cancelled_work_is_left_out(manager, project):
    found = items(manager, project)
    services.change_work_item(
        actor=manager, item=found["问卷"], values={"percent": 50}, version=None
    )
    status = Status.objects.of(manager).filter(project=project, category="cancelled").first()
    if status is None:
        first = Status.objects.of(manager).filter(project=project).order_by("-rank").first()
        status = Status.objects.create(
            workspace_id=project.workspace_id, project=project, code="cancelled", name="取消",
            category="cancelled", rank=first.rank + "z",
        )  # fmt: skip
    services.set_status(actor=manager, item=found["访谈"], status=status, version=None)
    assert percent_of(manager, project, "调研") == 36


def test_the_answer_to_a_change_of_a_phase_tells_its_progress(manager, project, client_of):
    client, found = client_of(manager), items(manager, project)
    ask(client, "patch", f"XPSS/items/{found['问卷'].id}", {"percent": 100})
    answer = ask(client, "patch", f"XPSS/items/{found['调研'].id}", {"name": "市场调研"})[1]
    assert answer["item"]["percent"] == 42


def test_figures_are_kept_until_the_project_changes(manager, project, django_assert_num_queries):
    project.seq = 7
    first = rollup.of_project(manager, project)
    with django_assert_num_queries(0):
        assert rollup.of_project(manager, project) is first
    project.seq = 8
    with django_assert_num_queries(1):
        assert rollup.of_project(manager, project) == first
