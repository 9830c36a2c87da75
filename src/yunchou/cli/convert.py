"""`yunchou convert`: a plan from one format into another, with an account of everything."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yunchou.cli import language
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
    force: Annotated[bool, typer.Option("--force", help="覆盖已有文件 / overwrite")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="报告输出为 JSON / print JSON")] = False,
    lang: Annotated[str | None, typer.Option("--lang", help="zh | en")] = None,
) -> None:
    """在方案格式之间转换：YAML、Excel、Microsoft Project XML、Trello；逐项报告去向。"""
    try:
        account = run(source, output, report, (source_format, target_format), force, language(lang))
    except InputError as error:
        if not as_json:
            typer.echo(error.in_(language(lang)), err=True)
        else:
            typer.echo(json.dumps({"error": _error(error)}, ensure_ascii=False, indent=2))
        raise typer.Exit(1) from None
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
        _check_target(target, source, force)
    if report is not None and report.absolute() == output.absolute():
        raise InputError(
            Text("报告和输出不能是同一个文件", "The report and the output are the same file"),
            place=str(output),
            code="convert.same_file",
        )
    goal = names[1] or _format_of(output)
    formats.get(goal)
    plan, read = formats.read(_load(source), source.name, names[0])
    data, written = formats.write(plan, goal, lang)
    account = _account(read, written, output)
    write_atomically(output, data)
    if report is not None:
        text = json.dumps(account, ensure_ascii=False, indent=2) + "\n"
        write_atomically(report, text.encode())
    return account


def _check_target(target: Path, source: Path, force: bool) -> None:
    if target.absolute() == source.absolute():
        raise InputError(
            Text("输出会覆盖源文件", "This would overwrite the source"),
            place=str(target),
            remedy=Text("，请换一个文件名。", "; choose another name."),
            code="convert.same_file",
        )
    if target.exists() and not force:
        raise InputError(
            Text("文件已存在", "The file exists"),
            place=str(target),
            remedy=Text("，加 --force 覆盖。", "; add --force to overwrite it."),
            code="convert.exists",
        )
    if not target.absolute().parent.is_dir():
        raise InputError(
            Text("没有这个文件夹", "There is no such folder"),
            place=str(target.parent),
            code="convert.no_folder",
        )


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


def _load(source: Path) -> bytes:
    from yunchou.plan import formats

    try:
        size = source.stat().st_size
        if size > formats.MAX_BYTES:
            # the size alone decides: nothing of it needs to be read
            limit = formats.MAX_BYTES // 2**20
            raise InputError(
                Text(
                    f"文件有 {size / 2**20:.1f} MB，超过上限 {limit} MB",
                    f"The file has {size / 2**20:.1f} MB, the limit is {limit} MB",
                ),
                place=source.name,
                code="format.too_big",
            )
        return source.read_bytes()
    except OSError as error:
        raise InputError(
            Text(f"无法读取文件（{error.strerror}）", f"Cannot read the file ({error.strerror})"),
            place=str(source),
            code="file.unreadable",
        ) from error


def write_atomically(target: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=f".{target.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise InputError(
            Text(f"无法写入文件（{error.strerror}）", f"Cannot write the file ({error.strerror})"),
            place=str(target),
            code="file.unwritable",
        ) from error


def _account(read: Report, written: Report, output: Path) -> dict[str, Any]:
    return {**read.to_dict(), "written": {**written.to_dict(), "source": output.name}}


def _error(error: InputError) -> dict[str, Any]:
    return {
        "code": error.code,
        "place": error.place,
        "zh": error.in_("zh"),
        "en": error.in_("en"),
    }


def _show(account: dict[str, Any], output: Path, lang: str) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    table = Table(box=None, header_style="bold")
    table.add_column(Text("对象", "Object").in_(lang))
    for _, title in _FATES:
        table.add_column(title.in_(lang), justify="right")
    for kind, counts in account["objects"].items():
        table.add_row(kind, *(str(counts[name]) for name, _ in _FATES))
    console.print(table)
    for why, fields in _dropped(account, lang).items():
        head = Text("舍弃", "Dropped").in_(lang)
        console.print(f"[dim]{head}[/dim] {escape(why)}: [dim]{escape(', '.join(fields))}[/dim]")
    for notice in [*account["warnings"], *account["written"]["warnings"]]:
        place = f"{notice['place']}: " if notice["place"] else ""
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
