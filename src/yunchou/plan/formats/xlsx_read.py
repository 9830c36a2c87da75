"""Rows of an Excel file → the plan's data: by headings, wherever they stand, edits and all."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import python_calamine

from yunchou.messages import InputError, Text
from yunchou.plan.formats import xlsx_views
from yunchou.plan.formats.wording import Fault
from yunchou.plan.formats.xlsx_cells import ABSENT, Column, parse, put, token
from yunchou.plan.formats.xlsx_hollow import COMPUTED, Hollow, compute, mark_hollow
from yunchou.plan.formats.xlsx_tables import (
    FORM,
    FORM_TITLE,
    GUIDE_TITLE,
    HIDDEN_SHEET,
    KEY_HEADER,
    PARENT,
    TABLES,
    TASKS,
    Record,
    Table,
)

if TYPE_CHECKING:
    from yunchou.plan.formats.report import Tally

Grid = list[list[Any]]

#: rows above the headings (a title, a note) that are looked through
_SEARCH = 15
_TOTALS = frozenset({"合计", "总计", "小计", "total", "sum", "subtotal"})
_KEY = Column(("_key",), Text(KEY_HEADER, KEY_HEADER))

_RENAMED = Text("按原来的位置认出了改过名的列", "a renamed column, known by its place")
_EXTRA = Text("不认识的列，作为附加字段保留", "an unknown column, kept as an extra field")
_TOTAL = Text("合计行不是数据", "a total is no data")


@dataclass
class Hidden:
    """What the hidden sheet says: headings when written, and what stands beside the cells."""

    headers: dict[str, list[tuple[str, tuple[str, ...], str]]] = field(default_factory=dict)
    beside: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    plan: Record = field(default_factory=dict)


@dataclass
class Found:
    """A record read from a row, and where it stood."""

    record: Record
    key: str
    sheet: str
    row: int
    columns: dict[tuple[str, ...], str]


def open_workbook(data: bytes, place: str) -> dict[str, Grid]:
    """Return the cells of each sheet, blank rows included so that numbers agree with Excel's.

    Raises
    ------
    InputError
        ``xlsx.broken``.
    """
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        grids = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
        mark_hollow(data, grids)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise InputError(
            Text("Excel 文件已损坏，无法读取", "The Excel file is damaged and cannot be read"),
            place=place,
            remedy=Text("请用 Excel 另存为 .xlsx 后再试。", "Save it again as .xlsx and retry."),
            code="xlsx.broken",
        ) from error
    return grids


class Reader:
    """Reads the sheets of one file; `faults` gathers all that is wrong."""

    def __init__(self, grids: dict[str, Grid], tally: Tally) -> None:
        self.tally = tally
        self.faults: list[Fault] = []
        self.origins: dict[str, Found] = {}
        self.hidden = _hidden(grids.pop(HIDDEN_SHEET, []))
        self.grids = grids

    def data(self) -> Record:
        """Return the plan's data.

        Raises
        ------
        InputError
            ``xlsx.no_plan`` when no sheet is one of a plan's.
        """
        sheets = self._assign()
        if not sheets:
            names = "、".join(list(self.grids)[:8])
            raise InputError(
                Text(
                    f"工作簿中没有方案的表（只有：{names}）", f"No sheet of a plan, only: {names}"
                ),
                place=self.tally.source,
                remedy=Text(
                    "请先导出一份 Excel 方案，在其中填写后再导入。",
                    "Export a plan to Excel first, fill it in and import it.",
                ),
                code="xlsx.no_plan",
            )
        data: Record = {}
        if "form" in sheets:
            self._form(sheets["form"], data)
        found = {t.code: self._table(t, sheets[t.code]) for t in TABLES if t.code in sheets}
        for table in (t for t in TABLES if t.parent and t.code in found):
            self._adopt(table, found[table.code], found.get(table.parent, []))
        for table in (t for t in TABLES if not t.parent and t.code in found):
            self._put(table, found[table.code], data)
        _merge(data, self.hidden.plan)
        return data

    # -- which sheet is which -------------------------------------------------------------------

    def _assign(self) -> dict[str, str]:
        """Return sheet names by table code: by name, else by headings."""
        titles = {text: t.code for t in TABLES for text in t.title}
        titles |= dict.fromkeys(FORM_TITLE, "form")
        views = {*GUIDE_TITLE, *xlsx_views.TITLES}
        assigned: dict[str, str] = {}
        rest = []
        for name in self.grids:
            code = titles.get(name.strip())
            if code and code not in assigned:
                assigned[code] = name
            elif name.strip() in views:
                self._view(name)
            else:
                rest.append(name)
        for name in rest:
            code = self._guess(name, set(assigned))
            if code:
                assigned[code] = name
            else:
                self._unknown_sheet(name)
        return assigned

    def _view(self, name: str) -> None:
        self.tally.found("sheet")
        self.tally.settle("sheet", "dropped")
        reason = Text("只供查看，不含自己的数据", "a view without data of its own")
        self.tally.field("sheet", name, "dropped", reason)

    def _unknown_sheet(self, name: str) -> None:
        self.tally.found("sheet")
        self.tally.settle("sheet", "dropped")
        reason = Text("不是方案的表", "not a sheet of a plan")
        self.tally.field("sheet", name, "dropped", reason)
        if any(cell not in ("", None) for row in self.grids[name] for cell in row):
            self.tally.warn(
                Text(f"工作表“{name}”不是方案的表，未导入", f"Sheet “{name}” was not imported"),
                name,
                "xlsx.unknown_sheet",
            )

    def _guess(self, name: str, taken: set[str]) -> str | None:
        """Return the table that most headings of a renamed sheet belong to."""
        best: tuple[float, str] = (0.0, "")
        for table in TABLES:
            if table.code in taken:
                continue
            names = self._names(table)
            at = _header_row(self.grids[name], names)
            if at is None:
                continue
            heads = [_norm(cell) for cell in self.grids[name][at] if _norm(cell)]
            share = sum(head in names for head in heads) / len(heads)
            known = sum(head in names for head in heads)
            if known >= 3 and share >= 0.5:
                best = max(best, (known + share, table.code))
        return best[1] or None

    def _names(self, table: Table) -> dict[str, Column]:
        """Return columns by heading, in either language; what was written goes first."""
        names: dict[str, Column] = {_norm(KEY_HEADER): _KEY}
        columns = [*table.columns, *([PARENT] if table.parent else [])]
        known = {column.path: column for column in columns}
        for heading, path, kind in self.hidden.headers.get(table.code, []):
            column = known.get(path) or Column(path, Text(heading, heading), kind)  # type: ignore[arg-type]  # checked when read
            names.setdefault(_norm(heading), column)
        for column in columns:
            for heading in column.title:
                names.setdefault(_norm(heading), column)
        for column in columns:
            for heading in column.also:
                names.setdefault(_norm(heading), column)
        return names

    # -- rows -----------------------------------------------------------------------------------

    def _table(self, table: Table, name: str) -> list[Found]:
        grid = self.grids[name]
        names = self._names(table)
        at = _header_row(grid, names)
        if at is None:
            if any(_norm(cell) for row in grid for cell in row):
                where = Text(f"工作表“{name}”", f"sheet “{name}”")
                fault = Text("找不到表头", "the headings are not found")
                self.faults.append(Fault("", where, fault))
            return []
        columns = self._columns(table, grid[at], names, name)
        found = []
        for number, row in enumerate(grid[at + 1 :], at + 2):
            if any(_norm(cell) for cell in row):
                line = self._row(table, name, number, row, columns)
                found += [line] if line else []
        return found

    def _columns(
        self, table: Table, heads: list[Any], names: dict[str, Column], sheet: str
    ) -> list[Column | None]:
        written = self.hidden.headers.get(table.code, [])
        present = {_norm(head) for head in heads}
        columns: list[Column | None] = []
        taken: set[tuple[str, ...]] = set()
        for position, head in enumerate(heads):
            column = names.get(_norm(head)) if _norm(head) else None
            if column is None and _norm(head):
                column = self._renamed(table, position, head, present, written, names, sheet)
            if column is not None and column.path in taken:
                where = Text(f"工作表“{sheet}”", f"sheet “{sheet}”")
                text = Text(f"“{head}”列重复", f"column “{head}” stands twice")
                self.faults.append(Fault("", where, text))
                column = None
            if column is not None:
                taken.add(column.path)
            columns.append(column)
        return columns

    def _renamed(  # noqa: PLR0913 (what is known of a heading)
        self,
        table: Table,
        position: int,
        head: Any,
        present: set[str],
        written: list[tuple[str, tuple[str, ...], str]],
        names: dict[str, Column],
        sheet: str,
    ) -> Column:
        shown = str(head).strip()
        if position < len(written) and _norm(written[position][0]) not in present:
            column = names[_norm(written[position][0])]
            self.tally.warn(
                Text(
                    f"“{shown}”列按“{written[position][0]}”读取",
                    f"Column “{shown}” is read as “{written[position][0]}”",
                ),
                sheet,
                "xlsx.renamed",
            )
            self.tally.field(table.code, shown, "converted", _RENAMED)
            return column
        phase = _PHASE.match(shown)
        if table.code == "budget" and phase and phase[1] in self._phase_ids():
            return Column(("planned_by_phase", phase[1]), Text(shown, shown), "money")
        self.tally.warn(
            Text(f"不认识“{shown}”列，作为附加字段保留", f"Column “{shown}” is kept as an extra"),
            sheet,
            "xlsx.unknown_column",
        )
        return Column((shown,), Text(shown, shown), "extra")

    def _phase_ids(self) -> set[str]:
        names = self._names(TASKS)
        ids: set[str] = set()
        for title in TASKS.title:
            grid = self.grids.get(title, [])
            at = _header_row(grid, names)
            if at is None:
                continue
            heads = [names.get(_norm(head)) for head in grid[at]]
            place = next((n for n, c in enumerate(heads) if c and c.path == ("id",)), None)
            if place is not None:
                ids |= {str(row[place]) for row in grid[at + 1 :]}
        return ids

    def _row(
        self, table: Table, sheet: str, number: int, row: list[Any], columns: list[Column | None]
    ) -> Found | None:
        self.tally.found(table.code)
        keys = [cell for cell, c in zip(row, columns, strict=False) if c is _KEY]
        key = str(keys[0]) if keys and keys[0] not in (None, "") else ""
        if key == "#total" or _is_total(table, row, columns):
            self.tally.settle(table.code, "dropped")
            self.tally.field(table.code, "合计", "dropped", _TOTAL)
            return None
        beside = self._beside(table.code, key, row, columns)
        exact = {tuple(path): (shown, value) for path, shown, value in beside.get("cells", [])}
        record: Record = {}
        where = {c.path: c.title.zh for c in columns if c}
        found = Found(record, key, sheet, number, where)
        for cell, column in zip(row, columns, strict=False):
            if column is None or column is _KEY:
                continue
            self._cell(table.code, found, column, cell, exact)
            if isinstance(cell, Hollow) and not cell.error:
                compute(record, column.path)
        for path, (shown, value) in exact.items():
            if path not in where and shown == "" and value:
                put(record, path, value[0])
        _merge(record, beside.get("rest", {}))
        self.tally.settle(table.code, "kept")
        return found

    def _beside(
        self, code: str, key: str, row: list[Any], columns: list[Column | None]
    ) -> dict[str, Any]:
        """Return what the hidden sheet keeps for a row; only the first row with a key has it."""
        if not key:
            ids = [cell for cell, c in zip(row, columns, strict=False) if c and c.path == ("id",)]
            key = str(ids[0]) if ids else ""
        return self.hidden.beside.pop((code, key), {}) if key else {}

    def _cell(
        self, code: str, found: Found, column: Column, cell: Any, exact: dict[Any, Any]
    ) -> None:
        if isinstance(cell, Hollow):
            if cell.error or column.path not in COMPUTED:
                self.faults.append(self.fault(found, column.title.zh, cell.fault))
            return
        shown, value = exact.get(column.path, (None, []))
        if shown is not None and token(cell) == shown:
            if value:
                self._count(code, column)
                put(found.record, column.path, value[0])
            return
        try:
            parsed = parse(column, cell)
        except ValueError as error:
            zh, en = (error.args * 2)[:2]
            self.faults.append(self.fault(found, column.title.zh, Text(str(zh), str(en))))
            return
        if parsed is not ABSENT:
            self._count(code, column, _EXTRA if column.kind == "extra" else None)
            put(found.record, column.path, parsed)

    def _count(self, code: str, column: Column, how: Text | None = None) -> None:
        name = ".".join(column.path)
        self.tally.found_field(code, name)
        self.tally.field(code, name, "converted" if how else "kept", how)

    @staticmethod
    def fault(found: Found, column: str, text: Text) -> Fault:
        """Return a fault at a cell."""
        zh = f"工作表“{found.sheet}”第 {found.row} 行"
        en = f"sheet “{found.sheet}”, row {found.row}"
        if column:
            zh, en = f"{zh}“{column}”列", f"{en}, column “{column}”"
        return Fault("", Text(zh, en), text)

    # -- putting records back ---------------------------------------------------------------------

    def _form(self, name: str, data: Record) -> None:
        names: dict[str, Column] = {}
        for column in FORM:
            for text in (".".join(column.path), *column.title):
                names.setdefault(_norm(text), column)
        beside = self.hidden.beside.pop(("form", ""), {})
        exact = {tuple(path): (shown, value) for path, shown, value in beside.get("cells", [])}
        for number, row in enumerate(self.grids[name], 1):
            cells = [*row, "", "", ""]
            known = names.get(_norm(cells[2])) or names.get(_norm(cells[0]))
            if known is None:
                if number > 1 and _norm(cells[0]):
                    self._unknown_fact(name, number, cells)
                continue
            self.tally.found("form")
            self.tally.settle("form", "kept")
            found = Found(data, "", name, number, {known.path: known.title.zh})
            self.origins[".".join(known.path)] = found
            self._cell("form", found, known, cells[1], exact)
        for path, (shown, value) in exact.items():
            if ".".join(path) not in self.origins and shown == "" and value:
                put(data, path, value[0])

    def _unknown_fact(self, name: str, number: int, cells: list[Any]) -> None:
        self.tally.found("form")
        self.tally.settle("form", "dropped")
        reason = Text("不认识的项目信息", "an unknown fact")
        self.tally.field("form", str(cells[0])[:60], "dropped", reason)
        shown = str(cells[0])[:40]
        self.tally.warn(
            Text(f"不认识“{shown}”，未导入", f"“{shown}” is not known and was not imported"),
            f"{name} {number}",
            "xlsx.unknown_fact",
        )

    def _adopt(self, table: Table, children: list[Found], parents: list[Found]) -> None:
        """Hand child records to the parents whose id or key they name."""
        by_name: dict[str, Record] = {found.key: found.record for found in parents if found.key}
        for found in parents:
            by_name.setdefault(str(found.record.get("id", "")), found.record)
        for child in children:
            name = str(child.record.pop("_parent", ""))
            parent = by_name.get(name)
            if parent is None:
                text = Text(f"找不到所属的“{name}”", f"there is no “{name}” it belongs to")
                self.faults.append(self.fault(child, PARENT.title.zh, text))
                continue
            parent.setdefault(table.path[0], []).append(child.record)
            index = len(parent[table.path[0]]) - 1
            # the place in the plan is known once the parent has its own
            self.origins[f"@{id(parent)}.{table.path[0]}[{index}]"] = child

    def _put(self, table: Table, found: list[Found], data: Record) -> None:
        if table is TASKS:
            self._number(found)
            phases = self._tree(found)
            if phases:
                data["phases"] = phases
            return
        table.put(data, [item.record for item in found])
        for position, item in enumerate(found):
            self._origin(f"{'.'.join(table.path)}[{position}]", item)

    def _number(self, found: list[Found]) -> None:
        """Give an id to tasks that somebody added without one."""
        used = {str(item.record.get("id")) for item in found}
        free = (new for n in range(1, 10**6) if (new := f"NEW{n}") not in used)
        for item in found:
            name = item.record.get("name")
            if "id" in item.record or not name or item.record.get("type") in ("phase", "implicit"):
                continue
            item.record["id"] = next(free)
            self.tally.warn(
                Text(
                    f"“{name}”没有编号，取为 {item.record['id']}",
                    f"“{name}” had no id and got {item.record['id']}",
                ),
                f"{item.sheet} · {item.row}",
                "xlsx.numbered",
            )

    def _origin(self, path: str, found: Found) -> None:
        self.origins[path] = found
        prefix = f"@{id(found.record)}."
        for key in [key for key in self.origins if key.startswith(prefix)]:
            self.origins[f"{path}.{key.removeprefix(prefix)}"] = self.origins.pop(key)

    def _tree(self, found: list[Found]) -> list[Record]:
        """Return phases with their tasks: the dots of the WBS number make the level."""
        phases: list[Record] = []
        stack: list[tuple[int, Record, str]] = []
        for item in found:
            kind, wbs = item.record.pop("type", ""), str(item.record.pop("wbs", ""))
            dots = wbs.strip(". ").count(".")
            if kind in ("phase", "implicit") or (not kind and not dots and wbs):
                path = f"phases[{len(phases)}]"
                self._origin(path, item)
                phases.append(_phase(item.record, implicit=kind == "implicit"))
                stack = [(-1 if kind == "implicit" else 0, phases[-1], path)]
                continue
            level = dots if wbs else (stack[-1][0] if len(stack) > 1 else 10**6)
            while stack and stack[-1][0] >= level and len(stack) > 1:
                stack.pop()
            if not stack or stack[-1][0] >= level:
                path = f"phases[{len(phases)}]"
                phases.append({"id": _free_id(phases), "implicit": True})
                stack = [(-1, phases[-1], path)]
            _, parent, path = stack[-1]
            tasks = parent.setdefault("tasks", [])
            tasks.append(item.record)
            path = f"{path}.tasks[{len(tasks) - 1}]"
            self._origin(path, item)
            # a task without number stands beside the one above, or first below its phase
            stack.append((level if wbs else stack[-1][0] + 1, item.record, path))
        return phases


_PHASE = re.compile(r"(\S+)")


def _free_id(phases: list[Record]) -> str:
    used = {phase.get("id") for phase in phases}
    return next(name for n in range(1, 10**6) if (name := f"tasks{n}") not in used)


def _phase(record: Record, *, implicit: bool) -> Record:
    if "role" in record:
        record["accountable_role"] = record.pop("role")
    if implicit:
        record["implicit"] = True
    return record


def _is_total(table: Table, row: list[Any], columns: list[Column | None]) -> bool:
    if table.code not in {"budget", "goals", "kpis"}:
        return False
    texts = {c.path: cell for cell, c in zip(row, columns, strict=False) if c}
    has_id = _norm(texts.get(("id",))) or _norm(texts.get(("key",)))
    return not has_id and any(_norm(cell) in _TOTALS for cell in row)


def _header_row(grid: Grid, names: dict[str, Column]) -> int | None:
    """Return the row, among the first ones, that has the most known headings."""
    best, at = 0, None
    for number, row in enumerate(grid[:_SEARCH]):
        known = sum(1 for cell in row if isinstance(cell, str) and _norm(cell) in names)
        if known > best:
            best, at = known, number
    return at


def _norm(value: Any) -> str:
    if value is None:
        return ""
    text = re.sub(r"\s+", "", str(value)).lower()
    return text.replace("（", "(").replace("）", ")").rstrip("*：:")


def _merge(record: Record, rest: Record) -> None:
    for key, value in rest.items():
        if key not in record:
            record[key] = value
        elif isinstance(record[key], dict) and isinstance(value, dict):
            _merge(record[key], value)


def _hidden(grid: Grid) -> Hidden:
    """Read the hidden sheet; what somebody has broken in it is as if it were not there."""
    hidden = Hidden()
    for row in grid:
        cells = ["" if cell is None else str(cell) for cell in row]
        if len(cells) < 3:
            continue
        try:
            key, value = json.loads(cells[1]), json.loads("".join(cells[2:]))
        except (ValueError, RecursionError):
            continue
        if not isinstance(value, dict) or not isinstance(key, str):
            continue
        _enter(hidden, cells[0], key, value)
    return hidden


def _enter(hidden: Hidden, code: str, key: str, value: dict[str, Any]) -> None:
    if code == "#plan":
        hidden.plan = value
    elif code == "#meta":
        headers = value.get("headers")
        for name, columns in headers.items() if isinstance(headers, dict) else ():
            hidden.headers[name] = [
                (str(c[0]), tuple(map(str, c[1])), str(c[2]))
                for c in columns
                if isinstance(c, list) and len(c) == 3 and isinstance(c[1], list) and c[1]
            ]
    else:
        cells = value.get("cells")
        good = [
            cell
            for cell in (cells if isinstance(cells, list) else [])
            if isinstance(cell, list) and len(cell) == 3 and isinstance(cell[2], list) and cell[0]
        ]
        rest = value.get("rest")
        hidden.beside[code, key] = {
            "cells": good,
            "rest": rest if isinstance(rest, dict) else {},
        }
