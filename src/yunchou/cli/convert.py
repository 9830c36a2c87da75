"""`yunchou convert`: a plan from one format into another, with an account of everything."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003 (typer reads it at run time)
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yunchou.cli import language
from yunchou.cli.files import check_target, read_bytes, write_atomically
from yunchou.cli.options import AsJson, Force, Lang  # noqa: TC001 (read at run time)
from yunchou.cli.progress import COMPUTE, READ, WRITE, is_long, steps
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from yunchou.plan.formats.report import Report

app = typer.Typer(add_completion=False)

_FATES = (
    ("read", Text("读入", "Read")),
    ("kept", Text("保留", "Kept")),
    ("converted", Text("转换", "Converted")),
    ("dropped", Text("舍弃", "Dropped")),
)


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="要读的文件 / the file to read")],
    output: Annotated[Path, typer.Option("-o", "--output", help="写到哪里 / where to write")],
    report: Annotated[
        Path | None, typer.Option("--report", help="逐项报告（JSON）/ the account as JSON")
    ] = None,
    source_format: Annotated[
        str | None, typer.Option("--from", help="源格式（默认自动识别）/ format of IN")
    ] = None,
    target_format: Annotated[
        str | None, typer.Option("--to", help="目标格式（默认看文件名）/ format of the output")
    ] = None,
    force: Force = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """在方案格式之间转换：YAML、Excel、Microsoft Project XML、Trello / Convert between formats.

    每个对象和字段都有交代：保留、转换或舍弃，并说明原因。 /
    Every object and field is accounted for: kept, converted or dropped, with the reason.
    """
    account = run(source, output, report, (source_format, target_format), force, language(lang))
    if as_json:
        typer.echo(json.dumps(account, ensure_ascii=False, indent=2))
    else:
        _show(account, output, language(lang))


def run(
    source: Path,
    output: Path,
    report: Path | None,
    names: tuple[str | None, str | None],
    force: bool,
    lang: str,
) -> dict[str, Any]:
    """Convert a file and return the account of it; nothing is written unless all went well."""
    from yunchou.plan import formats

    targets = [output] if report is None else [output, report]
    for target in targets:
        check_target(target, source, force=force)
    if report is not None and report.absolute() == output.absolute():
        raise InputError(
            Text("报告和输出不能是同一个文件", "The report and the output are the same file"),
            place=str(output),
            remedy=Text("，请换一个文件名。", "; choose another name."),
            code="file.same",
        )
    goal = names[1] or _format_of(output)
    formats.get(goal)
    with steps((READ, COMPUTE, WRITE), shown=is_long(source)) as done:
        plan, read = formats.read(read_bytes(source), source.name, names[0])
        done()
        data, written = formats.write(plan, goal, lang)
        done()
        account = _account(read, written, output)
        _write(output, data, report, account)
        done()
    return account


def _write(output: Path, data: bytes, report: Path | None, account: dict[str, Any]) -> None:
    """Write the report first: an output without its account is worse than none."""
    if report is not None:
        text = json.dumps(account, ensure_ascii=False, indent=2) + "\n"
        write_atomically(report, text.encode())
    try:
        write_atomically(output, data)
    except InputError:
        if report is not None:
            report.unlink(missing_ok=True)
        raise


def _format_of(output: Path) -> str:
    from yunchou.plan import formats

    form = formats.by_suffix(output.name)
    if form is None:
        raise InputError(
            Text("看不出要写成什么格式", "The name does not tell which format to write"),
            place=output.name,
            remedy=Text(
                "，请用 .yaml、.xlsx、.xml 结尾，或加 --to。", "; end it in .yaml, .xlsx or .xml."
            ),
            code="format.unknown",
        )
    return form.name


def _account(read: Report, written: Report, output: Path) -> dict[str, Any]:
    return {**read.to_dict(), "written": {**written.to_dict(), "source": output.name}}


def _show(account: dict[str, Any], output: Path, lang: str) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    console.soft_wrap = not console.is_terminal
    table = Table(box=None, header_style="bold")
    table.add_column(Text("对象", "Object").in_(lang))
    for _, title in _FATES:
        table.add_column(title.in_(lang), justify="right")
    for kind, counts in account["objects"].items():
        table.add_row(kind, *(str(counts[name]) for name, _ in _FATES))
    console.print(table)
    colon, comma = Text("：", ": ").in_(lang), Text("、", ", ").in_(lang)
    for head, part in (
        (Text("读取时舍弃", "Dropped when reading"), account),
        (Text("写出时舍弃", "Dropped when writing"), account["written"]),
    ):
        for why, fields in _dropped(part, lang).items():
            told = f"{why}{colon}{comma.join(fields)}"
            console.print(f"[yellow]{head.in_(lang)}[/yellow]  {escape(told)}", highlight=False)
    for notice in [*account["warnings"], *account["written"]["warnings"]]:
        place = f"{notice['place']}{colon}" if notice["place"] else ""
        console.print(f"[yellow]![/yellow] {escape(place + notice[lang])}")
    done = Text(f"已写入 {output}", f"Wrote {output}").in_(lang)
    console.print(escape(done))


def _dropped(account: dict[str, Any], lang: str) -> dict[str, list[str]]:
    """Return the fields that were dropped, by reason."""
    reasons: dict[str, list[str]] = {}
    for line in account["fields"]:
        if line["fate"] == "dropped":
            why = line.get("why", {}).get(lang, "")
            reasons.setdefault(why, []).append(f"{line['path']} ×{line['count']}")
    return reasons
