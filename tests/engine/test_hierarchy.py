"""Links to summaries reach the leaves; dates of leaves reach the summaries."""

from __future__ import annotations

import pytest

from yunchou.engine.calendars import natural_days
from yunchou.engine.cpm import compute
from yunchou.engine.hierarchy import expand_links, leaves_of, roll_up
from yunchou.engine.network import Activity, Link, LinkType, Network
from yunchou.messages import InputError

PARENTS = {"P": None, "a": "P", "Q": "P", "b": "Q", "c": "Q", "d": None}


def test_leaves_are_found_through_every_level():
    assert leaves_of(PARENTS)["P"] == ("a", "b", "c")
    assert leaves_of(PARENTS)["d"] == ("d",)


def test_a_summary_that_contains_itself_is_refused():
    with pytest.raises(InputError, match="its own summary"):
        leaves_of({"x": "y", "y": "x"})


def pairs(links):
    return [(x.pred, x.succ) for x in expand_links(links, PARENTS)]


def test_the_finish_of_a_summary_is_that_of_all_its_leaves():
    assert pairs([Link("Q", "d")]) == [("b", "d"), ("c", "d")]
    assert pairs([Link("d", "Q")]) == [("d", "b"), ("d", "c")]


def test_the_start_of_a_summary_is_that_of_its_first_leaves():
    inner = Link("b", "c")
    assert pairs([inner, Link("Q", "d", LinkType.SS)]) == [("b", "c"), ("b", "d")]
    assert pairs([inner, Link("d", "Q", LinkType.FF)]) == [("b", "c"), ("d", "c")]


def test_a_plain_link_stays_and_unknown_ids_are_left_to_the_network():
    assert pairs([Link("a", "d"), Link("a", "nowhere")]) == [("a", "d"), ("a", "nowhere")]


def test_a_summary_cannot_wait_for_its_own_part():
    with pytest.raises(InputError) as caught:
        expand_links([Link("b", "P")], PARENTS)
    assert caught.value.code == "schedule.summary_link"


def test_a_summary_shows_the_hull_of_its_leaves():
    made = Network(
        tuple(Activity(x, 480) for x in "abcd"),
        expand_links([Link("a", "Q"), Link("b", "c")], PARENTS),
        (natural_days(),),
        start=480,
    )
    schedule = compute(made)
    summaries = roll_up(schedule, PARENTS | {"Z": None, "gone": "Z"})
    assert list(summaries) == ["P", "Q"]
    assert summaries["P"].start == 480
    assert summaries["P"].finish == schedule["c"].finish
    assert summaries["Q"].start == schedule["b"].start
    assert summaries["Q"].leaves == ("b", "c")
    assert summaries["Q"].critical
    assert summaries["Q"].total_float == 0
    assert (summaries["P"].late_start, summaries["P"].late_finish) == (480, schedule.finish)
