"""`yunchou smart`: goal sentences, letter by letter."""

from __future__ import annotations

from datetime import date  # noqa: TC003 (typer reads it at run time)
from pathlib import Path  # noqa: TC003 (typer reads it at run time)
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yunchou.cli import language
from yunchou.cli.files import reason
from yunchou.cli.options import AsJson, Lang, day, today
from yunchou.cli.progress import READ, counted
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from yunchou.plan.smart import SmartResult

app = typer.Typer(add_completion=False)

#: a list of goals, not a data dump
MAX_FILE_BYTES = 10_000_000
_LONG_LIST = 300
_MARKS = {"pass": ("✓", "green"), "fail": ("✗", "red"), "unknown": ("？", "yellow")}
_NAMES = {
    "S": Text("具体", "Specific"),
    "M": Text("可衡量", "Measurable"),
    "A": Text("可实现", "Achievable"),
    "R": Text("相关", "Relevant"),
    "T": Text("有时限", "Time-bound"),
}


@app.command()
def smart(
    text: Annotated[
        str | None, typer.Argument(help="目标，一句话 / the goal, one sentence")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", "-f", help="一行一句，UTF-8 或 GB18030 / one sentence a line"),
    ] = None,
    ref_date: Annotated[
        date | None,
        typer.Option(
            "--ref-date",
            metavar="DATE",
            parser=day,
            help="说这句话的日子，默认今天 / the day on which it is said, else today",
        ),
    ] = None,
    archetype: Annotated[
        str | None, typer.Option("--archetype", help="项目类型，即模板编号 / a template id")
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """检查目标是否符合 SMART，逐字母给出结论和理由 / Check goals letter by letter.

    文件一行一句；制表符之后可以写 key=value 的背景（hist_max_growth=15%、hist_max=6家/月、
    archetype=…、anchor=…）。有一个字母不合格，退出码为 1。 /
    One sentence a line in FILE; after a tab may follow key=value context
    (hist_max_growth=15%, hist_max=6家/月, archetype=…, anchor=…). Exit code 1 when a letter fails.
    """
    from yunchou.plan.smart import check

    chosen = language(lang)
    if (text is None) == (file is None):
        raise typer.BadParameter(
            Text(
                "请给出一句目标，或用 --file 指定文件。", "Give one goal, or a file with --file."
            ).in_(chosen)
        )
    said_on = ref_date or today()
    lines = _lines(file) if file else [(0, text or "")]
    with counted(len(lines), [READ.in_(chosen)], shown=len(lines) >= _LONG_LIST) as done:
        results = []
        for number, line in lines:
            results.append(_checked(check, number, line, ref_date=said_on, archetype=archetype))
            done()
    _print(results, chosen, as_json=as_json)
    raise typer.Exit(1 if any(result.fails for result in results) else 0)


def _lines(file: Path) -> list[tuple[int, str]]:
    """Read the sentences of a file with their line numbers, blank lines left out."""
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise InputError(
                Text("文件超过 10 MB", "The file is larger than 10 MB"),
                place=str(file),
                remedy=Text("请拆成几个文件。", "Split it into several files."),
                code="smart.file_too_large",
            )
        data = file.read_bytes()
    except OSError as error:
        why = reason(error)
        raise InputError(
            Text(f"无法读取文件（{why.zh}）", f"Cannot read the file ({why.en})"),
            place=str(file),
            remedy=Text("请检查路径和权限。", "Check the path and the permissions."),
            code="smart.file_unreadable",
        ) from None
    content = _text(data, file)
    numbered = enumerate(content.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
    found = [(number, line) for number, line in numbered if line.strip()]
    if not found:
        raise InputError(
            Text("文件里没有目标", "The file holds no goal"),
            place=str(file),
            remedy=Text("每行写一个目标。", "Write one goal a line."),
            code="smart.file_empty",
        )
    return found


def _text(data: bytes, file: Path) -> str:
    """Read UTF-8, UTF-16 with its mark or GB18030; tell on the error channel what was guessed."""
    from yunchou.plan.formats.kinds import decode
    from yunchou.plan.formats.report import Tally

    tally = Tally("text", str(file))
    text = decode(data, str(file), tally)
    if "\x00" in text:
        raise InputError(
            Text("这不是文本文件", "This is no text file"),
            place=str(file),
            remedy=Text("请给出一行一句的纯文本。", "Give plain text, one sentence a line."),
            code="smart.file_encoding",
        )
    for warning in tally.report().warnings:
        typer.echo(warning.text.in_(language()), err=True)
    return text


def context_of(fields: str) -> dict[str, str]:
    """Read `hist_max=6家/月;archetype=crm_rollout`: pairs parted by tab, semicolon or comma."""
    import re

    found: dict[str, str] = {}
    for pair in re.split(r"[\t;；]|[,，](?=\s*\w+=)|\s+(?=\w+=)", fields):
        name, equals, value = pair.partition("=")
        if equals and name.strip():
            found[name.strip()] = value.strip()
    return found


def _checked(
    check: Any, number: int, line: str, *, ref_date: date, archetype: str | None
) -> SmartResult:
    sentence, _, fields = line.partition("\t")
    try:
        result: SmartResult = check(
            sentence.strip(), ref_date=ref_date, context=context_of(fields), archetype=archetype
        )
    except InputError as error:
        if number:
            error.place = Text(f"第 {number} 行", f"line {number}").in_(language())
        raise
    return result


def _print(results: list[SmartResult], lang: str, *, as_json: bool) -> None:
    if as_json:
        import json

        typer.echo(json.dumps([r.to_dict(lang) for r in results], ensure_ascii=False, indent=1))
        return
    from rich.console import Console

    console = Console(highlight=False)
    for result in results:
        _print_one(console, result, lang)
    if len(results) > 1:
        good = sum(not r.fails for r in results)
        summary = Text(
            f"共 {len(results)} 句，{good} 句没有不合格项",
            f"{len(results)} goals, {good} without a failed letter",
        )
        console.print(summary.in_(lang), style="bold")


def _print_one(console: Any, result: SmartResult, lang: str) -> None:
    from rich.text import Text as Line

    console.print(Line(result.text, style="bold"), soft_wrap=True)
    colon = "：" if lang == "zh" else ": "
    for letter, verdict in result.letters.items():
        mark, style = _MARKS[verdict]
        line = Line("  ")
        line.append(f"{mark} {letter} {_NAMES[letter].in_(lang)}", style=style)
        line.append(f"{colon}{result.reasons[letter].in_(lang)}")
        console.print(line, soft_wrap=True)
    for hint in result.hints:
        console.print(Line(f"  · {hint.in_(lang)}", style="dim"), soft_wrap=True)
    console.print()
