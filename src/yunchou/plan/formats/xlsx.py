"""Excel workbook (.xlsx) ⇄ Plan: a sheet per table, made to be edited and read back.

Nothing is executed: text that looks like a formula is written as text, and formulas are only
those for sums and risk scores. What has no column stands in a hidden sheet beside its row.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from yunchou.messages import Text
from yunchou.plan.formats import Format
from yunchou.plan.formats.parts import count_found, settle_plan, to_data
from yunchou.plan.formats.report import Report, Tally
from yunchou.plan.formats.wording import Fault, FaultsError, wording
from yunchou.plan.model import Plan

if TYPE_CHECKING:
    from yunchou.plan.formats.xlsx_book import Book
    from yunchou.plan.formats.xlsx_read import Reader

_HIDDEN = Text("没有对应的列，存入隐藏工作表", "no column for it: kept in the hidden sheet")


def _sniff(data: bytes, filename: str) -> bool:
    if not data.startswith(b"PK\x03\x04"):
        return False
    named = filename.lower().endswith((".xlsx", ".xlsm"))
    return named or b"xl/workbook.xml" in data


def read(data: bytes, filename: str = "") -> tuple[Plan, Report]:
    """Read a workbook.

    Raises
    ------
    InputError
        Naming sheet, row and column; all faults of the file together (`FaultsError`).
    """
    from yunchou.plan.formats import xlsx_guard
    from yunchou.plan.formats.xlsx_read import Reader, open_workbook

    name = PurePath(filename).name
    xlsx_guard.check(data, name)
    tally = Tally("xlsx", name)
    reader = Reader(open_workbook(data, name), tally)
    found = reader.data()
    if reader.faults:
        raise FaultsError(reader.faults, name, "xlsx.cell")
    try:
        plan = Plan.model_validate(found)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False)
        raise FaultsError(_faults(errors, reader), name, "xlsx.cell") from None
    return plan, tally.report()


def _faults(errors: list[Any], reader: Reader) -> list[Fault]:
    faults: dict[tuple[str, ...], Fault] = {}
    for error in errors:
        steps = [f"[{s}]" if isinstance(s, int) else f".{s}" for s in error["loc"]]
        for end in range(len(steps), 0, -1):
            path = "".join(steps[:end]).lstrip(".")
            found = reader.origins.get(path)
            if found is None:
                continue
            below = tuple(step.lstrip(".") for step in steps[end:])
            heads = [h for p, h in found.columns.items() if below[: len(p)] == p]
            if not below and len(found.columns) == 1:
                heads = list(found.columns.values())
            fault = reader.fault(found, heads[0] if heads else "".join(below), wording(error))
            faults.setdefault((path, *below[:2]), fault)
            break
        else:
            path = "".join(steps).lstrip(".")
            faults.setdefault((path,), Fault(path, Text("", ""), wording(error)))
    return list(faults.values())


def write(plan: Plan, lang: str = "zh") -> tuple[bytes, Report]:
    """Write a workbook in a language."""
    from yunchou.plan.formats.xlsx_book import lay_out
    from yunchou.plan.formats.xlsx_write import workbook

    tally = Tally("xlsx")
    count_found(to_data(plan), tally)
    book = lay_out(plan, lang)
    settle_plan(plan, tally, _kept_beside(book))
    return workbook(plan, book, lang), tally.report()


def _kept_beside(book: Book) -> dict[tuple[str, str], Text]:
    found = {("", key): _HIDDEN for key in book.rest if key in Plan.model_fields}
    for sheet in book.sheets:
        for line in sheet.lines:
            found |= {(line.path, key): _HIDDEN for key in line.beside.rest}
    return found


FORMAT = Format(
    name="xlsx",
    label=Text("Excel 工作簿", "Excel workbook"),
    suffixes=(".xlsx", ".xlsm"),
    sniff=_sniff,
    read=read,
    write=write,
)
