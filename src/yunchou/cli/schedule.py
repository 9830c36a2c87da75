"""`yunchou schedule FILE`: dates, floats and the critical path of a plan."""

from __future__ import annotations

import datetime as dt
from pathlib import Path  # noqa: TC003 (typer reads it at run time)
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from yunchou.cli import language
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from yunchou.plan.model import Plan
    from yunchou.plan.scheduling import Line, PlanSchedule

app = typer.Typer(add_completion=False)


@app.command(help="计算日期、浮动时间和关键路径 / Compute dates, floats and the critical path.")
def schedule(
    file: Annotated[
        Path, typer.Argument(help="方案文件：YAML、XLSX、MSPDI XML、Trello JSON / the plan file")
    ],
    start: Annotated[
        str, typer.Option("--start", metavar="D", help="开始日期 / start date, YYYY-MM-DD")
    ] = "",
    anchor: Annotated[
        str, typer.Option("--anchor", metavar="D", help="锚定日期，倒排 / anchor date, backwards")
    ] = "",
    compare: Annotated[
        bool, typer.Option("--compare", help="列出与文件中日期的差异 / differences from the file")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
    lang: Annotated[str, typer.Option("--lang", help="zh | en")] = "",
) -> None:
    """Print the dates of a plan file; exit code 1 for findings (`--compare`) and bad input."""
    from yunchou.plan import formats
    from yunchou.plan.scheduling import schedule as compute

    chosen = language(lang or None)
    plan, _ = formats.read(_bytes(file), file.name)
    begin, at = _date(start, "--start"), _date(anchor, "--anchor")
    found = compute(plan, start=begin, anchor=at, not_before=begin or _today(plan))
    if json:
        _print_json(found, compare=compare)
    else:
        _print(found, chosen, compare=compare)
    if (compare and found.differences()) or found.shortage_days > 0:
        raise typer.Exit(1)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(
            Text(f"无法读取文件：{error.strerror}", f"The file cannot be read: {error.strerror}"),
            place=str(file),
            code="file.unreadable",
        ) from error


def _date(told: str, option: str) -> dt.date | None:
    if not told:
        return None
    try:
        return dt.date.fromisoformat(told)
    except ValueError as error:
        raise InputError(
            Text(f"“{told}”不是日期", f"“{told}” is not a date"),
            place=option,
            remedy=Text("写成 2027-03-01 的样子。", "Write it like 2027-03-01."),
            code="date.invalid",
        ) from error


def _today(plan: Plan) -> dt.date:
    try:
        zone = ZoneInfo(plan.project.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("Asia/Shanghai")
    return dt.datetime.now(zone).date()


def _print_json(found: PlanSchedule, *, compare: bool) -> None:
    import json

    content = found.to_dict()
    if compare:
        content["differences"] = [difference.to_dict() for difference in found.differences()]
    typer.echo(json.dumps(content, ensure_ascii=False, indent=1))


def _print(found: PlanSchedule, lang: str, *, compare: bool) -> None:
    from rich.console import Console

    console = Console()
    console.print(_table(found, lang))
    for line in _notes(found, lang):
        console.print(line, markup=False, highlight=False)
    if compare:
        _print_differences(console, found, lang)


def _say(lang: str, zh: str, en: str) -> str:
    return Text(zh, en).in_(lang)


def _table(found: PlanSchedule, lang: str) -> Table:
    from rich.table import Table

    table = Table(title=found.project, title_justify="left")
    table.add_column("WBS", no_wrap=True)
    table.add_column(_say(lang, "任务", "Task"), overflow="fold")
    for zh, en in (("工期", "Days"), ("开始", "Start"), ("完成", "Finish"), ("浮动", "Float")):
        numeric = en in {"Days", "Float"}
        table.add_column(_say(lang, zh, en), justify="right" if numeric else "left", no_wrap=True)
    table.add_column(_say(lang, "关键", "Crit."), justify="center")
    for line in found.lines:
        table.add_row(*_row(line), style=_style(line))
    return table


def _style(line: Line) -> str:
    if line.summary:
        return "bold"
    return "red" if line.critical else ""


def _row(line: Line) -> list[str]:
    from yunchou.plan.scheduling.result import tidy, told

    mark = "◆ " if line.milestone else ""
    return [
        line.wbs,
        f"{'  ' * line.depth}{mark}{line.name}",
        "" if line.milestone else str(tidy(line.duration_days)),
        (told(line.start) or "").replace("T", " "),
        (told(line.finish) or "").replace("T", " "),
        str(tidy(line.total_float_days)),
        "●" if line.critical else "",
    ]


def _notes(found: PlanSchedule, lang: str) -> list[str]:
    from yunchou.plan.scheduling.result import tidy, told

    start, finish = (str(told(at)).replace("T", " ") for at in (found.start, found.finish))
    lines = [
        _say(
            lang,
            f"{start} 开始，{finish} 完成；日历 {found.calendar}。",
            f"Starts {start}, finishes {finish}; calendar {found.calendar}.",
        )
    ]
    if found.estimated_years:
        years = [str(year) for year in found.estimated_years]
        lines.append(
            _say(
                lang,
                f"预估：{'、'.join(years)} 年的调休安排尚未公布，只扣除法定节假日。",
                f"Estimated: the make-up days of {', '.join(years)} are not published; "
                "only statutory holidays are taken off.",
            )
        )
    if found.shortage_days > 0:
        days, earliest = tidy(found.shortage_days), told(found.earliest)
        lines.append(
            _say(
                lang,
                f"倒排后须在 {start} 开始，早于 {earliest}，还差 {days} 个工作日；锚定日期不变。",
                f"Counted back it must start on {start}, before {earliest}: {days} working days "
                "short. The anchor date stands.",
            )
        )
        lines += [f"  · {remedy.text.in_(lang)}" for remedy in found.remedies]
    lines += [f"! {problem.text.in_(lang)}" for problem in found.conflicts]
    lines += [
        f"? {missing.task} {missing.name}{_say(lang, '：', ': ')}{missing.reason.in_(lang)}"
        for missing in found.not_modelled
    ]
    return lines


def _print_differences(console: Console, found: PlanSchedule, lang: str) -> None:
    from rich.table import Table

    differences = found.differences()
    if not differences:
        console.print(_say(lang, "与文件中的日期完全一致。", "All dates are those of the file."))
        return
    title = _say(
        lang,
        f"{len(differences)} 个任务与文件不同",
        f"{len(differences)} tasks differ from the file",
    )
    table = Table(title=title, title_justify="left")
    for zh, en in (
        ("任务", "Task"),
        ("算得开始", "Start"),
        ("文件开始", "Stored start"),
        ("算得完成", "Finish"),
        ("文件完成", "Stored finish"),
        ("说明", "Note"),
    ):
        table.add_column(_say(lang, zh, en))
    for difference in differences:
        content = difference.to_dict()
        note = difference.reason.in_(lang) if difference.reason else ""
        table.add_row(
            f"{content['wbs']} {content['name']}",
            content["start"],
            content["stored_start"],
            content["finish"],
            content["stored_finish"],
            note,
        )
    console.print(table)
