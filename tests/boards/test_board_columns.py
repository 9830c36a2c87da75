"""Columns of the board: who may change them, what is refused, and the way back of each."""

from __future__ import annotations

import pytest

from tests.schedule.doors import ask, items, take_back
from yunchou.web.boards import columns
from yunchou.web.core.errors import Conflict, DomainError, Forbidden
from yunchou.web.projects import services


def names(actor, project):
    return [row["name"] for row in columns.list_columns(actor=actor, project=project)]


def column(actor, project, name):
    rows = columns.list_columns(actor=actor, project=project)
    found = next(row["id"] for row in rows if row["name"] == name)
    return columns.get_column(actor=actor, project=project, column_id=found)


def test_a_new_column_stands_before_the_done_ones_and_is_taken_back(manager, project):
    before = names(manager, project)
    _, change = columns.add_column(actor=manager, project=project, values={"name": "待客户确认"})
    assert names(manager, project) == [*before[:-1], "待客户确认", before[-1]]
    take_back(manager, change)
    assert names(manager, project) == before


def test_renaming_and_limits_are_taken_back(manager, project, client_of):
    doing = column(manager, project, "进行中")
    change = columns.change_column(
        actor=manager, column=doing, values={"name": "在办", "wip_limit": "3"}, version=1
    )
    board = ask(client_of(manager), "get", "XPSS/board")[1]
    assert [(c["name"], c["limit"]) for c in board["columns"]][1] == ("在办", 3)
    take_back(manager, change)
    assert "进行中" in names(manager, project)


def test_columns_move_by_one_or_before_another(manager, project):
    before = names(manager, project)
    change = columns.shift_column(actor=manager, column=column(manager, project, before[1]), step=1)
    assert names(manager, project)[1:3] == [before[2], before[1]]
    take_back(manager, change)
    assert names(manager, project) == before
    first = column(manager, project, before[0])
    columns.move_column(actor=manager, column=column(manager, project, before[-1]), before=first)
    assert names(manager, project)[0] == before[-1]
    assert (
        columns.shift_column(actor=manager, column=column(manager, project, before[-1]), step=-1)
        is None
    )


def test_a_column_with_cards_is_not_removed(manager, project):
    with pytest.raises(DomainError, match="还有 4 项任务"):
        columns.remove_column(actor=manager, column=column(manager, project, "待办"))


def test_an_empty_column_is_removed_and_comes_back(manager, project):
    before = names(manager, project)
    change = columns.remove_column(actor=manager, column=column(manager, project, "待验收"))
    assert "待验收" not in names(manager, project)
    take_back(manager, change)
    assert names(manager, project) == before


def test_what_is_in_the_trash_comes_back_to_another_column(manager, project):
    made, _ = columns.add_column(actor=manager, project=project, values={"name": "待客户确认"})
    item = items(manager, project)["竞品"]
    services.set_status(actor=manager, item=item, status=made)
    item = items(manager, project)["竞品"]
    change = services.trash_work_item(actor=manager, item=item)
    columns.remove_column(actor=manager, column=column(manager, project, "待客户确认"))
    take_back(manager, change.activity)
    back = items(manager, project)["竞品"]
    assert back.status.category == "doing"
    assert back.status.trashed_at is None


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "  "}, "name.empty"),
        ({"name": "待办"}, "column.twice"),
        ({"name": "新", "category": "later"}, "column.category"),
        ({"name": "新", "wip_limit": "0"}, "column.limit"),
        ({"name": "新", "wip_limit": "三"}, "column.limit"),
    ],
)
def test_what_a_column_cannot_be_is_refused(manager, project, values, code):
    with pytest.raises(DomainError) as refused:
        columns.add_column(actor=manager, project=project, values=values)
    assert refused.value.code == code


def test_the_last_column_of_done_work_stays(manager, project):
    done = column(manager, project, "已完成")
    with pytest.raises(DomainError, match="至少要有一列"):
        columns.remove_column(actor=manager, column=done)
    with pytest.raises(DomainError, match="至少要有一列"):
        columns.change_column(actor=manager, column=done, values={"category": "doing"})


def test_a_stale_name_shows_both(manager, project):
    doing = column(manager, project, "进行中")
    columns.change_column(actor=manager, column=doing, values={"name": "在办"}, version=1)
    stale = column(manager, project, "在办")
    with pytest.raises(Conflict) as clash:
        columns.change_column(actor=manager, column=stale, values={"name": "办理"}, version=1)
    assert clash.value.details["theirs"] == "在办"


def test_members_change_no_columns(member, project, client_of):
    project.effective = 20
    with pytest.raises(Forbidden):
        columns.add_column(actor=member, project=project, values={"name": "我的"})
    assert client_of(member).get("/p/XPSS/schedule/board/columns").status_code == 403


def test_the_form_adds_moves_and_removes(manager, project, client_of):
    client, part = client_of(manager), {"HX-Request": "true"}
    page = "/p/XPSS/schedule/board/columns"
    form = {"name": "待客户确认", "category": "doing", "wip_limit": ""}
    shown = client.post(page, form, headers=part)
    assert "待客户确认" in shown.content.decode()
    made = column(manager, project, "待客户确认")
    assert client.post(f"{page}/{made.id}/shift", {"step": "-1"}, headers=part).status_code == 200
    assert names(manager, project)[-2] != "待客户确认"
    assert client.post(f"{page}/{made.id}/remove", headers=part).status_code == 200
    refused = client.post(page, {"name": "待办"}, headers=part)
    assert refused.status_code == 422
    assert "已有同名的列" in refused.content.decode()
    assert client.post(page, form).status_code == 302
