"""The shipped archetypes: path lengths as they promise, natural days shorten the span."""

from __future__ import annotations

import datetime as dt

import pytest

from yunchou.plan.archetypes.templates import load, template_ids
from yunchou.plan.scheduling import longest_path_days, schedule
from yunchou.plan.scheduling.calendars import CalendarBook

START = dt.date(2027, 3, 1)


@pytest.mark.parametrize("name", template_ids())
def test_the_longest_path_is_what_the_template_says(name: str):
    plan = load(name)
    assert longest_path_days(plan) == plan.project.critical_path_workdays


@pytest.mark.parametrize("name", template_ids())
def test_every_template_runs_forward_without_conflict(name: str):
    found = schedule(load(name), start=START)
    assert found.start >= START
    assert not found.conflicts and found.critical_path
    assert found[found.critical_path[-1]].critical


@pytest.mark.parametrize(
    ("name", "span"),
    [("double11_promotion", 65), ("exhibition_marketing", 80), ("live_commerce", 87)],
)
def test_natural_days_make_the_span_in_working_days_shorter(name: str, span: int):
    plan = load(name)
    found = schedule(plan, start=START)
    assert isinstance(found.start, dt.date)
    first, after = found.start, found.finish + dt.timedelta(days=1)
    book = CalendarBook(plan)
    midnight = dt.time()
    minutes = book.work(
        0,
        _minute(dt.datetime.combine(first, midnight)),
        _minute(dt.datetime.combine(after, midnight)),
    )
    assert minutes / 480 == span


def _minute(at: dt.datetime) -> int:
    from yunchou.engine.network import minute

    return minute(at)


@pytest.mark.parametrize("name", template_ids())
def test_an_anchored_template_keeps_its_day(name: str):
    plan = load(name)
    anchor = plan.project.schedule_anchor
    if anchor is None or anchor.task is None:
        return
    day = dt.date(2027, 6, 18)
    found = schedule(plan, anchor=day, not_before=dt.date(2027, 5, 3))
    assert found[anchor.task].start == found[anchor.task].finish == day
    assert found.shortage_days > 0
    assert {remedy.kind for remedy in found.remedies} == {"crash", "fast_track", "descope"}
