"""A row can always be put between two others, and a move writes one key."""

from __future__ import annotations

import pytest
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


@pytest.mark.parametrize("ahead", [True, False])
def test_keys_stay_short_at_both_ends(ahead):
    keys = [ranks.between(None, None)]
    for _ in range(60_000):
        keys.append(ranks.between(None, keys[-1]) if ahead else ranks.between(keys[-1], None))
    assert keys == sorted(set(keys), reverse=ahead)
    assert max(map(len, keys)) < 10


@given(st.text(ranks.DIGITS, min_size=1, max_size=8).map(lambda key: key.rstrip("0") or "1"))
def test_there_is_room_beyond_any_key(key):
    assert ranks.between(None, key) < key < ranks.between(key, None)
    assert ranks.between(None, key) < ranks.between(ranks.between(None, key), key) < key
    assert key < ranks.between(key, ranks.between(key, None)) < ranks.between(key, None)
