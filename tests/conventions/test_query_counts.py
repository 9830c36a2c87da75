"""Statements per request do not grow with the number of tasks: every GET of a project, and writes.

The addresses are walked, so that a page added tomorrow is measured as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from yunchou.plan.model import Plan
from yunchou.web.exchange.plans import create_project
from yunchou.web.projects.models import Assignment, Status, WorkItem
from yunchou.web.projects.registers import all_registers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

FEW, MANY = 10, 150
#: read the whole plan on purpose (files, the document, the check-up): in statements of a hundred ids
WHOLE = re.compile(r"export|document|practices")
#: need a further identifier; their lists are measured above them
ALONE = {"/sign-in", "/sign-out", "/healthz"}  # of nobody who has signed in
FURTHER = re.compile(r"<(?!str:key|key>)|<(?:uuid|int|slug|path|str):(?!key)")


def addresses(patterns: Any, prefix: str = "") -> Iterator[str]:
    """Return the routes of the product as Django writes them."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def pages() -> list[str]:
    """Return the addresses of a project that need its key alone, and each of its registers."""
    found = []
    for route in walked():
        keyed = "<str:key>" in route or "<key>" in route
        if keyed and not FURTHER.search(route) and not WHOLE.search(route):
            found.append(route.replace("<str:key>", "{key}").replace("<key>", "{key}"))
    tables = [entry.key for entry in all_registers()]
    found += [f"/api/v1/projects/{{key}}/registers/{table}" for table in tables]
    found += [f"/p/{{key}}/r/{table}/trash" for table in tables]
    return sorted({*found, "/p/{key}/t/2", "/p/{key}/t/2/links", "/p/{key}/r/risks/new"})


def lists() -> list[str]:
    """Return the addresses of a workspace that need nothing: they show tasks of many projects."""
    found = {route for route in walked() if "<" not in route and not WHOLE.search(route)}
    return sorted((found - ALONE) | {"/search?q=走访", "/api/v1/search?q=走访"})


def walked() -> Iterator[str]:
    """Return the routes as addresses; patterns of the API have no anchors."""
    for route in addresses(get_resolver().url_patterns):
        yield "/" + route.replace("^", "").replace("$", "")


def plan_of(count: int, key: str) -> Plan:
    tasks = [
        {
            "id": f"T{n}", "name": f"走访 {n}", "duration_days": 1 + n % 4,
            "depends_on": [f"T{n - 1}"] if n % 5 else [],
        }
        for n in range(count)
    ]  # fmt: skip
    body = {
        "project": {"name": f"项目 {key}", "code_prefix": key, "start": "2026-03-02"},
        "phases": [{"id": "P1", "name": "走访", "tasks": tasks}],
    }
    return Plan.model_validate(body)


@pytest.fixture
def browser(manager, client_of) -> Client:
    """A manager of a project of ten tasks and of one of a hundred and fifty."""
    for count, key in ((FEW, "FEW"), (MANY, "MANY")):
        create_project(actor=manager, plan=plan_of(count, key))
    client: Client = client_of(manager)
    return client


def statements(ask: Any) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        answer = ask()
    assert answer.status_code < 500, answer.content[:300]
    return [query["sql"] for query in asked]


def test_reading_a_project_costs_the_same_with_many_tasks(browser):
    grown = []
    for path in pages():
        counts = []
        for key in ("FEW", "MANY"):
            address = path.format(key=key)
            browser.get(address)  # what is counted once a change is counted now
            counts.append(len(statements(lambda url=address: browser.get(url))))
        if counts[1] > counts[0]:
            grown.append(
                f"{path}: {counts[0]} statements with {FEW} tasks, {counts[1]} with {MANY}"
            )
    assert not grown, "\n".join(grown)


def test_reading_a_workspace_costs_the_same_with_many_tasks(manager, client_of):
    browser = client_of(manager)
    counts: dict[str, list[int]] = {path: [] for path in lists()}
    create_project(actor=manager, plan=plan_of(1, "ONE"))
    for count, key in ((FEW, "FEW"), (MANY, "MANY")):
        mine(manager, create_project(actor=manager, plan=plan_of(count, key)))
        for path, found in counts.items():
            found.append(len(statements(lambda url=path: browser.get(url))))
    assert {path: found for path, found in counts.items() if found[1] > found[0]} == {}


def mine(actor: Actor, project: Project) -> None:
    """Give all tasks of a project to somebody."""
    base = {"workspace_id": actor.workspace_id, "project": project, "member_id": actor.member_id}
    ids = WorkItem.objects.of(actor).filter(project=project, kind="task").values_list("id")
    Assignment.objects.bulk_create([Assignment(**base, item_id=item) for (item,) in ids])


def test_the_walk_finds_the_pages(browser):
    assert {"/p/{key}/", "/p/{key}/schedule/list", "/api/v1/projects/{key}/items"} <= set(pages())
    assert {"/", "/mine", "/projects", "/people", "/trash", "/api/v1/me/tasks"} <= set(lists())


@pytest.mark.parametrize("body", [{"name": "新任务"}, {"name": "新任务", "duration": 2}])
def test_adding_a_task_costs_the_same(browser, body):
    assert grown(browser, lambda key: (f"/api/v1/projects/{key}/items", body)) == []


@pytest.mark.parametrize("category", ["doing", "done", "todo"])
def test_moving_a_task_to_another_status_costs_the_same(browser, manager, category):
    def ask(key: str) -> tuple[str, dict[str, Any]]:
        rows = WorkItem.objects.of(manager).filter(project__key=key)
        item = rows.get(name="走访 7")
        status = Status.objects.of(manager).filter(project__key=key, category=category).first()
        assert status is not None
        return f"/api/v1/projects/{key}/items/{item.id}/status", {"status": str(status.id)}

    assert grown(browser, ask) == []


def grown(browser: Client, ask: Any) -> list[str]:
    """Return the statements that a write needs in the large project and not in the small one."""
    made = []
    for key in ("FEW", "MANY"):
        path, body = ask(key)
        made.append(
            statements(lambda p=path, b=body: browser.post(p, b, content_type="application/json"))
        )
    return made[1] if len(made[1]) > len(made[0]) else []
