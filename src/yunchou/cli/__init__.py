"""The command line: `yunchou …`.

One file per command. A file is imported only when its command (or `--help`) is asked for,
so that `yunchou schedule` never pays for Django and `yunchou smart` never for the renderers.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click
import typer
from typer.main import get_command

from yunchou.cli.files import refusal
from yunchou.cli.helping import speak
from yunchou.cli.telling import language as language
from yunchou.cli.telling import (
    report_input_error,
    report_wrong_usage,
    speaking,
    without_language,
    wrong_language,
)
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Sequence


def _typer_usage_errors() -> list[type[Exception]]:
    """Return the errors of the click that typer carries, which is not ours."""
    return [found for found in typer.BadParameter.__mro__ if found.__name__ == "UsageError"]


USAGE_ERRORS: tuple[type[Exception], ...] = (click.UsageError, *_typer_usage_errors())

#: command -> (module below yunchou.cli, one-line help zh, en), in the order of `--help`
COMMANDS: dict[str, tuple[str, Text]] = {
    "templates": ("templates", Text("列出方案模板", "List the plan templates")),
    "new": ("new", Text("从模板新建方案文件", "Start a plan file from a template")),
    "schedule": (
        "schedule",
        Text("按中国工作日历计算关键路径", "Compute dates and the critical path"),
    ),
    "evm": ("evm", Text("挣值与完工预测", "Earned value and forecasts")),
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

_OPTIONS = {
    "--lang zh|en": Text("语言", "Language"),
    "--version": Text("显示版本", "Show the version"),
    "--help": Text("显示这份帮助", "Show this help"),
}


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
            _run(get_command(app), cmd_name, list(arguments))

        return click.Command(
            cmd_name,
            callback=run,
            params=[click.Argument(["arguments"], nargs=-1, type=click.UNPROCESSED)],
            short_help=text.in_(language()),
            add_help_option=False,
            context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
        )

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002 (click's signature)
        lang = language()
        colon = Text("：", ":").in_(lang)
        usage = Text("用法：yunchou 命令 [选项]", "Usage: yunchou COMMAND [OPTIONS]")
        lines = [
            usage.in_(lang),
            "",
            str(self.help),
            "",
            Text("命令", "Commands").in_(lang) + colon,
        ]
        lines += [f"  {name:<14}{text.in_(lang)}" for name, (_, text) in COMMANDS.items()]
        lines += ["", Text("选项", "Options").in_(lang) + colon]
        lines += [f"  {name:<14}{text.in_(lang)}" for name, text in _OPTIONS.items()]
        return "\n".join(lines)


def _run(command: Any, name: str, arguments: list[str]) -> None:
    """Run a command and leave with its exit code."""
    if name != "manage" and (wrong := wrong_language(arguments)):
        click.echo(wrong.in_(language()), err=True)
        sys.exit(2)
    if not any(param.name == "lang" for param in command.params) and name != "manage":
        arguments = without_language(arguments)
    speak(command)
    path = f"yunchou {name}"
    try:
        code = command.main(args=arguments, prog_name=path, standalone_mode=False)
    except InputError as error:
        sys.exit(report_input_error(error, as_json="--json" in arguments))
    except typer.Abort:
        click.echo(Text("已中断。", "Interrupted.").in_(language()), err=True)
        sys.exit(130)
    except USAGE_ERRORS as error:
        sys.exit(report_wrong_usage(error, path))
    except BrokenPipeError:
        # whoever read the output has gone; closing it must not complain either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        sys.exit(report_input_error(refusal(error), as_json="--json" in arguments))
    sys.exit(code if isinstance(code, int) else 0)


def _version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        click.echo(f"yunchou {version('yunchou')}")
        ctx.exit()


def _group() -> LazyCommands:
    said = Text(
        "运筹 Yunchou：写方案，跑项目。每个命令的用法见 yunchou 命令 --help。",
        "Yunchou: write the plan, run the project. yunchou COMMAND --help tells more.",
    )
    return LazyCommands(
        name="yunchou",
        help=said.in_(language()),
        params=[
            # read by `speaking`, so that it also stands in front of the command
            click.Option(["--lang"], expose_value=False),
            click.Option(
                ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version
            ),
        ],
    )


def main(argv: Sequence[str] | None = None) -> Any:
    """Run `yunchou`; exit code 0 fine, 1 findings or bad input, 2 wrong usage."""
    if argv is None:  # a process of its own, which keeps what it makes: look for garbage seldom
        gc.set_threshold(50_000, 50, 50)
    arguments = list(sys.argv[1:] if argv is None else argv)
    with speaking(arguments):
        try:
            if not arguments:
                _group().main(args=["--help"], prog_name="yunchou", standalone_mode=False)
                sys.exit(2)
            _group().main(args=arguments, prog_name="yunchou", standalone_mode=False)
        except click.UsageError as error:
            sys.exit(report_wrong_usage(error, "yunchou"))
        except InputError as error:
            sys.exit(report_input_error(error, as_json="--json" in arguments))
        sys.exit(0)
