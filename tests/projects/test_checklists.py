"""Boxes are added, ticked, renamed, moved, removed; each step can be undone."""

from __future__ import annotations

import pytest

from yunchou.web.core import activity
from yunchou.web.core.errors import DomainError, Forbidden, NotFound
from yunchou.web.projects import selectors
from yunchou.web.projects.models import ChecklistItem
from yunchou.web.projects.tasks import checklists


@pytest.fixture
def item(project, member):
    return selectors.get_work_item(actor=member, ref="XPSS-2")


def names(actor):
    rows = ChecklistItem.objects.of(actor).order_by("rank")
    return [f"{row.name}{'✓' if row.done else ''}" for row in rows]


def add(actor, item, *words):
    return [checklists.add_box(actor=actor, item=item, name=word)[0] for word in words]


def box_of(actor, name):
    box = ChecklistItem.objects.of(actor).get(name=name)
    return checklists.get_box(actor=actor, box_id=box.id)


def test_boxes_stand_in_the_order_they_were_added(item, member):
    add(member, item, "样品", "报价", "合同")
    assert names(member) == ["样品", "报价", "合同"]


def test_a_box_moves_up_and_down_and_stops_at_the_ends(item, member):
    add(member, item, "甲", "乙", "丙")
    checklists.move_box(actor=member, box=box_of(member, "丙"), up=True)
    assert names(member) == ["甲", "丙", "乙"]
    checklists.move_box(actor=member, box=box_of(member, "甲"), up=False)
    assert names(member) == ["丙", "甲", "乙"]
    assert checklists.move_box(actor=member, box=box_of(member, "丙"), up=True) is None


def test_ticking_renaming_moving_and_removing_can_each_be_undone(item, member):
    add(member, item, "甲", "乙")
    before = names(member)
    for act in (
        lambda box: checklists.change_box(actor=member, box=box, values={"done": True}),
        lambda box: checklists.change_box(actor=member, box=box, values={"name": "丁"}),
        lambda box: checklists.move_box(actor=member, box=box, up=True),
        lambda box: checklists.remove_box(actor=member, box=box),
    ):
        change = act(box_of(member, "乙"))
        assert names(member) != before
        activity.undo(actor=member, activity_id=change.id)
        assert names(member) == before


def test_adding_can_be_undone(item, member):
    _box, change = checklists.add_box(actor=member, item=item, name="甲")
    activity.undo(actor=member, activity_id=change.id)
    assert names(member) == []


def test_an_overtaken_tick_is_not_undone(item, member):
    add(member, item, "甲")
    first = checklists.change_box(actor=member, box=box_of(member, "甲"), values={"done": True})
    checklists.change_box(actor=member, box=box_of(member, "甲"), values={"done": False})
    with pytest.raises(DomainError):
        activity.undo(actor=member, activity_id=first.id)


def test_a_viewer_ticks_nothing_and_an_outsider_finds_nothing(item, member, viewer, outsider):
    (box,) = add(member, item, "甲")
    with pytest.raises(Forbidden):
        checklists.get_box(actor=viewer, box_id=box.id)
    with pytest.raises(NotFound):
        checklists.get_box(actor=outsider, box_id=box.id)


def test_a_checklist_has_an_end(item, member, monkeypatch):
    monkeypatch.setattr(checklists, "MOST", 2)
    add(member, item, "甲", "乙")
    with pytest.raises(DomainError):
        checklists.add_box(actor=member, item=item, name="丙")


def test_pasted_lines_are_a_box_each(project, member, client_of):
    client_of(member).post(
        "/p/XPSS/t/2/checklist", {"name": "甲\n\n乙\r\n丙"}, headers={"HX-Request": "1"}
    )
    assert names(member) == ["甲", "乙", "丙"]


def test_a_box_of_another_task_is_not_found_under_this_one(item, member, client_of):
    (box,) = add(member, item, "甲")
    answer = client_of(member).post(f"/p/XPSS/t/3/checklist/{box.id}", {"do": "remove"})
    assert answer.status_code == 404
    assert names(member) == ["甲"]


def test_a_box_is_put_above_another_or_to_the_end(item, member):
    first, _second, third = add(member, item, "甲", "乙", "丙")
    checklists.place_box(actor=member, box=box_of(member, "丙"), before=first.id)
    assert names(member) == ["丙", "甲", "乙"]
    change = checklists.place_box(actor=member, box=box_of(member, "丙"), before=None)
    assert names(member) == ["甲", "乙", "丙"]
    activity.undo(actor=member, activity_id=change.id)
    assert names(member) == ["丙", "甲", "乙"]
    assert checklists.place_box(actor=member, box=box_of(member, "丙"), before=first.id) is None
    assert third.id


def test_dragging_a_box_on_the_page_places_it(item, member, viewer, client_of):
    first, *_others, last = add(member, item, "甲", "乙", "丙")
    values = {"do": "place", "before": str(first.id)}
    answer = client_of(member).post(f"/p/XPSS/t/2/checklist/{last.id}", values)
    assert answer.status_code in {200, 302}
    assert names(member) == ["丙", "甲", "乙"]
    assert client_of(viewer).post(f"/p/XPSS/t/2/checklist/{last.id}", values).status_code == 403
    client_of(member).post(f"/p/XPSS/t/2/checklist/{last.id}", {"do": "place", "before": "x"})
    assert names(member) == ["甲", "乙", "丙"]
