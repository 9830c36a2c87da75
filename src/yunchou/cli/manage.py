"""`yunchou manage …`: Django's management commands, for operators."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer()


@app.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
def manage(arguments: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """运行 Django 管理命令 / Run a Django management command."""
    from yunchou.web.config.manage import main

    main(arguments or [])
