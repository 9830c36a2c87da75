"""Sending the requests of the table, and naming what came back."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from tests.matrix import routes, table
from tests.matrix.table import Call
from yunchou.web.projects import registers
from yunchou.web.projects.registers import columns

if TYPE_CHECKING:
    from django.test import Client

    from tests.matrix.routes import Route
    from tests.matrix.world import World
    from yunchou.web.projects.models import Project

#: the table of the plan for which all is asked that the same code answers for each of them
FIRST = "goals.goal"
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


@lru_cache(maxsize=1)
def served() -> dict[str, Route]:
    """Return all routes by their name in the table."""
    return routes.every()


def expected() -> dict[str, Call | None]:
    """Return what the table says, by the same names; None for routes of the plan's tables."""
    lines: dict[str, Call | None] = dict(table.PAGES)
    for key, line in table.API.items():
        method, name = key.split()
        lines[f"{method} api.{name}"] = line
    for key in table.REGISTER_ROUTES:
        lines[register_route(key)] = None
    return lines


def register_route(key: str) -> str:
    """Return the name of a route of the plan's tables; the API's have an underscore."""
    method, name = key.split()
    return f"{method} api.{name}" if "_" in name else key


def lines(world: World) -> dict[str, Call]:
    """Return every line of the table that this world can ask, registers one by one."""
    if world.lines:
        return world.lines
    found = {key: line for key, line in expected().items() if line is not None}
    for key in table.REGISTER_ROUTES:
        for entry in registers.all_registers():
            found[f"{register_route(key)} {entry.key}"] = _register_call(world, key, entry)
    world.lines = {key: line for key, line in found.items() if is_served(key)}
    return world.lines


def is_served(key: str) -> bool:
    """Whether the route of a line exists; lines of registers carry the table behind it."""
    return " ".join(key.split()[:2]) in served()


def route_of(key: str) -> Route:
    """Return the route of a line."""
    return served()[" ".join(key.split()[:2])]


def _register_call(world: World, key: str, entry: registers.Register) -> Call:
    who, text = table.REGISTERS[entry.key]
    reading = table.REGISTER_ROUTES[key] == "read"
    back = "restore" in key
    path = {"register": entry.key, "table": entry.key, "row_id": f"${entry.key}{'-gone' * back}"}
    call = Call(table.VIEW if reading else who, path=path, slow=entry.key != FIRST)
    if key in {"POST create_register_row", "POST register-add"}:
        body = _whole_row(world, entry)
    elif key in {"PATCH change_register_row", "POST register-row"}:
        body = {columns.public(text): "改过"}
    else:
        return replace(call, form={} if key.startswith("POST register-") else None)
    return replace(call, json=body) if "_" in key else replace(call, form=body)


def _whole_row(world: World, entry: registers.Register) -> dict[str, Any]:
    """Return the fields of an existing row as the API shows them, references as placeholders."""
    project: Project = world.projects["AAA"]
    row = entry.model.objects.in_workspace(project.workspace_id).get(
        id=world.rows["AAA", entry.key][0]
    )
    body = {}
    for name in entry.fields:
        value = columns.raw(entry, name, row)
        column = entry.model._meta.get_field(name)
        if column.is_relation and column.related_model is not None:
            value = f"${column.related_model.__name__}"
        if value not in (None, "", []):
            body[columns.public(name)] = value
    return body


def path_values(world: World, route: Route, line: Call, project: str) -> dict[str, str]:
    """Return what fills the address, all of it of one project."""
    words = {name: line.path.get(name) or table.PATH[name] for name in route.parameters}
    return {name: placed(world, project, word) for name, word in words.items()}


def placed(world: World, project: str, word: Any) -> Any:
    """Return what a placeholder stands for; those of registers name the table."""
    if isinstance(word, str) and word.startswith("$") and "." in word:
        name, gone = word[1:].removesuffix("-gone"), word.endswith("-gone")
        return str(world.rows[project, name][gone])
    return world.value(project, word)


def ask(
    world: World,
    key: str,
    line: Call,
    client: Client,
    *,
    path: dict[str, str] | None = None,
    body: Any = None,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """Send a line's request; `path` and `body` stand in for what the table says."""
    route = route_of(key)
    address = route.template.format(**(path or path_values(world, route, line, "AAA")))
    kwargs: dict[str, Any] = {"headers": headers or {}}
    if line.query:
        kwargs["query_params"] = line.query
    if line.json is not None:
        content = line.json if body is None else body
        kwargs |= {
            "data": json.dumps(world.value("AAA", content), default=str),
            "content_type": "application/json",
        }
    elif route.method == "POST" and (line.form is not None or line.files):
        content = (line.form or {}) if body is None else body
        kwargs["data"] = {k: v for k, v in world.value("AAA", content).items() if v is not None}
        for name, (file, data) in line.files.items():
            kwargs["data"][name] = SimpleUploadedFile(file, data)
    answer = getattr(client, route.method.lower())(address, **kwargs)
    return _read(answer) if answer.streaming else answer


def _read(answer: Any) -> HttpResponse:
    """Return a streamed answer (a file) whole."""
    content = b"".join(answer.streaming_content)  # closes the file as well
    return HttpResponse(content, status=answer.status_code, headers=dict(answer.headers))


def outcome(answer: HttpResponse, line: Call) -> str:
    """Name an answer as the table does."""
    status = answer.status_code
    if status == 401 or (status == 302 and answer.headers["Location"].startswith("/sign-in?next=")):
        return "sign-in"
    if status < 400:
        return "ok"
    return str(status)


def is_id(text: Any) -> bool:
    """Whether a text of the table stands for a row."""
    return isinstance(text, str) and text.startswith("$")


def ids_in(body: Any, at: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], str]]:
    """Return every placeholder of a body with the way to it; keys of objects count too."""
    if is_id(body):
        return [(at, body)]
    if isinstance(body, dict):
        keys = [((*at, ("key", k)), k) for k in body if is_id(k)]
        return keys + [hit for k, v in body.items() for hit in ids_in(v, (*at, k))]
    if isinstance(body, list):
        return [hit for n, v in enumerate(body) for hit in ids_in(v, (*at, n))]
    return []


def with_id(body: Any, at: tuple[Any, ...], value: str) -> Any:
    """Return a body with another value at one place."""
    if not at:
        return value
    head, rest = at[0], at[1:]
    if isinstance(head, tuple):
        return {(value if k == head[1] else k): v for k, v in body.items()}
    if isinstance(body, dict):
        return {k: with_id(v, rest, value) if k == head else v for k, v in body.items()}
    return [with_id(v, rest, value) if n == head else v for n, v in enumerate(body)]


def is_uuid(text: str) -> bool:
    """Whether a text is an id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
