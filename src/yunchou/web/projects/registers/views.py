"""The tables of the plan on pages: a line to add, a form to edit, delete, trash.

Each works as a plain form; with htmx the form opens in a dialog and the page renews itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchou.web.core.errors import Conflict, DomainError
from yunchou.web.core.preconditions import version_in
from yunchou.web.projects import registers, selectors
from yunchou.web.projects.pages import told
from yunchou.web.projects.registers import columns, recurrence, tables
from yunchou.web.projects.registers.api import load_row, outward, values_of
from yunchou.web.projects.registers.columns import Lookups
from yunchou.web.ui import shell
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, QueryDict

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project
    from yunchou.web.projects.registers import Register
    from yunchou.web.projects.registers.tables import Cell

TEMPLATE = "projects/register_form.html"
LISTS = {"roles", "items"}


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks: for a fragment, not a page."""
    return bool(request.headers.get("HX-Request"))


def home_of(project: Project, entry: Register) -> str:
    """Return the page that shows a table."""
    address = shell.link(entry.page, project) or shell.link("overview", project)
    return f"{address}#{entry.anchor}" if entry.anchor else address


def typed(post: QueryDict, entry: Register) -> dict[str, Any]:
    """Return what a form holds, by public name; absent fields stay untouched."""
    kinds = {columns.public(name): columns.kind_of(entry, name) for name in entry.fields}
    return {
        name: _typed(post, name, kinds[name])
        for name in kinds
        if name in post or f"{name}-there" in post
    }


def _typed(post: QueryDict, name: str, kind: str) -> Any:
    if kind in LISTS:
        return post.getlist(name)
    if kind == "rrule":
        time, count = post.get(f"{name}-time", ""), post.get(f"{name}-count", "")
        return recurrence.join(post.get(name, ""), time.strip(), count.strip())
    return post.get(name)


@require_POST
def add(request: HttpRequest, key: str, register: str) -> HttpResponse:
    """Add a row by the line below a table, or by the whole form."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    entry, lookups = registers.get(register), Lookups(actor, project)
    try:
        values = values_of(entry, typed(request.POST, entry), lookups)
        row, change = registers.add_row(actor=actor, project=project, entry=entry, values=values)
    except DomainError as error:
        if error.status != 422:
            raise
        return _refused(request, actor, project, entry, None, outward(entry, error))
    words = _("已添加 %(code)s。") % {"code": row.code}
    if not wants_part(request):
        return redirect(home_of(project, entry))
    if "quick" not in request.POST:
        return HttpResponse(
            status=204, headers=told(tables.undo_address(project), words, change, close=True)
        )
    table = tables.table(actor=actor, project=project, entry=entry, lookups=lookups, found=[])
    answer = shell.fragment(
        request, TEMPLATE, "line", {"table": table, "error": None, "again": True}, project=project
    )
    for name, value in told(tables.undo_address(project), words, change).items():
        answer.headers[name] = value
    return answer


@require_safe
def new(request: HttpRequest, key: str, register: str) -> HttpResponse:
    """Show the form of a new row."""
    actor = actor_of(request)
    entry = registers.get(register)
    project = selectors.get_project(actor=actor, key=key, need=entry.need)
    return _form(request, actor, project, entry, None)


@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, key: str, register: str, row_id: UUID) -> HttpResponse:
    """Show the form of a row, or save it."""
    actor = actor_of(request)
    project, entry, found = load_row(actor, key, register, row_id, write=request.method == "POST")
    if request.method == "GET":
        return _form(request, actor, project, entry, found)
    try:
        values = values_of(entry, typed(request.POST, entry), Lookups(actor, project))
        change = registers.change_row(
            actor=actor, entry=entry, row=found, values=values,
            version=version_in(request.POST.get("version", "")),
        )  # fmt: skip
    except DomainError as error:
        if error.status not in {409, 422}:
            raise
        return _refused(request, actor, project, entry, found, outward(entry, error))
    if not wants_part(request):
        return redirect(home_of(project, entry))
    words = _("已保存 %(code)s。") % {"code": found.code}
    headers = {"HX-Trigger": '{"yc:close": {}}'}
    if change is not None:
        headers = told(tables.undo_address(project), words, change, close=True)
    return HttpResponse(status=204, headers=headers)


@require_POST
def delete(request: HttpRequest, key: str, register: str, row_id: UUID) -> HttpResponse:
    """Put a row into the trash."""
    actor = actor_of(request)
    project, entry, found = load_row(actor, key, register, row_id, write=True)
    change = registers.trash_row(actor=actor, entry=entry, row=found)
    if not wants_part(request):
        return redirect(home_of(project, entry))
    words = _("已把 %(code)s 移入回收站。") % {"code": found.code}
    return HttpResponse(
        status=204, headers=told(tables.undo_address(project), words, change, close=True)
    )


@require_safe
def trash(request: HttpRequest, key: str, register: str) -> HttpResponse:
    """List the rows of a table that are in the trash."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    entry = registers.get(register)
    found = registers.rows(actor=actor, project=project, entry=entry, trashed=True)
    context = {
        "title": str(entry.title), "back": home_of(project, entry), "register": entry.key,
        "found": [
            {"id": r.id, "label": f"{r.code} {entry.label(r)}", "at": r.trashed_at} for r in found
        ],
        "may": not registers.writable_fields(entry, actor, project).isdisjoint(entry.fields[:1]),
    }  # fmt: skip
    crumbs = [(str(entry.title), home_of(project, entry)), (_("回收站"), "")]
    return shell.page(
        request, "projects/register_trash.html", context, current=entry.page, project=project,
        crumbs=crumbs,
    )  # fmt: skip


