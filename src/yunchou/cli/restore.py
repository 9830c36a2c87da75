"""`yunchou restore`: rows and files of an archive in place of what is there, all or nothing."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path  # noqa: TC003 (typer reads it at run time)
from typing import Annotated

import typer

from yunchou.cli import language
from yunchou.messages import Text

app = typer.Typer()


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件 / the archive")],
    force: Annotated[
        bool, typer.Option("--force", help="替换现有数据 / replace what is there")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")] = False,
) -> None:
    """从备份恢复；先校验，再一次写入 / Restore a backup: checked first, then written at once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchou.web.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from yunchou.web.config import backup

    with backup.checked(file):
        call_command("migrate", interactive=False, verbosity=0)
    done = backup.restore(file, force=force)
    if as_json:
        typer.echo(json.dumps(asdict(done), ensure_ascii=False))
        return
    words = Text(
        f"已恢复 {done.made_at} 的备份：{done.rows} 行，{done.files} 个文件。",
        f"Restored the backup of {done.made_at}: {done.rows} rows, {done.files} files.",
    )
    typer.echo(words.in_(language()))
