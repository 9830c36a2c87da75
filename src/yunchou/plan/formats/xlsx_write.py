"""A laid-out plan → .xlsx: headings frozen, lists to choose from, sums as formulas, printable."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import TYPE_CHECKING, Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from yunchou.messages import Text
from yunchou.plan.formats import xlsx_views
from yunchou.plan.formats.xlsx_cells import writable
from yunchou.plan.formats.xlsx_tables import (
    FORM_TITLE,
    GUIDE_TITLE,
    HIDDEN_SHEET,
    KEY_HEADER,
)

if TYPE_CHECKING:
    from yunchou.plan.formats.xlsx_book import Book, Line, Sheet
    from yunchou.plan.formats.xlsx_cells import Column, Raw
    from yunchou.plan.formats.xlsx_views import View
    from yunchou.plan.model import Plan

_CHUNK = 16_000
_RISKY = ("=", "+", "-", "@", "\t", "\r", "|", "%")
#: rows below the last one that also offer the lists to choose from
_ROOM = 200
_GUIDE: tuple[Text, ...] = (
    Text("本文件由运筹生成，改好后可以再导入。", "Made by Yunchou; edit it and import it again."),
    Text("可以增删行、调整行列次序；请保留表头。", "Add, delete, move rows; keep the headings."),
    Text("“编号”在一张表中不能重复。", "An ID stands once on a sheet."),
    Text(
        "WBS 的层级由“序号”中的点数决定；新任务的序号可以留空。",
        "The dots in “WBS” make the levels; leave it blank for a new task.",
    ),
    Text("前置任务填编号，用顿号分开。", "Predecessors: IDs with commas between."),
    Text("日期写作 2027-03-05，金额单位为元。", "Dates: 2027-03-05. Amounts in yuan."),
    Text(
        "“进度计划”“里程碑”“职责分配”由计算得出，只供查看，请在“WBS 任务”中修改。",
        "Timetable, milestones and responsibilities are computed, for viewing only.",
    ),
)


def workbook(plan: Plan, book: Book, lang: str) -> bytes:
    """Return the file; the same plan gives the same bytes."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    file = xlsxwriter.Workbook(stream, options)
    title = plan.project.name[:200]
    stamp = dt.datetime(2026, 1, 1)  # noqa: DTZ001 (a fixed mark, not a time)
    file.set_properties({"title": title, "author": "Yunchou 运筹", "created": stamp})
    _Pages(file, lang).all(plan, book)
    file.close()
    return stream.getvalue()


