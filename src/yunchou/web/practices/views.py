"""Step 10: the check-up, and the document as it will print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yunchou.plan.documents.html import stylesheet
from yunchou.web.practices import selectors as practices
from yunchou.web.projects import selectors
from yunchou.web.ui import shell
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from yunchou.web.projects.models import Project


def _tabs(project: Project, current: str) -> list[dict[str, Any]]:
    entries = [(_("体检"), "practices"), (_("方案文档"), "document")]
    return [
        {"text": text, "href": shell.link(route, project), "current": route == current}
        for text, route in entries
    ]


@require_safe
def checkup(request: HttpRequest, key: str) -> HttpResponse:
    """Show the score with its arithmetic and every finding with the way to its place."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    found = practices.checkup(actor=actor, project=project)
    context = {
        "views": _tabs(project, "practices"),
        "score": found.score,
        "counts": found.to_dict(practices.language())["counts"],
        "rules": found.rules_asked,
        "arithmetic": found.arithmetic.to_dict(practices.language()),
        "steps": practices.findings_by_step(actor=actor, project=project, found=found),
    }
    return shell.page(
        request, "practices/checkup.html", context, current="practices", project=project,
        crumbs=[(_("方案体检"), "")],
    )  # fmt: skip


@require_safe
def document(request: HttpRequest, key: str) -> HttpResponse:
    """Show the document as it will print."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    preset = request.GET.get("preset", "enterprise")
    context = {
        "views": _tabs(project, "document"),
        "preset": preset,
        "body": practices.document_html(actor=actor, project=project, preset=preset),
        "downloads": list(practices.DOWNLOADS),
    }
    return shell.page(
        request, "practices/document.html", context, current="practices", project=project,
        crumbs=[(_("方案文档"), "")],
    )  # fmt: skip


@require_safe
def document_style(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (a view's signature)
    """Serve the document's stylesheet: the page's policy allows no inline style."""
    return HttpResponse(
        stylesheet(), content_type="text/css; charset=utf-8",
        headers={"Cache-Control": "public, max-age=3600"},
    )  # fmt: skip


@require_safe
def download(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Hand the document over as a file."""
    actor = actor_of(request)
    project = selectors.get_project(actor=actor, key=key)
    if kind not in practices.DOWNLOADS:
        raise selectors.not_found()
    body = practices.download(
        actor=actor, project=project, kind=kind, preset=request.GET.get("preset", "enterprise")
    )
    name = _("%(name)s管理方案") % {"name": project.name}
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
    return HttpResponse(
        body, content_type=practices.DOWNLOADS[kind],
        headers={"Content-Disposition": disposition or "attachment"},
    )  # fmt: skip
