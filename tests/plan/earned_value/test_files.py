"""Earning rules, steps, costs and past status in files: kept by all that keep the whole plan."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.plan.earned_value.plans import plan, task
from yunchou.plan import formats
from yunchou.plan.archetypes import instantiate
from yunchou.plan.validate import problems

FULL = plan(
    task(
        "A", "03-01", "03-26", cost=100, duration_days=20,
        earning={"rule": "milestones", "spent": 12.5, "committed": 3},
        steps=[{"name": "样", "weight": 0.5, "due": "2027-03-05", "done": True}, {"name": "批"}],
    ),
    task("B", "03-01", "03-26", cost=50, duration_days=20, earning={"rule": "apportioned", "follows": "A"}),
    project={"start": "2027-03-01"},
    status_history=[{"date": "2027-03-12", "percent": 20, "earned": 30, "spent": 40.5}],
)  # fmt: skip


@pytest.mark.parametrize("kind", ["yaml", "xlsx"])
def test_export_and_import_are_the_identity(kind):
    data, _ = formats.write(FULL, kind)
    again, _ = formats.read(data, f"plan.{kind}")
    for part in ("status_history", "phases"):
        assert getattr(again, part) == getattr(FULL, part)


def test_a_copy_starts_afresh():
    copy = instantiate(FULL, name="副本", start=dt.date(2028, 3, 1))
    first = next(copy.tasks())
    assert first.earning is not None and first.earning.rule == "milestones"
    assert (first.earning.spent, first.earning.committed) == (None, None)
    assert [(step.weight, step.due, step.done) for step in first.steps] == [
        (0.5, None, False),
        (1, None, False),
    ]
    assert copy.status_history == []


def test_a_task_to_follow_has_to_be_there():
    lost = plan(task("A", "03-01", "03-05", earning={"rule": "apportioned", "follows": "Z"}))
    assert [p.place for p in problems(lost) if p.code == "plan.unknown_task"] == [
        "phases[0].tasks[0].earning.follows"
    ]
