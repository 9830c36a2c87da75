"""Rows from a spreadsheet: order, levels, starts, people, and one undo for all."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.schedule.doors import items, take_back
from yunchou.web.core.errors import DomainError
from yunchou.web.projects.models import Assignment, WorkItem
from yunchou.web.projects.tasks import bulk


def test_two_hundred_rows_keep_their_order_and_go_back_at_once(manager, project):
    rows = [{"name": f"走访 {n:03}", "duration": n % 5 + 1} for n in range(200)]
    done = bulk.paste(
        actor=manager, project=project, rows=rows, after=items(manager, project)["竞品"]
    )
    found = [name for name in items(manager, project) if name.startswith("走访")]
    assert found == [row["name"] for row in rows]
    assert list(items(manager, project)).index("走访 000") == 4
    take_back(manager, done.activity)
    assert not [name for name in items(manager, project) if name.startswith("走访")]


def test_levels_starts_and_people_are_read(manager, member, project):
    rows = [
        {"name": "巡店", "depth": 0},
        {"name": "苏州", "depth": 1, "start": "2026-04-01", "duration": "3", "owner": "周立、林晓"},
        {"name": "无锡", "depth": 1, "owner": "查无此人"},
    ]
    bulk.paste(actor=manager, project=project, rows=rows)
    found = items(manager, project)
    assert found["苏州"].parent_id == found["巡店"].id
    assert found["苏州"].start == dt.date(2026, 4, 1)
    people = Assignment.objects.of(manager).filter(item=found["苏州"])
    assert set(people.values_list("member__name", flat=True)) == {"周立", "林晓"}
    assert not Assignment.objects.of(manager).filter(item=found["无锡"]).exists()


@pytest.mark.parametrize("row", [{"duration": "很久"}, {"duration": 99_999}, {"start": "下周"}])
def test_a_cell_that_cannot_be_read_refuses_the_whole_paste(manager, project, row):
    rows = [{"name": "一"}, {"name": "二", **row}]
    with pytest.raises(DomainError):
        bulk.paste(actor=manager, project=project, rows=rows)
    assert not WorkItem.objects.of(manager).filter(project=project, name="一").exists()
