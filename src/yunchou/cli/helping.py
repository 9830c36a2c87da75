"""Help pages in the language of the reader, the same for every command."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from yunchou.cli.telling import language, pick
from yunchou.messages import Text

if TYPE_CHECKING:
    from rich.console import Console

_KINDS = {"Path": "FILE", "str": "TEXT", "int": "N", "float": "N", "datetime": "DATE"}


def speak(command: Any) -> None:
    """Let a typer command, and those below it, print their help as `show` does."""
    command.get_help = lambda ctx: page(command, ctx)
    for below in getattr(command, "commands", {}).values():
        speak(below)


def page(command: Any, ctx: Any) -> str:
    """Return the help page of a command."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False, markup=False)
    with console.capture() as captured:
        _print(console, command, ctx)
    return "\n".join(line.rstrip() for line in captured.get().rstrip("\n").split("\n"))


def _print(console: Console, command: Any, ctx: Any) -> None:
    lang = language()
    params = [param for param in command.params if not getattr(param, "hidden", False)]
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [p for p in params if p.param_type_name != "argument" and not _completion(p)]
    below = getattr(command, "commands", {})
    console.print(_usage(ctx.command_path, arguments, options, below=bool(below)))
    console.print()
    paragraphs = [" ".join(part.split()) for part in (command.help or "").split("\n\n")]
    console.print("\n\n".join(_sentence(pick(part)) for part in paragraphs))
    _rows(console, Text("参数", "Arguments"), [(_name(p), _about(p)) for p in arguments])
    commands = [(name, pick(found.help or "")) for name, found in below.items()]
    _rows(console, Text("命令", "Commands"), commands)
    rows = [(_name(param), _about(param)) for param in options]
    rows.append(("--help", Text("显示这份帮助", "Show this help").in_(lang)))
    _rows(console, Text("选项", "Options"), rows)


def _sentence(told: str) -> str:
    """Close a line that its author left open; a line break in Chinese is no space."""
    closed = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff])", "", told)
    return closed if closed.endswith(("。", ".")) else closed + Text("。", ".").in_(language())


def _usage(path: str, arguments: list[Any], options: list[Any], *, below: bool) -> str:
    lang = language()
    parts = [path, *(_bracketed(param) for param in arguments)]
    parts += [f"{param.opts[0]} {_kind(param)}" for param in options if param.required]
    if below:
        parts.append(Text("命令", "COMMAND").in_(lang))
    parts.append(Text("[选项]", "[OPTIONS]").in_(lang))
    return Text("用法：", "Usage: ").in_(lang) + " ".join(parts)


def _completion(param: Any) -> bool:
    return param.name in {"install_completion", "show_completion"}


def _bracketed(param: Any) -> str:
    name = _argument(param)
    return name if param.required else f"[{name}]"


def _argument(param: Any) -> str:
    return str(param.metavar or param.name).strip("[]").upper()


def _name(param: Any) -> str:
    if param.param_type_name == "argument":
        return _argument(param)
    if param.is_flag:
        return ", ".join([*param.opts, *param.secondary_opts])
    return f"{', '.join(param.opts)} {_kind(param)}"


def _kind(param: Any) -> str:
    """Return the word that stands for an option's value."""
    if param.metavar:
        return str(param.metavar)
    wanted: Any = getattr(getattr(param, "type_descriptor", None), "annotation", None)
    choices = get_args(wanted)
    if choices and all(isinstance(choice, str) for choice in choices):
        return "|".join(choices)
    return _KINDS.get(getattr(wanted, "__name__", ""), "TEXT")


def _about(param: Any) -> str:
    lang = language()
    told = pick(param.help or "")
    if param.required:
        return f"{told}{Text('（必填）', ' (required)').in_(lang)}"
    if param.default in {None, "", False, True} or not param.show_default:
        return told
    default = param.default
    return f"{told}{Text(f'（默认 {default}）', f' (default {default})').in_(lang)}"


def _rows(console: Console, title: Text, rows: list[tuple[str, str]]) -> None:
    from rich.table import Table

    if not rows:
        return
    console.print(f"\n{title.in_(language())}{Text('：', ':').in_(language())}")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for name, about in rows:
        grid.add_row(f"  {name}", about)
    console.print(grid)
