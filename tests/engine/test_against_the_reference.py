"""The engine against a scheduler that walks minute by minute, on networks that hold everything."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.engine.reference import Reference
from tests.engine.strategies import networks
from yunchou.engine.cpm import compute
from yunchou.engine.verify import verify

SLOW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def check(network) -> None:
    schedule = compute(network, compiled=False)
    assert verify(schedule) == ()
    found = Reference(network).solve()
    for placed, activity in zip(schedule, network.activities, strict=True):
        name = activity.id
        assert (placed.early_start, placed.early_finish) == found.early[name], name
        assert placed.total_float == found.total[name], name
        if activity.duration:
            assert (placed.late_start, placed.late_finish) == found.late[name], name


@SLOW
@given(networks(kinds=(), deadlines=False))
def test_links_lags_and_calendars_agree_with_the_reference(network):
    check(network)


@SLOW
@given(networks())
def test_constraints_and_deadlines_agree_with_the_reference(network):
    check(network)


@SLOW
@given(networks(kinds=(), deadlines=False))
def test_free_float_agrees_with_the_reference(network):
    schedule = compute(network, compiled=False)
    reference = Reference(network)
    early = reference.forward()
    end = max(dates[1] for dates in early.values())
    for activity, placed in zip(network.activities, schedule, strict=True):
        allowed = reference.free(activity, early, end)
        assert placed.free_float == min(allowed, placed.total_float), activity.id


@pytest.mark.long
@settings(SLOW, max_examples=10_000)
@given(networks(size=9))
def test_ten_thousand_networks_agree_with_the_reference(network):
    check(network)
