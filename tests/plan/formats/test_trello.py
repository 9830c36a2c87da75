"""Trello boards: everything of the export is in the plan or named in the report."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from yunchou.messages import InputError
from yunchou.plan.formats import read, write
from yunchou.plan.formats.report import Report, Tally
from yunchou.plan.validate import problems

if TYPE_CHECKING:
    from yunchou.plan.model import Plan, Task

BOARD = "5f5f5f5f0000000000000000"
TODO, DOING, DONE, OLD = (f"5f5f5f5f000000000000000{n}" for n in range(1, 5))
ANN, GONE = "5f5f5f5f00000000000000a1", "5f5f5f5f00000000000000a2"


def card(number: int, column: str = TODO, **more: Any) -> dict[str, Any]:
    return {
        "id": f"5fcbec2e66210000000{number:05}",
        "idShort": number,
        "name": f"卡片{number}",
        "desc": "",
        "closed": False,
        "idBoard": BOARD,
        "idList": column,
        "pos": 1000 * number,
        "shortLink": f"Link{number:04}",
        "url": f"https://trello.com/c/Link{number:04}/{number}-x",
        **more,
    }


def board(cards: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    names = (
        (TODO, "待办", False),
        (DOING, "进行中", False),
        (DONE, "完成", False),
        (OLD, "旧", True),
    )
    return {
        "id": BOARD,
        "name": "新品上市",
        "desc": "说明",
        "closed": False,
        "url": "https://trello.com/b/abc/x",
        "prefs": {"background": "blue"},
        "lists": [
            {"id": key, "name": name, "closed": closed, "pos": n}
            for n, (key, name, closed) in enumerate(names)
        ],
        "cards": cards,
        "members": [{"id": ANN, "username": "ann", "fullName": "安娜", "initials": "AN"}],
        "checklists": [],
        "actions": [],
        **more,
    }


def load(export: Any, filename: str = "board.json") -> tuple[Plan, Report]:
    data = export if isinstance(export, bytes) else json.dumps(export).encode()
    return read(data, filename)


def only(export: Any) -> Task:
    return next(load(export)[0].tasks())


def lines(report: Report, kind: str) -> tuple[int, int, int, int]:
    found = next(line for line in report.objects if line.kind == kind)
    return found.read, found.kept, found.converted, found.dropped


def codes(report: Report) -> set[str]:
    return {notice.code for notice in report.warnings}


def test_lists_of_a_workflow_are_the_status_and_order_follows_pos():
    plan, report = load(board([card(1, DOING, pos=9), card(2, pos="30"), card(3, pos=20.5)]))
    (phase,) = plan.phases
    assert phase.implicit
    assert [(t.id, t.status) for t in plan.tasks()] == [
        ("C3", "待办"),
        ("C2", "待办"),
        ("C1", "进行中"),
    ]
    assert plan.project.name == "新品上市"
    assert plan.project.background == "说明"
    assert phase.extras["columns"] == ["待办", "进行中", "完成", "旧"]
    assert lines(report, "list") == (4, 0, 4, 0)
    assert lines(report, "card") == (3, 3, 0, 0)


def test_lists_that_are_topics_become_phases():
    export = board([card(1, TODO), card(2, DOING)])
    for column, name in zip(export["lists"], ("华东", "华南", "华北", "旧"), strict=True):
        column["name"] = name
    plan, _ = load(export)
    assert [(p.name, len(p.tasks), p.implicit) for p in plan.phases] == [
        ("华东", 1, False),
        ("华南", 1, False),
        ("华北", 0, False),
    ]


def test_a_card_is_archived_when_it_or_its_list_is():
    plan, report = load(
        board([card(1), card(2, closed=True), card(3, OLD), card(4, closed="true")])
    )
    live, archived = plan.phases
    assert [t.id for t in live.tasks] == ["C1"]
    assert sorted(t.id for t in archived.tasks) == ["C2", "C3", "C4"]
    assert all(t.extras["archived"] is True for t in archived.tasks)
    assert "trello.hidden_cards" in codes(report)
    assert "1 张未归档的卡片" in next(n.text.zh for n in report.warnings if "hidden" in n.code)


def test_dates_are_local_and_do_not_nail_the_schedule():
    task = only(
        board(
            [
                card(
                    1,
                    start="2027-03-01T01:00:00.000Z",
                    due="2027-03-05T16:30:00.000Z",
                    dueComplete=False,
                )
            ]
        )
    )
    assert str(task.deadline) == "2027-03-06 00:30:00"  # Beijing
    assert task.constraint is not None
    assert (task.constraint.type, str(task.constraint.date)) == ("SNET", "2027-03-01 09:00:00")
    assert task.duration_days is None
    assert task.percent is None


def test_done_is_by_due_complete_or_by_a_list_named_done():
    plan, report = load(board([card(1, dueComplete="true"), card(2, DONE), card(3)]))
    assert {t.id: t.percent for t in plan.tasks()} == {"C1": 100, "C2": 100, "C3": None}
    assert "trello.done_list" in codes(report)


def test_a_bad_date_is_kept_and_reported():
    plan, report = load(board([card(1, due="下周五")]))
    task = next(plan.tasks())
    assert task.deadline is None
    assert task.extras["trello"]["due"] == "下周五"
    assert "trello.date" in codes(report)


def test_checklists_keep_order_names_dates_and_people():
    items = [
        {
            "id": "i2",
            "name": "乙",
            "pos": 2,
            "state": "incomplete",
            "due": "2027-01-01T00:00:00.000Z",
        },
        {
            "id": "i1",
            "name": "甲",
            "pos": 1,
            "state": "complete",
            "idMember": ANN,
            "idChecklist": "k",
        },
    ]
    lists = [{"id": "k", "name": "准备", "idCard": card(1)["id"], "pos": 1, "checkItems": items}]
    plan, report = load(board([card(1)], checklists=lists))
    first, second = next(plan.tasks()).checklist
    assert (first.name, first.done, first.extras["member"]) == ("甲", True, "安娜")
    assert (second.name, second.extras["due"]) == ("乙", "2027-01-01T00:00:00.000Z")
    assert first.extras["checklist"] == "准备"
    assert lines(report, "check_item") == (2, 2, 0, 0)


def test_a_checklist_without_its_card_is_kept_with_the_board():
    lists = [
        {"id": "k", "name": "准备", "idCard": "gone", "checkItems": [{"id": "i", "name": "甲"}]}
    ]
    plan, report = load(board([card(1)], checklists=lists))
    assert plan.extras["trello"]["checklists_without_card"] == lists
    assert report.balanced


def test_custom_fields_have_their_names_and_types():
    fields = [
        {"id": "f1", "name": "金额", "type": "number"},
        {
            "id": "f2",
            "name": "级别",
            "type": "list",
            "options": [{"id": "o1", "value": {"text": "高"}}],
        },
        {"id": "f3", "name": "签约", "type": "checkbox"},
        {"id": "f4", "name": "金额", "type": "text"},
    ]
    items = [
        {"id": "1", "idCustomField": "f1", "value": {"number": "12.5"}},
        {"id": "2", "idCustomField": "f2", "idValue": "o1", "value": None},
        {"id": "3", "idCustomField": "f3", "value": {"checked": "true"}},
        {"id": "4", "idCustomField": "f4", "value": {"text": "约一万"}},
    ]
    task = only(board([card(1, customFieldItems=items)], customFields=fields))
    assert task.extras["custom_fields"] == {
        "金额": 12.5,
        "级别": "高",
        "签约": True,
        "金额 (f4)": "约一万",
    }


def test_labels_without_name_are_called_by_their_colour():
    labels = [
        {"id": "l1", "name": "", "color": "green"},
        {"id": "l2", "name": "急", "color": "red_dark"},
        {"id": "l3", "name": "", "color": "sky_light"},
        {"id": "l4", "name": "", "color": None},
    ]
    task = only(board([card(1, idLabels=["l1", "l2", "l3", "l4"])], labels=labels))
    assert task.labels == ["绿色", "急", "浅天蓝色", "无色"]


def test_people_who_left_become_placeholders_and_deleted_authors_keep_their_words():
    actions = [
        {"id": "a1", "type": "commentCard", "date": "2026-01-02T00:00:00.000Z", "idMemberCreator": "x",
         "data": {"text": "后说的", "card": {"id": card(1)["id"]}, "dateLastEdited": "2026-01-03"}},
        {"id": "a2", "type": "commentCard", "date": "2026-01-01T00:00:00.000Z",
         "memberCreator": {"id": GONE, "fullName": "老王"}, "idMemberCreator": GONE,
         "data": {"text": "先说的", "card": {"id": card(1)["id"]}}},
        {"id": "a3", "type": "commentCard", "date": "2026-01-01T00:00:00.000Z", "idMemberCreator": ANN,
         "data": {"text": "卡片已删", "card": {"id": "gone", "name": "旧卡"}}},
        {"id": "a4", "type": "updateCard", "date": "2026-01-04T00:00:00.000Z", "idMemberCreator": ANN,
         "data": {"card": {"id": card(1)["id"]}, "listBefore": {"name": "待办"}, "listAfter": {"name": "进行中"}}},
    ]  # fmt: skip
    plan, report = load(board([card(1, idMembers=[ANN, GONE])], actions=actions))
    task = next(plan.tasks())
    assert [(c.author, c.text) for c in task.comments] == [("老王", "先说的"), ("x", "后说的")]
    assert task.comments[1].extras["edited_at"] == "2026-01-03"
    assert [a.person for a in task.assignees] == ["ann", GONE]
    assert {p.name: p.extras.get("placeholder") for p in plan.people} == {
        "安娜": None,
        "老王": True,
    }
    assert plan.extras["trello"]["comments_on_deleted_cards"][0]["card"] == "旧卡"
    assert task.extras["history"][0]["listAfter"] == "进行中"
    assert lines(report, "comment") == (3, 2, 1, 0)
    assert lines(report, "action") == (1, 0, 1, 0)
    assert "trello.placeholder_person" in codes(report)


def test_links_between_cards_are_predecessors_only_where_the_name_says_so():
    link = "https://trello.com/c/Link0002/2-x"
    lists = [
        {
            "id": "k",
            "name": "依赖",
            "idCard": card(3)["id"],
            "checkItems": [{"id": "i", "name": link}],
        }
    ]
    cards = [
        card(1, attachments=[{"id": "a", "name": "见", "url": link}]),
        card(2),
        card(3),
        card(4, attachments=[{"id": "b", "name": "blocked by", "url": link, "bytes": "12"}]),
    ]
    plan, report = load(board(cards, checklists=lists))
    tasks = {task.id: task for task in plan.tasks()}
    assert tasks["C1"].depends_on == []
    assert tasks["C1"].extras["related"] == ["C2"]
    assert tasks["C3"].depends_on == ["C2"]
    assert tasks["C4"].depends_on == ["C2"]
    assert tasks["C4"].attachments[0].bytes == 12
    assert "trello.related" in codes(report)


def test_dependencies_that_form_a_cycle_are_only_related():
    def to(number: int) -> list[dict[str, Any]]:
        url = f"https://trello.com/c/Link{number:04}"
        return [{"id": f"a{number}", "name": "depends on", "url": url}]

    plan, report = load(board([card(1, attachments=to(2)), card(2, attachments=to(1))]))
    assert all(not task.depends_on for task in plan.tasks())
    assert problems(plan) == []
    assert "trello.cycle" in codes(report)


def test_two_exports_of_a_board_give_the_same_ids():
    one, _ = load(board([card(1), card(2)]))
    two, _ = load(board([card(2, DOING, name="改名"), card(5), card(1)]))
    names = {t.extras["source"]["id"]: t.id for t in one.tasks()}
    later = {t.extras["source"]["id"]: t.id for t in two.tasks()}
    assert names.items() <= later.items()
    assert one.id == two.id


def test_the_day_of_creation_is_in_the_id():
    assert only(board([card(1)])).extras["created"] == "2020-12-06T04:23:10"


def test_a_cut_history_is_said():
    action = {"type": "updateCard", "data": {}, "date": ""}
    _, report = load(board([card(1, badges={"comments": 7})], actions=[action] * 1000))
    assert {"trello.actions_cut", "trello.comments_missing"} <= codes(report)


def test_a_single_card_and_comment_lines_on_top_are_recognised():
    alone = card(1, members=[{"id": ANN, "fullName": "安娜", "username": "ann"}], idMembers=[ANN])
    alone["actions"] = [
        {"type": "commentCard", "data": {"text": "好", "card": {"id": alone["id"]},
         "list": {"id": TODO, "name": "待办"}, "board": {"name": "新品"}}}
    ]  # fmt: skip
    alone["checklists"] = [
        {"id": "k", "name": "准备", "checkItems": [{"name": "甲"}], "idCard": alone["id"]}
    ]
    data = b"// 20260101\n// https://trello.com/c/x.json\n\n" + json.dumps(alone).encode()
    plan, report = load(data)
    task = next(plan.tasks())
    assert plan.project.name == "新品"
    assert task.status == "待办"
    assert [item.name for item in task.checklist] == ["甲"]
    assert task.assignees[0].person == "ann"
    assert "trello.single_card" in codes(report)
    assert lines(report, "checklist") == (1, 0, 1, 0)


def test_a_very_old_export_with_hardly_any_keys_is_read():
    export = {
        "id": "x", "name": "旧", "cards": [{"id": "c", "name": "甲", "idList": "l"}], "lists": [{"id": "l"}],
    }  # fmt: skip
    assert only(export).name == "甲"


def test_what_a_list_holds_beside_objects_is_counted_and_doubles_are_dropped():
    export = board([card(1), card(1, name="又一张"), None, 3, card(2, name=None)])  # type: ignore[list-item]
    plan, report = load(export)
    assert [task.name for task in plan.tasks()] == ["卡片1", "（无标题）"]
    assert lines(report, "card") == (5, 2, 0, 3)
    assert {"trello.stray", "trello.duplicate", "trello.no_name"} <= codes(report)


def test_every_field_is_accounted_for_and_unknown_ones_are_kept(monkeypatch: pytest.MonkeyPatch):
    books: list[Tally] = []
    close = Tally.report

    def keep(book: Tally) -> Report:
        books.append(book)
        return close(book)

    monkeypatch.setattr(Tally, "report", keep)
    plan, report = load(board([card(1, newIn2030={"a": 1}, email="x@y")]))
    assert books[0].open_fields() == {}
    assert report.balanced
    assert next(plan.tasks()).extras["trello"] == {"newIn2030": {"a": 1}}
    dropped = {f"{f.kind}.{f.field}": f.reason for f in report.fields if f.fate == "dropped"}
    assert dropped["card.email"] is not None
    assert all(reason is not None for reason in dropped.values())


def test_hostile_text_is_kept_or_made_harmless():
    nasty = "=cmd|'/C calc'!A0 \u202eabc\x00\x07 👩‍👩‍👧 " + "长" * 100_000
    export = json.dumps(board([card(1, name=nasty, desc=nasty)])).replace("卡片", "\\ud800")
    plan, _ = load(export.encode())
    task = next(plan.tasks())
    assert len(task.name) == 500
    assert task.extras["trello"]["name"] == nasty
    for name in ("yaml", "xlsx"):
        data, _ = write(plan, name)
        assert read(data, f"x.{name}")[0] == plan


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (json.dumps(board([card(1)])).encode()[:400], "format.truncated"),
        (json.dumps(board([card(1)])).encode()[:-1], "format.truncated"),
        (json.dumps(board([card(1)])).replace(":", ";", 9).encode(), "trello.json"),
        (b'{"lists": [], "cards": ' + b"[" * 100_000, "trello.json"),
        (b'{"cards": [], "lists": [], "n": ' + b"9" * 10_000 + b"}", "trello.json"),
        (b'{"cards": 5, "lists": []}', "trello.not_a_board"),
        (b'{"idList": "x", "name": "y"}', "trello.not_a_board"),
    ],
)
def test_a_broken_export_is_refused_with_the_reason(data: bytes, code: str):
    with pytest.raises(InputError) as caught:
        load(data)
    assert caught.value.code == code


FOLDER = os.environ.get("YUNCHOU_DATA")


@pytest.mark.skipif(not FOLDER, reason="YUNCHOU_DATA names no folder of real exports")
def test_real_exports_come_through_whole():
    root = Path(str(FOLDER)) / "exports"
    with (root / "MANIFEST.tsv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t") if row["kind"] == "trello"]
    assert rows
    for row in rows:
        data = (root / row["file"]).read_bytes()
        plan, report = read(data, row["file"])
        assert report.balanced, row["file"]
        assert lines(report, "card")[0] == int(row["items"]), row["file"]
        assert len(list(plan.tasks())) == int(row["items"]), row["file"]
        assert problems(plan) == [], row["file"]
        assert read(write(plan, "yaml")[0], "a.yaml")[0] == plan, row["file"]
