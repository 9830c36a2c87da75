"""Every address and API operation × every person: the answer is the table's, and nothing leaks.

A refused request leaves no trace in any table, whoever sent it and whatever it named.
"""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.matrix import asking, table
from tests.matrix.asking import UNSAFE, ask, outcome, path_values, placed, route_of
from tests.matrix.world import changed, token_of
from yunchou.web.projects import registers


def _keys() -> list[str]:
    """Return the lines of the table, one for each table of the plan where a route has them."""
    keys = [key for key, line in asking.expected().items() if line is not None]
    return keys + [
        f"{asking.register_route(key)} {name}"
        for key in table.REGISTER_ROUTES
        for name in table.REGISTERS
    ]


KEYS = [key for key in _keys() if asking.is_served(key)]
IN_PATH = [key for key in KEYS if set(route_of(key).parameters) - {"key"}]
WITH_IDS = [
    key
    for key in KEYS
    if key.split()[1] in {"register-add", "api.create_register_row"}
    or ((line := asking.expected().get(key)) and asking.ids_in(line.json or line.form))
]
#: one table of the plan stands for all where the same code answers
ONCE = [key for key in KEYS if len(key.split()) < 3 or key.endswith(f" {asking.FIRST}")]
FORMS = [key for key in ONCE if route_of(key).method in UNSAFE and not route_of(key).is_api]
WRITES = [key for key in ONCE if route_of(key).method in UNSAFE and route_of(key).is_api]


def test_every_route_stands_in_the_table():
    missing = sorted(set(asking.served()) - set(asking.expected()))
    assert not missing, (
        f"not in tests/matrix/table.py: {missing}. Add a line to PAGES or API that says who gets "
        "what (VIEW, WORK, PLAN…) and carries a request that is right for those who may make it."
    )


def test_every_line_of_the_table_is_served():
    gone = sorted(key for key in _keys() if not asking.is_served(key))
    assert not gone, f"tests/matrix/table.py names what is not served any more: {gone}"


def test_every_view_says_which_methods_it_takes():
    vague = sorted(route.name for route in asking.served().values() if route.vague)
    assert not vague, f"needs @require_safe, @require_POST or @require_http_methods: {vague}"


def test_every_table_of_the_plan_stands_in_the_table():
    assert {entry.key for entry in registers.all_registers()} == set(table.REGISTERS)


def test_guarded_and_opened_fields_stand_in_the_table():
    found = registers.all_registers()
    assert {(e.key, name) for e in found for name in e.guarded} == {
        (register, f"{name}_fen" if "rate" in name else name) for register, name in table.GUARDED
    }
    opened = {(e.key, name.removesuffix("_fen")) for e in found for name in e.opened}
    assert opened == set(table.OPENED)


@pytest.mark.parametrize("key", KEYS)
def test_each_person_fares_as_the_table_says(key, world):
    line = asking.lines(world)[key]
    wrong, allowed = {}, []
    for person in table.PEOPLE:
        wanted = line.who[person]
        if wanted == "ok":
            allowed.append(person)
            continue
        answer = ask(world, key, line, world.client(person))
        if (got := outcome(answer, line)) != wanted:
            wrong[person] = f"wanted {wanted}, got {got}: {answer.content[:300]!r}"
    assert not wrong
    assert changed(world.before, line.traces) == [], "a refused request left a trace"
    for person in allowed[-1:] if line.slow else allowed:
        with transaction.atomic():
            answer = ask(world, key, line, world.client(person))
            transaction.set_rollback(True)
        good = answer.status_code == line.answer if line.answer else outcome(answer, line) == "ok"
        if not good:
            wrong[person] = f"{answer.status_code}: {answer.content.decode()[-600:]}"
    assert not wrong


@pytest.mark.parametrize("key", IN_PATH)
def test_an_id_of_elsewhere_in_the_address_is_not_found(key, world):
    """Ids of another workspace and of another project, each beside one's own project key."""
    line, route = asking.lines(world)[key], route_of(key)
    own = path_values(world, route, line, "AAA")
    client = world.client("owner")
    for stranger in ("BBB", "SIB"):
        foreign = path_values(world, route, line, stranger)
        for name in set(own) - {"key"}:
            if own[name] == foreign[name] or (stranger == "SIB" and "key" not in own):
                continue
            answer = ask(world, key, line, client, path={**own, name: foreign[name]})
            assert answer.status_code == 404, (stranger, name, answer.content[:300])
            if "key" in own:
                mixed = {**own, "key": foreign["key"]}
                answer = ask(world, key, line, client, path=mixed)
                assert answer.status_code == 404, (stranger, "key", answer.content[:300])
    assert changed(world.before) == []


