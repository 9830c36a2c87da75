"""`yunchou smart`: goal sentences, letter by letter."""

from __future__ import annotations

from datetime import date
from pathlib import Path  # noqa: TC003 (typer reads it at run time)
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yunchou.cli import language
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from yunchou.plan.smart import SmartResult

app = typer.Typer(add_completion=False)

#: a list of goals, not a data dump
MAX_FILE_BYTES = 10_000_000
_MARKS = {"pass": ("✓", "green"), "fail": ("✗", "red"), "unknown": ("？", "yellow")}
_NAMES = {
    "S": Text("具体", "Specific"),
    "M": Text("可衡量", "Measurable"),
    "A": Text("可实现", "Achievable"),
    "R": Text("相关", "Relevant"),
    "T": Text("有时限", "Time-bound"),
}


@app.command(
    help=(
        "检查目标是否符合 SMART，逐字母给出结论和理由。\n\n"
        "Check goals letter by letter. One sentence a line in FILE; after a tab may follow "
        "key=value context (hist_max_growth=15%, hist_max=6家/月, archetype=…, anchor=…)."
    )
)
def smart(
    text: Annotated[str | None, typer.Argument(help="目标，一句话 / the goal")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", "-f", help="一行一句，UTF-8 / one sentence a line")
    ] = None,
    ref_date: Annotated[
        str | None, typer.Option(help="基准日，默认今天 / day the goal is said (YYYY-MM-DD)")
    ] = None,
    archetype: Annotated[str | None, typer.Option(help="项目类型 / kind of project")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / JSON output")] = False,
    lang: Annotated[str | None, typer.Option(help="zh | en")] = None,
) -> None:
    """Print the five verdicts of each sentence; exit 1 if a letter fails."""
    from yunchou.plan.smart import check

    chosen = language(lang)
    if (text is None) == (file is None):
        raise typer.BadParameter(
            Text(
                "请给出一句目标，或用 --file 指定文件。", "Give one goal, or a file with --file."
            ).in_(chosen)
        )
    day = _day(ref_date, chosen)
    lines = _lines(file) if file else [(0, text or "")]
    results = [
        _checked(check, number, line, ref_date=day, archetype=archetype) for number, line in lines
    ]
    _print(results, chosen, as_json=as_json)
    raise typer.Exit(1 if any(result.fails for result in results) else 0)


def _day(value: str | None, lang: str) -> date:
    if value is None:
        from datetime import datetime

        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(
            Text(
                f"--ref-date 不是日期：{value}（应为 YYYY-MM-DD）",
                f"--ref-date is no date: {value}",
            ).in_(lang)
        ) from None


def _lines(file: Path) -> list[tuple[int, str]]:
    """Read the sentences of a file with their line numbers, blank lines left out."""
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise InputError(
                Text("文件超过 10 MB。", "The file is larger than 10 MB."),
                place=str(file),
                code="smart.file_too_large",
            )
        content = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            Text("文件不是 UTF-8 文本。", "The file is not UTF-8 text."),
            place=str(file),
            remedy=Text("请另存为 UTF-8 后再试。", "Save it as UTF-8 and try again."),
            code="smart.file_encoding",
        ) from None
    except OSError as error:
        raise InputError(
            Text("文件无法读取。", f"The file cannot be read: {error.strerror}."),
            place=str(file),
            code="smart.file_unreadable",
        ) from None
    numbered = enumerate(content.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
    return [(number, line) for number, line in numbered if line.strip()]


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
