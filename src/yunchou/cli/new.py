"""`yunchou new`: a plan file of one's own from a template."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003 (typer reads it at run time)
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yunchou.cli import language
from yunchou.cli.files import check_target, write_atomically
from yunchou.cli.options import Anchor, AsJson, Force, Lang, Start, Today
from yunchou.cli.options import today as this_day
from yunchou.messages import Text

if TYPE_CHECKING:
    import datetime as dt

    from yunchou.plan.archetypes import Fit
    from yunchou.plan.model import Plan

app = typer.Typer(add_completion=False)

_NO_DATE = Text(
    "请给出 --start（开始日期，顺排）或 --anchor（锚点日期，倒排），格式 YYYY-MM-DD。",
    "Give --start (forward) or --anchor (backward) as YYYY-MM-DD.",
)


@app.command()
def new(
    template: Annotated[str, typer.Argument(help="模板编号，见 yunchou templates / template id")],
    output: Annotated[Path, typer.Option("-o", "--output", help="写到哪里 / where to write")],
    start: Start = None,
    anchor: Anchor = None,
    name: Annotated[str, typer.Option("--name", help="项目名称 / name of the project")] = "",
    budget_scale: Annotated[
        str,
        typer.Option(
            "--budget-scale",
            metavar="N",
            help="预算倍数，如 1.2 / factor for every budget line, e.g. 1.2",
        ),
    ] = "1",
    force: Force = False,
    today: Today = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """从模板新建方案文件 / Start a plan file from a template.

    从 --start 顺排，或从 --anchor 倒排；两个都给时，--start 是最早可以开工的一天。
    锚点日排不下时照写文件，说明差几个工作日，退出码为 1。 /
    Counts forward from --start or back from --anchor; with both, --start is the first day on which
    work may begin. When the anchor cannot be met, the file is written, the shortage is told, the
    exit code is 1.
    """
    from yunchou.plan import formats

    tongue = language(lang)
    if start is None and anchor is None:
        raise typer.BadParameter(_NO_DATE.in_(tongue))
    check_target(output, force=force)
    plan, place = make(template, (start, anchor, today or this_day()), name, budget_scale)
    write_atomically(output, formats.write(plan, "yaml")[0])
    if as_json:
        typer.echo(json.dumps(_data(plan, place, output), ensure_ascii=False, indent=2))
    else:
        _show(plan, place, output, tongue)
    raise typer.Exit(1 if place.shortage_days > 0 else 0)


def make(
    template: str,
    dates: tuple[dt.date | None, dt.date | None, dt.date],
    name: str = "",
    budget_scale: str = "1",
) -> tuple[Plan, Fit]:
    """Return the plan and how it lies on the calendar; dates are start, anchor and today."""
    from yunchou.plan.archetypes import fit, instantiate

    start, anchor, today = dates
    plan = instantiate(
        template,
        name=name or None,
        start=start,
        anchor=anchor,
        budget_scale=budget_scale,
        today=today,
    )
    return plan, fit(plan, start=start, anchor=anchor, today=today)


def _data(plan: Plan, place: Fit, output: Path) -> dict[str, Any]:
    return {
        "file": str(output),
        "template": plan.archetype,
        "name": plan.project.name,
        "start": place.start.isoformat(),
        "finish": place.finish.isoformat(),
        "anchor": place.anchor_date and place.anchor_date.isoformat(),
        "anchor_task": place.anchor_task,
        "earliest": place.earliest and place.earliest.isoformat(),
        "shortage_days": place.shortage_days,
        "remedies": [text._asdict() for text in place.remedies],
        "estimated_years": list(place.estimated_years),
        "budget_total": float(plan.budget.total_planned.yuan),
        "goals": [
            {"id": goal.id, "deadline": goal.deadline and goal.deadline.isoformat()}
            for goal in plan.goals
        ],
    }


def _show(plan: Plan, place: Fit, output: Path, lang: str) -> None:
    for line in _lines(plan, place, output):
        typer.echo(line.in_(lang))
    if place.shortage_days > 0:
        for line in _shortage(place):
            typer.echo(line.in_(lang), err=True)


def _lines(plan: Plan, place: Fit, output: Path) -> list[Text]:
    lines = [
        Text(f"已写入 {output}：{plan.project.name}。", f"Wrote {output}: {plan.project.name}."),
        Text(
            f"{_zh(place.start)}开始，{_zh(place.finish)}完成。",
            f"Starts {place.start}, ends {place.finish}.",
        ),
    ]
    if place.anchor_date:
        lines.append(
            Text(
                f"按锚点 {place.anchor_task}（{_zh(place.anchor_date)}）倒排。",
                f"Scheduled backward from {place.anchor_task} on {place.anchor_date}.",
            )
        )
    if place.estimated_years:
        zh = "、".join(map(str, place.estimated_years))
        en = ", ".join(map(str, place.estimated_years))
        lines.append(
            Text(f"{zh} 年调休安排未公布，日期为预估。", f"Make-up days of {en} are estimated.")
        )
    return lines


def _shortage(place: Fit) -> list[Text]:
    days, earliest = place.shortage_days, place.earliest
    head = Text(
        f"最晚{_zh(place.start)}就要开工，早于最早可开工日{_zh(earliest)}，"
        f"差 {days:g} 个工作日；锚点日未移动。可以考虑：",
        f"Work would have to start on {place.start}, {days:g} working days before {earliest}; "
        "the fixed date was not moved. What could be done:",
    )
    return [head, *(Text(f"  · {text.zh}", f"  · {text.en}") for text in place.remedies)]


def _zh(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "今天"
