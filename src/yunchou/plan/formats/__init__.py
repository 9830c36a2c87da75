"""File formats: `bytes ⇄ Plan + Report`, one module per format, found by content, not by name.

A format module has a constant `FORMAT`; its name stands in `NAMES`. Nothing is imported before
it is needed: reading a YAML plan pays neither for lxml nor for spreadsheets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, cast

from yunchou.messages import InputError, Text
from yunchou.plan.formats.kinds import describe

if TYPE_CHECKING:
    from yunchou.plan.formats.report import Report
    from yunchou.plan.model import Plan

#: the formats in the order in which they are asked whether a file is theirs
NAMES = ("xlsx", "mspdi", "trello", "yaml")

#: the most that is read, in bytes
MAX_BYTES = 64 * 1024 * 1024

Sniffer = Callable[[bytes, str], bool]
Reader = Callable[[bytes, str], "tuple[Plan, Report]"]
Writer = Callable[["Plan", str], "tuple[bytes, Report]"]


@dataclass(frozen=True)
class Format:
    """A file format.

    Parameters
    ----------
    name
        Its name in commands and reports.
    label
        Its name for people.
    suffixes
        Usual ends of file names, with the dot, the preferred one first.
    sniff
        (bytes, file name) → whether this is such a file, also when it is damaged. Must be quick
        and must not raise.
    read
        (bytes, file name) → Plan and Report; raises InputError.
    write
        (Plan, language ``zh`` | ``en``) → bytes and Report; None when the format is only read.
    """

    name: str
    label: Text
    suffixes: tuple[str, ...]
    sniff: Sniffer
    read: Reader
    write: Writer | None = None


def get(name: str) -> Format:
    """Return a format by name.

    Raises
    ------
    InputError
        When there is no such format.
    """
    if name not in NAMES:
        known = "、".join(NAMES)
        raise InputError(
            Text(f"没有名为“{name}”的格式", f"There is no format named “{name}”"),
            remedy=Text(f"可用格式：{known}。", f"Formats: {', '.join(NAMES)}."),
            code="format.unknown",
        )
    return cast("Format", import_module(f"yunchou.plan.formats.{name}").FORMAT)


def all_formats() -> list[Format]:
    """Return every format, in the order of detection."""
    return [get(name) for name in NAMES]


def by_suffix(filename: str) -> Format | None:
    """Return the format that a file name announces, None when it announces none."""
    lower = filename.lower()
    matches = [
        (len(suffix), form)
        for form in all_formats()
        for suffix in form.suffixes
        if lower.endswith(suffix)
    ]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def detect(data: bytes, filename: str = "") -> Format:
    """Return the format of a file, by its content first and its name second.

    Raises
    ------
    InputError
        ``format.empty``, ``format.too_big`` or ``format.wrong_kind``, saying what it looks like.
    """
    check_size(data, filename)
    fitting = [form for form in all_formats() if form.sniff(data, filename)]
    if not fitting:
        what = describe(data)
        raise InputError(
            Text(f"不是可识别的方案文件：{what.zh}", f"Not a plan file that is known: {what.en}"),
            place=PurePath(filename).name,
            remedy=Text(
                "支持 YAML 方案、Excel（.xlsx）、Microsoft Project XML 和 Trello 看板 JSON。",
                "Supported: YAML plans, Excel (.xlsx), Microsoft Project XML and Trello JSON.",
            ),
            code="format.wrong_kind",
        )
    named = [form for form in fitting if filename.lower().endswith(form.suffixes)]
    return (named or fitting)[0]


def check_size(data: bytes, filename: str = "") -> None:
    """Refuse a file that is empty or larger than `MAX_BYTES`."""
    place = PurePath(filename).name
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise InputError(
            Text("文件是空的", "The file is empty"),
            place=place,
            remedy=Text("请重新导出后再试。", "Export it again and retry."),
            code="format.empty",
        )
    if len(data) > MAX_BYTES:
        size, limit = len(data) / 2**20, MAX_BYTES // 2**20
        raise InputError(
            Text(
                f"文件有 {size:.1f} MB，超过上限 {limit} MB",
                f"The file has {size:.1f} MB, the limit is {limit} MB",
            ),
            place=place,
            remedy=Text("请拆分或只导出需要的部分。", "Split it, or export only what you need."),
            code="format.too_big",
        )


def read(data: bytes, filename: str = "", name: str | None = None) -> tuple[Plan, Report]:
    """Read a plan from a file of any known format.

    Parameters
    ----------
    data
        The file.
    filename
        Its name: a hint for detection, and the place named in errors.
    name
        The format, when it is known; otherwise it is detected.

    Raises
    ------
    InputError
        When the file cannot be read as a plan.
    """
    if name is None:
        return detect(data, filename).read(data, filename)
    check_size(data, filename)
    return get(name).read(data, filename)


def write(plan: Plan, name: str, lang: str = "zh") -> tuple[bytes, Report]:
    """Write a plan in a format.

    Raises
    ------
    InputError
        ``format.unknown``, or ``format.read_only`` when the format cannot be written.
    """
    form = get(name)
    if form.write is None:
        raise InputError(
            Text(f"{form.label.zh} 只能导入，不能导出", f"{form.label.en} can only be read"),
            remedy=Text("请导出为 yaml、xlsx 或 mspdi。", "Write yaml, xlsx or mspdi instead."),
            code="format.read_only",
        )
    return form.write(plan, lang)
