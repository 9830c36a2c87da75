"""What the API says of itself: complete, and the same as the file in the repository."""

from __future__ import annotations

from collections import Counter

import pytest

from tools import openapi

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