@require_POST
def restore(request: HttpRequest, key: str, register: str, row_id: UUID) -> HttpResponse:
    """Bring a row back from the trash."""
    actor = actor_of(request)
    project, entry, found = load_row(actor, key, register, row_id, write=True, trashed=True)
    registers.restore_row(actor=actor, entry=entry, row=found)
    return redirect(home_of(project, entry))


def _form(
    request: HttpRequest,
    actor: Actor,
    project: Project,
    entry: Register,
    found: Any,
    error: DomainError | None = None,
) -> HttpResponse:
    cells = _cells(actor, project, entry, found)
    title = f"{entry.title} {found.code}" if found else _("新增%(what)s") % {"what": entry.title}
    where = {"key": project.key, "register": entry.key}
    context = {
        "title": title, "cells": _kept(cells, request, entry) if error else cells, "error": error,
        "hints": {columns.public(n): tables.hint_of(entry, n) for n in entry.fields},
        "checks": _checks(entry, project),
        "theirs": _theirs(actor, project, entry, error),
        "needed": _needed(entry), "version": getattr(found, "version", None),
        "back": home_of(project, entry),
        "action": reverse("register-row", kwargs={**where, "row_id": found.id})
        if found is not None else reverse("register-add", kwargs=where),
        "delete": reverse("register-delete", kwargs={**where, "row_id": found.id})
        if found is not None and _may_delete(actor, project, entry) else "",
        "writable": any(cell.editable for cell in cells), "dialog": wants_part(request),
        "rule": recurrence.split(str(getattr(found, "rrule", ""))),
    }  # fmt: skip
    status = error.status if error else 200
    if wants_part(request):
        answer = shell.fragment(request, TEMPLATE, "form", context, project=project)
        answer.status_code = 422 if error else 200  # what htmx shows in place
        return answer
    crumbs = [(str(entry.title), home_of(project, entry)), (title, "")]
    return shell.page(
        request, TEMPLATE, context, current=entry.page, project=project, crumbs=crumbs,
        status=status,
    )  # fmt: skip


def _theirs(actor: Actor, project: Project, entry: Register, error: DomainError | None) -> str:
    """Return what somebody else has put into the field of a clash, as people read it."""
    names = {columns.public(name): name for name in entry.fields}
    if error is None or error.field not in names or "theirs" not in error.details:
        return ""
    name, value = names[error.field], error.details["theirs"]
    shown = columns.shown(entry, name, value, Lookups(actor, project))
    return f"{tables.label_of(entry, name)}：{shown or '—'}"


def _checks(entry: Register, project: Project) -> dict[str, str]:
    """Return the addresses that judge a field while it is typed."""
    stated = {columns.public(name): entry.columns[name].check for name in entry.columns}
    return {name: shell.link(route, project) for name, route in stated.items() if route}


def _may_delete(actor: Actor, project: Project, entry: Register) -> bool:
    return entry.fields[0] in registers.writable_fields(entry, actor, project)


def _needed(entry: Register) -> set[str]:
    """Return the fields that may not stay empty."""
    found = ((name, entry.model._meta.get_field(name)) for name in entry.fields)  # noqa: SLF001
    return {
        columns.public(name)
        for name, column in found
        if not column.null and not column.blank and not column.has_default()  # type: ignore[union-attr]
    }


def _cells(actor: Actor, project: Project, entry: Register, found: Any) -> list[Cell]:
    lookups = Lookups(actor, project)
    if found is not None:
        seen = tables.row_of(actor, project, entry, found, lookups).cells.values()
        return [tables.with_options(entry, cell, lookups) for cell in seen]
    return tables.blank_cells(entry, actor, project, lookups, entry.fields)


def _kept(cells: list[Cell], request: HttpRequest, entry: Register) -> list[Cell]:
    """Return the cells with what was typed, so that a refusal loses nothing."""
    lists = {columns.public(n) for n in entry.fields if columns.kind_of(entry, n) in LISTS}
    post = request.POST
    return [
        tables.replace(
            cell, value=post.getlist(cell.name) if cell.name in lists else post[cell.name]
        )
        if cell.name in post or f"{cell.name}-there" in post
        else cell
        for cell in cells
    ]


def _refused(
    request: HttpRequest,
    actor: Actor,
    project: Project,
    entry: Register,
    found: Any,
    error: DomainError,
) -> HttpResponse:
    if isinstance(error, Conflict) and found is not None:
        found = registers.get_row(actor=actor, entry=entry, row_id=found.id)
    if "quick" not in request.POST:
        return _form(request, actor, project, entry, found, error)
    table = tables.table(
        actor=actor, project=project, entry=entry, lookups=Lookups(actor, project), found=[]
    )
    table = tables.replace(table, quick=_kept(table.quick, request, entry))
    if not wants_part(request):
        return _form(request, actor, project, entry, None, error)
    context = {"table": table, "error": error, "again": True}
    answer = shell.fragment(request, TEMPLATE, "line", context, project=project)
    answer.status_code = 422
    return answer
