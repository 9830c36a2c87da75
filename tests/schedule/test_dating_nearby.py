"""Dating only a change's neighbourhood gives what dating the whole project gives."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from yunchou.plan.model import Plan
from yunchou.web.core import clock
from yunchou.web.core.errors import DomainError
from yunchou.web.exchange.plans import create_project
from yunchou.web.projects import reading, selectors
from yunchou.web.projects import services as items
from yunchou.web.projects.models import Project, WorkItem
from yunchou.web.schedule import nearby, rescheduling, services
from yunchou.web.schedule.numbering import number_last

NOON = dt.datetime(2026, 3, 11, 4, 0, tzinfo=dt.UTC)
COLUMNS = ("wbs", "depth", "start", "finish", "total_float", "free_float", "critical")


def a_project(actor) -> Project:
    """Three phases: a long chain that gives the finish, tasks alone, a linked summary."""
    task = {"duration_days": 2}
    plan = {
        "project": {"name": "试点", "code_prefix": "NEAR", "start": "2026-03-02"},
        "phases": [
            {
                "id": "P1",
                "tasks": [
                    {"id": "A1", "name": "A1", "duration_days": 20},
                    {"id": "A2", "name": "A2", "duration_days": 20, "depends_on": ["A1"]},
                    {"id": "A3", "name": "A3", "milestone": True, "depends_on": ["A2"]},
                ],
            },
            {
                "id": "P2",
                "tasks": [
                    {"id": "B1", "name": "B1", **task},
                    {"id": "B2", "name": "B2", **task},
                    {"id": "B3", "name": "B3", **task, "depends_on": ["B2"]},
                    {
                        "id": "B4",
                        "name": "B4",
                        **task,
                        "tasks": [{"id": "B5", "name": "B5", **task}],
                    },
                    {"id": "B6", "name": "B6", "duration": "3ed"},
                ],
            },
            {
                "id": "P3",
                "tasks": [
                    {
                        "id": "C1",
                        "name": "C1",
                        **task,
                        "tasks": [{"id": "C2", "name": "C2", **task}],
                    },
                    {"id": "C3", "name": "C3", **task, "depends_on": ["C1"]},
                    {
                        "id": "C4",
                        "name": "C4",
                        **task,
                        "constraint": {"type": "SNET", "date": "2026-03-16"},
                    },
                ],
            },
        ],
    }
    return create_project(actor=actor, plan=Plan.model_validate(plan))


def stored(project: Project) -> list[tuple[object, ...]]:
    rows = WorkItem.objects.in_workspace(project.workspace_id).filter(
        project=project, trashed_at=None
    )
    return list(rows.order_by("position", "id").values_list("id", *COLUMNS))


def frame(project: Project) -> tuple[object, ...] | None:
    rows = Project.objects.in_workspace(project.workspace_id).filter(id=project.id)
    return rows.values_list("start", "finish", "finish_minute").first()


def dated_whole(actor, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Number and date everything, without any short cut."""
    with monkeypatch.context() as patch:
        patch.setattr(nearby, "date", lambda *_: None)
        rescheduling.recompute(actor, project, set(), structure=True)


def tasks(project: Project) -> list[WorkItem]:
    rows = WorkItem.objects.in_workspace(project.workspace_id).filter(
        project=project, trashed_at=None
    )
    found = list(rows.select_related("status", "parent").order_by("position"))
    for item in found:
        item.project = project
    return found


DAY = st.integers(-3, 45).map(lambda n: dt.date(2026, 3, 2) + dt.timedelta(days=n))
STEP = st.one_of(
    st.tuples(st.just("create"), st.integers(0, 30), st.integers(0, 12)),
    st.tuples(st.just("status"), st.integers(0, 30), st.sampled_from(["todo", "doing", "done"])),
    st.tuples(st.just("duration"), st.integers(0, 30), st.integers(0, 25)),
    st.tuples(st.just("percent"), st.integers(0, 30), st.integers(0, 100)),
    st.tuples(st.just("start"), st.integers(0, 30), DAY),
    st.tuples(st.just("deadline"), st.integers(0, 30), DAY),
    st.tuples(st.just("alap"), st.integers(0, 30), st.none()),
    st.tuples(st.just("link"), st.integers(0, 30), st.integers(0, 30)),
    st.tuples(st.just("move"), st.integers(0, 30), st.integers(0, 30)),
    st.tuples(st.just("trash"), st.integers(0, 30), st.none()),
)