@pytest.mark.parametrize("key", [k for k in IN_PATH if k in ONCE and route_of(k).is_api])
def test_what_is_elsewhere_and_what_is_nowhere_get_the_same_answer(key, world):
    line, route = asking.lines(world)[key], route_of(key)
    own = path_values(world, route, line, "AAA")
    foreign = path_values(world, route, line, "BBB")
    for name in set(own) - {"key"}:
        if not asking.is_uuid(own[name]):
            continue
        nowhere = {**own, name: "01900000-0000-7000-8000-000000000000"}
        elsewhere = {**own, name: foreign[name]}
        answers = [
            ask(world, key, line, world.client("owner"), path=path) for path in (nowhere, elsewhere)
        ]
        assert len({(a.status_code, a.content) for a in answers}) == 1


@pytest.mark.parametrize("key", WITH_IDS)
def test_an_id_of_elsewhere_in_the_body_is_refused(key, world):
    line = asking.lines(world)[key]
    body = line.json if line.json is not None else line.form
    shared = {"$Member", "$slug"}  # the workspace's: good in each of its projects
    for at, word in asking.ids_in(body):
        for stranger in ("BBB",) if word in shared else ("BBB", "SIB"):
            wrong = asking.with_id(body, at, placed(world, stranger, word))
            answer = ask(world, key, line, world.client("owner"), body=wrong)
            assert answer.status_code in {404, 422}, (stranger, at, answer.content[:300])
    assert changed(world.before) == []


@pytest.mark.parametrize("key", FORMS)
def test_a_form_without_its_token_changes_nothing(key, world):
    line = asking.lines(world)[key]
    client = world.client("owner", enforce_csrf_checks=True)
    answer = ask(world, key, line, client)
    assert answer.status_code == 403
    assert changed(world.before) == []


@pytest.mark.parametrize("key", WRITES)
def test_the_api_wants_the_form_token_of_a_browser_and_a_writing_token_of_a_program(key, world):
    line = asking.lines(world)[key]
    browser = world.client("owner", enforce_csrf_checks=True)
    assert ask(world, key, line, browser).status_code in {401, 403}
    person = "manager" if line.who["owner"] != "ok" else "owner"
    reading, writing = (token_of(world.actors[person], scope) for scope in ("read", "write"))
    program = world.client("anonymous", enforce_csrf_checks=True)
    only = {"Authorization": f"Bearer {reading}"}
    if line.who["viewer"] != "ok" or "comment" in key:
        assert ask(world, key, line, program, headers=only).status_code == 403
    assert changed(world.before, frozenset({"ApiToken"})) == []
    with transaction.atomic():
        both = {"Authorization": f"Bearer {writing}"}
        answer = ask(world, key, line, program, headers=both)
        transaction.set_rollback(True)
    assert answer.status_code == 403 if line.by_hand else answer.status_code < 300


@pytest.mark.parametrize("register,name", sorted(table.GUARDED))
def test_a_guarded_field_is_absent_for_those_who_may_not_see_it(register, name, world):
    readers = table.GUARDED[register, name]
    row, _gone = world.rows["AAA", register]
    page = next(e.page for e in registers.all_registers() if e.key == register)
    places = [
        f"/api/v1/projects/AAA/registers/{register}",
        f"/api/v1/projects/AAA/registers/{register}/{row}",
        f"/p/AAA/r/{register}/{row}",
        f"/p/AAA/{page}",
        "/p/AAA/export/yaml",
    ]
    for person in set(table.PEOPLE) - {"colleague", "outsider", "anonymous"}:
        shown = b" ".join(world.client(person).get(place).content for place in places)
        assert (b"76543.21" in shown or b"76,543.21" in shown) == (person in readers), person
        with transaction.atomic():
            answer = world.client(person).patch(
                places[1], f'{{"{name}": 1}}', content_type="application/json"
            )
            transaction.set_rollback(True)
        assert (answer.status_code == 200) == (person in {"owner", "manager"}), person


@pytest.mark.parametrize("register,name", sorted(table.OPENED))
def test_an_opened_field_is_written_by_those_who_measure_or_pay(register, name, world):
    value, writers = table.OPENED[register, name]
    row, _gone = world.rows["AAA", register]
    for person in set(table.PEOPLE) - {"colleague", "outsider", "anonymous"}:
        with transaction.atomic():
            answer = world.client(person).patch(
                f"/api/v1/projects/AAA/registers/{register}/{row}",
                {name: value},
                content_type="application/json",
            )
            transaction.set_rollback(True)
        wanted = 200 if person in writers else 403
        assert answer.status_code == wanted, (person, answer.content[:300])
