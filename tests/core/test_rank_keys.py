"""A row can always be put between two others, and a move writes one key."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yunchou.web.core import ranks


@given(st.integers(0, 60), st.lists(st.floats(0, 1), max_size=120))
def test_there_is_always_room_between_two_neighbours(count, places):
    keys = ranks.spread(count)
    for place in places:
        index = round(place * len(keys))
        before = keys[index - 1] if index else None
        after = keys[index] if index < len(keys) else None
        keys.insert(index, ranks.between(before, after))
    assert keys == sorted(set(keys))


@given(st.integers(0, 5000))
def test_a_list_written_at_once_is_in_order(count):
    keys = ranks.spread(count)
    assert keys == sorted(set(keys))
    assert len(keys) == count


def test_appending_keeps_keys_short():
    last = None
    for _ in range(1000):
        last = ranks.between(last, None)
    assert last is not None
    assert len(last) < 60
