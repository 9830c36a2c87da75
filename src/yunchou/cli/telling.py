"""How the command line speaks: the language, one clear line for a fault, one for wrong usage."""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yunchou.plan.model import Plan

_HALVES = re.compile(r"(?: |(?<=[）。]))/ ")
_asked: list[str] = []
MOST_PROBLEMS = 20  # the check-up tells them all


def language(option: str | None = None) -> str:
    """Return ``zh`` or ``en``: the option, `--lang`, YUNCHOU_LANG, LANG, else Chinese."""
    chosen = option or (_asked[-1] if _asked else "")
    chosen = chosen or os.environ.get("YUNCHOU_LANG") or os.environ.get("LANG", "")
    return "en" if chosen.lower().startswith("en") else "zh"


@contextmanager
def speaking(arguments: Sequence[str]) -> Iterator[None]:
    """Speak the language of `--lang` in a command line, also in help and in wrong usage."""
    _asked.append(_option(arguments, "--lang"))
    try:
        yield
    finally:
        _asked.pop()


def _option(arguments: Sequence[str], name: str) -> str:
    for number, argument in enumerate(arguments):
        if argument == name and number + 1 < len(arguments):
            return arguments[number + 1]
        if argument.startswith(f"{name}="):
            return argument.partition("=")[2]
    return ""


def wrong_language(arguments: Sequence[str]) -> Text | None:
    """Return what to say about a `--lang` that is neither Chinese nor English."""
    asked = _option(arguments, "--lang")
    if not asked or asked.lower().startswith(("zh", "en")):
        return None
    return Text(f"--lang 只能是 zh 或 en，不能是“{asked}”。", f"--lang is zh or en, not “{asked}”.")


def without_language(arguments: Sequence[str]) -> list[str]:
    """Return a command line without `--lang`, for a command that has no such option of its own."""
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--lang":
            next(waiting, None)
        elif not argument.startswith("--lang="):
            rest.append(argument)
    return rest


def pick(told: str) -> str:
    """Return the half of a help text written as `中文 / English` that is asked for."""
    halves = _HALVES.split(told, maxsplit=1)
    return halves[-1 if language() == "en" else 0].strip()


def report_input_error(error: InputError, *, as_json: bool = False) -> int:
    """Print bad input as one clear line, or as JSON on standard output; return the exit code."""
    if as_json:
        sys.stdout.write(json.dumps({"error": as_data(error)}, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stderr.write(error.in_(language()) + "\n")
    return 1


def warn_of_problems(plan: Plan) -> None:
    """Say on standard error what is wrong in a plan that can be worked with all the same."""
    from yunchou.plan.validate import problems

    for problem in problems(plan)[:MOST_PROBLEMS]:
        error = InputError(problem.text, place=problem.place, remedy=problem.remedy)
        sys.stderr.write(f"! {error.in_(language())}\n")


def as_data(error: InputError) -> dict[str, Any]:
    """Return the JSON form of bad input."""
    return {
        "code": error.code,
        "place": error.place,
        "zh": error.in_("zh"),
        "en": error.in_("en"),
    }


def report_wrong_usage(error: Any, command: str) -> int:
    """Print what is wrong with a command line and where help is; return the exit code.

    ``error`` is click's: typer carries a click of its own, so its classes are told by their names.
    """
    lang = language()
    gap = Text("", " ").in_(lang)
    pointer = Text(f"用法见 {command} --help。", f"For the usage see {command} --help.")
    sys.stderr.write(f"{_usage(error).in_(lang)}{gap}{pointer.in_(lang)}\n")
    return 2


def _usage(error: Any) -> Text:
    kind, message = type(error).__name__, str(getattr(error, "message", "") or error)
    name = _parameter(error)
    match kind:
        case "MissingParameter":
            return Text(f"缺少 {name}。", f"{name} is missing.")
        case "NoSuchOption":
            return _unknown_option(error)
        case "BadOptionUsage":
            option = getattr(error, "option_name", "")
            return Text(f"选项 {option} 用得不对：缺少取值。", f"{option}: {message}")
        case "BadParameter" if name:
            return Text(f"{name} 的取值不对：{_plain(message)}", f"{name}: {_plain(message)}")
    if message.startswith("Got unexpected extra argument"):
        extra = message.rpartition("(")[2].rstrip(").")
        return Text(f"多余的参数：{extra}。", f"Unexpected: {extra}.")
    if message.startswith("No such command"):
        extra = message.partition("'")[2].rstrip("'.")
        return Text(f"没有“{extra}”这个命令。", f"There is no command “{extra}”.")
    if message == "Missing command.":
        return Text("缺少子命令。", "A sub-command is missing.")
    return Text(message, message)


def _unknown_option(error: Any) -> Text:
    name, near = error.option_name, list(error.possibilities or [])
    if not near:
        return Text(f"没有 {name} 这个选项。", f"There is no option {name}.")
    return Text(
        f"没有 {name} 这个选项，您要的是不是 {'、'.join(near)}？",
        f"There is no option {name}; did you mean {', '.join(near)}?",
    )


def _parameter(error: Any) -> str:
    """Return the option or argument that a usage error is about, as it is typed."""
    param = getattr(error, "param", None)
    if param is None:
        return ""
    if param.param_type_name == "argument":
        return str(param.metavar or param.name).upper()
    return " / ".join(param.opts)


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")
