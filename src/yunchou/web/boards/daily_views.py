"""My tasks, and the search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yunchou.web.boards import looking
from yunchou.web.core import clock
from yunchou.web.projects import my_work
from yunchou.web.projects.tasks import talking
from yunchou.web.projects.tasks.progressing import WORDS
from yunchou.web.ui import shell
from yunchou.web.ui.refusals import wants_json
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show what I have to do: overdue, today, this week, later, and who waits for me."""
    actor = actor_of(request)
    today = clock.today(actor.timezone)
    titles = {
        "overdue": _("已逾期"), "today": _("今天"), "week": _("本周"), "later": _("之后"),
    }  # fmt: skip
    groups = my_work.grouped(my_work.open_tasks(actor=actor))
    context = {
        "today": today, "year": today.year, "words": WORDS, "titles": titles, "groups": groups,
        "total": sum(len(tasks) for tasks in groups.values()),
        "calls": talking.inbox(actor=actor, unread=True, limit=20),
    }  # fmt: skip
    return shell.page(
        request, "boards/mine.html", context, current="mine", crumbs=[(_("我的任务"), "")]
    )


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Find projects, tasks, people and commands: JSON for the palette, a page for people."""
    actor = actor_of(request)
    query = request.GET.get("q", "").strip()[: looking.LONGEST]
    if wants_json(request):
        answer = {"groups": looking.groups(actor=actor, query=query)}
        return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    groups = looking.groups(actor=actor, query=query, limit=100) if query else []
    context = {"q": query, "groups": groups}
    return shell.page(
        request, "boards/search.html", context, current="search", crumbs=[(_("搜索"), "")]
    )
