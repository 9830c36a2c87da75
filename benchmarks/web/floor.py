"""The bare floor: the least that Django can do for the same answers. No session, no permission.

Served as WSGI by the same server over the same database; what a product adds is the ratio to this.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import UUID

import django
import orjson
from django.conf import settings

from yunchou.web.config import env

ROWS = 100
if not settings.configured:
    settings.configure(
        ROOT_URLCONF="benchmarks.web.floor",
        SECRET_KEY="floor",  # noqa: S106 (signs nothing)
        ALLOWED_HOSTS=["127.0.0.1"],
        INSTALLED_APPS=[f"yunchou.web.{app}" for app in ("core", "users", "projects")],
        DATABASES={"default": env.database(os.environ.get("DATABASE_URL", ""), env.data_dir())},
        AUTH_USER_MODEL="users.User",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        MIDDLEWARE=[],
        USE_TZ=True,
    )
    django.setup()

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import path
from jinja2 import Environment

from yunchou.web.core import ranks, search
from yunchou.web.core.models import ActivityStream
from yunchou.web.projects.models import WorkItem

FACTS: dict[str, Any] = orjson.loads(Path(os.environ["YUNCHOU_BENCH_FACTS"]).read_bytes())
POSTGRES = connection.vendor == "postgresql"
OBJECT = "json_build_object" if POSTGRES else "json_object"
COLUMNS = ("id", "number", "name", "start", "finish", "percent", "status_id", "version", "wbs")
FIELDS = ", ".join(f"'{name}', {name}" for name in COLUMNS)
ROW = f"SELECT CAST({OBJECT}({FIELDS}) AS text) FROM projects_workitem"
PAGE = Environment(autoescape=True).from_string(
    "<table>{% for wbs, number, name, start, finish, percent in rows %}<tr><td>{{ wbs }}<td>"
    "<a href='/t/{{ number }}'>{{ name }}</a><td>{{ start }}<td>{{ finish }}<td>{{ percent }}%"
    "{% endfor %}</table>"
)


def _id(text: str) -> Any:
    return UUID(text) if POSTGRES else UUID(text).hex


PROJECT, WORKSPACE = _id(FACTS["project"]), _id(FACTS["workspace"])
HERE = "workspace_id = %s AND project_id = %s AND trashed_at IS NULL"


def _fetch(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _array(rows: list[tuple[Any, ...]]) -> HttpResponse:
    text = ",".join(row[0] for row in rows)
    return HttpResponse(f"[{text}]", content_type="application/json")


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing at all."""
    return HttpResponse(b"")


def unchanged(request: HttpRequest) -> HttpResponse:
    """304 after one indexed read."""
    rows = ActivityStream.objects.across_workspaces().filter(id=FACTS["project"])
    seq = rows.values_list("seq", flat=True).first()
    return HttpResponseNotModified(headers={"ETag": f'W/"{seq}"'})


def page(request: HttpRequest) -> HttpResponse:
    """HTML by Jinja2 over tuples."""
    sql = (
        f"SELECT wbs, number, name, start, finish, percent FROM projects_workitem WHERE {HERE}"
        f" ORDER BY position, id LIMIT {ROWS}"
    )
    return HttpResponse(PAGE.render(rows=_fetch(sql, [WORKSPACE, PROJECT])))


def by_database(request: HttpRequest) -> HttpResponse:
    """JSON text made by the database."""
    sql = f"{ROW} WHERE {HERE} ORDER BY position, id LIMIT {ROWS}"
    return _array(_fetch(sql, [WORKSPACE, PROJECT]))


def by_values(request: HttpRequest) -> HttpResponse:
    """`.values()` and orjson."""
    rows = WorkItem.objects.in_workspace(FACTS["workspace"]).filter(
        project_id=FACTS["project"], trashed_at=None
    )
    found = list(rows.order_by("position", "id").values(*COLUMNS)[:ROWS])
    return HttpResponse(orjson.dumps(found), content_type="application/json")


def filtered(request: HttpRequest) -> HttpResponse:
    """One status and one person, by due date."""
    sql = (
        f"{ROW} i WHERE {HERE} AND status_id = %s AND EXISTS (SELECT 1 FROM projects_assignment a"
        f" WHERE a.item_id = i.id AND a.member_id = %s) ORDER BY finish, id LIMIT {ROWS}"
    )
    given = [_id(FACTS["statuses"]["todo"]), _id(FACTS["assignee"])]
    return _array(_fetch(sql, [WORKSPACE, PROJECT, *given]))


def item(request: HttpRequest) -> HttpResponse:
    """One task and its comments."""
    group = "json_agg" if POSTGRES else "json_group_array"
    sql = (
        f"SELECT CAST({OBJECT}({FIELDS}, 'notes', notes, 'comments', (SELECT {group}({OBJECT}("
        "'by', c.author_name, 'body', c.body)) FROM projects_comment c WHERE c.item_id = i.id))"
        " AS text) FROM projects_workitem i WHERE id = %s"
    )
    return _array(_fetch(sql, [_id(FACTS["item"])]))


def found(request: HttpRequest) -> HttpResponse:
    """Search through the same index, the newest first."""
    match, words = search.condition(FACTS["query"])
    sql = (
        f"{ROW} i WHERE {HERE} AND id IN (SELECT e.subject_id FROM {search.tables()} WHERE {match}"
        f" AND e.project_id = %s ORDER BY {search.place()} DESC LIMIT {ROWS})"
    )
    return _array(_fetch(sql, [WORKSPACE, PROJECT, words, PROJECT]))


_made = [10_000_000]


def create(request: HttpRequest) -> HttpResponse:
    """One INSERT by the ORM."""
    _made[0] += 1
    name = orjson.loads(request.body)["name"]
    WorkItem.objects.create(
        workspace_id=FACTS["workspace"], project_id=FACTS["project"], number=_made[0], name=name,
        code=f"F{_made[0]}", rank=ranks.between("z", None), position=_made[0],
        status_id=FACTS["statuses"]["todo"],
    )  # fmt: skip
    return HttpResponse(status=201)


def move(request: HttpRequest) -> HttpResponse:
    """One UPDATE by the ORM."""
    wanted = orjson.loads(request.body)
    rows = WorkItem.objects.in_workspace(FACTS["workspace"]).filter(id=wanted["id"])
    rows.update(status_id=wanted["status"])
    return HttpResponse(status=200)


urlpatterns = [
    path("empty", empty), path("304", unchanged), path("page", page), path("json", by_database),
    path("values", by_values), path("filtered", filtered), path("item", item),
    path("found", found), path("create", create), path("move", move),
]  # fmt: skip
application = WSGIHandler()
