"""Plans to print: the ten templates with dates, without, and plans that mean harm."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

import pytest

from yunchou.plan.archetypes import load
from yunchou.plan.documents import Options, build, draw
from yunchou.plan.model import Plan
from yunchou.plan.scheduling import schedule

if TYPE_CHECKING:
    from yunchou.plan.documents.tree import Document

START = dt.date(2027, 3, 1)

HOSTILE = (
    "#set page(width: 1pt) *b* $x$ <a> @r `c` [k] \\u{1F600} & \"q\" 's' {{x}} </w:t> ]]> \x00\x0b"
)


@cache
def document(template: str = "new_product_launch", lang: str = "zh", **how: object) -> Document:
    """The document of a template that starts on 1 March 2027."""
    plan = load(template)
    return build(plan, schedule(plan, start=START), Options(lang=lang, **how))  # type: ignore[arg-type]


@cache
def drawn(kind: str, template: str = "new_product_launch", lang: str = "zh") -> bytes:
    """The same, drawn."""
    return draw(document(template, lang), kind)


def hostile_plan() -> Plan:
    """A template in which every free text is hostile."""
    plan = load("renewal_upsell")

    def spoil(value: object, key: str = "") -> object:
        if isinstance(value, str) and (key.startswith("name") or key in SPOILT):
            return f"{value} {HOSTILE}"
        if isinstance(value, dict):
            return {name: spoil(item, name) for name, item in value.items()}
        return [spoil(item, key) for item in value] if isinstance(value, list) else value

    return Plan.model_validate(spoil(plan.model_dump(mode="json")))


SPOILT = {
    *("background", "deliverable", "acceptance", "in_scope", "trigger", "contingency", "note"),
    *("inputs", "outputs", "use", "company", "author", "department", "secrecy", "number"),
    *("category_zh", "topic", "method", "retrospective_questions", "relevance", "description"),
}


@pytest.fixture
def empty() -> Plan:
    return Plan.model_validate({"project": {"name": "空方案"}})
