"""Which rows and lines stay on one page, the same for every renderer that has pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.tree import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yunchou.plan.documents.tree import Inline, Row, Table

#: a table of so few rows and so little text is not torn at all
_WHOLE_ROWS = 8
_WHOLE_TEXT = 900
#: rows that are left together at the end of a longer table
_LAST_ROWS = 3
#: a group of so many rows with its name is not torn either: pages begin with a phase
_GROUP_ROWS = 12
#: text longer than this is free to go over pages wherever it must
_LONG_TEXT = 200


def is_whole(table: Table) -> bool:
    """Whether a table is small enough to stand on one page always."""
    longest = sum(max(len(plain(cell)) for cell in row.cells) for row in table.rows)
    return len(table.rows) <= _WHOLE_ROWS and longest <= _WHOLE_TEXT


def stays(table: Table, *, noted: bool) -> tuple[bool, ...]:
    """Tell of every row whether it stays with what follows it: a row, at the end the note.

    So a page neither begins with one forlorn row, a total or a note, nor ends with the name of
    a group.
    """
    rows, last = table.rows, len(table.rows) - 1
    whole, grouped = is_whole(table), _grouped(rows)
    return tuple(
        not _is_long(row.cells)
        and (noted if at == last else whole or at in grouped or _leads(rows, at))
        for at, row in enumerate(rows)
    )


def _grouped(rows: Sequence[Row]) -> set[int]:
    """Return the rows that stay with the next one of their short group."""
    starts = [at for at, row in enumerate(rows) if row.kind == "group"]
    ends = [*starts[1:], len(rows)]
    short = [range(a, b - 1) for a, b in zip(starts, ends, strict=False) if b - a <= _GROUP_ROWS]
    return {at for span in short for at in span}


def _leads(rows: Sequence[Row], at: int) -> bool:
    first_or_last = at == 0 or at >= len(rows) - _LAST_ROWS
    return first_or_last or rows[at].kind == "group" or rows[at + 1].kind == "total"


def items_stay(items: Sequence[Inline]) -> tuple[bool, ...]:
    """Tell of every line of a list whether it stays with the next: the first and last two do."""
    last = len(items) - 1
    return tuple(
        at in {0, last - 1} and at != last and not _is_long([item]) for at, item in enumerate(items)
    )


def runs(stay: Sequence[bool]) -> tuple[int, ...]:
    """Return for each row how many rows its run begins; 0 within a run."""
    lengths = [0] * len(stay)
    start = 0
    for at, stayed in enumerate(stay):
        lengths[start] += 1
        if not stayed:
            start = at + 1
    return tuple(lengths)


def _is_long(cells: Sequence[Inline]) -> bool:
    return any(len(plain(cell)) > _LONG_TEXT for cell in cells)
