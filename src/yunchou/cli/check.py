"""`yunchou check`: the check-up of a plan file."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003 (typer reads it at run time)
from typing import TYPE_CHECKING, Annotated

import typer

from yunchou.cli import language
from yunchou.cli.files import read_plan
from yunchou.cli.options import AsJson, Lang, Today
from yunchou.cli.options import today as this_day
from yunchou.cli.progress import COMPUTE, READ, is_long, steps
from yunchou.messages import Text

if TYPE_CHECKING:
    from rich.console import Console

    from yunchou.plan.checkup import Checkup, Finding
    from yunchou.plan.model import Plan

app = typer.Typer(add_completion=False)

_SEVERITY = {
    "error": (Text("错误", "Error"), "red"),
    "warning": (Text("警告", "Warning"), "yellow"),
    "hint": (Text("提示", "Hint"), "cyan"),
}


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="方案文件 / plan file")],
    today: Today = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """方案体检：逐条规则说明位置、原因和改法，给出 0–100 分及其算法。 / Check up a plan.

    有要修改或待补充的地方时，退出码为 1。 / Each finding says where, why and what to write instead;
    the arithmetic of the score is shown. Exit code 1 when there are findings.
    """
    from yunchou.plan.checkup import check as examine

    tongue = language(lang)
    with steps((READ, COMPUTE), shown=is_long(file)) as done:
        plan, _ = read_plan(file)
        done()
        result = examine(plan, today=today or this_day())
        done()
    if as_json:
        data = {"project": plan.project.name, "file": str(file), **result.to_dict(tongue)}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        _show(plan, result, tongue)
    raise typer.Exit(0 if result.clean else 1)


def _show(plan: Plan, result: Checkup, lang: str) -> None:
    from rich.console import Console
    from rich.markup import escape

    # piped output is not broken into lines: a reader or grep takes each whole
    console = Console(highlight=False)
    console.soft_wrap = not console.is_terminal
    score = Text(f"{result.score} 分", f"{result.score} of 100").in_(lang)
    console.print(f"[bold]{escape(plan.project.name)}[/bold]  {score}")
    counts = Text(
        f"{result.rules_asked} 条规则；错误 {result.count('error')}、"
        f"警告 {result.count('warning')}、"
        f"提示 {result.count('hint')}，其中待补充 {len(result.pending)}。",
        f"{result.rules_asked} rules; {result.count('error')} errors, "
        f"{result.count('warning')} warnings, {result.count('hint')} hints, "
        f"{len(result.pending)} of them await people, dates or evidence.",
    )
    console.print(counts.in_(lang))
    _group(console, Text("需要修改", "To mend"), result.to_mend, lang)
    _group(
        console,
        Text("待补充（人员、日期、市场依据）", "To be supplied (people, dates, evidence)"),
        result.pending,
        lang,
    )
    _sum(console, result, lang)


def _group(console: Console, title: Text, findings: tuple[Finding, ...], lang: str) -> None:
    from rich.markup import escape

    if not findings:
        return
    console.print(f"\n[bold]{title.in_(lang)}[/bold]")
    for finding in findings:
        name, colour = _SEVERITY[finding.severity]
        place = f"{finding.place.label.in_(lang)}  [dim]{escape(finding.place.path)}[/dim]"
        console.print(f"[{colour}]{name.in_(lang)}[/{colour}] {finding.rule.id}  {place}")
        console.print(f"  {escape(finding.reason.in_(lang))}")
        console.print(f"  → {escape(finding.remedy.in_(lang))}")


def _sum(console: Console, result: Checkup, lang: str) -> None:
    from rich.markup import escape

    arithmetic = result.arithmetic
    console.print(f"\n[bold]{Text('得分算法', 'Arithmetic').in_(lang)}[/bold]")
    console.print(Text(f"满分 {arithmetic.full}", f"Full marks {arithmetic.full}").in_(lang))
    for row in arithmetic.rows:
        weight = row.weight
        how = f"min({weight.cap}, {weight.first} + {row.findings - 1}×{weight.further})"
        title = escape(row.rule.title.in_(lang))
        console.print(f"  −{row.points}  {row.rule.id} {title}  {how}")
    told = Text(
        f"合计扣 {arithmetic.deducted} 分（其中待补充 {arithmetic.pending} 分），"
        f"得分 max(0, {arithmetic.full} − {arithmetic.deducted}) = {arithmetic.score}。",
        f"Deducted {arithmetic.deducted} ({arithmetic.pending} of them to be supplied): "
        f"max(0, {arithmetic.full} − {arithmetic.deducted}) = {arithmetic.score}.",
    )
    console.print(told.in_(lang))