class _Pages:
    """The sheets of one file."""

    def __init__(self, file: Any, lang: str) -> None:
        self.file = file
        self.lang = lang
        base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
        wrap = {**base, "text_wrap": True}
        self.formats = {
            "head": file.add_format(
                {**base, "bold": True, "bg_color": "#DCE6F2", "border": 1, "text_wrap": True}
            ),
            "text": file.add_format(wrap),
            "risky": file.add_format({**wrap, "quote_prefix": True}),
            "number": file.add_format({**base, "num_format": "General"}),
            "money": file.add_format({**base, "num_format": "#,##0.00"}),
            "date": file.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"}),
            "moment": file.add_format({**base, "num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
            "total": file.add_format({**base, "bold": True, "num_format": "#,##0.00", "top": 1}),
            "sum": file.add_format({**base, "bold": True, "num_format": "General", "top": 1}),
            "group": file.add_format({**wrap, "bold": True, "bg_color": "#F2F2F2"}),
        }

    def all(self, plan: Plan, book: Book) -> None:
        """Write every sheet."""
        self._guide()
        self._form(book.form)
        roles = [role.id for role in plan.roles]
        for sheet in book.sheets:
            self._sheet(sheet, roles)
            if sheet.code == "tasks":
                for view in xlsx_views.views(plan):
                    self._view(view)
        self._hidden(book)

    def _page(self, title: Text) -> Any:
        page = self.file.add_worksheet(title.in_(self.lang))
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.set_footer("&L&A&R&P / &N")
        return page

    def _cell(
        self, page: Any, at: tuple[int, int], raw: Raw, kind: str, text: str = "text"
    ) -> None:
        row, column = at
        if raw is None:
            return
        if isinstance(raw, dt.datetime):
            page.write_datetime(row, column, raw, self.formats["moment"])
        elif isinstance(raw, dt.date):
            page.write_datetime(row, column, raw, self.formats["date"])
        elif isinstance(raw, int | float):
            form = self.formats["money" if kind == "money" else "number"]
            page.write_number(row, column, raw, form)
        else:
            # always text, never a formula; the quote keeps it text when somebody edits the cell
            form = self.formats["risky" if raw.startswith(_RISKY) else text]
            page.write_string(row, column, raw, form)

    def _guide(self) -> None:
        page = self._page(GUIDE_TITLE)
        page.set_column(0, 0, 80)
        for row, text in enumerate(_GUIDE):
            page.write_string(row, 0, text.in_(self.lang), self.formats["text"])

    def _form(self, sheet: Sheet) -> None:
        page = self._page(FORM_TITLE)
        heads = (Text("项目信息", "Fact"), Text("内容", "Value"), Text("字段", "Field"))
        for at, text in enumerate(heads):
            page.write_string(0, at, text.in_(self.lang), self.formats["head"])
        page.freeze_panes(1, 1)
        page.set_column(0, 0, 22)
        page.set_column(1, 1, 80)
        page.set_column(2, 2, 10, None, {"hidden": True})
        for row, (column, raw) in enumerate(
            zip(sheet.columns, sheet.lines[0].cells, strict=True), 1
        ):
            page.write_string(row, 0, column.title.in_(self.lang), self.formats["head"])
            self._cell(page, (row, 1), raw, column.kind)
            page.write_string(row, 2, ".".join(column.path), self.formats["text"])
            self._choices(page, column, (row, 1, row, 1), [])

    def _sheet(self, sheet: Sheet, roles: list[str]) -> None:
        page = self._page(sheet.title)
        for at, column in enumerate(sheet.columns):
            page.write_string(0, at, writable(column.title.in_(self.lang)), self.formats["head"])
            page.set_column(at, at, column.width)
            self._choices(page, column, (1, at, len(sheet.lines) + _ROOM, at), roles)
        last = len(sheet.columns)
        page.write_string(0, last, KEY_HEADER, self.formats["head"])
        page.set_column(last, last, 8, None, {"hidden": True})
        page.freeze_panes(1, min(2, last))
        page.repeat_rows(0)
        for row, line in enumerate(sheet.lines, 1):
            self._line(page, row, sheet, line)
        page.autofilter(0, 0, max(1, len(sheet.lines)), last - 1)
        if sheet.code == "budget" and sheet.lines:
            self._total(page, sheet)
        elif sheet.code in {"goals", "kpis"} and sheet.lines:
            self._weights(page, sheet)

    def _line(self, page: Any, row: int, sheet: Sheet, line: Line) -> None:
        group = sheet.code == "tasks" and line.cells[1] in ("阶段", "Phase")
        if group:
            page.set_row(row, None, self.formats["group"])
        for at, (column, raw) in enumerate(zip(sheet.columns, line.cells, strict=True)):
            formula = self._formula(sheet, row, column, line)
            if formula:
                form = self.formats["money" if column.kind == "money" else "number"]
                page.write_formula(row, at, formula, form, raw)
            else:
                self._cell(page, (row, at), raw, column.kind, "group" if group else "text")
        self._cell(page, (row, len(sheet.columns)), line.key, "text")

    def _formula(self, sheet: Sheet, row: int, column: Column, line: Line) -> str:
        """Return the formula of a cell whose value it gives; "" for a plain value."""
        at = {c.path: n for n, c in enumerate(sheet.columns)}
        value = line.cells[at[column.path]]
        if column.path == ("score",) and sheet.code == "risks":
            one, other = at[("probability",)], at[("impact",)]
            factors = line.cells[one], line.cells[other]
            if all(isinstance(f, int) for f in factors) and value == factors[0] * factors[1]:  # type: ignore[operator]  # both int
                return f"={xl_rowcol_to_cell(row, one)}*{xl_rowcol_to_cell(row, other)}"
        if column.path == ("planned_total",) and sheet.code == "budget":
            return _sum_formula(sheet, row, line, value)
        return ""

    def _total(self, page: Any, sheet: Sheet) -> None:
        """Sum the lines that count to the budget: not cash tied up nor what others pay."""
        row = len(sheet.lines) + 1
        form = self.formats["total"]
        page.write_string(row, 1, Text("合计", "Total").in_(self.lang), form)
        kinds = [column.path for column in sheet.columns].index(("kind",))
        options = sheet.columns[kinds].options
        apart = [options[key].in_(self.lang) for key in ("cash_tied_up", "separately_budgeted")]
        where = f"{xl_col_to_name(kinds)}2:{xl_col_to_name(kinds)}{row}"
        for at, column in enumerate(sheet.columns):
            if column.kind != "money" or column.path == ("price",):
                continue
            area = f"{xl_col_to_name(at)}2:{xl_col_to_name(at)}{row}"
            less = "".join(f'-SUMIF({where},"{kind}",{area})' for kind in apart)
            counted = [line.cells[at] for line in sheet.lines if line.cells[kinds] not in apart]
            total = round(sum(c for c in counted if isinstance(c, int | float)), 2)
            page.write_formula(row, at, f"=SUM({area}){less}", form, total)
        page.write_string(row, len(sheet.columns), "#total", self.formats["text"])

    def _weights(self, page: Any, sheet: Sheet) -> None:
        """Sum the weights, which should come to 100."""
        at = sheet.index("weight_pct")
        if at is None:
            return
        row = len(sheet.lines) + 1
        given = [line.cells[at] for line in sheet.lines]
        total = round(sum(c for c in given if isinstance(c, int | float)), 2)
        form, area = self.formats["sum"], f"{xl_col_to_name(at)}2:{xl_col_to_name(at)}{row}"
        page.write_string(row, 1, Text("合计", "Total").in_(self.lang), form)
        page.write_formula(row, at, f"=SUM({area})", form, total)
        page.write_string(row, len(sheet.columns), "#total", self.formats["text"])

    def _choices(
        self, page: Any, column: Column, area: tuple[int, int, int, int], roles: list[str]
    ) -> None:
        """Offer the values of a column as a list; other text is warned about, not refused."""
        values: list[str] = []
        if column.kind == "enum":
            values = [text.in_(self.lang) for text in column.options.values()]
        elif column.kind == "bool":
            values = [Text("是", "Yes").in_(self.lang), Text("否", "No").in_(self.lang)]
        elif column.refers_to == "roles":
            values = [role for role in roles if "," not in role]
        if not values or len(",".join(values)) > 255:
            return
        strict = "stop" if column.kind in ("enum", "bool") else "information"
        page.data_validation(*area, {"validate": "list", "source": values, "error_type": strict})

    def _view(self, view: View) -> None:
        """Write a sheet that only shows."""
        page = self._page(view.title)
        for at, (head, width) in enumerate(view.heads):
            page.write_string(0, at, writable(head.in_(self.lang)), self.formats["head"])
            page.set_column(at, at, width)
        page.freeze_panes(1, 2)
        page.repeat_rows(0)
        for row, cells in enumerate(view.rows, 1):
            group = row - 1 in view.groups
            if group:
                page.set_row(row, None, self.formats["group"])
            for at, raw in enumerate(cells):
                if raw is not None and raw != "":
                    text = writable(raw)[:_CHUNK] if isinstance(raw, str) else raw
                    self._cell(page, (row, at), text, "text", "group" if group else "text")

    def _hidden(self, book: Book) -> None:
        page = self.file.add_worksheet(HIDDEN_SHEET)
        page.very_hidden()
        sheets = [book.form, *book.sheets]
        headers = {
            s.code: [[writable(c.title.in_(self.lang)), list(c.path), c.kind] for c in s.columns]
            for s in sheets
        }
        rows: list[tuple[str, str, Any]] = [("#meta", "", {"version": 1, "headers": headers})]
        rows.append(("#plan", "", book.rest))
        for sheet in sheets:
            rows += [(sheet.code, x.key, x.beside.to_json()) for x in sheet.lines if x.beside]
        for row, (code, key, value) in enumerate(rows):
            page.write_string(row, 0, code)
            # as JSON, so that any key is plain ASCII
            page.write_string(row, 1, json.dumps(key))
            text = json.dumps(value, separators=(",", ":"))
            for at, start in enumerate(range(0, len(text), _CHUNK)):
                page.write_string(row, 2 + at, text[start : start + _CHUNK])


def _sum_formula(sheet: Sheet, row: int, line: Line, value: Raw) -> str:
    phases = [n for n, c in enumerate(sheet.columns) if c.path[0] == "planned_by_phase"]
    parts = [line.cells[n] for n in phases]
    numbers = [part for part in parts if isinstance(part, int | float)]
    if not numbers or not isinstance(value, int | float):
        return ""
    if abs(sum(numbers) - value) > 0.001:
        return ""
    first, last = xl_rowcol_to_cell(row, phases[0]), xl_rowcol_to_cell(row, phases[-1])
    return f"=SUM({first}:{last})"
