"""A plan laid out on sheets: rows of cells, and what no cell can say kept beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from yunchou.messages import Text
from yunchou.plan.formats.parts import to_data
from yunchou.plan.formats.xlsx_cells import (
    ABSENT,
    Column,
    Path,
    Raw,
    exact,
    get,
    show,
    take,
    token,
    writable,
)
from yunchou.plan.formats.xlsx_tables import ALWAYS, FORM, PARENT, TABLES, TASKS, Record, Row, Table

if TYPE_CHECKING:
    from yunchou.plan.model import Plan

#: phases of a budget that get columns of their own
MAX_PHASE_COLUMNS = 60


@dataclass
class Beside:
    """What the cells of a record do not say: other keys, and exact values of some cells."""

    rest: Record = field(default_factory=dict)
    #: path, what the cell shows, and the value: [] for none, [value] otherwise
    cells: list[tuple[Path, str, list[Any]]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.rest or self.cells)

    def to_json(self) -> dict[str, Any]:
        """Return the form in the hidden sheet."""
        return {"rest": self.rest, "cells": self.cells}


@dataclass
class Line:
    """A row: its key in the hidden sheet, its cells, and the record's place in the plan."""

    key: str
    cells: list[Raw]
    path: str
    beside: Beside


@dataclass
class Sheet:
    """A sheet with its columns and rows."""

    code: str
    title: Text
    columns: list[Column]
    lines: list[Line]

    def index(self, *path: str) -> int | None:
        """Return the position of a column."""
        return next((n for n, c in enumerate(self.columns) if c.path == path), None)


@dataclass
class Book:
    """All sheets, the form of single facts, and what is left of the plan."""

    form: Sheet
    sheets: list[Sheet]
    rest: Record


def lay_out(plan: Plan, lang: str) -> Book:
    """Lay a plan out on sheets."""
    data = to_data(plan)
    names = {phase.id: phase.name for phase in plan.phases}
    rows = {table.code: _rows(table, data) for table in TABLES if not table.parent}
    children = _children(rows)
    sheets = []
    for table in TABLES:
        found = children.get(table.code, []) if table.parent else _keyed(rows[table.code])
        if found or table.code in ALWAYS:
            columns = _columns(table, [row for _, row in found], names)
            lines = [_line(columns, key, row, lang) for key, row in found]
            sheets.append(Sheet(table.code, table.title, columns, lines))
    return Book(_form(data, lang), sheets, data)


def _form(data: Record, lang: str) -> Sheet:
    columns = [c for c in FORM if c.core or get(data, c.path) not in (ABSENT, None, "", [])]
    line = _line(columns, "", Row("", data), lang)
    # what is left of the data belongs to the book, not to this line
    line.beside.rest = {}
    return Sheet("form", Text("项目", "Project"), columns, [line])


def _rows(table: Table, data: Record) -> list[Row]:
    rows = table.take(data)
    return list(_flat(rows)) if table is TASKS else rows


def _flat(phases: list[Row]) -> list[Row]:
    """Turn the tree of phases and tasks into rows with a WBS number and a type."""
    rows: list[Row] = []
    number = 0
    for path, phase in phases:
        implicit = phase.get("implicit") is True
        tasks = phase.pop("tasks") if phase.get("tasks") else []
        record = {**phase, "type": "implicit" if implicit else "phase"}
        if implicit:
            del record["implicit"]
        else:
            number += 1
            record["wbs"] = str(number)
        if "accountable_role" in record:
            record["role"] = record.pop("accountable_role")
        rows.append(Row(path, record))
        for position, task in enumerate(tasks):
            if implicit:
                number += 1
            wbs = str(number) if implicit else f"{number}.{position + 1}"
            _flat_task(Row(f"{path}.tasks[{position}]", task), wbs, rows)
    return rows


def _flat_task(row: Row, wbs: str, rows: list[Row]) -> None:
    path, task = row
    tasks = task.pop("tasks") if task.get("tasks") else []
    rows.append(Row(path, {**task, "wbs": wbs, "type": "task"}))
    for position, child in enumerate(tasks):
        _flat_task(Row(f"{path}.tasks[{position}]", child), f"{wbs}.{position + 1}", rows)


def _keyed(rows: list[Row]) -> list[tuple[str, Row]]:
    """Give each row a key of its own: its id, numbered when it has none or shares it."""
    taken: set[str] = set()
    keyed = []
    for position, row in enumerate(rows, 1):
        name = writable(str(row.record.get("id") or row.record.get("key") or ""))[:200]
        key, copy = name if name.strip() else f"#{position}", 1
        while key in taken:
            copy += 1
            key = f"{name}#{copy}"
        taken.add(key)
        keyed.append((key, row))
    return keyed


def _children(rows: dict[str, list[Row]]) -> dict[str, list[tuple[str, Row]]]:
    """Take the lists of child tables off their parents' records."""
    found: dict[str, list[tuple[str, Row]]] = {}
    for table in (t for t in TABLES if t.parent):
        lines: list[Row] = []
        for key, row in _keyed(rows[table.parent]):
            items = row.record.get(table.path[0])
            if not items:
                continue
            del row.record[table.path[0]]
            for position, item in enumerate(items):
                place = f"{row.path}.{table.path[0]}[{position}]"
                lines.append(Row(place, {**item, "_parent": key}))
        found[table.code] = [(f"#{n}", line) for n, line in enumerate(lines, 1)]
    return found


def _columns(table: Table, rows: list[Row], names: dict[str, str]) -> list[Column]:
    columns = [c for c in table.columns if c.core or _filled(c, rows)]
    if table.parent:
        columns.insert(0, PARENT)
    if table.code == "budget":
        at = next(n for n, c in enumerate(columns) if c.path == ("planned_total",))
        columns[at:at] = _phase_columns(rows, names)
    return columns


def _filled(column: Column, rows: list[Row]) -> bool:
    for row in rows:
        value = get(row.record, column.path)
        if value is not ABSENT and value not in (None, "", []):
            return True
    return False


def _phase_columns(rows: list[Row], names: dict[str, str]) -> list[Column]:
    """Return a column of money for each phase, in the order of the plan."""
    used: dict[str, None] = dict.fromkeys(names)
    for row in rows:
        by_phase = row.record.get("planned_by_phase")
        used |= dict.fromkeys(by_phase if isinstance(by_phase, dict) else ())
    columns, taken = [], set[str]()
    for key in list(used)[:MAX_PHASE_COLUMNS]:
        title = f"{key} {names.get(key, '')}".strip()[:60]
        if not title or title in taken:
            continue
        taken.add(title)
        columns.append(Column(("planned_by_phase", key), Text(title, title), "money", 13))
    return columns


def _line(columns: list[Column], key: str, row: Row, lang: str) -> Line:
    beside = Beside()
    cells: list[Raw] = []
    for column in columns:
        value = take(row.record, column.path)
        shown = show(column, value, lang)
        if column.path == ("score",) and value is ABSENT:
            shown = _points(columns, cells)
        if not exact(column, value, shown):
            stored = [] if value is ABSENT else [value]
            beside.cells.append((column.path, token(shown), stored))
        cells.append(shown)
    beside.rest = row.record
    return Line(key, cells, row.path, beside)


def _points(columns: list[Column], cells: list[Raw]) -> Raw:
    """Return probability × impact for a risk without a score of its own."""
    known = dict(zip((c.path for c in columns), cells, strict=False))
    one, other = known.get(("probability",)), known.get(("impact",))
    return one * other if isinstance(one, int) and isinstance(other, int) else None
