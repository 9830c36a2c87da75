"""`yunchou demo`: load the demo workspace, or take it away."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from yunchou.cli import language

app = typer.Typer()


@app.command()
def demo(
    remove: Annotated[bool, typer.Option("--remove", help="移除演示工作区 / take it away")] = False,
) -> None:
    """装入或移除演示工作区 / Load or remove the demo workspace."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchou.web.config.settings")
    import django

    django.setup()
    from yunchou.web.exchange.demo import load_demo, remove_demo

    english = language() == "en"
    if remove:
        gone = remove_demo()
        typer.echo(
            ("Removed." if gone else "There is none.")
            if english
            else ("已移除。" if gone else "没有演示工作区。")
        )
        return
    workspace = load_demo()
    typer.echo(f"Loaded: {workspace.name}" if english else f"已装入：{workspace.name}")
