"""The frame of every step's page: load under the permission check, answer 304 when unchanged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from yunchou.web.projects import selectors
from yunchou.web.projects.registers.columns import Lookups
from yunchou.web.ui import fresh, shell
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

    Make = Callable[[Actor, Project, Lookups], dict[str, Any]]


def told(undo: str, text: str, change: Activity | None, *, close: bool = False) -> dict[str, str]:
    """Return the headers that say what was done, with undo, and renew the page.

    Parameters
    ----------
    undo
        Address that takes a change back, with {id} in it.
    close
        Close the dialog that the form was in.
    """
    toast: dict[str, str] = {"text": text}
    if change is not None:
        toast["undo"] = undo.format(id=change.id)
    events: dict[str, Any] = {"yc:toast": toast, "yc:changed": {"own": True}}
    if close:
        events["yc:close"] = {}
    return {"HX-Trigger": json.dumps(events)}


def show(
    request: HttpRequest, key: str, *, template: str, current: str, title: str, make: Make
) -> HttpResponse:
    """Answer a step's page; `make` returns what its template needs."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)

    def build() -> HttpResponse:
        context = make(actor, project, Lookups(actor, project))
        return shell.page(
            request, template, context, current=current, project=project, crumbs=[(title, "")]
        )

    return fresh.page(request, actor, project, build)
