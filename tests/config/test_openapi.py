"""What the API says of itself: complete, and the same as the file in the repository."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tools import openapi
from yunchou.web.config.api import api

SCHEMA = openapi.described()
OPERATIONS = [
    pytest.param(operation, id=f"{method.upper()} {path}")
    for path, methods in SCHEMA["paths"].items()
    for method, operation in methods.items()
]


def test_the_file_says_what_is_served():
    if openapi.FILE.read_text(encoding="utf-8") != openapi.text(SCHEMA):
        pytest.fail(
            f"{openapi.FILE} is not what the API serves: run `python -m tools.openapi` and read the diff"
        )


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_says_what_it_does_and_how_it_refuses(operation):
    assert operation["operationId"].isidentifier()
    assert operation["description"].endswith(".")
    assert operation["summary"]
    assert operation["tags"]
    assert {"401", "403", "404", "422"} <= {str(status) for status in operation["responses"]}
    assert any(str(status).startswith("2") for status in operation["responses"])


def test_no_two_operations_share_a_name():
    found = [one for methods in SCHEMA["paths"].values() for one in methods.values()]
    names = Counter(one["operationId"] for one in found)
    assert [name for name, count in names.items() if count > 1] == []


def test_an_address_stands_in_one_router_or_its_other_methods_would_never_be_reached():
    found: dict[str, set[int]] = {}
    for number, (_prefix, router) in enumerate(api._routers):
        for path in router.path_operations:
            found.setdefault(re.sub(r"\{[^}]*\}", "{}", path), set()).add(number)
    assert {path: where for path, where in found.items() if len(where) > 1} == {}


def test_no_fixed_address_is_hidden_behind_a_parameter():
    order = [
        path.strip("/").split("/")
        for _prefix, router in api._routers
        for path in router.path_operations
    ]

    def hides(before, after):
        same = len(before) == len(after)
        covers = all(a.startswith("{") or a == b for a, b in zip(before, after, strict=False))
        return same and covers and before != after and not _alike(before, after)

    hidden = [
        (before, after)
        for place, after in enumerate(order)
        for before in order[:place]
        if hides(before, after)
    ]
    assert hidden == []


def _alike(one, other):
    """Whether two addresses differ in the names of their parameters alone."""
    pairs = zip(one, other, strict=True)
    return all(a == b or (a.startswith("{") and b.startswith("{")) for a, b in pairs)
