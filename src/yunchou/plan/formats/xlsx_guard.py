"""Is it safe to open this .xlsx? Measured by inflating it in pieces, trusting no header."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import NoReturn

from yunchou.messages import InputError, Text

#: bytes of all parts together, parts, and cells of one sheet, that are read
MAX_INFLATED = 256 * 2**20
MAX_PARTS = 2_000
MAX_ROWS = 200_000
MAX_CELLS = 5_000_000
_PIECE = 1 << 20
_CELL = re.compile(
    rb"<(?:\w+:)?(?:c|row|dimension)\b[^>]*?\sr(?:ef)?\s*=\s*[\"']"
    rb"(?:[A-Z$]+\d+:)?([A-Z]{0,4})(\d{1,9})[\"']"
)


def check(data: bytes, place: str) -> None:
    """Refuse archives that are broken, not workbooks, or grow beyond measure.

    Raises
    ------
    InputError
        ``xlsx.broken``, ``xlsx.not_a_workbook``, ``xlsx.too_big``, ``xlsx.encrypted``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, RuntimeError, EOFError):
        _refuse(
            place,
            "format.truncated",
            "Excel 文件已损坏或不完整",
            "The Excel file is damaged or cut off",
        )
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        zh = "这是 ZIP 或其他 Office 文件，不是 .xlsx 工作簿"
        _refuse(place, "xlsx.not_a_workbook", zh, "A ZIP or another Office file, not an .xlsx")
    if len(parts) > MAX_PARTS:
        _refuse(place, "xlsx.too_big", "工作簿的部件过多", "The workbook has too many parts")
    total = 0
    for part in parts:
        if part.flag_bits & 1:
            _refuse(place, "xlsx.encrypted", "工作簿已加密", "The workbook is encrypted")
        sheet = part.filename.endswith((".xml", ".XML"))
        total += _inflate(data, part, MAX_INFLATED - total, place, sheet=sheet)


def _refuse(place: str, code: str, zh: str, en: str) -> NoReturn:
    raise InputError(
        Text(zh, en),
        place=place,
        remedy=Text("请用 Excel 另存为 .xlsx 后再试。", "Save it again as .xlsx and retry."),
        code=code,
    )


def _inflate(data: bytes, part: zipfile.ZipInfo, room: int, place: str, *, sheet: bool) -> int:
    """Return how many bytes a part really has, reading at most `room`; measure cells on the way."""
    head = data[part.header_offset : part.header_offset + 30]
    if len(head) < 30:
        _refuse(place, "format.truncated", "Excel 文件不完整", "The Excel file is cut off")
    skip = 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    start = part.header_offset + skip
    packed = memoryview(data)[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    if part.compress_type != zipfile.ZIP_DEFLATED:
        _refuse(place, "xlsx.broken", "压缩方式不支持", "Its compression is not supported")
    engine = zlib.decompressobj(-15)
    size, tail, feed = 0, b"", bytes(packed)
    try:
        while feed or not engine.eof:
            piece = engine.decompress(feed, _PIECE)
            if not piece:
                break
            feed = engine.unconsumed_tail
            size += len(piece)
            if size > room:
                zh = f"解压后超过 {MAX_INFLATED // 2**20} MB，可能是压缩炸弹"
                en = f"It inflates to more than {MAX_INFLATED // 2**20} MB"
                _refuse(place, "xlsx.too_big", zh, en)
            if sheet:
                _measure(tail + piece, place)
                tail = piece[max(0, piece.rfind(b"<")) :][:_PIECE]
    except zlib.error:
        _refuse(place, "format.truncated", "Excel 文件已损坏", "The Excel file is damaged")
    return size


def _measure(piece: bytes, place: str) -> None:
    """Refuse a sheet whose cells lie so far out that its grid would fill the memory."""
    for match in _CELL.finditer(piece):
        row, column = int(match[2]), 0
        for letter in match[1]:
            column = column * 26 + letter - 64
        if row > MAX_ROWS or column > 16_384 or row * column > MAX_CELLS:
            cell = (match[1] + match[2]).decode()
            _refuse(
                place,
                "xlsx.too_big",
                f"工作表过大：单元格在 {cell}",
                f"The sheet is too large: there is a cell at {cell}",
            )
