"""The checker notices every kind of unlawful schedule: each test breaks one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from yunchou.engine.calendars import cn_workdays, natural_days
from yunchou.engine.cpm import compute
from yunchou.engine.network import (
    Activity,
    Anchor,
    Constraint,
    ConstraintKind,
    Driver,
    Link,
    LinkType,
    Network,
    minute,
)
from yunchou.engine.verify import verify

DAY = 480


def at(text: str) -> int:
    return minute(datetime.fromisoformat(text))


START = at("2027-03-01T08:00")
WISH = Constraint(ConstraintKind.SNET, at("2027-03-10T08:00"))
LAWFUL = compute(
    Network(
        (
            Activity("a", 2 * DAY),
            Activity("b", DAY, calendar=1),
            Activity("m", 0),
            Activity("c", DAY, constraint=WISH),
            Activity("d", DAY, deadline=at("2027-03-20T17:00")),
            Activity("e", 1440, elapsed=True),
            Activity("f", DAY, actual_start=START, actual_finish=START + 540),
            Activity("g", DAY, manual_start=START, manual_finish=START + 60),
            Activity("late", DAY, constraint=Constraint(ConstraintKind.FNLT, START + 540)),
        ),
        (
            Link("a", "b", LinkType.FS, 60),
            Link("a", "m"),
            Link("m", "d"),
            Link("f", "d"),
            Link("a", "e", LinkType.SS),
            Link("a", "late", LinkType.SS),
            Link("a", "f"),
        ),
        (cn_workdays(), natural_days()),
        start=START,
    )
)


def broken(name, **changes):
    activities = tuple(replace(a, **changes) if a.id == name else a for a in LAWFUL.activities)
    return {v.rule for v in verify(replace(LAWFUL, activities=activities))}


def test_the_example_is_lawful():
    assert verify(LAWFUL) == ()


@pytest.mark.parametrize(
    ("name", "changes", "rule"),
    [
        ("a", {"start": START + 10}, "span"),
        ("a", {"start": START - 3 * 1440, "finish": START - 2 * 1440 + 540}, "begin"),
        ("a", {"finish": START - 1}, "span"),
        ("a", {"late_finish": START + 1440}, "span"),
        ("a", {"total_float": 1}, "float"),
        ("a", {"free_float": -1}, "float"),
        ("a", {"critical": False}, "critical"),
        ("b", {"start": START, "finish": START + 540}, "link"),
        ("b", {"early_start": START, "early_finish": START + 540}, "link"),
        ("m", {"start": START, "finish": START}, "link"),
        ("m", {"finish": LAWFUL["m"].finish + 1}, "span"),
        ("c", {"start": START, "finish": START + 540}, "constraint"),
        ("d", {"start": at("2027-03-22T08:00"), "finish": at("2027-03-22T17:00")}, "deadline"),
        ("d", {"start": at("2027-03-09T08:00"), "finish": at("2027-03-09T17:00")}, "driver"),
        ("d", {"late_start": START, "late_finish": START + 540}, "link"),
        ("e", {"finish": START + 1}, "span"),
        ("f", {"start": START + 1}, "facts"),
        ("f", {"finish": START + 1}, "facts"),
        ("g", {"start": START + 1}, "facts"),
        ("late", {"start": at("2027-03-02T08:00"), "finish": at("2027-03-02T17:00")}, "constraint"),
    ],
)
def test_a_broken_rule_is_named(name, changes, rule):
    assert rule in broken(name, **changes)


def test_a_missing_answer_is_noticed():
    short = replace(LAWFUL, activities=LAWFUL.activities[1:])
    assert [v.rule for v in verify(short)] == ["complete"]


def test_a_silent_broken_link_into_a_fixed_task_is_noticed():
    pinned = Constraint(ConstraintKind.MSO, START)
    made = Network(
        (Activity("a", DAY), Activity("b", DAY, constraint=pinned)),
        (Link("a", "b"),),
        (cn_workdays(),),
        start=START,
    )
    found = compute(made)
    assert verify(found) == ()
    assert [v.rule for v in verify(replace(found, conflicts=()))] == ["link"]


def test_an_anchor_that_moved_in_silence_is_noticed():
    made = Network(
        (Activity("a", DAY),), (), (cn_workdays(),), anchor=Anchor("a", at("2027-03-06T08:00"))
    )
    found = compute(made)
    assert verify(found) == ()
    assert [v.rule for v in verify(replace(found, conflicts=()))] == ["anchor"]


def test_the_driver_of_the_example_is_a_link():
    assert LAWFUL["d"].driven_by is Driver.LINK
