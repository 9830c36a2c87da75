"""The finished document of a plan: 销售项目管理方案 as web page, PDF or Word file.

`build` makes the tree, `draw` draws it in one of `KINDS`; `render` does both.
`html.fragment` and `html.stylesheet` are for pages that show the document themselves.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from yunchou.messages import InputError, Text
from yunchou.plan.documents.options import Options, Revision, Sign

if TYPE_CHECKING:
    from yunchou.plan.documents.tree import Document
    from yunchou.plan.model import Plan
    from yunchou.plan.scheduling import PlanSchedule

__all__ = ["KINDS", "Options", "Revision", "Sign", "build", "draw", "render"]

#: file suffix -> (module that draws it, media type)
KINDS = {
    "docx": (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": ("typst_pdf", "application/pdf"),
    "html": ("html", "text/html; charset=utf-8"),
}


def build(
    plan: Plan, schedule: PlanSchedule | None = None, options: Options | None = None
) -> Document:
    """Build the document of a plan; without a schedule its dates are left to be filled in.

    Raises
    ------
    InputError
        When the plan names a calendar that does not exist.
    """
    from yunchou.plan.documents.assembly import assemble
    from yunchou.plan.documents.timeline import Timeline, from_schedule

    timeline = from_schedule(plan, schedule) if schedule is not None else Timeline()
    return assemble(plan, timeline, options or Options())


def draw(document: Document, kind: str) -> bytes:
    """Draw a document as `docx`, `pdf` or `html`; equal documents give equal bytes.

    Raises
    ------
    InputError
        ``render.unknown_kind``; ``render.no_font`` when no Chinese font is installed;
        ``render.picture`` when the logo is no picture.
    """
    if kind not in KINDS:
        known = "、".join(KINDS)
        raise InputError(
            Text(f"不能生成“{kind}”格式的文档", f"Documents cannot be made as “{kind}”"),
            remedy=Text(f"，可用格式：{known}。", f"; use {', '.join(KINDS)}."),
            code="render.unknown_kind",
        )
    module = import_module(f"yunchou.plan.documents.{KINDS[kind][0]}")
    drawn: bytes = module.render(document)
    return drawn


def render(
    plan: Plan,
    kind: str,
    *,
    schedule: PlanSchedule | None = None,
    options: Options | None = None,
) -> bytes:
    """Build and draw the document of a plan."""
    return draw(build(plan, schedule, options), kind)
