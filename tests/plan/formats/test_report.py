"""The account of a conversion: what is said adds up, and a gap shows."""

from __future__ import annotations

import json

from yunchou.messages import Text
from yunchou.plan.formats.report import Tally

WHY = Text("用不上", "not needed")


def tally() -> Tally:
    book = Tally("trello", "b.json")
    book.found("card", 3)
    book.settle("card", "kept", 2)
    for _ in range(3):
        book.found_field("card", "pos")
    book.field("card", "pos", "dropped", WHY, 2)
    return book


def test_what_is_not_accounted_for_shows():
    book = tally()
    assert not book.report().balanced
    assert book.open_fields() == {("card", "pos"): 1}
    book.settle("card", "dropped")
    book.field("card", "pos", "kept")
    assert book.report().balanced
    assert book.open_fields() == {}


def test_the_json_has_objects_fields_warnings_and_totals():
    book = tally()
    book.settle("card", "converted")
    book.warn(Text("注意", "mind"), "card 1", "x.y")
    book.warn(Text("注意", "mind"), "card 1", "x.y")
    data = json.loads(json.dumps(book.report().to_dict()))
    assert data == {
        "source": "b.json",
        "format": "trello",
        "objects": {"card": {"read": 3, "kept": 2, "converted": 1, "dropped": 0}},
        "fields": [
            {
                "path": "card.pos",
                "kind": "card",
                "field": "pos",
                "count": 2,
                "fate": "dropped",
                "why": {"zh": "用不上", "en": "not needed"},
            }
        ],
        "warnings": [{"zh": "注意", "en": "mind", "place": "card 1", "code": "x.y"}],
        "totals": {
            "objects": {"read": 3, "kept": 2, "converted": 1, "dropped": 0},
            "fields": {"read": 2, "kept": 0, "converted": 0, "dropped": 2},
        },
    }
