"""Bodies that say more than they may, and bodies that make no sense."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.matrix import asking
from tests.matrix.asking import ask, path_values, route_of
from tests.matrix.test_who_gets_what import KEYS, ONCE, WRITES
from tests.matrix.world import changed
from yunchou.web.config.api import api
from yunchou.web.core.models import TenantModel

#: columns that no request may set
KEPT = ("workspace_id", "project_id", "created_by_id", "created_at", "member_id")
BODIES = [
    key
    for key in WRITES
    if (line := asking.expected().get(key)) is None or isinstance(line.json, dict)
]


def _kept() -> dict[tuple[str, Any], tuple[Any, ...]]:
    """Return what every row says of where it belongs."""
    found = {}
    for model in apps.get_models():
        if not issubclass(model, TenantModel):
            continue
        names = [name for name in KEPT if name in {f.attname for f in model._meta.fields}]
        rows = model.objects.across_workspaces().values_list("id", "version", *names)
        found.update({(model.__name__, row[0]): row[1:] for row in rows})
    return found


@pytest.mark.parametrize("key", BODIES)
def test_a_body_cannot_say_where_a_row_belongs_or_who_made_it(key, world):
    line = asking.lines(world)[key]
    if not isinstance(line.json, dict):
        return
    away, before = world.objects["BBB"], _kept()
    more = {
        "id": str(uuid.uuid4()), "workspace": str(away["workspace"]),
        "workspace_id": str(away["workspace"]), "project": str(away["project"]),
        "project_id": str(away["project"]), "created_by": str(world.actors["outsider"].user_id),
        "created_by_id": str(world.actors["outsider"].user_id), "created_at": "2001-01-01",
        "trashed_at": "2001-01-01", "number": 999, "is_operator": True, "effective": 40,
    }  # fmt: skip
    body = {**line.json, **{name: value for name, value in more.items() if name not in line.json}}
    person = "manager" if line.who["owner"] != "ok" else "owner"
    answer = ask(world, key, line, world.client(person), body=body)
    assert answer.status_code < 300 or answer.status_code == 422, answer.content[:300]
    after = _kept()
    gone = {name for name, _id in set(before) - set(after)}
    assert gone <= {"Assignment", "Mention", "RoleHolder"}, "a row went or took another id"
    for name, row in after.items():
        if name in before:
            if name[0] == "Import":  # says which project has been made of it
                row, before[name] = (
                    (row[0], row[1], *row[3:]),
                    (*before[name][:2], *before[name][3:]),
                )
            assert row[1:] == before[name][1:], name
            assert row[0] - before[name][0] in range(4), name
        else:
            assert away["workspace"] not in row, name
            assert world.actors["outsider"].user_id not in row, name


# --- bodies and queries that make no sense: refused in words, never by a fault ------------------

SCHEMA = api.get_openapi_schema()
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), st.just(""),
    st.text(max_size=20), st.sampled_from(["\x00", "9" * 400, "1e999", "NaN", "-0", "2027-02-30", "../../etc/passwd",
        "=1+1", "<script>", "’; DROP TABLE", "٣", "𝟛", "9999-12-31", "0001-01-01", "x" * 32,
        "x" * 36, str(uuid.UUID(int=0))]),
    st.lists(st.integers(), max_size=3), st.dictionaries(st.text(max_size=5), st.none(), max_size=2),
)  # fmt: skip


def _strategy(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return values that now and then fit a schema and now and then do not."""
    if "$ref" in schema:
        return _strategy(SCHEMA["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return st.one_of(*(_strategy(part) for part in schema["anyOf"]), ODD)
    if "properties" in schema:
        parts = {name: _strategy(part) for name, part in schema["properties"].items()}
        return st.fixed_dictionaries({}, optional=parts)
    kind = schema.get("type")
    if kind == "array":
        return st.lists(_strategy(schema.get("items", {})), max_size=3) | ODD
    if kind == "object":
        return st.dictionaries(st.text(max_size=12), ODD, max_size=3) | ODD
    return ODD


def _operation(key: str) -> dict[str, Any]:
    route = route_of(key)
    return SCHEMA["paths"][route.template][route.method.lower()]


def _body_of(key: str) -> dict[str, Any] | None:
    content = _operation(key).get("requestBody", {}).get("content", {})
    return content.get("application/json", {}).get("schema")


WITH_BODY = [
    key for key in KEYS if route_of(key).is_api and _body_of(key) and key.split()[0] != "GET"
]
WITH_QUERY = [
    key
    for key in ONCE
    if route_of(key).is_api
    and any(part["in"] == "query" for part in _operation(key).get("parameters", []))
]
KEPT_FIXTURE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def _never_a_fault(key: str, world: Any, examples: int) -> None:
    line, schema = asking.lines(world)[key], _body_of(key)
    assert schema is not None
    sensible = line.json if isinstance(line.json, dict) else {}
    person = "manager" if line.who["owner"] != "ok" else "owner"

    @settings(max_examples=examples, suppress_health_check=KEPT_FIXTURE)
    @given(_strategy(schema), st.sets(st.sampled_from([*sensible, ""])))
    def ask_oddly(odd: Any, kept: set[str]) -> None:
        if isinstance(odd, dict):  # one field odd, the others right, gets deeper
            odd = {**odd, **{name: sensible[name] for name in kept if name}}
        with transaction.atomic():
            answer = ask(world, key, line, world.client(person), body=odd)
            transaction.set_rollback(True)
        assert answer.status_code < 500, (odd, answer.content[:300])
        if answer.status_code >= 400:
            assert json.loads(answer.content)["message"]

    ask_oddly()


@pytest.mark.parametrize("key", [key for key in WITH_BODY if key in ONCE])
def test_an_odd_body_is_refused_in_words(key, world):
    _never_a_fault(key, world, examples=12)


@pytest.mark.long
@pytest.mark.parametrize("key", WITH_BODY)
def test_a_thousand_odd_bodies_are_refused_in_words(key, world):
    _never_a_fault(key, world, examples=1000)


@pytest.mark.parametrize("key", WITH_QUERY)
def test_an_odd_query_is_refused_in_words(key, world):
    line, route = asking.lines(world)[key], route_of(key)
    names = [part["name"] for part in _operation(key)["parameters"] if part["in"] == "query"]
    address = route.template.format(**path_values(world, route, line, "AAA"))
    odd = ["\x00", "x" * 32, "x" * 36, "-1", "9" * 30, "%", "é", "[1]", "a|b", "1;2", "0" * 36,
           "2027-02-30", "9999-12-31", "0001-01-01", "eyJhIjoxfQ==", "MQ==", "~", "AAA-2"]  # fmt: skip
    for name in names:
        for value in odd:
            answer = world.client("owner").generic(
                route.method, address, query_params={name: value}
            )
            assert answer.status_code < 500, (name, value, answer.content[:300])


@pytest.mark.parametrize(
    "method,address,data",
    [
        ("GET", "/search?q=a%00b", None),
        ("GET", "/p/A%00A/goals", None),
        ("POST", "/p/AAA/r/goals.goal", {"name": "a\x00b"}),
        ("POST", "/api/v1/projects/AAA/items", '{"name": "a\\u0000b"}'),
        ("POST", "/api/v1/projects/AAA/items", '{"name": "a", "\\u0000": 1}'),
        ("POST", "/api/v1/projects/AAA/registers/goals.goal", '{"name": "a\\u0000b"}'),
    ],
)
def test_a_nul_is_refused_everywhere_on_every_database(method, address, data, world):
    client = world.client("owner")
    kind = {"content_type": "application/json"} if isinstance(data, str) else {}
    answer = client.get(address) if method == "GET" else client.post(address, data, **kind)
    assert answer.status_code == 422
    assert "NUL" in answer.content.decode()
    assert changed(world.before) == []


def test_a_backslash_before_u0000_is_only_text(world):
    text = r'{"name": "C:\\u0000 目录"}'
    answer = world.client("owner").post(
        "/api/v1/projects/AAA/items", text, content_type="application/json"
    )
    assert answer.json()["item"]["name"] == r"C:\u0000 目录"
