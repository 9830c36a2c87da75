"""`yunchou backup`: every row and file into one archive, while people go on working."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from yunchou.cli import language
from yunchou.messages import InputError, Text

app = typer.Typer()


@app.command()
def backup(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="备份文件 / the archive (.zip)")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖旧文件 / overwrite")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
) -> None:
    """备份数据库和附件到一个文件 / Back up the database and all files into one archive."""
    path = output or Path(f"yunchou-{dt.datetime.now():%Y%m%d-%H%M%S}.zip")  # noqa: DTZ005 (a name)
    if path.exists() and not force:
        raise InputError(
            Text("文件已存在。", "The file exists."),
            place=str(path),
            remedy=Text("换个名字，或加 --force 覆盖。", "Choose another name or add --force."),
            code="backup.exists",
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchou.web.config.settings")
    import django

    django.setup()
    from yunchou.web.config import backup as archives

    done = archives.backup(path)
    if as_json:
        typer.echo(json.dumps({"file": str(path), **asdict(done)}, ensure_ascii=False))
        return
    words = Text(
        f"已备份到 {path}：{done.tables} 张表 {done.rows} 行，{done.files} 个文件。",
        f"Backed up to {path}: {done.tables} tables, {done.rows} rows, {done.files} files.",
    )
    typer.echo(words.in_(language()))
