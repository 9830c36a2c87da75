"""`yunchou schedule FILE`: dates, floats and the critical path of a plan."""

from __future__ import annotations

import datetime as dt
from pathlib import Path  # noqa: TC003 (typer reads it at run time)
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from yunchou.cli import language
from yunchou.cli.files import read_plan
from yunchou.cli.options import Anchor, AsJson, Lang, Start  # noqa: TC001 (read at run time)
from yunchou.cli.progress import COMPUTE, READ, is_long, steps
from yunchou.cli.telling import warn_of_problems
from yunchou.messages import Text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from yunchou.plan.model import Plan
    from yunchou.plan.scheduling import Line, PlanSchedule

app = typer.Typer(add_completion=False)


@app.command()
def schedule(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="方案文件：YAML、XLSX、Project XML、Trello JSON / the plan: YAML, XLSX, "
            "Project XML or Trello JSON",
        ),
    ],
    start: Start = None,
    anchor: Anchor = None,
    compare: Annotated[
        bool,
        typer.Option("--compare", help="列出与文件中日期的差异 / list differences from the file"),
    ] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """计算日期、浮动时间和关键路径 / Compute dates, floats and the critical path.

    有赶不上的日期，或 --compare 发现差异时，退出码为 1。 /
    Exit code 1 when a date cannot be kept, or when --compare finds differences.
    """
    from yunchou.plan.scheduling import schedule as compute

    with steps((READ, COMPUTE), shown=is_long(file)) as done:
        plan, _ = read_plan(file)
        done()
        found = compute(plan, start=start, anchor=anchor, not_before=start or _today(plan))
        done()
    warn_of_problems(plan)
    if as_json:
        _print_json(found, compare=compare)
    else:
        _print(found, language(lang), compare=compare)
    if (compare and found.differences()) or found.shortage_days > 0 or found.conflicts:
        raise typer.Exit(1)


def _today(plan: Plan) -> dt.date:
    try:
        zone = ZoneInfo(plan.project.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
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

    console = Console(markup=False, highlight=False)
    # piped output must not be cut to the 80 columns of a terminal that is not there
    console = console if console.is_terminal else Console(markup=False, highlight=False, width=200)
    console.print(_table(found, lang))
    for line in _notes(found, lang):
        console.print(line, soft_wrap=not console.is_terminal)
    if compare:
        _print_differences(console, found, lang)


def _say(lang: str, zh: str, en: str) -> str:
    return Text(zh, en).in_(lang)


def _table(found: PlanSchedule, lang: str) -> Table:
    from rich.table import Table
    from rich.text import Text as Plain

    table = Table(title=Plain(found.project), title_justify="left")
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
            f"{start} 开始，{finish} 完成；日历：{found.calendar}。",
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
                f"倒排后须在 {start} 开始，早于 {earliest}，还差 {days} 个工作日；锚点日不变。",
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
    if all(line.stored_start is None for line in found):
        nothing = ("文件里没有存下的日期，无从比较。", "The file stores no dates to compare with.")
        console.print(_say(lang, *nothing))
        return
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
