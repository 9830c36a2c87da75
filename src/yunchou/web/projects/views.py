"""What people open every day: home, all projects, what has changed, calls by @, the trash."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yunchou.web.core import clock
from yunchou.web.core.permissions import allows
from yunchou.web.projects import (
    history,
    managing,
    my_work,
    portfolio,
    registers,
    selectors,
    services,
    trash,
)
from yunchou.web.projects.models import Project
from yunchou.web.projects.tasks import talking  # fmt: skip
from yunchou.web.projects.tasks.progressing import WORDS
from yunchou.web.ui import shell
from yunchou.web.users.middleware import actor_of
from yunchou.web.users.selectors import members

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from yunchou.web.core.permissions import Actor

RECENT = 8
MOST_DIGITS = 9
ON_DESK = 8


def say(text: str, undo: str = "", tone: str = "") -> dict[str, str]:
    """Return the header that shows a toast, with undo where there is one."""
    toast = {"text": text, **({"undo": undo} if undo else {}), **({"tone": tone} if tone else {})}
    return {"HX-Trigger": json.dumps({"yc:toast": toast})}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what is mine today, how my projects stand, and what has changed."""
    actor = actor_of(request)
    cards = portfolio.cards(actor=actor)
    cards.sort(key=lambda card: (card.state == "closed", card.worst))
    groups = my_work.grouped(my_work.open_tasks(actor=actor))
    recent, _after = history.feed(actor=actor, limit=RECENT)
    context = {
        "greeting": greeting(actor), "today": clock.today(actor.timezone), "cards": cards,
        "groups": groups, "desk": [*groups["overdue"], *groups["today"]][:ON_DESK],
        "calls": talking.inbox(actor=actor, unread=True, limit=5), "recent": recent,
        "states": dict(Project.STATES), "words": WORDS, "year": clock.today(actor.timezone).year,
        "create": shell.link("project-new") if allows(actor, "project.create", actor.level) else "",
    }  # fmt: skip
    return shell.page(request, "projects/home.html", context, current="home")


def greeting(actor: Actor) -> str:
    """Return a greeting that fits the hour."""
    hour = clock.now().astimezone(ZoneInfo(actor.timezone)).hour
    for until, words in ((5, _("夜深了，%(name)s")), (11, _("早上好，%(name)s")),
                         (13, _("中午好，%(name)s")), (18, _("下午好，%(name)s"))):  # fmt: skip
        if hour < until:
            return words % {"name": actor.name}
    return _("晚上好，%(name)s") % {"name": actor.name}


@require_GET
def projects(request: HttpRequest) -> HttpResponse:
    """Show all projects in a table, found by name, key or pinyin, and by state."""
    actor = actor_of(request)
    query, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    state = state if state in dict(Project.STATES) else ""
    sort = request.GET.get("sort", "")
    sort = sort if sort.removeprefix("-") in portfolio.SORTS else ""
    given = {"state": state, "q": query, "sort": sort}
    context = {
        "cards": portfolio.cards(actor=actor, query=query, state=state, sort=sort),
        "q": query, "state": state, "sort": sort, "states": dict(Project.STATES),
        "chips": _chips(given), "columns": _columns(given),
        "year": clock.today(actor.timezone).year,
        "create": shell.link("project-new") if allows(actor, "project.create", actor.level) else "",
    }  # fmt: skip
    if request.headers.get("HX-Target") == "projects":
        return shell.fragment(request, "projects/projects.html", "rows", context)
    return shell.page(
        request, "projects/projects.html", context, current="projects",
        crumbs=[(_("项目"), "")],
    )  # fmt: skip


def _chips(given: dict[str, str]) -> list[dict[str, Any]]:
    options = [("", _("全部")), *((key, str(text)) for key, text in Project.STATES)]
    return [
        {"text": text, "current": key == given["state"], "href": _address(given, state=key)}
        for key, text in options
    ]


def _columns(given: dict[str, str]) -> list[dict[str, Any] | str]:
    """Return the heads of the table: a click sorts, the next one turns it round."""

    def head(key: str, text: str, *, num: bool = False) -> dict[str, Any]:
        sorted_ = {key: "asc", f"-{key}": "desc"}.get(given["sort"])
        href = _address(given, sort=f"-{key}" if sorted_ == "asc" else key)
        return {"text": text, "num": num, "sorted": sorted_, "sort_href": href}

    return [
        head("name", _("项目")), _("状态"), head("light", _("灯")),
        head("percent", _("进度"), num=True), head("finish", _("完成日期")), _("项目经理"),
    ]  # fmt: skip


