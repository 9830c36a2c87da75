"""修订记录: what changed since the last version, and by which change request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.options import Revision, major
from yunchou.plan.documents.sections.parts import note, row, table
from yunchou.plan.documents.tree import Column, Front

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context


def build(c: Context) -> Front:
    """Build the page."""
    columns = [
        Column(c("版本", "Version"), 5),
        Column(c("修订日期", "Date"), 8),
        Column(c("修订章节", "Chapters"), 7),
        Column(c("修订内容摘要", "Summary"), 13),
        Column(c("变更单号", "Request"), 7),
        Column(c("修订人", "Author"), 6),
        Column(c("审核人", "Reviewer"), 6),
    ]
    rows = [
        row(
            c.or_blank(item.version),
            c.or_blank(item.date),
            item.chapters or "—",
            item.summary or "—",
            item.change_request or "—",
            c.or_blank(item.author),
            c.or_blank(item.reviewer),
        )
        for item in c.options.revisions or (_first(c),)
    ]
    text = c(
        "V0.x为草稿，V1.0为首次批准，V1.x为授权范围内的修订，V2.0及以后为重新批准的基线。",
        "V0.x is a draft, V1.0 the first approval, V1.x changes within authority, "
        "V2.0 and later re-approved baselines.",
    )
    return Front("revisions", c("修订记录", "Revisions"), (table(columns, rows), note(text)))


def _first(c: Context) -> Revision:
    project = c.plan.project
    prepared = c.options.prepared_on
    final = major(project.version) >= 1
    return Revision(
        version=project.version,
        date=prepared.isoformat() if prepared else "",
        chapters=c("全部", "All"),
        summary=c("首次发布", "First issue") if final else c("初稿", "First draft"),
        author=project.author,
        reviewer=project.reviewer,
    )
