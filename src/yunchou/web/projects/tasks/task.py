"""The page of a task: what the one statement brought, as the template wants it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yunchou.web.core import clock
from yunchou.web.core.permissions import Level, allows
from yunchou.web.projects import history, hot, lights, workdays
from yunchou.web.projects.models import Project, WorkItem
from yunchou.web.projects.tasks import talking
from yunchou.web.projects.tasks.files import IMAGES
from yunchou.web.projects.tasks.progressing import WORDS, state_of

if TYPE_CHECKING:
    from yunchou.engine.calendars import WorkTime
    from yunchou.web.core.permissions import Actor

_DAYS = (
    "start", "finish", "baseline_start", "baseline_finish", "deadline", "constraint_date",
    "actual_start", "actual_finish",
)  # fmt: skip
_KILO = 1024


def read(*, actor: Actor, key: str, number: int) -> tuple[Project, dict[str, Any]]:
    """Return the project and all that the page of a task shows."""
    data = hot.page(actor=actor, key=key, number=number)
    project = _project(actor, data["project"])
    for name in _DAYS:
        data[name] = dt.date.fromisoformat(data[name]) if data[name] else None
    work = workdays.of_project(actor, project)
    behind = workdays.behind(work, data["baseline_finish"], data["finish"])
    return project, {
        "task": data, "may": _may(actor, project), **_progress(data), **_named(data),
        "behind": behind, "behind_tone": lights.tone(behind), "late": _late(data, project, work),
        "comments": [_comment(actor, project, each) for each in data["comments"]],
        "files": [_file(each) for each in data["attachments"]],
        "ticked": sum(1 for box in data["checklist"] if box["done"]),
        "history": _history(actor, project, data),
        "links_url": _links(project, number),
        "api": f"/api/v1/projects/{project.key}/items/{data['id']}",
        "undo": f"/api/v1/projects/{project.key}/undo/{{id}}",
        "base": f"/p/{project.key}/t/{number}",
    }  # fmt: skip


def _project(actor: Actor, facts: dict[str, Any]) -> Project:
    """Return the project as the frame needs it, without another query."""
    project = Project(
        id=UUID(facts["id"]), workspace_id=actor.workspace_id, key=facts["key"],
        name=facts["name"], timezone=facts["timezone"], state=facts["state"],
        calendar=facts["calendar"],
    )  # fmt: skip
    project.seq, project.workspace_seq = facts["seq"], facts["workspace_seq"]  # type: ignore[attr-defined]  # as selectors load them
    inherited = actor.level if actor.level >= Level.MANAGER else Level.NONE
    viewer = Level.VIEWER if "director" in actor.functions else Level.NONE
    project.effective = max(int(facts["level"]), int(inherited), int(viewer))  # type: ignore[attr-defined]  # as selectors annotate it
    return project


def _may(actor: Actor, project: Project) -> dict[str, bool]:
    names = ("work", "comment", "manage")
    return {name: allows(actor, f"project.{name}", project.level) for name in names}


def _progress(data: dict[str, Any]) -> dict[str, Any]:
    """Return what the four buttons of progress show."""
    boxes = data["checklist"]
    done = sum(1 for box in boxes if box["done"])
    share = f"{done}/{len(boxes)}" if boxes else f"{data['percent']}%" if data["percent"] else ""
    state = state_of(data["category"], data["blocked_reason"])
    return {"state": state, "words": WORDS, "state_note": share if state == "doing" else ""}


def _named(data: dict[str, Any]) -> dict[str, Any]:
    """Return choices and what is chosen in words."""
    choices = _choices(data)
    names = {
        f"{name}_name": dict(choices[name]).get(data[name], data[name])
        for name in ("status", "role", "priority", "constraint")
    }
    return {"choices": choices, **names}


def _comment(actor: Actor, project: Project, row: dict[str, Any]) -> dict[str, Any]:
    mine = row["author"] == str(actor.member_id)
    manages = allows(actor, "project.manage", project.level)
    return {
        **row, "html": talking.html(row["body"], row["called"]), "when": when(actor, row["at"]),
        "mine": mine and not actor.read_only,
        "may_delete": (mine or manages) and not actor.read_only,
    }  # fmt: skip


def when(actor: Actor, instant: str) -> str:
    """Return an instant as people say it: 10:24, 昨天 10:24, 11-20 10:24."""
    at = dt.datetime.fromisoformat(instant).astimezone(ZoneInfo(actor.timezone))
    return history.when(at)


def _file(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "size": size(row["bytes"]), "image": row["mime"] in IMAGES}


def size(count: int | None) -> str:
    """Return a number of bytes in words: 12 KB, 3.4 MB."""
    if count is None:
        return ""
    if count < _KILO:
        return f"{count} B"
    if count < _KILO * _KILO:
        return f"{count / _KILO:.0f} KB"
    return f"{count / _KILO / _KILO:.1f} MB"


def _history(actor: Actor, project: Project, data: dict[str, Any]) -> list[history.Entry]:
    names = {status["id"]: status["name"] for status in data["statuses"]}
    names |= {person["id"]: person["name"] for person in data["people"]}
    return history.entries(
        actor, data["history"], {project.id: project}, project=project, names=names
    )


def _late(data: dict[str, Any], project: Project, work: WorkTime) -> int:
    if data["category"] in {"done", "cancelled"}:
        return 0
    return workdays.overdue(work, data["finish"], clock.today(project.timezone))


def _links(project: Project, number: int) -> str:
    """Return where the schedule step shows what comes before and after; "" when not installed."""
    try:
        return reverse("task-links", kwargs={"key": project.key, "number": number})
    except NoReverseMatch:
        return ""


def _choices(data: dict[str, Any]) -> dict[str, list[list[str]]]:
    english = (get_language() or "").startswith("en")

    def name(row: dict[str, Any]) -> str:
        return str(row["name_en"] if english and row["name_en"] else row["name"])

    return {
        "status": [[row["id"], name(row)] for row in data["statuses"]],
        "role": [["", "—"], *([row["code"], name(row)] for row in data["roles"])],
        "priority": [[key, str(text)] for key, text in WorkItem.PRIORITIES],
        "constraint": [[key, str(text)] for key, text in WorkItem.CONSTRAINTS],
        "kind": [["task", _("任务")], ["milestone", _("里程碑")]],
    }
