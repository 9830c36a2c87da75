"""`yunchou templates`: the plan templates there are."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from yunchou.cli import language
from yunchou.cli.options import AsJson, Lang  # noqa: TC001 (read at run time)
from yunchou.messages import Text

if TYPE_CHECKING:
    from yunchou.plan.archetypes import TemplateInfo

app = typer.Typer(add_completion=False)

_COLUMNS = (
    (Text("模板", "Template"), "left"),
    (Text("名称", "Name"), "left"),
    (Text("任务", "Tasks"), "right"),
    (Text("里程碑", "Milestones"), "right"),
    (Text("关键路径（工作日）", "Critical path (working days)"), "right"),
    (Text("预算（元）", "Budget (yuan)"), "right"),
    (Text("锚点", "Anchor"), "left"),
)


@app.command()
def templates(
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """列出方案模板：任务、里程碑、关键路径、预算与锚点 / List the plan templates."""
    from yunchou.plan.archetypes import list_templates

    infos = list_templates()
    if as_json:
        typer.echo(json.dumps([_data(info) for info in infos], ensure_ascii=False, indent=2))
        return
    _show(infos, language(lang))


def _data(info: TemplateInfo) -> dict[str, Any]:
    data = asdict(info)
    data["name"] = info.name._asdict()
    data["anchor"] = info.anchor._asdict() if info.anchor else None
    data["budget"] = float(info.budget.yuan) if info.budget % 100 else info.budget // 100
    return data


def _show(infos: tuple[TemplateInfo, ...], lang: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    for title, justify in _COLUMNS:
        table.add_column(
            title.in_(lang), justify="right" if justify == "right" else "left", no_wrap=True
        )
    forward = Text("顺排", "forward").in_(lang)
    for info in infos:
        anchor = f"{info.anchor_task} {info.anchor.in_(lang)}" if info.anchor else forward
        table.add_row(
            info.id,
            info.name.in_(lang),
            str(info.tasks),
            str(info.milestones),
            f"{info.critical_path_days:g}",
            f"{info.budget.yuan:,.0f}",
            anchor,
        )
    console = Console()
    # piped output must not be cut to the 80 columns of a terminal that is not there
    console = console if console.is_terminal else Console(width=200)
    console.print(table)
