"""`yunchou render`: the finished document of a plan as Word, PDF, web page or workbook."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path  # noqa: TC003 (typer reads it at run time)
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from yunchou.cli import language
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
    output: Annotated[Path, typer.Option("-o", "--output", help=".docx | .pdf | .html | .xlsx")],
    start: Annotated[
        str | None, typer.Option("--start", help="项目开始日期 / project start, YYYY-MM-DD")
    ] = None,
    anchor: Annotated[
        str | None, typer.Option("--anchor", help="锚定日期（倒排）/ date of the anchor task")
    ] = None,
    preset: Annotated[
        Literal["enterprise", "gov"],
        typer.Option("--preset", help="enterprise 企业版 | gov 公文版"),
    ] = "enterprise",
    approved: Annotated[
        bool, typer.Option("--approved", help="已批准：V1.0 起去掉草稿水印 / no draft mark")
    ] = False,
    logo: Annotated[
        Path | None, typer.Option("--logo", help="封面标志（PNG 或 JPEG）/ logo of the cover")
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", help="编制日期 / date on the cover, YYYY-MM-DD")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="结果输出为 JSON / print JSON")] = False,
    lang: Annotated[str | None, typer.Option("--lang", help="zh | en")] = None,
) -> None:
    """生成销售项目管理方案：封面、签批页、目录、十六章与附件；缺少的内容标为“待补充”。"""
    spoken = language(lang)
    try:
        dates = (_date(start, "--start"), _date(anchor, "--anchor"))
        options = _options(spoken, preset, approved, logo, _date(date, "--date"))
        result = run(source, output, dates, options)
    except InputError as error:
        _fail(error, spoken, as_json=as_json)
        raise typer.Exit(1) from None
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
    from yunchou.cli.convert import write_atomically
    from yunchou.plan import formats

    kind = _kind(source, output)
    # the name of a plan file says enough: the other formats need not be loaded
    known = "yaml" if source.suffix.lower() in {".yaml", ".yml"} else None
    plan, _ = formats.read(_load(source), source.name, known)
    if kind == "xlsx":
        data, _ = formats.write(_dated(plan, *dates), "xlsx", options.lang)
        write_atomically(output, data)
        return {"output": str(output), "format": kind, "bytes": len(data)}
    data, result = _document(plan, _schedule(plan, *dates), kind, options)
    write_atomically(output, data)
    return {"output": str(output), "format": kind, "bytes": len(data), **result}


def _document(
    plan: Plan, schedule: PlanSchedule | None, kind: str, options: Options
) -> tuple[bytes, dict[str, Any]]:
    from yunchou.plan import documents

    tree = documents.build(plan, schedule, options)
    data = documents.draw(tree, kind)
    return data, {
        "title": tree.title,
        "draft": bool(tree.watermark),
        "blanks": tree.blanks,
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
    if output.absolute() == source.absolute():
        raise InputError(
            Text("输出会覆盖方案文件", "This would overwrite the plan"),
            place=str(output),
            remedy=Text("，请换一个文件名。", "; choose another name."),
            code="render.same_file",
        )
    if not output.absolute().parent.is_dir():
        raise InputError(
            Text("没有这个文件夹", "There is no such folder"),
            place=str(output.parent),
            code="render.no_folder",
        )
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
        logo=checked_logo(_load(logo), logo.name) if logo else None,
    )


def _date(text: str | None, option: str) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            Text(f"“{text}”不是日期", f"“{text}” is not a date"),
            place=option,
            remedy=Text("，请写成 2027-03-01。", "; write 2027-03-01."),
            code="date.invalid",
        ) from error


def _load(path: Path) -> bytes:
    from yunchou.plan import formats

    try:
        with path.open("rb") as stream:
            # one byte more than is allowed tells that a file is too large without reading it all
            return stream.read(formats.MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            Text(f"无法读取文件（{error.strerror}）", f"Cannot read the file ({error.strerror})"),
            place=str(path),
            code="file.unreadable",
        ) from error


def _fail(error: InputError, lang: str, *, as_json: bool) -> None:
    if not as_json:
        typer.echo(error.in_(lang), err=True)
        return
    found = {"code": error.code, "place": error.place, "zh": error.in_("zh"), "en": error.in_("en")}
    typer.echo(json.dumps({"error": found}, ensure_ascii=False, indent=2))


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
