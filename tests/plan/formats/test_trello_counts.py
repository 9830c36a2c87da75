"""Boards of every shape: what the report counts is what stands in the file, counted another way."""

from __future__ import annotations

import copy
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.formats.test_trello import DONE, OLD, TODO, board, card, codes, load
from yunchou.plan.formats import read, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from yunchou.plan.formats.report import Report

Change = "Callable[[dict[str, Any], dict[str, Any]], object]"
_LISTS = {
    "list": "lists",
    "member": "members",
    "label": "labels",
    "custom_field": "customFields",
    "action": "actions",
    "card": "cards",
}
_COMMENTS = {"commentCard", "copyCommentCard"}


def objects(item: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return [entry for entry in item.get(key) or [] if isinstance(entry, dict)]


def counted(export: dict[str, Any]) -> tuple[Counter[str], Counter[str]]:
    """Count objects and their fields in an export, knowing nothing of the reader."""
    found: Counter[str] = Counter()
    fields: Counter[str] = Counter()

    def add(kind: str, item: dict[str, Any]) -> None:
        found[kind] += 1
        fields[kind] += len(item)

    add("board", export)
    for kind, key in _LISTS.items():
        for item in objects(export, key):
            comment = kind == "action" and item.get("type") in _COMMENTS
            add("comment" if comment else kind, item)
        found[kind] += len(export.get(key) or []) - len(objects(export, key))
    for item in objects(export, "cards"):
        for kind, key in (("attachment", "attachments"), ("custom_field_item", "customFieldItems")):
            for entry in objects(item, key):
                add(kind, entry)
    for item in objects(export, "checklists"):
        add("checklist", item)
        for entry in objects(item, "checkItems"):
            add("check_item", entry)
    return +found, +fields


def reported(report: Report) -> tuple[Counter[str], Counter[str]]:
    fields: Counter[str] = Counter()
    for line in report.fields:
        fields[line.kind] += line.count
    return +Counter({line.kind: line.read for line in report.objects}), +fields


COMMENT = {
    "type": "commentCard",
    "date": "2026-03-01T00:00:00Z",
    "memberCreator": {"id": "q", "fullName": "邱"},
}
CHANGES: dict[str, Callable[[dict[str, Any], dict[str, Any]], object]] = {
    "closed list": lambda b, c: b["lists"][0].update(closed=True),
    "archived card": lambda b, c: c.update(closed=True),
    "start and due": lambda b, c: c.update(
        start="2026-03-01T01:00:00.000Z", due="2026-03-05T16:30:00.000Z"
    ),
    "a date in another form": lambda b, c: c.update(due="31/12/2026"),
    "checklist with due dates": lambda b, c: b["checklists"].append(
        {
            "id": f"k{len(b['checklists'])}",
            "idCard": c.get("id"),
            "name": "清单",
            "checkItems": [
                {"id": "x1", "name": "甲", "state": "complete", "due": "2026-03-05T00:00:00Z"},
                {"id": "x2", "name": "", "state": "incomplete", "idMember": "nobody"},
            ],
        }
    ),
    "attachments": lambda b, c: c.setdefault("attachments", []).append(
        {"id": "a1", "name": "图" * 600, "url": "https://x.cn", "bytes": None, "previews": [{}]}
    ),
    "nobody on the board": lambda b, c: b.update(members=[]),
    "people who left": lambda b, c: c.update(idMembers=["gone1", "gone2"]),
    "labels without name": lambda b, c: (
        b.update(labels=[{"id": "l1", "name": "", "color": "green_dark"}]),
        c.update(idLabels=["l1", "l2"]),
    ),
    "power-up data": lambda b, c: (
        b.update(pluginData=[{"id": "p", "value": '{"a":1}'}]),
        c.update(pluginData=[{"idPlugin": "z", "value": "x" * 5000}]),
    ),
    "custom fields": lambda b, c: (
        b.update(
            customFields=[
                {"id": "f1", "name": "金额", "type": "number", "options": []},
                {"id": "f2", "name": "阶段", "type": "list", "options": [
                    {"id": "o1", "value": {"text": "甲"}}]},
            ]
        ),
        c.update(
            customFieldItems=[
                {"id": "i1", "idCustomField": "f1", "value": {"number": "12.5"}},
                {"id": "i2", "idCustomField": "f2", "idValue": "o1"},
                {"id": "i3", "idCustomField": "gone", "value": {"text": "t"}},
            ]
        ),
    ),
    "comments": lambda b, c: b["actions"].extend(
        {**COMMENT, "id": f"{len(b['actions']):024x}", "data": {"text": "好", "card": {"id": key}}}
        for key in (c.get("id"), "deleted")
    ),
    "history": lambda b, c: b["actions"].append(
        {"id": f"{len(b['actions']):024x}", "type": "updateCard", "data": {}}
    ),
    "a list that is not there": lambda b, c: c.update(idList="nolist"),
    "strays": lambda b, c: b["cards"].extend([None, 3, "x"]),
    "a very long text": lambda b, c: c.update(desc="长" * 120_000),
    "no title": lambda b, c: c.update(name=None),
    "no id": lambda b, c: c.pop("id", None),
    "an empty id": lambda b, c: c.update(id=None),
    "keys of tomorrow": lambda b, c: (b.update(new={"deep": [1]}), c.update(other=True)),
    "odd types": lambda b, c: c.update(pos="bottom", idShort="7", closed="true"),
    "cover and template": lambda b, c: c.update(cover={"color": "red"}, isTemplate=True),
    "no cards": lambda b, c: b.update(cards=[]),
}  # fmt: skip


def a_board() -> dict[str, Any]:
    return board([card(1), card(2, DONE), card(3, OLD), card(4, TODO)])


def check(export: dict[str, Any], encoding: str = "utf-8") -> None:
    data = json.dumps(export, ensure_ascii=False).encode(encoding)
    expected = counted(copy.deepcopy(export))
    plan, report = load(data)
    assert report.balanced
    assert reported(report) == expected
    assert all(line.reason is not None for line in report.fields if line.fate == "dropped")
    assert read(write(plan, "yaml")[0], "p.yaml")[0] == plan


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_a_board_holds_is_counted(change: str):
    export = a_board()
    CHANGES[change](export, export["cards"][0])
    check(export)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 3)), max_size=8))
def test_whatever_a_board_holds_together_is_counted(chosen: list[tuple[str, int]]):
    export = a_board()
    cards = list(export["cards"])
    for name, position in chosen:
        CHANGES[name](export, cards[position])
    check(export)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_board_saved_again_in_another_encoding_is_read(encoding: str):
    check(a_board(), encoding)


def test_more_comments_than_an_export_holds_are_said():
    export = a_board()
    export["cards"][0]["badges"] = {"comments": 1500}
    for _ in range(500):
        CHANGES["comments"](export, export["cards"][0])
    check(export)
    report = load(export)[1]
    assert {"trello.actions_cut", "trello.comments_missing"} <= codes(report)
