"""Bodies that are empty, enormous, nested without end or of another kind: refused in words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction

from tests.matrix import asking
from tests.matrix.asking import path_values, route_of
from tests.matrix.test_what_a_body_may_say import WITH_BODY

DEEP = 1000
BODIES = {
    "nothing": b"",
    "a blank": b" ",
    "null": b"null",
    "a number": b"1e400",
    "a text": b'"x"',
    "a list": b"[]",
    "half of it": b'{"name": "',
    "another encoding": '{"name": "渠道"}'.encode("gb18030"),
    "half a character": b'{"name": "\xe6\xb8"}',
    "half a pair": rb'{"name": "\ud800"}',
    "a mark at the start": b'\xef\xbb\xbf{"name": "x"}',
    "lists in lists": b'{"name": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "a NUL in lists": b'{"name": ' + b"[" * DEEP + rb'"\u0000"' + b"]" * DEEP + b"}",
    "objects in objects": b'{"name":' * DEEP + b"1" + b"}" * DEEP,
    "lists without end": b"[" * 100_000,
    "a form": b"name=x&name=y",
    "an endless name": b'{"%s": 1}' % (b"n" * 1_000_000),
    "an endless text": b'{"name": "%s"}' % ("长".encode() * 1_000_000),
    "an endless number": b'{"name": %s}' % (b"9" * 100_000),
    "many names": json.dumps({f"k{n}": n for n in range(20_000)}).encode(),
}
#: fields at which the deep bodies are put as well, beside `name`
FIELDS = (
    "people",
    "roles",
    "members",
    "rows",
    "labels",
    "assignees",
    "attendee_roles",
    "cosigners",
)


#: one table of the plan stands for all, that with most kinds of fields
KEYS = [key for key in WITH_BODY if "register_row" not in key or "communication.meeting" in key]


def _ask(world: Any, key: str, body: bytes) -> Any:
    line, route = asking.lines(world)[key], route_of(key)
    person = "manager" if line.who["owner"] != "ok" else "owner"
    address = route.template.format(**path_values(world, route, line, "AAA"))
    return world.client(person).generic(
        route.method, address, body, content_type="application/json"
    )


@pytest.mark.parametrize("key", KEYS)
def test_a_body_beyond_measure_is_refused_in_words(key, world):
    for kind, body in BODIES.items():
        bodies = [body]
        if b'{"name": [' in body:
            bodies += [body.replace(b'"name"', b'"%s"' % name.encode(), 1) for name in FIELDS]
        for one in bodies:
            with transaction.atomic():
                answer = _ask(world, key, one)
                transaction.set_rollback(True)
            assert answer.status_code < 500, (kind, answer.content[:300])
            if answer.status_code >= 400:
                assert json.loads(answer.content)["message"], kind
