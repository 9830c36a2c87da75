"""What a file looks like from its first bytes, and its text whatever the encoding."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from yunchou.plan.formats.report import Tally

_MAGIC: tuple[tuple[bytes, Text], ...] = (
    (b"PK\x03\x04", Text("Office 文档或 ZIP 压缩包", "an Office document or a ZIP archive")),
    (
        b"\xd0\xcf\x11\xe0",
        Text("旧版 Office 文件（.xls、.doc 或 .mpp）", "an old Office file (.xls, .doc or .mpp)"),
    ),
    (b"%PDF", Text("PDF 文档", "a PDF document")),
    (b"\x89PNG", Text("PNG 图片", "a PNG picture")),
    (b"\xff\xd8\xff", Text("JPEG 图片", "a JPEG picture")),
    (b"GIF8", Text("GIF 图片", "a GIF picture")),
    (b"\x1f\x8b", Text("gzip 压缩文件", "a gzip archive")),
    (b"Rar!", Text("RAR 压缩包", "a RAR archive")),
    (b"7z\xbc\xaf", Text("7z 压缩包", "a 7z archive")),
    (b"ERMHDR", Text("Primavera XER 文件", "a Primavera XER file")),
    (b"MPX", Text("Microsoft Project MPX 文件", "a Microsoft Project MPX file")),
    (b"BEGIN:VCALENDAR", Text("iCalendar 日历", "an iCalendar file")),
)


def describe(data: bytes) -> Text:
    """Say in a few words what a file that no format claims looks like."""
    head = data[:4096]
    for magic, text in _MAGIC:
        if head.startswith(magic):
            return text
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Text("二进制文件", "a binary file")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"<":
        return Text("XML 或 HTML 文件", "an XML or HTML file")
    if start[:1] in (b"{", b"["):
        return Text("JSON 文件，但不是 Trello 看板", "a JSON file, but not of a Trello board")
    first = start.splitlines()[0] if start.splitlines() else b""
    if max(first.count(b","), first.count(b";"), first.count(b"\t")) >= 2:
        return Text("CSV 表格", "a CSV table")
    return Text("普通文本", "plain text")


def decode(data: bytes, filename: str, tally: Tally) -> str:
    """Return the text of a file: UTF-8, UTF-16 with its mark, else GB18030 with a note.

    Raises
    ------
    InputError
        ``format.truncated`` when the file ends inside a character, ``format.encoding`` otherwise.
    """
    place = PurePath(filename).name
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = data.decode("utf-16")
            tally.warn(Text("文件为 UTF-16 编码，已转换", "The file was UTF-16"), place, "encoding")
            return text
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and not data[: error.start].isascii():
            raise InputError(
                Text("文件不完整：结尾断在一个字的中间", "The file is cut off inside a character"),
                place=place,
                remedy=Text("请重新导出或重新下载。", "Export or download it again."),
                code="format.truncated",
            ) from error
        return _gb18030(data, place, tally)


def _gb18030(data: bytes, place: str, tally: Tally) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise InputError(
            Text(
                f"文字编码无法识别（第 {error.start + 1} 字节）",
                f"The text encoding is not known (byte {error.start + 1})",
            ),
            place=place,
            remedy=Text("请另存为 UTF-8 后再试。", "Save it as UTF-8 and retry."),
            code="format.encoding",
        ) from error
    tally.warn(
        Text(
            "文件不是 UTF-8 编码，已按 GB18030（简体中文）读取，请核对文字",
            "The file is not UTF-8; it was read as GB18030 (simplified Chinese): check the text",
        ),
        place,
        "encoding",
    )
    return text
