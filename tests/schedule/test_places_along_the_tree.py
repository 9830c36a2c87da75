"""Places grow along the WBS; rows keep theirs where they can."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchou.plan.model import Plan
from yunchou.web.exchange.plans import create_project
from yunchou.web.projects import services
from yunchou.web.projects.models import PLACE, WorkItem
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


def test_without_room_the_next_rows_move_and_no_more():
    assert places([0, 1, 1, 2, 9, 10]) == [0, 2, 4, 6, 9, 10]


@pytest.mark.parametrize("count", [1, 40])
def test_adding_to_a_full_phase_moves_rows_nearby_and_keeps_the_order(manager, count):
    body = {
        "project": {"name": "满", "code_prefix": "FULL", "start": "2026-03-02"},
        "phases": [
            {"id": f"P{p}", "name": f"阶段 {p}",
             "tasks": [{"id": f"T{p}-{n}", "name": f"走访 {n}"} for n in range(count)]}
            for p in range(4)
        ],
    }  # fmt: skip
    project = create_project(actor=manager, plan=Plan.model_validate(body))
    rows = WorkItem.objects.of(manager).filter(project=project)
    phase = rows.get(name="阶段 0")
    before = dict(rows.values_list("id", "position"))
    for n in range(150):  # a place lets in 1024 / 8
        services.create_work_item(actor=manager, project=project, name=f"新 {n}", parent=phase)
    after = list(rows.order_by("position", "id").values_list("id", "wbs", "position"))
    assert [wbs for _id, wbs, _place in after] == sorted(
        (wbs for _id, wbs, _place in after), key=lambda wbs: [int(n) for n in wbs.split(".")]
    )
    assert len({place for *_row, place in after}) == len(after)
    far = rows.get(name="阶段 3").id
    moved = [key for key, wbs, place in after if before.get(key, place) != place]
    assert count == 1 or (0 < len(moved) < len(before) and far not in moved)
