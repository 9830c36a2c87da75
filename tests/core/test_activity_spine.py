"""Every change leaves one row that cannot be altered unseen."""

from __future__ import annotations

import pytest

from yunchou.web.core import activity
from yunchou.web.core.models import Activity, ActivityStream
from yunchou.web.projects import selectors, services


def _rename(actor, ref, name, version=None):
    item = selectors.get_work_item(actor=actor, ref=ref, need="project.work")
    return services.change_work_item(actor=actor, item=item, values={"name": name}, version=version)


def test_a_change_is_recorded_with_both_values_and_the_next_number(project, member):
    before = activity.current_seq(project.workspace_id, project.id)
    change = _rename(member, "XPSS-2", "问卷设计")
    assert change.activity is not None
    assert change.activity.changes == {"name": ["问卷", "问卷设计"]}
    assert change.activity.actor_name == "周立"
    assert activity.current_seq(project.workspace_id, project.id) == before + 1


def test_a_change_that_changes_nothing_leaves_no_trace(project, member):
    before = activity.current_seq(project.workspace_id, project.id)
    assert _rename(member, "XPSS-2", "问卷").activity is None
    assert activity.current_seq(project.workspace_id, project.id) == before


def test_an_altered_row_breaks_the_chain_at_its_number(project, member):
    _rename(member, "XPSS-2", "甲")
    _rename(member, "XPSS-2", "乙")
    assert activity.broken_link(project.workspace_id, project.id) is None
    rows = Activity.objects.in_workspace(project.workspace_id).filter(stream_id=project.id)
    rows.filter(seq=2).update(changes={"name": ["问卷", "丙"]})
    assert activity.broken_link(project.workspace_id, project.id) == 2


def test_a_removed_row_breaks_the_chain(project, member):
    _rename(member, "XPSS-2", "甲")
    _rename(member, "XPSS-2", "乙")
    rows = Activity.objects.in_workspace(project.workspace_id).filter(stream_id=project.id)
    rows.filter(seq=2).delete()
    assert activity.broken_link(project.workspace_id, project.id) == 2


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_a_bug(project, member):
    item = selectors.get_work_item(actor=member, ref="XPSS-2")
    with pytest.raises(RuntimeError):
        activity.record(actor=member, stream_id=project.id, verb="x", subject=item)


def test_the_head_of_the_stream_is_the_last_hash(project, member):
    change = _rename(member, "XPSS-2", "甲")
    stream = ActivityStream.objects.of(member).get(id=project.id)
    assert change.activity is not None
    assert stream.head == change.activity.hash
