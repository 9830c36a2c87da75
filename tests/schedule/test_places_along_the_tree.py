"""Places grow along the WBS; rows keep theirs where they can."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from yunchou.web.projects.models import PLACE
from yunchou.web.schedule.numbering import places


@given(st.lists(st.integers(0, 5000), max_size=60))
def test_places_grow_whatever_they_were(stored):
    found = places(stored)
    assert all(low < high for low, high in pairwise(found))
    assert all(place >= 0 for place in found)


@given(st.lists(st.integers(0, 5000), max_size=60, unique=True).map(sorted))
def test_rows_in_order_keep_their_places(stored):
    assert places(stored) == stored


@given(st.integers(2, 60), st.data())
def test_one_row_out_of_order_is_the_only_one_to_move(count, data):
    stored = [(n + 1) * PLACE for n in range(count)]
    source = data.draw(st.integers(0, count - 1))
    target = data.draw(st.integers(0, count - 1))
    row = stored.pop(source)
    stored.insert(target, row)
    moved = [place for place, before in zip(places(stored), stored, strict=True) if place != before]
    assert len(moved) <= 1


def test_without_room_all_rows_move():
    assert places([0, 1, 1, 2]) == [(n + 1) * PLACE for n in range(4)]
