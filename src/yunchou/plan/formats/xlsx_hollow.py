"""Cells that hold no value although they are not empty: formulas never computed, and errors.

Excel stores the last value of a formula beside it; some programs write the formula alone. What
was an error (#REF!, #N/A) has no value either. A reader of values sees both as blank, so that
they would be lost without a word.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from yunchou.messages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

#: columns that we write as formulas, and can compute ourselves when nobody has
COMPUTED = frozenset({("planned_total",), ("score",)})

_CELL = re.compile(rb"<(?:\w+:)?c\b(?P<head>[^>]*[^>/])>(?P<body>.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb"\br=[\"'](?P<letters>[A-Z]{1,3})(?P<row>\d{1,7})[\"']")
_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v>(?P<value>[^<]*)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


@dataclass(frozen=True)
class Hollow:
    """What stands in place of a value: an error such as `#REF!`, or "" for a bare formula."""

    error: str = ""

    def __str__(self) -> str:
        """Be blank for all that looks at text."""
        return ""

    @property
    def fault(self) -> Text:
        """What is wrong with the cell, for people."""
        if self.error:
            return Text(f"公式出错（{self.error}）", f"a formula fails ({self.error})")
        return Text(
            "公式还没有算出结果，请用 Excel 打开并保存一次",
            "this formula was never computed: open the file in Excel and save it",
        )


def compute(record: dict[str, Any], path: tuple[str, ...]) -> None:
    """Work out what one of our own formulas would have said."""
    if path == ("score",):
        one, other = record.get("probability"), record.get("impact")
        if isinstance(one, int) and isinstance(other, int):
            record["score"] = one * other
    elif path == ("planned_total",) and record.get("planned_by_phase"):
        record["planned_total"] = round(sum(record["planned_by_phase"].values()), 2)


def mark_hollow(data: bytes, grids: dict[str, list[list[Any]]]) -> None:
    """Put a `Hollow` into the grids wherever a cell has a formula or an error but no value."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name, part in _sheets(archive):
            grid = grids.get(name)
            if grid is None or part not in archive.namelist():
                continue
            for row, column, error in _cells(archive.read(part)):
                if row < len(grid) and column < len(grid[row]) and grid[row][column] in ("", error):
                    grid[row][column] = Hollow(error)


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the names of the sheets with the parts that hold them."""
    names = archive.namelist()
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return
    links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), _SAFE)
    targets = {link.get("Id"): str(link.get("Target")) for link in links}
    book = etree.fromstring(archive.read("xl/workbook.xml"), _SAFE)
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        key = next((v for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")
        target = targets.get(str(key), "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        yield str(sheet.get("name")), part


def _cells(content: bytes) -> Iterator[tuple[int, int, str]]:
    for match in _CELL.finditer(content):
        head, body = match["head"], match["body"]
        place = _PLACE.search(head)
        value = _VALUE.search(body)
        said = value["value"].decode("utf-8", "replace") if value else ""
        error = said if _ERROR.search(head) else ""
        bare = not said and _FORMULA.search(body)
        if place is None or not (error or bare):
            continue
        column = 0
        for letter in place["letters"]:
            column = column * 26 + letter - 64
        yield int(place["row"]) - 1, column - 1, error
