"""The command line: `yunchou …`.

One file per command. A file is imported only when its command (or `--help`) is asked for,
so that `yunchou schedule` never pays for Django and `yunchou smart` never for the renderers.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click
from typer.main import get_command

from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typer

#: command -> (module below yunchou.cli, one-line help zh, en), in the order of `--help`
COMMANDS: dict[str, tuple[str, Text]] = {
    "templates": ("templates", Text("列出方案模板", "List the plan templates")),
    "new": ("new", Text("从模板新建方案文件", "Start a plan file from a template")),
    "schedule": ("schedule", Text("按中国工作日历计算关键路径", "Compute dates and critical path")),
    "smart": (
        "smart",
        Text("检查目标是否符合 SMART", "Check goals letter by letter"),
    ),
    "check": ("check", Text("方案体检", "Check up a plan")),
    "render": ("render", Text("生成方案文档", "Render the plan document")),
    "convert": (
        "convert",
        Text("格式转换，逐项报告", "Convert between formats"),
    ),
    "serve": ("serve", Text("启动网页服务", "Serve the web application")),
    "user": ("user", Text("管理用户", "Manage users")),
    "demo": ("demo", Text("装入或移除演示工作区", "Load or remove the demo workspace")),
    "backup": ("backup", Text("备份数据与附件", "Back up data and files")),
    "restore": ("restore", Text("从备份恢复", "Restore from a backup")),
    "manage": ("manage", Text("运行 Django 管理命令", "Run a Django management command")),
}


def language(option: str | None = None) -> str:
    """Return ``zh`` or ``en``: the option, then YUNCHOU_LANG, then LANG, else Chinese."""
    chosen = option or os.environ.get("YUNCHOU_LANG") or os.environ.get("LANG", "")
    return "en" if chosen.lower().startswith("en") else "zh"


class LazyCommands(click.Group):
    """A click group whose commands are typer apps, imported when first needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, text = COMMANDS[cmd_name]

        def run(arguments: tuple[str, ...]) -> None:
            # typer carries a click of its own: its commands run by themselves, not as ours
            app: typer.Typer = import_module(f"yunchou.cli.{module}").app
            get_command(app).main(args=list(arguments), prog_name=f"yunchou {cmd_name}")

        return click.Command(
            cmd_name,
            callback=run,
            params=[click.Argument(["arguments"], nargs=-1, type=click.UNPROCESSED)],
            short_help=text.in_(language()),
            add_help_option=False,
            context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
        )

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("命令" if language() == "zh" else "Commands"):
            formatter.write_dl(
                [(name, text.in_(language())) for name, (_, text) in COMMANDS.items()]
            )


def report_input_error(error: InputError, lang: str | None = None) -> int:
    """Print one clear line for bad input and return the exit code for it."""
    click.echo(error.in_(language(lang)), err=True)
    return 1


def main(argv: Sequence[str] | None = None) -> Any:
    """Run `yunchou`; exit code 0 fine, 1 findings or bad input, 2 wrong usage."""
    group = LazyCommands(name="yunchou", help="运筹 Yunchou：写方案，跑项目。")
    try:
        group.main(args=argv, prog_name="yunchou", standalone_mode=True)
    except InputError as error:
        sys.exit(report_input_error(error))
