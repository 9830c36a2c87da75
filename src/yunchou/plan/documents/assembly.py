"""Puts the document together: numbers chapters, headings and annexes in their order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yunchou.plan.documents import wording
from yunchou.plan.documents.context import Context
from yunchou.plan.documents.drawing import fit
from yunchou.plan.documents.sections import ANNEXES, CHAPTERS, approval, cover, revisions
from yunchou.plan.documents.sections.parts import para
from yunchou.plan.documents.tree import Chapter, Document, Heading, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yunchou.plan.documents.options import Options
    from yunchou.plan.documents.sections import ChapterSpec
    from yunchou.plan.documents.timeline import Timeline
    from yunchou.plan.documents.tree import Block, Front
    from yunchou.plan.model import Plan


def assemble(plan: Plan, timeline: Timeline, options: Options) -> Document:
    """Build the document tree of a plan; an empty timeline leaves its dates to be filled in."""
    printable = wording.prepared(plan, chinese=options.lang == "zh")
    c = Context(printable, timeline, options)
    project = printable.project
    front = cover.build(c)
    version = project.version or c("版本待补充", "version to be filled in")
    return Document(
        lang=options.lang,
        preset=options.preset,
        title=c(f"{front.title}管理方案", f"{front.title}: Management Plan"),
        header=_header(c),
        footer=f"{version} {'' if cover.is_approved(c) else cover.state(c)}".strip(),
        author=project.author,
        company=project.company,
        cover=front,
        fronts=_fronts(c),
        chapters=(*_chapters(c), *_annexes(c)),
        watermark="" if cover.is_approved(c) else c("草稿", "DRAFT"),
        words=_words(c),
    )


def _header(c: Context) -> tuple[str, str, str]:
    project = c.plan.project
    name = c.name(project.name, project.name_en)
    company = project.company or c("公司待补充", "Company: to be filled in")
    secrecy = plain(c.or_blank(cover.secrecy(c)))
    # the line has room for so much; the cover has it all
    title = c(f"{fit(name, 9, 175)}管理方案", f"{fit(name, 9, 120)}: Management Plan")
    return (
        fit(company, 9, 108),
        title,
        secrecy if project.secrecy else c("密级待补充", f"Secrecy: {secrecy}"),
    )


def _words(c: Context) -> dict[str, str]:
    return {
        "contents": c("目录", "Contents"),
        "page": c("第 {x} 页 共 {y} 页", "Page {x} of {y}"),
        "annexes": c("附件", "Annexes"),
    }


def _fronts(c: Context) -> tuple[Front, ...]:
    return approval.build(c), revisions.build(c)


def _chapters(c: Context) -> list[Chapter]:
    chapters = []
    for position, spec in enumerate(CHAPTERS, 1):
        number = c(f"{wording.numeral(position)}、", f"{position}. ")
        own = c.narrative(*_names(spec, position))
        blocks = (*own, *spec.build(c))
        numbered = tuple(_numbered(c, spec.id, str(position), blocks))
        chapters.append(Chapter(spec.id, number, _title(c, spec), numbered))
    return chapters


def _names(spec: ChapterSpec, position: int) -> tuple[str, ...]:
    """Return what a plan may call a chapter: its key, its title, its number."""
    return (spec.id, spec.title.zh, spec.title.en, str(position), wording.numeral(position))


def unplaced(plan: Plan) -> list[str]:
    """Return the keys under `narrative` that name no chapter: their text is not in the document."""
    known = {name for at, spec in enumerate(CHAPTERS, 1) for name in _names(spec, at)}
    return [key for key in plan.narrative if key not in known]


def _annexes(c: Context) -> list[Chapter]:
    annexes: list[Chapter] = []
    for spec in ANNEXES:
        blocks = tuple(_numbered(c, spec.id, "", spec.build(c)))
        if blocks == (para(c.blank),):
            continue  # a landscape page that says only 待补充 is waste paper
        position = len(annexes) + 1
        number = c(f"附件{position}　", f"Annex {position}: ")
        annexes.append(
            Chapter(spec.id, number, _title(c, spec), blocks, landscape=True, annex=True)
        )
    return annexes


def _title(c: Context, spec: ChapterSpec) -> str:
    return spec.title.in_(c.options.lang)


def _numbered(c: Context, chapter: str, number: str, blocks: Iterable[Block]) -> Iterable[Block]:
    count = 0
    for block in blocks:
        if isinstance(block, Heading):
            count += 1
            label = c(f"（{wording.numeral(count)}）", f"{number}.{count} ")
            yield replace(block, id=f"{chapter}-{count}", number=label)
        else:
            yield block
