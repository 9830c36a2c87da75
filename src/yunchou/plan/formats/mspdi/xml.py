"""MSPDI as XML: read without entities, DTD or network, with or without the namespace."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING
from xml.parsers import expat

from lxml import etree

from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMESPACE = "http://schemas.microsoft.com/project"
TENTHS_PER_HOUR = 600

_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<days>\d+)D)?(?:T(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+(?:\.\d*)?)S)?)?"
)

_DECLARATION = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["'](?P<name>[\w.:-]+)["'][^>]*\?>""")
_READ_AS_THEY_ARE = frozenset({b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii"})


class _PrologueDoneError(Exception):
    """The root element has begun; nothing in front of it was forbidden."""


def _refuse_dtd(*_: object) -> None:
    raise InputError(
        Text(
            "文件含有 DTD 或实体定义，已拒绝读取", "The file has a DTD or entities and is refused"
        ),
        remedy=Text(
            "请用 Microsoft Project 另存为 XML 后再试。",
            "Save it again as XML from Microsoft Project.",
        ),
        code="mspdi.dtd",
    )


def _stop(*_: object) -> None:
    raise _PrologueDoneError


def _check_prologue(data: bytes) -> None:
    """Refuse a document type declaration before any XML library could act on it."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = _stop
    try:
        for offset in range(0, len(data), 65536):
            parser.Parse(data[offset : offset + 65536], offset + 65536 >= len(data))
    except (_PrologueDoneError, expat.ExpatError):
        return


def _in_utf8(data: bytes) -> bytes:
    """Return a file that declares GB18030 or the like in UTF-8: expat reads no such encoding."""
    match = _DECLARATION.match(data[:400])
    if match is None or match["name"].lower() in _READ_AS_THEY_ARE:
        return data
    name = match["name"].decode("ascii")
    try:
        return data[match.end() :].decode(name).encode("utf-8")
    except (LookupError, UnicodeError) as error:
        raise InputError(
            Text(
                f"文件声明的编码 {name} 与内容不符，或不认识",
                f"The declared encoding {name} is unknown or not that of the content",
            ),
            remedy=Text("请另存为 UTF-8 后再试。", "Save it as UTF-8 and retry."),
            code="mspdi.encoding",
        ) from error


def parse(data: bytes, filename: str = "") -> etree._Element:
    """Return the Project element.

    Raises
    ------
    InputError
        ``mspdi.dtd``, ``mspdi.broken``, ``mspdi.encoding`` or ``mspdi.wrong_kind``.
    """
    place = PurePath(filename).name
    try:
        data = _in_utf8(data)
        _check_prologue(data)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
        )
        root = etree.fromstring(data, parser)
    except InputError as error:
        raise InputError(error.text, place=place, remedy=error.remedy, code=error.code) from None
    except etree.XMLSyntaxError as error:
        raise _broken(error, place) from error
    if root.getroottree().docinfo.internalDTD is not None:
        _refuse_dtd()
    if tag(root) != "Project":
        name = tag(root)
        raise InputError(
            Text(
                f"根元素是 {name}，不是 Microsoft Project 的 Project",
                f"The root element is {name}, not Microsoft Project's Project",
            ),
            place=place,
            remedy=Text(
                "请用 Microsoft Project 另存为 XML。", "Save it as XML from Microsoft Project."
            ),
            code="mspdi.wrong_kind",
        )
    return root


def _broken(error: etree.XMLSyntaxError, place: str) -> InputError:
    line, column = error.position
    said = (error.msg or "").lower()
    if any(word in said for word in ("huge", "too big", "too long", "maximum")):
        return InputError(
            Text(
                f"一个元素的文字超过 10 MB（第 {line} 行）",
                f"The text of one element exceeds 10 MB (line {line})",
            ),
            place=place,
            remedy=Text("请删去过大的备注后再导出。", "Shorten that note and export it again."),
            code="mspdi.too_big",
        )
    if "encoding" in said or "utf-8" in said:
        return InputError(
            Text(
                f"文字与声明的编码不符（第 {line} 行第 {column} 列）",
                f"The text is not in the declared encoding (line {line}, column {column})",
            ),
            place=place,
            remedy=Text("请另存为 UTF-8 后再试。", "Save it as UTF-8 and retry."),
            code="mspdi.encoding",
        )
    return InputError(
        Text(
            f"XML 不完整或已损坏（第 {line} 行第 {column} 列）",
            f"The XML is cut off or damaged (line {line}, column {column})",
        ),
        place=place,
        remedy=Text("请重新导出后再试。", "Export it again and retry."),
        code="mspdi.broken",
    )


def sniff(data: bytes, filename: str) -> bool:
    """Tell whether this looks like an MSPDI file, also when it is cut off."""
    head = data[:4096]
    for encoding in ("utf-8", "utf-16"):
        text = head.decode(encoding, "ignore")
        if "<Project" in text and (NAMESPACE in text or "<?xml" in text):
            return "<ProjectLibre" not in text
    return filename.lower().endswith(".xml") and b"<!DOCTYPE Project" in head


def tag(element: etree._Element) -> str:
    """Return the local name, whatever the namespace."""
    name: object = element.tag  # a function for comments and the like
    return name.rsplit("}", 1)[-1] if isinstance(name, str) else ""


def children(element: etree._Element | None, name: str | None = None) -> Iterator[etree._Element]:
    """Yield child elements (of a name, in any namespace or none); none of a missing element."""
    if element is None:
        return iter(())
    return element.iterchildren(f"{{*}}{name or '*'}")


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of a name."""
    return next(children(element, name), None)


def text(element: etree._Element | None, name: str, default: str = "") -> str:
    """Return the stripped text of a child, or the default when absent or empty."""
    found = child(element, name)
    value = (found.text or "").strip() if found is not None else ""
    return value or default


def flag(element: etree._Element | None, name: str) -> bool:
    """Return a boolean child; absent is false."""
    return text(element, name).lower() in {"1", "true"}


def integer(element: etree._Element | None, name: str, default: int = 0) -> int:
    """Return a whole number; absent or unreadable is the default."""
    try:
        return int(Decimal(text(element, name) or default))
    except (ArithmeticError, ValueError):
        return default


def number(value: str, default: str = "0") -> Decimal:
    """Read a decimal number; unreadable is the default."""
    try:
        found = Decimal(value)
    except ArithmeticError:
        return Decimal(default)
    return found if found.is_finite() else Decimal(default)


def moment(value: str) -> dt.datetime | None:
    """Read a local date-time; seconds are kept, a zone is not expected."""
    try:
        return dt.datetime.fromisoformat(value).replace(tzinfo=None) if value else None
    except ValueError:
        return None


def tenths(value: str) -> int | None:
    """Read an ISO 8601 duration as tenths of a minute, the resolution of Microsoft Project."""
    match = _DURATION.fullmatch(value.strip())
    if not value.strip() or not match:
        return None
    seconds = (
        int(match["days"] or 0) * 86400
        + int(match["h"] or 0) * 3600
        + int(match["m"] or 0) * 60
        + Decimal(match["s"] or 0)
    )
    found = int((seconds / 6).to_integral_value())
    return -found if match["sign"] else found


def hours_text(value: int, unit: str = "h") -> str:
    """Write tenths of a minute as a plan file's hours: 4800 → `8h`."""
    hours = (Decimal(value) / TENTHS_PER_HOUR).quantize(Decimal("0.00001"))
    return f"{hours.normalize():f}{unit}"


def iso_duration(value: int) -> str:
    """Write tenths of a minute as ISO 8601: 4800 → `PT8H0M0S`."""
    sign, rest = ("-" if value < 0 else ""), abs(value)
    hours, rest = divmod(rest, TENTHS_PER_HOUR)
    minutes, rest = divmod(rest, 10)
    return f"{sign}PT{hours}H{minutes}M{rest * 6}S"
