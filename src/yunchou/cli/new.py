"""`yunchou new`: a plan file of one's own from a template."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path  # noqa: TC003 (typer reads it at run time)
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yunchou.cli import language
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
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
    start: Annotated[
        dt.datetime | None,
        typer.Option("--start", formats=["%Y-%m-%d"], help="开始日期 / start"),
    ] = None,
    anchor: Annotated[
        dt.datetime | None,
        typer.Option("--anchor", formats=["%Y-%m-%d"], help="锚点日期，倒排 / fixed date"),
    ] = None,
    name: Annotated[str, typer.Option("--name", help="项目名称 / project name")] = "",
    budget_scale: Annotated[
        str, typer.Option("--budget-scale", help="预算倍数，如 1.2 / factor")
    ] = "1",
    force: Annotated[bool, typer.Option("--force", help="覆盖已有文件 / overwrite")] = False,
    today: Annotated[
        dt.datetime | None,
        typer.Option("--today", formats=["%Y-%m-%d"], help="以此日期为今天 / take as today"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
    lang: Annotated[str | None, typer.Option("--lang", help="zh | en")] = None,
) -> None:
    """从模板新建方案文件；锚点日排不下时照写文件，说明差几个工作日，退出码为 1。"""
    tongue = language(lang)
    if start is None and anchor is None:
        raise typer.BadParameter(_NO_DATE.in_(tongue))
    dates = (_day(start), _day(anchor), _day(today) or dt.datetime.now().astimezone().date())
    try:
        plan, place = make(template, dates, name, budget_scale)
        _write(plan, output, force=force)
    except InputError as error:
        _refuse(error, tongue, as_json=as_json)
        raise typer.Exit(1) from None
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


def _write(plan: Plan, output: Path, *, force: bool) -> None:
    from yunchou.cli.convert import write_atomically
    from yunchou.plan import formats

    if output.exists() and not force:
        raise InputError(
            Text("文件已存在", "The file exists"),
            place=str(output),
            remedy=Text("，加 --force 覆盖。", "; add --force to overwrite it."),
            code="new.exists",
        )
    if not output.absolute().parent.is_dir():
        raise InputError(
            Text("没有这个文件夹", "There is no such folder"),
            place=str(output.parent),
            code="new.no_folder",
        )
    data, _ = formats.write(plan, "yaml")
    write_atomically(output, data)


def _refuse(error: InputError, lang: str, *, as_json: bool) -> None:
    if as_json:
        told = {"code": error.code, "place": error.place}
        told |= {"zh": error.in_("zh"), "en": error.in_("en")}
        typer.echo(json.dumps({"error": told}, ensure_ascii=False, indent=2))
    else:
        typer.echo(error.in_(lang), err=True)


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
            f"开始 {place.start}，完成 {place.finish}。",
            f"Starts {place.start}, ends {place.finish}.",
        ),
    ]
    if place.anchor_date:
        lines.append(
            Text(
                f"按锚点 {place.anchor_task}（{place.anchor_date}）倒排。",
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
        f"最晚须在 {place.start} 开工，早于最早可开工日 {earliest}，"
        f"差 {days:g} 个工作日；锚点日未移动。",
        f"Work would have to start on {place.start}, {days:g} working days before {earliest}; "
        "the fixed date was not moved.",
    )
    return [head, *place.remedies]


def _day(moment: dt.datetime | None) -> dt.date | None:
    return moment.date() if moment else None