def _address(given: dict[str, str], **change: str) -> str:
    return "?" + urlencode({name: value for name, value in {**given, **change}.items() if value})


# --- what has changed ----------------------------------------------------------------------------

_KINDS = ("", "tasks", "talk", "plan")


@require_GET
def changes(request: HttpRequest, key: str = "") -> HttpResponse:
    """Show what has changed in a project, or in all that the reader sees."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key) if key else None
    kind = request.GET.get("kind", "")
    kind = kind if kind in _KINDS else ""
    who = _uuid(request.GET.get("who", ""))
    before, number = request.GET.get("before", ""), request.GET.get("task", "")
    item = None
    if project is not None and number.isdecimal() and len(number) <= MOST_DIGITS:
        item = selectors.get_work_item(actor=actor, ref=f"{project.key}-{number}")
    found, after = history.feed(
        actor=actor, project=project, kind=kind, who=who, before=before,
        subject=item.id if item else None,
    )  # fmt: skip
    names = (_("全部"), _("任务"), _("讨论与附件"), _("方案与设置"))
    context = {
        "entries": found, "after": after, "kind": kind, "who": str(who or ""), "item": item,
        "kinds": list(zip(_KINDS, names, strict=True)),
        "people": [("", _("所有人")), *((str(m.id), m.name) for m in members(actor=actor))],
    }  # fmt: skip
    if before:
        return shell.fragment(request, "projects/changes.html", "entries", context, project=project)
    return shell.page(
        request, "projects/changes.html", context, current="changes", project=project,
        crumbs=[(_("更改记录"), "")],
    )  # fmt: skip


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_GET
def mentions(request: HttpRequest) -> HttpResponse:
    """Show where I was called by @."""
    actor = actor_of(request)
    rows = talking.inbox(actor=actor)
    context = {
        "calls": [{**row, "when": history.when(row["comment__at"].astimezone(_zone(actor)))}
                  for row in rows],
        "unread": sum(1 for row in rows if row["seen_at"] is None),
    }  # fmt: skip
    return shell.page(
        request, "projects/mentions.html", context, current="mentions", crumbs=[(_("消息"), "")]
    )


def _zone(actor: Actor) -> ZoneInfo:
    return ZoneInfo(actor.timezone)


@require_POST
def mentions_seen(request: HttpRequest) -> HttpResponse:
    """Mark all calls as seen."""
    talking.mark_seen(actor=actor_of(request))
    return redirect("mentions")


# --- trash ---------------------------------------------------------------------------------------


@require_GET
def trash_page(request: HttpRequest) -> HttpResponse:
    """Show what lies in the trash and can be brought back."""
    actor = actor_of(request)
    context = {"groups": trash.groups(actor=actor), "project_rows": trash.projects(actor=actor)}
    return shell.page(
        request, "projects/trash.html", context, current="trash", crumbs=[(_("回收站"), "")]
    )


@require_POST
def restore(request: HttpRequest, kind: str, row_id: UUID) -> HttpResponse:
    """Bring something back: a project, a task with what went with it, a row of a table."""
    actor = actor_of(request)
    if kind == "project":
        project = managing.get_trashed(actor=actor, project_id=row_id)
        managing.restore_project(actor=actor, project=project)
        name = project.name
    elif kind == "task":
        item = selectors.get_work_item(actor=actor, ref=row_id, need="project.work", trashed=True)
        services.restore_work_item(actor=actor, item=item)
        name = item.name
    else:
        entry = registers.get(kind)
        row = registers.get_row(actor=actor, entry=entry, row_id=row_id, write=True, trashed=True)
        registers.restore_row(actor=actor, entry=entry, row=row)
        name = entry.label(row)
    context = {"groups": trash.groups(actor=actor), "project_rows": trash.projects(actor=actor)}
    response = shell.fragment(request, "projects/trash.html", "list", context)
    words = _("已恢复“%(name)s”") % {"name": name}
    for header, text in say(words).items():
        response.headers[header] = text
    return response
