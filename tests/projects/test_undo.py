"""Every change of a work item can be taken back, and the taking back as well."""

from __future__ import annotations

import pytest

from yunchou.web.core import activity
from yunchou.web.core.errors import DomainError, Forbidden
from yunchou.web.projects import selectors, services
from yunchou.web.projects.models import Status, WorkItem


def _item(actor, code):
    found = WorkItem.objects.of(actor).get(code=code)
    return selectors.get_work_item(actor=actor, ref=found.id, need="project.work")


def _state(actor):
    rows = WorkItem.objects.of(actor).filter(trashed_at=None).order_by("position")
    columns = ("code", "name", "wbs", "start", "finish", "percent", "status__code", "actual_finish")
    return list(rows.values_list(*columns))


def _change(actor):
    return services.change_work_item(
        actor=actor, item=_item(actor, "T1"), values={"name": "甲", "duration": 480 * 9}, version=1
    )


def _finish(actor):
    done = Status.objects.of(actor).get(code="done")
    return services.set_status(actor=actor, item=_item(actor, "T1"), status=done)


def _move(actor):
    return services.move_work_item(
        actor=actor, item=_item(actor, "T3"), parent=_item(actor, "P2"), before=_item(actor, "M1")
    )


def _trash(actor):
    return services.trash_work_item(actor=actor, item=_item(actor, "P1"))


def _create(actor):
    project = selectors.get_project(actor=actor, key="XPSS")
    return services.create_work_item(actor=actor, project=project, name="新任务")


@pytest.mark.parametrize("act", [_change, _finish, _move, _trash, _create])
def test_undo_leaves_everything_as_it_was(act, project, member):
    before = _state(member)
    change = act(member)
    assert _state(member) != before
    activity.undo(actor=member, activity_id=change.activity.id)
    assert _state(member) == before


def test_undo_is_refused_when_somebody_changed_it_since(project, member, manager):
    change = _change(member)
    services.change_work_item(
        actor=manager, item=_item(manager, "T1"), values={"name": "乙"}, version=None
    )
    with pytest.raises(DomainError) as refusal:
        activity.undo(actor=member, activity_id=change.activity.id)
    assert refusal.value.code == "undo.overtaken"


def test_a_viewer_cannot_undo(project, member, viewer):
    change = _change(member)
    with pytest.raises(Forbidden):
        activity.undo(actor=viewer, activity_id=change.activity.id)


def test_somebody_of_another_workspace_cannot_undo(project, member, outsider):
    change = _change(member)
    with pytest.raises(DomainError):
        activity.undo(actor=outsider, activity_id=change.activity.id)
