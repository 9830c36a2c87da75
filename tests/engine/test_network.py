"""A network is valid, or not constructible; a cycle is named by its tasks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchou.engine.calendars import natural_days
from yunchou.engine.network import (
    Activity,
    Anchor,
    Constraint,
    ConstraintKind,
    CycleError,
    Link,
    Network,
    minute,
    moment,
)
from yunchou.messages import InputError


def network(ids="abc", links=(), **more) -> Network:
    made = tuple(Activity(x, 480, name=f"任务{x.upper()}") for x in ids)
    more.setdefault("start", 0)
    return Network(made, tuple(Link(p, s) for p, s in links), (natural_days(),), **more)


def test_instants_are_minutes_of_wall_time_and_come_back():
    assert minute(date(1900, 1, 1)) == 0
    assert minute(date(1900, 1, 2), time(8)) == 1440 + 480
    assert minute(datetime(2027, 3, 1, 8, 0, 59, tzinfo=UTC)) == minute(date(2027, 3, 1), time(8))
    assert moment(minute(date(1899, 12, 31))).date() == date(1899, 12, 31)


@given(st.integers(-10_000_000, 200_000_000))
def test_moment_and_minute_are_inverse(at):
    assert minute(moment(at)) == at


def test_a_cycle_is_named_by_its_tasks_in_order():
    with pytest.raises(CycleError) as caught:
        network("xabcy", ["xa", "ab", "bc", "ca", "cy"])
    ring = caught.value.cycle
    assert sorted(ring) == ["a", "b", "c"]
    following = dict(zip(ring, (*ring[1:], ring[0]), strict=True))
    assert following == {"a": "b", "b": "c", "c": "a"}
    assert "任务A → 任务B" in caught.value.text.zh + caught.value.text.zh
    assert caught.value.code == "schedule.cycle"
    assert isinstance(caught.value, InputError)


def test_a_task_that_waits_for_itself_is_a_cycle_of_one():
    with pytest.raises(CycleError) as caught:
        network("a", ["aa"])
    assert caught.value.cycle == ("a",)


def test_links_point_forward_in_the_order():
    made = network("cab", ["ab", "bc"])
    names = [made.activities[i].id for i in made.order]
    assert names == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda: network("aba"), "schedule.duplicate_id"),
        (lambda: network("ab", ["ax"]), "schedule.unknown_id"),
        (lambda: network("ab", start=None, anchor=Anchor("x", 0)), "schedule.unknown_id"),
        (lambda: network(project_calendar=1), "schedule.unknown_calendar"),
        (lambda: network(start=None), "schedule.mode"),
        (lambda: network(finish=5), "schedule.mode"),
        (lambda: Constraint(ConstraintKind.SNET), "schedule.constraint_date"),
        (lambda: Activity("a", -1), "schedule.activity"),
        (lambda: Activity("a", 1, remaining=-1), "schedule.activity"),
        (lambda: Activity("a", 1, actual_finish=1), "schedule.activity"),
        (lambda: Activity("a", 1, actual_start=2, actual_finish=1), "schedule.activity"),
        (lambda: Activity("a", 1, manual_finish=1), "schedule.activity"),
        (lambda: Activity("a", 1, manual_start=2, manual_finish=1), "schedule.activity"),
    ],
)
def test_what_cannot_be_scheduled_cannot_be_built(build, code):
    with pytest.raises(InputError) as caught:
        build()
    assert caught.value.code == code
    assert caught.value.text.zh != caught.value.text.en


def test_activities_say_what_they_are():
    assert Activity("m", 0).is_milestone
    assert Activity("m", 0).label == "m"
    assert Activity("m", 1, name="上线").label == "上线"
    assert network(links=["ab"]).lag_of(Link("a", "b")) == (0, 0)
