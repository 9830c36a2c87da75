"""What stories read off a page and off the server, and how they wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


def heading(page: Any) -> str:
    """Return the title of the page as it is read."""
    return str(page.get_by_role("heading", level=1).inner_text()).strip()


def stored(page: Any, key: str) -> dict[str, dict[str, Any]]:
    """Return the tasks by name as the server has them."""
    found = page.request.get(f"/api/v1/projects/{key}/gantt").json()
    return {
        row["name"]: row
        for row in (dict(zip(found["columns"], r, strict=True)) for r in found["tasks"])
    }


def item(page: Any, key: str, name: str) -> dict[str, Any]:
    """Return one task with all its fields as the server has it."""
    ref = stored(page, key)[name]["id"]
    return dict(page.request.get(f"/api/v1/projects/{key}/items/{ref}").json())


def rows(page: Any, key: str, register: str) -> list[dict[str, Any]]:
    """Return the rows of a table of the plan as the server has them."""
    answer = page.request.get(f"/api/v1/projects/{key}/registers/{register}")
    return list(answer.json()["items"])


def projects(page: Any) -> list[str]:
    """Return the names of the projects that the person sees."""
    return [one["name"] for one in page.request.get("/api/v1/projects").json()["items"]]


def wait_until(page: Any, check: Callable[[], bool], what: str) -> None:
    """Wait ten seconds for something that only the server knows."""
    for _ in range(100):
        if check():
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never came: {what}")


def open_schedule(page: Any, key: str, view: str = "") -> None:
    """Open the Gantt, or its list, and wait until it is drawn."""
    page.goto(f"/p/{key}/schedule{view}")
    page.wait_for_selector("yc-gantt[ready]")
