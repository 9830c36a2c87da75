"""Edits of the same field clash and show both values; edits of different fields both stand."""

from __future__ import annotations

import pytest

from yunchou.web.core.errors import Conflict
from yunchou.web.projects import selectors, services
from yunchou.web.projects.tasks import assigning


def _change(actor, values, version):
    item = selectors.get_work_item(actor=actor, ref="XPSS-2", need="project.work")
    return services.change_work_item(actor=actor, item=item, values=values, version=version)


def test_the_second_edit_of_a_field_is_refused_with_both_values(project, manager, member):
    _change(manager, {"name": "经理的名字"}, 1)
    with pytest.raises(Conflict) as refusal:
        _change(member, {"name": "销售的名字"}, 1)
    told = refusal.value.to_dict()
    assert (told["yours"], told["theirs"]) == ("销售的名字", "经理的名字")
    assert told["by"] == "林晓"
    assert told["version"] == 2


def test_edits_of_different_fields_both_stand(project, manager, member):
    _change(manager, {"name": "新名字"}, 1)
    _change(member, {"priority": "high"}, 1)
    item = selectors.get_work_item(actor=member, ref="XPSS-2")
    assert (item.name, item.priority) == ("新名字", "high")


def test_the_refused_edit_can_be_made_on_the_present_version(project, manager, member):
    _change(manager, {"name": "经理的名字"}, 1)
    _change(member, {"name": "销售的名字"}, 2)
    assert selectors.get_work_item(actor=manager, ref="XPSS-2").name == "销售的名字"


def test_an_edit_of_a_deleted_task_says_so(project, manager, member):
    item = selectors.get_work_item(actor=member, ref="XPSS-2", need="project.work")
    services.trash_work_item(
        actor=manager, item=selectors.get_work_item(actor=manager, ref="XPSS-2")
    )
    with pytest.raises(Conflict):
        services.change_work_item(actor=member, item=item, values={"name": "甲"}, version=1)


def test_two_assignments_clash_with_both_lists_of_names(project, manager, member):
    def assign(actor, who, version):
        item = selectors.get_work_item(actor=actor, ref="XPSS-2", need="project.work")
        return assigning.assign(actor=actor, item=item, member_ids=[who], version=version)

    assign(manager, manager.member_id, 1)
    with pytest.raises(Conflict) as refusal:
        assign(member, member.member_id, 1)
    told = refusal.value.to_dict()
    assert (told["yours"], told["theirs"], told["by"]) == ("周立", "林晓", "林晓")


def test_an_assignment_stands_beside_another_persons_new_name(project, manager, member):
    _change(manager, {"name": "新名字"}, 1)
    item = selectors.get_work_item(actor=member, ref="XPSS-2", need="project.work")
    assigning.assign(actor=member, item=item, member_ids=[member.member_id], version=1)
    assert selectors.get_work_item(actor=member, ref="XPSS-2").name == "新名字"
