"""Microsoft Project XML (MSPDI): the form in which Project and its relatives exchange plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.formats import Format
from yunchou.plan.formats.mspdi.xml import sniff

if TYPE_CHECKING:
    from yunchou.plan.formats.report import Report
    from yunchou.plan.model import Plan


def _read(data: bytes, filename: str) -> tuple[Plan, Report]:
    from yunchou.plan.formats.mspdi.read import read

    return read(data, filename)


def _write(plan: Plan, lang: str) -> tuple[bytes, Report]:
    from yunchou.plan.formats.mspdi.write import write

    return write(plan, lang)


FORMAT = Format(
    name="mspdi",
    label=Text("Microsoft Project XML", "Microsoft Project XML"),
    suffixes=(".xml", ".mspdi"),
    sniff=sniff,
    read=_read,
    write=_write,
)
