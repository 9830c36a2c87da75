"""Step 2: the Gantt and the list of the same tasks, what the dates hang on, baselines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yunchou.web.core import clock
from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import allows
from yunchou.web.projects import selectors
from yunchou.web.projects.pages import told
from yunchou.web.projects.registers.tables import undo_address
from yunchou.web.schedule import baselines, forms, framing
from yunchou.web.schedule.selectors import page_of_rows, views_of
from yunchou.web.ui import fresh, shell
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from yunchou.web.core.models import Activity
    from yunchou.web.projects.models import Project

FRAME = "schedule/frame.html"
BASELINES = "schedule/baselines.html"


@require_safe
def gantt(request: HttpRequest, key: str) -> HttpResponse:
    """Show the tasks as a tree beside their bars."""
    return _show(request, key, mode="gantt", route="schedule")


@require_safe
def listing(request: HttpRequest, key: str) -> HttpResponse:
    """Show the tasks as a tree table with more columns."""
    return _show(request, key, mode="list", route="schedule-list")


def _show(request: HttpRequest, key: str, *, mode: str, route: str) -> HttpResponse:
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)

    def build() -> HttpResponse:
        context = {
            "mode": mode,
            "views": views_of(project, route),
            "rows": page_of_rows(actor=actor, project=project, after=request.GET.get("after", "")),
            "api": f"/api/v1/projects/{project.key}",
            "can_plan": allows(actor, "project.plan", project.level),
            "exports": _exports(project),
        }
        return shell.page(
            request, "schedule/page.html", context, current="schedule", project=project,
            crumbs=[(_("时间表"), "")],
        )  # fmt: skip

    return fresh.page(request, actor, project, build)


def _exports(project: Project) -> list[tuple[str, str]]:
    """Return the ways to take the schedule along: (address, words)."""
    address = shell.link("tools", project)
    if not address:
        return []
    words = {
        "xlsx": _("Excel 工作簿"),
        "mspdi": _("Project 文件（XML）"),
        "yaml": _("方案文件（YAML）"),
    }
    return [(f"/p/{project.key}/export/{kind}", text) for kind, text in words.items()]


@require_safe
def notes(request: HttpRequest, key: str) -> HttpResponse:
    """Say what cannot be kept and what is estimated; fetched after the page and after changes."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)

    def build() -> HttpResponse:
        context = {"outlook": framing.outlook(actor=actor, project=project), "key": project.key}
        return shell.fragment(request, "schedule/notes.html", "notes", context, project=project)

    return fresh.page(request, actor, project, build)


@require_http_methods(["GET", "POST"])
def frame(request: HttpRequest, key: str) -> HttpResponse:
    """Show the form of what the dates hang on, or save it and date the project anew."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.plan")
    if request.method == "GET":
        return _frame_form(request, project, forms.frame_of(project))
    typed = forms.frame_from(request.POST)
    try:
        done = framing.set_frame(
            actor=actor, project=project, values=forms.frame_values(typed),
            version=forms.whole(request.POST.get("version")),
        )  # fmt: skip
    except DomainError as error:
        if error.status not in {409, 422}:
            raise
        return _frame_form(request, project, typed, error)
    shifted = sum(1 for entry in done.moved if entry.delta)
    words = ngettext(
        "已重排，%(n)s 项任务的完成日期有变化。", "已重排，%(n)s 项任务的完成日期有变化。", shifted
    ) % {"n": shifted}
    return _done(request, project, words, done.activity)


@require_POST
def preview_frame(request: HttpRequest, key: str) -> HttpResponse:
    """Say what a frame would do before it is saved."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.plan")
    typed = forms.frame_from(request.POST)
    try:
        found = framing.outlook(actor=actor, project=project, values=forms.frame_values(typed))
    except DomainError as error:
        if error.status != 422:
            raise
        found = framing.Outlook(refused=error.message)
    return shell.fragment(request, FRAME, "preview", {"outlook": found}, project=project)


def _frame_form(
    request: HttpRequest, project: Project, typed: dict[str, Any], error: DomainError | None = None
) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "typed": typed, "error": error, "outlook": None, "version": project.version,
        "milestones": framing.milestones(actor=actor, project=project),
        "calendars": framing.calendar_choices(actor=actor, project=project),
        "today": clock.today(project.timezone),
    }  # fmt: skip
    return _form(request, project, FRAME, context, _("开始与倒排"), refused=error is not None)


@require_http_methods(["GET", "POST"])
def baseline_list(request: HttpRequest, key: str) -> HttpResponse:
    """Show the baselines, or take one."""
    actor = actor_of(request)
    need = "project.plan" if request.method == "POST" else "project.view"
    project = selectors.get_project(actor=actor, key=key, need=need)
    if request.method == "POST":
        name = request.POST.get("name", "")
        taken, change = baselines.take_baseline(actor=actor, project=project, name=name)
        words = _("已存为“%(name)s”，从现在起的延误都和它比。") % {"name": taken.name}
        return _done(request, project, words, change)
    context = {
        "baselines": baselines.list_baselines(actor=actor, project=project),
        "can_plan": allows(actor, "project.plan", project.level),
    }
    return _form(request, project, BASELINES, context, _("基准"))


@require_POST
def drop_baseline(request: HttpRequest, key: str, baseline_id: UUID) -> HttpResponse:
    """Take the newest baseline away."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key, need="project.plan")
    baseline = baselines.get_baseline(actor=actor, project=project, baseline_id=baseline_id)
    change = baselines.drop_baseline(actor=actor, project=project, baseline=baseline)
    words = _("已删除基准“%(name)s”。") % {"name": baseline.name}
    return _done(request, project, words, change)


def _form(
    request: HttpRequest,
    project: Project,
    template: str,
    context: dict[str, Any],
    title: str,
    *,
    refused: bool = False,
) -> HttpResponse:
    """Answer a form: for the dialog when htmx asks, else as a page of its own."""
    within = {**context, "dialog": bool(request.headers.get("HX-Request"))}
    if within["dialog"]:
        answer = shell.fragment(request, template, "form", within, project=project)
        answer.status_code = 422 if refused else 200  # what htmx shows in place
        return answer
    crumbs = [(_("时间表"), shell.link("schedule", project)), (title, "")]
    return shell.page(
        request, template, within, current="schedule", project=project, crumbs=crumbs,
        status=422 if refused else 200,
    )  # fmt: skip


def _done(
    request: HttpRequest, project: Project, words: str, change: Activity | None
) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("schedule", key=project.key)
    headers = told(undo_address(project), words, change, close=True)
    return HttpResponse(status=204, headers=headers)
