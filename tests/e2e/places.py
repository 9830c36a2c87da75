"""Every page of the product, found by walking the addresses, filled with ids of a served project.

A GET address is a page, or it is named here as something else: a new page is looked at by itself.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.matrix import routes
from yunchou.web.projects.registers import all_registers

if TYPE_CHECKING:
    from tests.matrix.routes import Route

#: answers that are files, data or parts of a page, and what needs a secret or throws work away
NO_PAGE = {
    "healthz", "export", "attachment", "logo", "document-download", "document-style",
    "api:openapi-json", "schedule-notes", "task-links", "resources-panel",
}  # fmt: skip
#: pages for people who are not signed in
OUTSIDE = {"sign-in": "/sign-in", "link": "/link/unknown", "setup": "/setup/unknown"}
#: pages that stand for the same template with other data
REGISTER = "risks.risk"


def inside() -> list[Route]:
    """Return the pages of people who are signed in."""
    found = [route for route in routes.pages() if route.method == "GET"]
    return [route for route in found if route.name not in NO_PAGE | set(OUTSIDE)]


def fill(route: Route, page: Any, key: str) -> str:
    """Return the address of a page, ids looked up over the API of the served project."""
    values = {name: _value(name, route, page, key) for name in route.parameters}
    return route.template.format(**values)


def _value(name: str, route: Route, page: Any, key: str) -> str:
    api = f"/api/v1/projects/{key}"
    match name:
        case "key":
            return key
        case "number":
            return "3"
        case "register":
            return REGISTER
        case "row_id":
            register = "resources.role" if route.name == "role-holders" else REGISTER
            return _first(page, f"{api}/registers/{register}")
        case "member_id":
            return _first(page, "/api/v1/members")
        case "import_id":
            return _import(page)
    raise KeyError(
        f"tests/e2e/places.py does not know what to put for {{{name}}} of {route.name}: say so in "
        "_value, or name the route in NO_PAGE"
    )


def _first(page: Any, address: str) -> str:
    return str(page.request.get(address).json()["items"][0]["id"])


def registers() -> list[str]:
    """Return the keys of the plan's tables."""
    return [entry.key for entry in all_registers()]


def board(name: str) -> bytes:
    """Return a Trello board with a card, all of one name."""
    common = {"name": name, "closed": False, "pos": 1}
    lists = [{"id": "l", **common}]
    cards = [{"id": "c", "idList": "l", "desc": name, **common}]
    empty: dict[str, Any] = {"members": [], "checklists": [], "actions": [], "prefs": {}}
    return json.dumps({"name": name, "lists": lists, "cards": cards, **empty}).encode()


def _import(page: Any) -> str:
    """Let a small board be read, and return the id of its report."""
    page.goto("/projects/new")
    token = page.locator("meta[name=csrf-token]").get_attribute("content")
    answer = page.request.post(
        "/projects/import",
        multipart={
            "csrfmiddlewaretoken": token,
            "file": {"name": "board.json", "mimeType": "application/json", "buffer": board("B")},
        },
    )
    return str(answer.url.rstrip("/").rpartition("/")[2])