def take(actor, project: Project, step: tuple[str, int, object]) -> None:
    """Do one step as a person would; refusals are none of this test's business."""
    kind, place, value = step
    rows = tasks(project)
    item = rows[place % len(rows)]
    changes = {
        "duration": {"duration": int(value) * 240} if kind == "duration" else {},
        "percent": {"percent": value},
        "start": {"constraint": "SNET", "constraint_date": value},
        "deadline": {"deadline": value},
        "alap": {"constraint": "ALAP"},
    }
    if kind == "create":
        parent = None if place % 5 == 0 else item
        items.create_work_item(
            actor=actor, project=project, name="新", parent=parent,
            values={"duration": int(value) * 480},
        )  # fmt: skip
    elif kind == "status":
        wanted = items.first_status(project, str(value))
        items.set_status(actor=actor, item=item, status=wanted)
    elif kind == "link":
        other = rows[int(value) % len(rows)]
        services.add_link(actor=actor, pred=item, succ=other, type="FS", lag=Decimal(0))
    elif kind == "move":
        other = rows[int(value) % len(rows)]
        items.move_work_item(actor=actor, item=item, parent=other.parent, before=other)
    elif kind == "trash":
        items.trash_work_item(actor=actor, item=item)
    else:
        items.change_work_item(actor=actor, item=item, values=changes[kind], version=None)


def test_any_steps_leave_what_dating_the_whole_project_would(manager, monkeypatch):
    project = a_project(manager)

    @settings(max_examples=40, deadline=None)
    @given(st.lists(STEP, min_size=1, max_size=8))
    def holds(steps):
        with clock.at(NOON), transaction.atomic():
            for step in steps:
                compare(manager, selectors.get_project(actor=manager, key=project.key), step)
            transaction.set_rollback(True)

    def compare(actor, project, step):
        try:
            take(actor, project, step)
        except DomainError:
            return
        before, ends = stored(project), frame(project)
        dated_whole(actor, project, monkeypatch)
        assert before == stored(project)
        assert ends == frame(project)

    holds()


@pytest.fixture
def near(monkeypatch):
    """How often a change was dated alone."""
    answers: list[bool] = []
    real = nearby.date

    def counted(*args):
        answer = real(*args)
        answers.append(answer is not None)
        return answer

    monkeypatch.setattr(nearby, "date", counted)
    return answers


def named(actor, project, name):
    return next(item for item in tasks(project) if item.name == name)


def test_a_task_without_links_is_dated_alone(manager, near):
    with clock.at(NOON):
        project = a_project(manager)
        near.clear()
        doing = items.first_status(project, "doing")
        change = items.set_status(actor=manager, item=named(manager, project, "B1"), status=doing)
    assert near == [True]
    assert {moved.name for moved in change.moved} >= {"B1"}


def test_a_new_task_is_numbered_and_dated_alone(manager, near):
    with clock.at(NOON):
        project = a_project(manager)
        near.clear()
        parent = named(manager, project, "B1").parent
        item = items.create_work_item(actor=manager, project=project, name="新", parent=parent).item
    assert near == [True]
    assert (item.wbs, item.depth) == ("2.6", 1)
    assert item.start == dt.date(2026, 3, 2)
    assert item.total_float == 39


@pytest.mark.parametrize("name", ["A1", "C2", "C3"])
def test_what_gives_the_finish_or_hangs_on_a_summary_is_not(manager, near, name):
    with clock.at(NOON):
        project = a_project(manager)
        near.clear()
        items.change_work_item(
            actor=manager, item=named(manager, project, name), values={"duration": 480},
            version=None,
        )  # fmt: skip
    assert near == [False]


def test_a_task_put_between_others_is_not_numbered_alone(manager):
    project = a_project(manager)
    item = named(manager, project, "B1")
    WorkItem.objects.of(manager).filter(id=item.id).update(wbs="")
    assert not number_last(manager, project, {item.id})


def test_one_row_asked_for_alone_knows_its_parts(manager):
    project = a_project(manager)
    summary = named(manager, project, "B4")
    whole = {row[0]: row for row in reading.rows(actor=manager, project=project)}
    (alone,) = reading.rows(actor=manager, project=project, ids=[summary.id])
    assert alone == whole[str(summary.id)]
    assert dict(zip(reading.COLUMNS, alone, strict=True))["kind"] == "summary"
