"""What comes before and after a task: a part of the task's page, shown by this step."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from yunchou.web.core.errors import DomainError
from yunchou.web.core.permissions import allows
from yunchou.web.projects import selectors
from yunchou.web.schedule import services
from yunchou.web.schedule.models import Dependency
from yunchou.web.ui import shell
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import WorkItem
    from yunchou.web.projects.services import Change

TEMPLATE = "schedule/links.html"
OFFERED = 300
KINDS = (
    ("FS", lazy("完成后开始")),
    ("SS", lazy("同时开始")),
    ("FF", lazy("同时完成")),
    ("SF", lazy("开始后完成")),
)
_END = ("id", "type", "lag", "lag_unit")
_TASK = ("number", "name", "wbs", "start", "finish", "status__category")


@require_GET
def links(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show what a task waits for and what waits for it."""
    actor = actor_of(request)
    item = selectors.get_work_item(actor=actor, ref=f"{key}-{number}")
    return _show(request, actor, item)


def _show(
    request: HttpRequest, actor: Actor, item: WorkItem, change: Change | None = None,
    error: str = "",
) -> HttpResponse:  # fmt: skip
    may = allows(actor, "project.work", item.project.level)
    context = {
        "item": item, "may": may, "error": error, "kinds": dict(KINDS),
        "before": _ends(actor, item, "pred"), "after": _ends(actor, item, "succ"),
        "tasks": _offered(actor, item) if may else [],
    }  # fmt: skip
    response = shell.fragment(request, TEMPLATE, "links", context, project=item.project)
    if change is not None:
        for name, text in _told(item, change).items():
            response.headers[name] = text
    response.status_code = 422 if error else 200
    return response


def _ends(actor: Actor, item: WorkItem, end: str) -> list[dict[str, Any]]:
    here = {"pred": "succ", "succ": "pred"}[end]
    rows = Dependency.objects.of(actor).filter(
        **{here: item, f"{end}__trashed_at": None}, project=item.project
    )
    columns = {name: f"{end}__{name}" for name in _TASK}
    found = rows.order_by(f"{end}__position").values(*_END, *columns.values())
    return [
        {
            **{name: row[column] for name, column in columns.items()},
            **{name: row[name] for name in _END},
            "done": row[f"{end}__status__category"] == "done",
        }
        for row in found
    ]


def _offered(actor: Actor, item: WorkItem) -> list[tuple[str, str]]:
    """Return the tasks a link may lead to, by WBS number and name."""
    rows = selectors.work_items(actor=actor, project=item.project).exclude(id=item.id)
    found = rows.exclude(kind="phase").values_list("number", "wbs", "name")[:OFFERED]
    return [(f"{item.project.key}-{number}", f"{wbs} {name}") for number, wbs, name in found]


def _told(item: WorkItem, change: Change) -> dict[str, str]:
    """Return the headers that say what moved, with undo, and renew the page."""
    moved = sum(1 for entry in change.moved if entry.delta)
    many = ngettext(
        "已更新，%(n)s 项任务的日期随之移动", "已更新，%(n)s 项任务的日期随之移动", moved
    )
    words = many % {"n": moved} if moved else _("已更新")
    toast = {"text": words}
    if change.activity:
        toast["undo"] = f"/api/v1/projects/{item.project.key}/undo/{change.activity.id}"
    return {"HX-Trigger": json.dumps({"yc:toast": toast, "yc:changed": {"own": True}})}


@require_POST
def add(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Let a task wait for another, or another for it."""
    actor = actor_of(request)
    item = selectors.get_work_item(actor=actor, ref=f"{key}-{number}", need="project.work")
    try:
        other = _other(actor, item, request.POST.get("task", ""))
        ends = {"pred": other, "succ": item}
        if request.POST.get("way") == "after":
            ends = {"pred": item, "succ": other}
        _link, change = services.add_link(
            actor=actor, pred=ends["pred"], succ=ends["succ"], type=request.POST.get("type", "FS"),
            lag=_lag(request.POST.get("lag", "")),
        )  # fmt: skip
    except DomainError as error:
        if error.status != 422:
            raise
        return _show(request, actor, item, error=error.message)
    return _show(request, actor, item, change)


def _other(actor: Actor, item: WorkItem, text: str) -> WorkItem:
    """Return the task that was chosen: by reference, or by the text of the list."""
    ref = text.strip().split(" ")[0]
    named = selectors.work_items(actor=actor, project=item.project).filter(name=text.strip())
    try:
        found = named.values_list("id", flat=True).first()
        other = selectors.get_work_item(actor=actor, ref=found or ref, need="project.work")
    except DomainError as error:
        words = _("没有这项任务，请从列表里选，或输入编号，例如 %(ref)s。")
        example = f"{item.project.key}-{item.number}"
        raise DomainError("link.task", words % {"ref": example}, "task") from error
    if other.project_id != item.project_id:
        raise DomainError("link.task", _("只能连接同一个项目里的任务。"), "task")
    return other


def _lag(text: str) -> Decimal:
    try:
        lag = Decimal(text.strip() or "0")
    except InvalidOperation as error:
        raise DomainError("link.lag", _("间隔请填天数，例如 2 或 -1。"), "lag") from error
    if not lag.is_finite() or abs(lag) > 10_000:
        raise DomainError("link.lag", _("间隔请填天数，例如 2 或 -1。"), "lag")
    return lag


@require_POST
def remove(request: HttpRequest, key: str, number: int, link_id: UUID) -> HttpResponse:
    """Take a dependency away."""
    actor = actor_of(request)
    item = selectors.get_work_item(actor=actor, ref=f"{key}-{number}", need="project.work")
    link = services.get_link(actor=actor, project=item.project, link_id=link_id)
    if item.id not in {link.pred_id, link.succ_id}:
        raise selectors.not_found()
    return _show(request, actor, item, services.remove_link(actor=actor, link=link))
