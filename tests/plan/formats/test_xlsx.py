"""Excel: what is written is read back; what people do to a workbook is accepted or explained."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings

from tests.plan.formats.plans import plans
from yunchou.messages import InputError
from yunchou.plan import archetypes
from yunchou.plan.formats import read, write, xlsx
from yunchou.plan.formats.wording import FaultsError
from yunchou.plan.model import Plan
from yunchou.plan.scheduling import schedule

FOLDER = Path(archetypes.__file__).parent / "data"
TEMPLATES = [path for path in sorted(FOLDER.glob("*.yaml")) if b"\nphases:" in path.read_bytes()]


def template(name: str = "new_product_launch") -> Plan:
    return read((FOLDER / f"{name}.yaml").read_bytes(), "t.yaml")[0]


def book(plan: Plan, lang: str = "zh") -> Any:
    return openpyxl.load_workbook(io.BytesIO(write(plan, "xlsx", lang)[0]))


def saved(workbook: Any) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def column(sheet: Any, title: str) -> int:
    return int(next(cell.column for cell in sheet[1] if cell.value == title))


def fails(data: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        read(data, "计划.xlsx")
    return caught.value


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_comes_back_from_excel_as_it_was(path: Path, lang: str):
    plan, _ = read(path.read_bytes(), path.name)
    data, written = write(plan, "xlsx", lang)
    again, report = read(data, "plan.xlsx")
    assert again == plan
    assert write(again, "yaml")[0] == write(plan, "yaml")[0]
    assert written.balanced
    assert report.balanced
    assert report.warnings == ()


@settings(max_examples=40, deadline=None)
@given(plan=plans())
def test_any_plan_comes_back_from_excel_as_it_was(plan: Plan):
    data, written = write(plan, "xlsx")
    again, report = read(data, "plan.xlsx")
    assert again == plan
    assert written.balanced
    assert report.balanced


def test_the_same_plan_gives_the_same_bytes():
    assert write(template(), "xlsx")[0] == write(template(), "xlsx")[0]


def test_without_the_hidden_sheet_the_visible_cells_still_make_the_plan():
    plan = template()
    workbook = book(plan)
    del workbook["_yunchou"]
    # formulas have no cached value after openpyxl: put in what Excel would show
    values = openpyxl.load_workbook(io.BytesIO(write(plan, "xlsx")[0]), data_only=True)
    for name in ("预算", "风险"):
        for row in workbook[name].iter_rows():
            for cell in row:
                cell.value = values[name].cell(cell.row, cell.column).value
    again, report = read(saved(workbook), "plan.xlsx")
    assert report.balanced
    assert [(t.id, t.name, t.length, t.depends_on, t.milestone) for t in again.tasks()] == [
        (t.id, t.name, t.length, t.depends_on, t.milestone) for t in plan.tasks()
    ]
    assert [w.wbs for w in again.walk()] == [w.wbs for w in plan.walk()]
    assert [line.planned_by_phase for line in again.budget.lines] == [
        line.planned_by_phase for line in plan.budget.lines
    ]
    assert [r.points for r in again.risks] == [r.points for r in plan.risks]
    assert again.scope == plan.scope
    assert again.goals == plan.goals
    assert again.project.name == plan.project.name


def test_sums_and_scores_are_formulas_with_their_values():
    data = write(template(), "xlsx")[0]
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    budget, shown = formulas["预算"], values["预算"]
    total = column(budget, "合计（元）")
    last = budget.max_row
    assert budget.cell(2, total).value.startswith("=SUM(")
    assert budget.cell(last, total).value.startswith("=SUM(")
    counted = [x for x in template().budget.lines if x.kind in ("expense", "reserve")]
    assert len(counted) < len(template().budget.lines)
    assert shown.cell(last, total).value == sum(float(x.planned_total.yuan) for x in counted)
    assert "-SUMIF(" in budget.cell(last, total).value
    risks = formulas["风险"]
    score = column(risks, "得分")
    assert risks.cell(2, score).value == "=D2*E2"
    assert values["风险"].cell(2, score).value == template().risks[0].points


def test_a_sheet_is_made_to_work_in():
    workbook = book(template())
    tasks, goals = workbook["WBS 任务"], workbook["目标"]
    assert tasks.freeze_panes == "C2"
    assert tasks.page_setup.orientation == "landscape"
    assert tasks.print_title_rows == "$1:$1"
    lists = [v.formula1 for v in goals.data_validations.dataValidation]
    assert '"提高,降低,保持"' in lists
    assert (
        workbook["预算"].cell(2, column(workbook["预算"], "合计（元）")).number_format == "#,##0.00"
    )
    assert workbook["_yunchou"].sheet_state == "veryHidden"
    assert [row[1].value for row in workbook["里程碑"].iter_rows(min_row=2)] == [
        t.id for t in template().tasks() if t.milestone
    ]


def test_english_sheets_have_english_headings():
    workbook = book(template(), "en")
    assert "WBS tasks" in workbook.sheetnames
    assert [cell.value for cell in workbook["Risks"][1]][:3] == ["ID", "Category", "Description"]


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "+86 10", "-1", "@SUM(A1)", "\tx"])
def test_text_like_a_formula_is_text_and_quoted(text: str):
    plan = Plan.model_validate({"project": {"name": "a"}, "channels": [{"id": "C", "name": text}]})
    data = write(plan, "xlsx")[0]
    cell = openpyxl.load_workbook(io.BytesIO(data))["渠道"].cell(2, 2)
    assert cell.value == text
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert read(data, "x.xlsx")[0] == plan


def test_edits_are_taken_over():
    workbook = book(template())
    tasks = workbook["WBS 任务"]
    tasks.cell(3, column(tasks, "任务名称")).value = "改过的名称"
    tasks.cell(3, column(tasks, "工期（天）")).value = 12.5
    tasks.cell(4, column(tasks, "前置任务")).value = "T101，T999"
    tasks.cell(4, column(tasks, "开始")).value = "2027年3月5日"
    tasks.cell(4, column(tasks, "里程碑")).value = None
    again, _ = read(saved(workbook), "x.xlsx")
    first, second = list(again.tasks())[:2]
    assert (first.name, first.duration_days) == ("改过的名称", 12.5)
    assert second.depends_on == ["T101", "T999"]
    assert str(second.start) == "2027-03-05"
    assert not second.milestone


def test_rows_may_be_added_deleted_and_columns_moved():
    plan = template()
    workbook = book(plan)
    tasks = workbook["WBS 任务"]
    width, place = tasks.max_column, column(tasks, "编号")
    tasks.insert_rows(4, 2)  # one blank, one new
    tasks.cell(5, place).value = "T150"
    tasks.cell(5, column(tasks, "任务名称")).value = "新加的任务"
    tasks.insert_rows(1, 2)
    tasks.cell(1, 1).value = "新品上市 WBS（打印版）"
    # the first column goes to the far right
    for row in range(3, tasks.max_row + 1):
        tasks.cell(row, width + 1).value = tasks.cell(row, 1).value
    tasks.delete_cols(1)
    goals = workbook["目标"]
    goals.delete_rows(2)
    again, report = read(saved(workbook), "x.xlsx")
    ids = [task.id for task in again.phases[0].tasks]
    assert ids[:3] == ["T101", "T150", "T102"]
    assert len(list(again.tasks())) == len(list(plan.tasks())) + 1
    assert [goal.id for goal in again.goals] == [goal.id for goal in plan.goals[1:]]
    assert report.balanced


def test_renamed_columns_are_known_by_their_place_and_unknown_ones_kept():
    plan = template()
    workbook = book(plan)
    tasks = workbook["WBS 任务"]
    tasks.cell(1, column(tasks, "验收标准")).value = "怎样算完成"
    tasks.cell(1, tasks.max_column + 1).value = "成本中心"
    tasks.cell(3, tasks.max_column).value = "CC-88"
    again, report = read(saved(workbook), "x.xlsx")
    first = next(again.tasks())
    assert first.acceptance == next(plan.tasks()).acceptance
    assert first.extras["成本中心"] == "CC-88"
    assert {"xlsx.renamed", "xlsx.unknown_column"} == {n.code for n in report.warnings}
    # and it comes back with the next export
    assert next(read(write(again, "xlsx")[0], "y.xlsx")[0].tasks()).extras == {"成本中心": "CC-88"}


def test_a_renamed_sheet_is_known_by_its_headings_and_a_foreign_one_reported():
    workbook = book(template())
    workbook["风险"].title = "我们的风险"
    workbook.create_sheet("随手记").append(["想到的事", 1])
    again, report = read(saved(workbook), "x.xlsx")
    assert len(again.risks) == len(template().risks)
    assert [notice.place for notice in report.warnings] == ["随手记"]
    assert report.balanced


def test_a_new_phase_column_of_the_budget_is_a_phase():
    workbook = book(template())
    budget = workbook["预算"]
    spare = next(p.id for p in template().phases)
    titles = [cell.value for cell in budget[1]]
    place = next(n for n, t in enumerate(titles, 1) if t and t.startswith(spare))
    budget.cell(1, place).value = f"{spare} 换了名字的阶段"
    again, _ = read(saved(workbook), "x.xlsx")
    assert again.phases[0].id == spare
    assert all(not line.extras for line in again.budget.lines)


def test_faults_name_sheet_row_and_column_all_together():
    workbook = book(template())
    tasks, risks, goals = workbook["WBS 任务"], workbook["风险"], workbook["目标"]
    tasks.cell(3, column(tasks, "工期（天）")).value = "五天左右"
    tasks.cell(5, column(tasks, "完成")).value = "月底"
    goals.cell(2, column(goals, "方向")).value = "向上"
    error = fails(saved(workbook))
    assert isinstance(error, FaultsError)
    text = error.in_("zh")
    assert error.code == "xlsx.cell"
    assert "工作表“WBS 任务”第 3 行“工期（天）”列：“五天左右”不是数字" in text
    assert "工作表“WBS 任务”第 5 行“完成”列：“月底”不是日期" in text
    assert "工作表“目标”第 2 行“方向”列：“向上”不是可选值：提高、降低、保持" in text
    assert "row 3" in error.in_("en")
    workbook = book(template())
    risks = workbook["风险"]
    risks.cell(2, column(risks, "可能性")).value = 9
    risks.cell(3, column(risks, "风险描述")).value = None
    text = fails(saved(workbook)).in_("zh")
    assert "工作表“风险”第 2 行“可能性”列：不能大于 5" in text
    assert "工作表“风险”第 3 行“风险描述”列：缺少必填字段" in text


def test_child_rows_find_their_task_again():
    plan = Plan.model_validate(
        {
            "project": {"name": "a"},
            "phases": [
                {
                    "id": "P1",
                    "tasks": [
                        {"id": "T1", "name": "x", "checklist": [{"name": "甲", "done": True}]},
                        {"id": "T2", "name": "y", "comments": [{"author": "李", "text": "好"}]},
                    ],
                }
            ],
        }
    )
    workbook = book(plan)
    workbook["检查项"].append(["T2", "乙", "否"])
    again, _ = read(saved(workbook), "x.xlsx")
    first, second = again.tasks()
    assert [(item.name, item.done) for item in first.checklist] == [("甲", True)]
    assert [(item.name, item.done) for item in second.checklist] == [("乙", False)]
    assert second.comments[0].text == "好"
    workbook["检查项"].append(["T9", "丙", "否"])
    assert "找不到所属的“T9”" in fails(saved(workbook)).in_("zh")


def test_a_text_longer_than_a_cell_comes_back_whole():
    plan = Plan.model_validate({"project": {"name": "a", "background": "长文" * 50_000}})
    data = write(plan, "xlsx")[0]
    assert read(data, "x.xlsx")[0] == plan


def test_a_workbook_that_is_no_plan_says_so():
    workbook = openpyxl.Workbook()
    workbook.active.append(["随便", "什么"])
    error = fails(saved(workbook))
    assert error.code == "xlsx.no_plan"


def test_a_zip_bomb_and_a_cell_far_out_are_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 300_000_000)
    assert fails(stream.getvalue()).code == "xlsx.too_big"
    far = (
        b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"/></row></sheetData></worksheet>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", far)
    assert fails(stream.getvalue()).code == "xlsx.too_big"


def test_a_lying_size_in_the_archive_does_not_help():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 300_000_000)
    data = stream.getvalue().replace(
        (300_000_000).to_bytes(4, "little"), (99).to_bytes(4, "little")
    )
    assert fails(data).code == "xlsx.too_big"


@pytest.mark.parametrize("keep", [100, 3_000, 20_000])
def test_a_workbook_cut_off_is_refused(keep: int):
    assert fails(write(template(), "xlsx")[0][:keep]).code == "format.truncated"


def test_damage_inside_is_refused_without_a_crash():
    data = bytearray(write(template(), "xlsx")[0])
    refused = 0
    for place in range(200, len(data) - 100, 1_500):
        broken = (
            bytes(data[:place])
            + bytes(b ^ 0xFF for b in data[place : place + 40])
            + bytes(data[place + 40 :])
        )
        try:
            read(broken, "x.xlsx")
        except InputError:
            refused += 1
    assert refused > 10


def test_a_broken_hidden_sheet_is_as_if_it_were_not_there():
    workbook = book(template())
    hidden = workbook["_yunchou"]
    for row in hidden.iter_rows(min_row=3):
        row[2].value = '{"cells": [[1, 2], "x", null], "rest": 5}'
    again, _ = read(saved(workbook), "x.xlsx")
    assert [goal.id for goal in again.goals] == [goal.id for goal in template().goals]


def test_tasks_may_be_listed_without_numbers_types_or_phases():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "WBS 任务"
    sheet.append(["项目计划"])
    sheet.append(["编号", "任务名称", "工期", "前置任务", "开始日期"])
    sheet.append(["A", "甲", 3, None, "2027/3/1"])
    sheet.append(["B", "乙", "2", "A", None])
    form = workbook.create_sheet("项目")
    form.append(["项目信息", "内容"])
    form.append(["项目名称", "老表格"])
    form.append(["项目经理电话", "123"])
    plan, report = read(saved(workbook), "x.xlsx")
    assert plan.project.name == "老表格"
    assert [(t.id, t.duration_days, t.depends_on) for t in plan.tasks()] == [
        ("A", 3.0, []),
        ("B", 2.0, ["A"]),
    ]
    assert [w.wbs for w in plan.walk()] == ["1", "2"]
    assert [n.code for n in report.warnings] == ["xlsx.unknown_fact"]
    assert report.balanced


def test_numbers_of_the_wbs_make_the_levels_after_an_edit():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "WBS tasks"
    sheet.append(["WBS", "ID", "Task"])
    for wbs, name in (
        ("1", "P"),
        ("1.1", "A"),
        ("1.1.1", "B"),
        ("1.1.2", "C"),
        ("1.2", "D"),
        (2, "Q"),
        (2.1, "E"),
    ):
        sheet.append([wbs, name, name])
    workbook.create_sheet("Project").append(["Project", "x"])
    workbook["Project"].insert_rows(1)
    plan, _ = read(saved(workbook), "x.xlsx")
    assert [(w.id, w.wbs) for w in plan.walk()] == [
        ("P", "1"), ("A", "1.1"), ("B", "1.1.1"), ("C", "1.1.2"), ("D", "1.2"), ("Q", "2"), ("E", "2.1"),
    ]  # fmt: skip


def test_a_sheet_without_headings_and_a_column_twice_are_faults():
    workbook = book(template())
    goals, risks = workbook["目标"], workbook["风险"]
    for cell in goals[1]:
        cell.value = "?"
    risks.cell(1, column(risks, "类别")).value = "编号"
    text = fails(saved(workbook)).in_("zh")
    assert "工作表“风险”：“编号”列重复" in text
    assert "工作表“目标”：找不到表头" in text


def test_a_phase_column_that_somebody_adds_is_money_of_that_phase():
    workbook = book(template())
    budget = workbook["预算"]
    place = column(budget, "说明")
    titles = [str(cell.value).split(" ")[0] for cell in budget[1]]
    missing = [p.id for p in template().phases if p.id not in titles]
    assert missing == []  # every phase has its column already
    tasks = workbook["WBS 任务"]
    tasks.append(["9", "阶段", "P99", "加出来的阶段"])
    budget.insert_cols(place)
    budget.cell(1, place).value = "P99 加出来的阶段"
    budget.cell(2, place).value = 5000
    again, _ = read(saved(workbook), "x.xlsx")
    assert again.budget.lines[0].planned_by_phase["P99"] == 500_000
    assert again.phases[-1].id == "P99"


def test_a_task_that_somebody_adds_without_a_number_gets_one_and_units_may_be_written_out():
    workbook = book(template())
    tasks = workbook["WBS 任务"]
    tasks.insert_rows(4)
    tasks.cell(4, column(tasks, "任务名称")).value = "新加的任务"
    tasks.cell(4, column(tasks, "工期（天）")).value = "３ 天"
    again, report = read(saved(workbook), "x.xlsx")
    new = again.phases[0].tasks[1]
    assert (new.id, new.name, new.duration_days) == ("NEW1", "新加的任务", 3)
    (notice,) = [notice for notice in report.warnings if notice.code == "xlsx.numbered"]
    assert notice.text.zh == "“新加的任务”没有编号，取为 NEW1"
    assert notice.place == "WBS 任务 · 4"


def test_our_own_formulas_are_computed_when_the_program_that_saved_has_not():
    plan = template()
    again, _ = read(saved(book(plan)), "x.xlsx")  # openpyxl drops the stored values
    assert again == plan


@pytest.mark.parametrize(
    ("put", "says"), [("#REF!", "公式出错（#REF!）"), ("=1+2", "公式还没有算出结果")]
)
def test_a_cell_without_a_value_is_named_and_not_read_as_blank(put: str, says: str):
    workbook = book(template())
    tasks = workbook["WBS 任务"]
    tasks.cell(4, column(tasks, "工期（天）")).value = put
    told = fails(saved(workbook)).text.zh
    assert f"工作表“WBS 任务”第 4 行“工期（天）”列：{says}" in told


def test_sheets_that_only_show_have_dates_and_duties_and_are_not_read_back():
    start = dt.date(2027, 3, 22)
    plan = archetypes.instantiate("renewal_upsell", start=start, today=start)
    data, _ = xlsx.write(plan)
    book = openpyxl.load_workbook(io.BytesIO(data))
    dated = schedule(plan).by_id()
    table = book["进度计划"]
    first = next(row for row in table.iter_rows(min_row=2, values_only=True) if row[0] == "1.1")
    line = dated[plan.phases[0].tasks[0].id]
    assert first[3].date() == line.start
    assert first[4].date() == line.finish
    floats = {row[1]: row[6] for row in table.iter_rows(min_row=2, values_only=True)}
    critical = {t.name for t in plan.tasks() if dated[t.id].critical}
    assert critical
    assert all(floats[name] == 0 for name in critical)
    duties = list(book["职责分配"].iter_rows(min_row=2, values_only=True))
    letters = [[cell for cell in row[2:] if cell] for row in duties]
    tasks = [found for found in letters if found]
    assert len(tasks) == sum(1 for _ in plan.tasks())
    assert all(sum("A" in cell for cell in found) == 1 for found in tasks)
    assert all(any("R" in cell for cell in found) for found in tasks)
    table.cell(2, 2).value = "改了也不读"
    stream = io.BytesIO()
    book.save(stream)
    back, _ = xlsx.read(stream.getvalue())
    assert [t.name for t in back.tasks()] == [t.name for t in plan.tasks()]


@pytest.mark.parametrize("title", ["目标", "KPI"])
def test_weights_are_summed_by_a_formula_that_is_not_read_back(title):
    plan = archetypes.load("renewal_upsell")
    data, _ = xlsx.write(plan)
    sheet = openpyxl.load_workbook(io.BytesIO(data))[title]
    at = [cell.value for cell in sheet[1]].index("权重（%）")
    bottom = sheet.cell(sheet.max_row, at + 1).value
    assert bottom.startswith("=SUM(")
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[title]
    assert shown.cell(shown.max_row, at + 1).value == 100
    back, _ = xlsx.read(data)
    assert (len(back.goals), len(back.kpis)) == (len(plan.goals), len(plan.kpis))
