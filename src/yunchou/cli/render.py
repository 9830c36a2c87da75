"""`yunchou render`: the finished document of a plan as Word, PDF, web page or workbook."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (typer reads it at run time)
import json
from pathlib import Path  # noqa: TC003 (typer reads it at run time)
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from yunchou.cli import language
from yunchou.cli.files import check_target, read_bytes, read_plan, write_atomically
from yunchou.cli.options import Anchor, AsJson, Lang, Start, day
from yunchou.cli.progress import COMPUTE, READ, WRITE, is_long, steps
from yunchou.cli.telling import warn_of_problems
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from yunchou.plan.documents.options import Options
    from yunchou.plan.model import Plan
    from yunchou.plan.scheduling import PlanSchedule

app = typer.Typer(add_completion=False)

_SUFFIXES = (".docx", ".pdf", ".html", ".xlsx")


@app.command()
def render(
    source: Annotated[Path, typer.Argument(metavar="PLAN", help="方案文件 / the plan file")],
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="要生成的文件：.docx .pdf .html .xlsx / the file to make",
        ),
    ],
    start: Start = None,
    anchor: Anchor = None,
    preset: Annotated[
        Literal["enterprise", "gov"],
        typer.Option(
            "--preset",
            help="版式：企业版、公文版 / enterprise, or gov as official documents",
        ),
    ] = "enterprise",
    approved: Annotated[
        bool,
        typer.Option(
            "--approved", help="已批准：V1.0 起去掉草稿水印 / approved: no draft mark from V1.0 on"
        ),
    ] = False,
    logo: Annotated[
        Path | None, typer.Option("--logo", help="封面标志（PNG 或 JPEG）/ logo of the cover")
    ] = None,
    date: Annotated[
        dt.date | None,
        typer.Option(
            "--date", metavar="DATE", parser=day, help="封面上的编制日期 / date on the cover"
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """生成销售项目管理方案：封面、签批页、目录、十六章与附件 / Render the complete plan document.

    缺少的内容标为“待补充”，不会编造；已有的输出文件会被替换。 / What is missing is marked as such,
    never made up; an earlier output is replaced.
    """
    spoken = language(lang)
    options = _options(spoken, preset, approved, logo, date)
    result = run(source, output, (start, anchor), options)
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        _show(result, spoken)


def run(
    source: Path,
    output: Path,
    dates: tuple[dt.date | None, dt.date | None],
    options: Options,
) -> dict[str, Any]:
    """Render a plan file into `output`, which is written whole or not at all."""
    kind = _kind(source, output)
    with steps((READ, COMPUTE, WRITE), shown=is_long(source)) as done:
        plan, _ = read_plan(source)
        done()
        data, result = _made(plan, dates, kind, options)
        done()
        write_atomically(output, data)
        done()
    warn_of_problems(plan)
    return {"output": str(output), "format": kind, "bytes": len(data), **result}


def _made(
    plan: Plan, dates: tuple[dt.date | None, dt.date | None], kind: str, options: Options
) -> tuple[bytes, dict[str, Any]]:
    from yunchou.plan import formats

    if kind == "xlsx":
        return formats.write(_dated(plan, *dates), "xlsx", options.lang)[0], {}
    return _document(plan, _schedule(plan, *dates), kind, options)


def _document(
    plan: Plan, schedule: PlanSchedule | None, kind: str, options: Options
) -> tuple[bytes, dict[str, Any]]:
    from yunchou.plan import documents
    from yunchou.plan.documents.assembly import unplaced

    tree = documents.build(plan, schedule, options)
    data = documents.draw(tree, kind)
    return data, {
        "title": tree.title,
        "draft": bool(tree.watermark),
        "blanks": tree.blanks,
        "unplaced": unplaced(plan),
        "chapters": [chapter.title for chapter in tree.chapters],
        "start": str(schedule.start) if schedule else None,
        "finish": str(schedule.finish) if schedule else None,
        "estimated_years": list(schedule.estimated_years) if schedule else [],
    }


def _schedule(plan: Plan, start: dt.date | None, anchor: dt.date | None) -> PlanSchedule | None:
    """Date the plan; one that nobody has dated stays without dates."""
    from yunchou.plan.scheduling import has_dates, schedule

    if start is None and anchor is None and not has_dates(plan):
        return None
    if not any(True for _ in plan.tasks()):
        return None
    return schedule(plan, start=start, anchor=anchor)


def _dated(plan: Plan, start: dt.date | None, anchor: dt.date | None) -> Plan:
    """Put the dates of the command line into the plan, for formats that carry the plan itself."""
    update = {"start": start, "anchor_date": anchor}
    given = {key: day for key, day in update.items() if day is not None}
    return plan.model_copy(update={"project": plan.project.model_copy(update=given)})


def _kind(source: Path, output: Path) -> str:
    if output.suffix.lower() not in _SUFFIXES:
        raise InputError(
            Text("看不出要生成什么格式", "The name does not tell which format to make"),
            place=output.name,
            remedy=Text(
                "，请用 .docx、.pdf、.html 或 .xlsx 结尾。",
                "; end it in .docx, .pdf, .html or .xlsx.",
            ),
            code="render.unknown_kind",
        )
    check_target(output, source, force=True)
    return output.suffix.lower()[1:]


def _options(
    lang: str,
    preset: Literal["enterprise", "gov"],
    approved: bool,
    logo: Path | None,
    prepared: dt.date | None,
) -> Options:
    from yunchou.plan.documents.options import Options, checked_logo

    return Options(
        lang="en" if lang == "en" else "zh",
        preset=preset,
        approved=approved,
        prepared_on=prepared,
        logo=checked_logo(read_bytes(logo), logo.name) if logo else None,
    )


def _show(result: dict[str, Any], lang: str) -> None:
    from rich.console import Console
    from rich.markup import escape

    console = Console()
    path = result["output"]
    console.print(escape(Text(f"已生成 {path}", f"Wrote {path}").in_(lang)))
    blanks = result.get("blanks", 0)
    if blanks:
        text = Text(f"还有 {blanks} 处待补充。", f"{blanks} values are still to be filled in.")
        console.print(f"[yellow]![/yellow] {text.in_(lang)}")
    if result.get("unplaced"):
        keys = result["unplaced"]
        text = Text(
            f"narrative 中的 {'、'.join(keys)} 不是任何一章的名称，没有排入文档。",
            f"{', '.join(keys)} under narrative name no chapter and are not in the document.",
        )
        console.print(f"[yellow]![/yellow] {escape(text.in_(lang))}")
    if result.get("draft"):
        text = Text("文档带有草稿水印。", "The document is marked as a draft.")
        console.print(f"[yellow]![/yellow] {text.in_(lang)}")
    if result.get("estimated_years"):
        years = "、".join(str(year) for year in result["estimated_years"])
        text = Text(
            f"{years} 年的调休安排尚未公布，日期为预估。",
            f"Make-up days of {years} are not published: dates are estimates.",
        )
        console.print(f"[yellow]![/yellow] {text.in_(lang)}")
