"""What is asked: each operation of ours with the floor's answer to the same question."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.web.runner import Server

CSRF = "b" * 32


@dataclass(frozen=True)
class Request:
    """One request of a client."""

    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """What is measured, and what it may cost.

    Parameters
    ----------
    must
        The median in ms that an unloaded machine shall keep; 0 for none.
    floors
        What the floor took on the machine and in the minutes for which `must` was set, in ms, on
        SQLite and on PostgreSQL: `must` over it is a bound that holds on any machine.
    """

    name: str
    must: float
    ours: Callable[[Server], Iterable[Request]]
    floor: list[Request]
    expected: tuple[int, ...] = (200, 201)
    floors: tuple[float, float] = (0, 0)

    def at_most(self, database: str) -> float:
        """How many times the floor an answer may cost; 0 for no bound."""
        floor = self.floors[database == "PostgreSQL"]
        return self.must / floor if floor else 0


def _get(path: str) -> Callable[[Server], list[Request]]:
    return lambda _server: [Request("GET", path)]


def _post(path: str, body: dict[str, Any]) -> Request:
    headers = {"Content-Type": "application/json", "X-CSRFToken": CSRF}
    return Request("POST", path, orjson.dumps(body), headers)


def _unchanged(path: str) -> Callable[[Server], list[Request]]:
    def ask(server: Server) -> list[Request]:
        _spent, _status, headers = server.ask(Request("GET", path))
        tag = {name.lower(): text for name, text in headers.items()}.get("etag", "")
        return [Request("GET", path, headers={"If-None-Match": tag})]

    return ask


def _moves(items: str, ids: list[str], statuses: dict[str, str]) -> list[Request]:
    """Return moves there and back, over many tasks."""
    ways = [statuses["doing"], statuses["todo"]]
    return [_post(f"{items}/{item}/status", {"status": way}) for way in ways for item in ids]


def of(facts: dict[str, Any]) -> list[Operation]:
    """Return the operations on the project that the facts tell of."""
    home = f"/p/{facts['key']}"
    page = f"{home}/schedule/list"
    sought = quote(facts["query"])
    items = f"/api/v1/projects/{facts['key']}/items"
    status = facts["statuses"]
    drawing = f"/api/v1/projects/{facts['key']}/gantt"
    query = f"?status={status['todo']}&assignee={facts['assignee']}&order=due"
    name = "基准任务"
    add = [_post("/create", {"name": name})]
    move = [
        _post("/move", {"id": item, "status": status[way]})
        for way in ("doing", "todo")
        for item in facts["loose"]
    ]
    floor = {where: [Request("GET", f"/{where}")] for where in ("page", "json", "values", "item")}
    floor |= {where: [Request("GET", f"/{where}")] for where in ("filtered", "found", "304")}

    def create(**further: Any) -> Callable[[Server], list[Request]]:
        return lambda _server: [_post(items, {"name": name, **further})]

    def moves(ids: list[str]) -> Callable[[Server], list[Request]]:
        half = len(ids) // 2
        return lambda server: _moves(
            items, ids[:half] if server.name == "ours" else ids[half:], status
        )

    full = [Request("GET", "/empty")]
    ok, same = (200, 201), (304,)
    return [
        Operation("R1 page of 100 tasks", 8, _get(page), floor["page"], ok, (1.7, 2.15)),
        Operation("R1 API, 100 tasks", 6, _get(items), floor["json"], ok, (0.9, 1.9)),
        Operation("R1 API beside .values() + orjson", 0, _get(items), floor["values"]),
        Operation(
            "R2 status + person, by due date", 5, _get(items + query), floor["filtered"], ok,
            (1.0, 1.95),
        ),
        Operation(
            "R3 one task with comments", 4, _get(f"{items}/{facts['item']}"), floor["item"], ok,
            (0.5, 1.1),
        ),
        Operation("R3 page of one task", 0, _get(f"{home}/t/{facts['number']}"), floor["item"]),
        Operation(
            "S1 search in the project", 8, _get(f"{items}?q={sought}"), floor["found"], ok,
            (1.8, 4.1),
        ),
        Operation("304, page of 100 tasks", 0, _unchanged(page), floor["304"], same),
        Operation("304, API", 0, _unchanged(items), floor["304"], same),
        Operation("304, Gantt", 0, _unchanged(drawing), floor["304"], same),
        Operation("board page", 0, _get(f"{home}/schedule/board"), floor["page"]),
        Operation("W1 create, at the end", 9, create(), add, ok, (1.0, 2.5)),
        Operation(
            "W1 create, in the middle phase", 9, create(parent=facts["middle"]), add, ok,
            (1.0, 2.5),
        ),
        Operation("W2 to another status", 7, moves(facts["loose"]), move, ok, (0.5, 1.75)),
        Operation("W2, of a task with links", 0, moves(facts["bound"]), move),
        Operation("Gantt, all tasks", 0, _get(drawing), full),
    ]  # fmt: skip
