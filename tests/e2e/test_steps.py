"""Steps 3 to 9: every table of the plan takes a row through its form, changes it, lets it go."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.e2e.reading import rows, stored, wait_until

pytestmark = pytest.mark.e2e

FOCUSED = "one => one === document.activeElement"
#: ids that stand twice on the page: what renews itself must not nest
DOUBLES = """() => [...document.querySelectorAll("[id]")].map((one) => one.id)
    .filter((id, at, all) => all.indexOf(id) !== at)"""


@dataclass(frozen=True)
class Story:
    """A row of a table: where it is shown, what is typed first, what is changed later."""

    page: str
    section: str
    typed: dict[str, str]
    changed: tuple[str, str]
    #: what the row shows of it besides its first field
    shown: tuple[str, ...] = ()
    #: fields as the server keeps them
    kept: dict[str, Any] = field(default_factory=dict)


STORIES = {
    "resources.role": Story(
        "resources", "roles", {"角色名称": "渠道督导", "人数": "2", "每人投入": "0.5"},
        ("角色名称", "渠道主管"), ("2", "0.5"), {"headcount": 2, "fte_each": 0.5},
    ),
    "resources.budget_line": Story(
        "resources", "budget", {"费用名称": "样品与快递", "预算": "1.2万", "供应商": "顺达物流"},
        ("费用名称", "样品与物流"), ("12,000",), {"planned": 12000, "supplier": "顺达物流"},
    ),
    "communication.meeting": Story(
        "communication", "meetings",
        {"会议名称": "渠道周会", "类型": "周例会", "多久一次": "每周二", "时长（分钟）": "45"},
        ("会议名称", "渠道双周会"), ("45", "每周二"), {"duration_min": 45},
    ),
    "communication.channel": Story(
        "communication", "channels", {"渠道": "企业微信群", "用来做什么": "当天能答的事"},
        ("渠道", "项目群"), ("当天能答的事",),
    ),
    "monitoring.kpi": Story(
        "monitoring", "kpis", {"指标": "签约门店数", "目标值": "120", "单位": "家", "权重": "40"},
        ("指标", "签约并上架门店数"), ("120", "家"), {"target": 120},
    ),
    "monitoring.incentive": Story(
        "monitoring", "incentives", {"名称": "首单奖", "规则": "首单回款后发 500 元"},
        ("名称", "首单回款奖"), ("首单回款后发 500 元",),
    ),
    "risks.risk": Story(
        "risks", "register",
        {"风险": "总代压货", "类别": "客户", "概率": "4", "影响": "5", "触发条件": "库存超过 60 天"},
        ("风险", "总代压货不出"), ("20", "库存超过 60 天"), {"probability": 4, "impact": 5},
    ),
    "retros.question": Story(
        "retros", "questions", {"问题": "哪一步等得最久？"}, ("问题", "哪一步等得最久，为什么？"),
    ),
    "learning.training": Story(
        "learning", "training", {"主题": "新品话术", "及格线": "80"}, ("主题", "新品异议处理"), ("80",),
    ),
    "learning.improvement": Story(
        "learning", "improvements", {"改进事项": "样品提前两周备好", "截止日期": "2027-03-31"},
        ("改进事项", "样品提前三周备好"), ("2027-03-31",), {"due": "2027-03-31"},
    ),
    "market.fact": Story(
        "market", "facts",
        {"事实": "竞品零售价下调 8%", "来源": "门店价签照片", "日期": "2026-11-02"},
        ("事实", "竞品零售价下调 10%"), ("门店价签照片",), {"date": "2026-11-02"},
    ),
}  # fmt: skip


def put(dialog: Any, label: str, value: str) -> None:
    """Fill or choose a field by its label."""
    control = dialog.get_by_label(re.compile(rf"^{re.escape(label)}\*?$"))
    if control.evaluate("one => one.tagName") == "SELECT":
        control.select_option(label=value)
    else:
        control.fill(value)


def open_form(page: Any, section: Any) -> Any:
    section.get_by_role("link", name="完整填写").click()
    dialog = page.locator("#row-dialog[open]")
    dialog.get_by_role("button", name="保存").wait_for()
    return dialog


def line(section: Any, text: str) -> Any:
    """Return the row of a table, or the entry of a list, that says something."""
    return section.locator("tr:not(.group), .entry").filter(has_text=text)


@pytest.mark.parametrize("register", STORIES)
def test_a_row_is_added_changed_thrown_away_and_taken_back(register, page_of):
    story, page = STORIES[register], page_of()
    page.goto(f"/p/STEPS/{story.page}")
    section = page.locator(f"#{story.section}")
    dialog = open_form(page, section)
    for label, value in story.typed.items():
        put(dialog, label, value)
    dialog.get_by_role("button", name="保存").click()
    dialog.wait_for(state="hidden")
    name = next(iter(story.typed.values()))
    line(section, name).wait_for()
    for text in story.shown:
        assert text in line(section, name).inner_text()
    (row,) = [one for one in rows(page, "STEPS", register) if name in one.values()]
    assert {key: row[key] for key in story.kept} == story.kept

    label, better = story.changed
    line(section, name).get_by_role("link", name=re.compile("^编辑 ")).click()
    dialog.get_by_role("button", name="保存").wait_for()
    put(dialog, label, better)
    dialog.get_by_role("button", name="保存").click()
    dialog.wait_for(state="hidden")
    line(section, better).wait_for()
    (row,) = [one for one in rows(page, "STEPS", register) if one["id"] == row["id"]]
    assert better in row.values()

    line(section, better).get_by_role("button", name=re.compile("^删除 ")).click()
    line(section, better).wait_for(state="detached")
    assert row["id"] not in {one["id"] for one in rows(page, "STEPS", register)}
    section.get_by_role("link", name="回收站").click()
    page.locator("main .row", has_text=better).get_by_role("button", name="恢复").click()
    line(page.locator(f"#{story.section}"), better).wait_for()


def test_a_form_that_lacks_something_says_where_and_keeps_what_was_typed(page_of):
    page = page_of()
    page.goto("/p/STEPS/risks")
    dialog = open_form(page, page.locator("#register"))
    put(dialog, "风险", "评分乱填")
    put(dialog, "概率", "9")
    dialog.get_by_role("button", name="保存").click()
    field_of = dialog.locator(".field", has=page.get_by_role("textbox", name="概率"))
    field_of.locator(".field-error").wait_for()
    assert dialog.get_by_role("textbox", name="风险", exact=True).input_value() == "评分乱填"
    assert not [
        one for one in rows(page, "STEPS", "risks.risk") if one["description"] == "评分乱填"
    ]


def test_a_new_risk_stands_in_its_cell_of_the_matrix_and_moves_with_its_score(page_of):
    page = page_of()
    page.goto("/p/RISKS/risks")
    adder = page.get_by_role("form", name="添加：风险")
    adder.get_by_role("textbox", name="风险").fill("经销商窜货")
    adder.get_by_role("textbox", name="概率").fill("3")
    adder.get_by_role("textbox", name="影响").fill("4")
    page.keyboard.press("Enter")
    matrix = page.get_by_role("table", name="风险矩阵")
    mark = matrix.get_by_role("link", name=re.compile("经销商窜货"))
    mark.wait_for()
    assert mark.locator("xpath=..").locator(".matrix-score").inner_text() == "12"
    section = page.locator("#register")
    assert "黄" in page.locator("#matrix").inner_text()
    line(section, "经销商窜货").get_by_role("button", name=re.compile("^概率")).click()
    page.keyboard.press("Control+a")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    matrix.locator("td", has_text=re.compile("^20")).get_by_role(
        "link", name=re.compile("窜货")
    ).wait_for()
    (row,) = rows(page, "RISKS", "risks.risk")
    assert (row["probability"], row["impact"]) == (5, 4)
    line(section, "经销商窜货").get_by_role("button", name="标记为已触发").click()
    page.locator("#matrix .notice", has_text="经销商窜货").wait_for()


def test_a_weekly_meeting_stands_on_its_days_of_the_calendar(page_of):
    page = page_of()
    page.goto("/p/MEET/communication?month=2026-11")
    dialog = open_form(page, page.locator("#meetings"))
    put(dialog, "会议名称", "周例会")
    put(dialog, "多久一次", "每周三")
    put(dialog, "几点", "09:30")
    dialog.get_by_role("button", name="保存").click()
    month = page.get_by_role("table", name="2026 年 11 月")
    month.get_by_role("link", name=re.compile("周例会")).first.wait_for()
    days = month.locator("td", has=page.get_by_role("link", name=re.compile("周例会")))
    assert days.locator("time").all_inner_texts() == ["4", "11"]
    page.get_by_role("link", name="下个月").click()
    assert page.get_by_role("heading", name="2026 年 12 月").count() == 1


def test_the_target_and_the_reading_of_a_measure_give_its_light(page_of):
    page = page_of()
    page.goto("/p/MEET/monitoring")
    adder = page.get_by_role("form", name="添加：指标")
    adder.get_by_role("textbox", name="指标").fill("客户满意度")
    adder.get_by_role("textbox", name="目标值").fill("90")
    adder.get_by_role("textbox", name="单位").fill("分")
    page.keyboard.press("Enter")
    row = line(page.locator("#kpis"), "客户满意度")
    row.get_by_role("button", name=re.compile("^实际值")).click()
    page.keyboard.type("45")
    page.keyboard.press("Enter")
    row.get_by_text("50%").wait_for()
    page.get_by_role("region", name="分月目标与实际").get_by_text("客户满意度").first.wait_for()
    (kept,) = rows(page, "MEET", "monitoring.kpi")
    assert (kept["target"], kept["actual"], kept["unit"]) == (90, 45, "分")


def test_a_role_is_given_people_and_the_table_of_duties_follows(page_of):
    page = page_of()
    page.goto("/p/DUTY/resources")
    gaps = page.locator("#raci .card-more")
    before = gaps.inner_text()
    duties = page.get_by_role("region", name="职责分配")
    duties.get_by_role("button", name=re.compile("^问卷，项目经理")).focus()
    page.keyboard.press("r")
    page.get_by_role("button", name=re.compile("^问卷，项目经理：.*R")).wait_for()
    wait_until(page, lambda: stored(page, "DUTY")["问卷"]["role"] == "PM", "the duty")
    page.keyboard.press("a")
    wait_until(page, lambda: gaps.inner_text() != before, "the count of gaps")
    assert duties.get_by_role("button", name="问卷，项目经理：AR").evaluate(FOCUSED)
    assert page.evaluate(DOUBLES) == []
    page.get_by_role("link", name="安排 项目经理 的人员").click()
    dialog = page.locator("#row-dialog[open]")
    dialog.get_by_label("赵启明").check()
    dialog.get_by_role("button", name="保存").click()
    line(page.locator("#roles"), "项目经理").get_by_text("赵启明").wait_for()


def test_money_is_split_over_the_phases_where_it_stands(page_of):
    page = page_of()
    page.goto("/p/DUTY/resources")
    adder = page.get_by_role("form", name="添加：预算")
    adder.get_by_role("textbox", name="费用名称").fill("调研费")
    adder.get_by_role("textbox", name="预算").fill("8000")
    page.keyboard.press("Enter")
    row = line(page.locator("#budget"), "调研费")
    for amount, left in (("5000", "visible"), ("8000", "detached")):
        row.get_by_role("button", name=re.compile("^调研费 调研：")).click()
        page.keyboard.press("Control+a")
        page.keyboard.type(amount)
        page.keyboard.press("Enter")
        row.get_by_text("未分到阶段").wait_for(state=left)
    total = page.locator("#budget tr.total")
    wait_until(page, lambda: "8,000" in total.locator("td").first.inner_text(), "the phase's sum")


@pytest.mark.parametrize(
    ("kind", "head"),
    [("YAML", b"schema_version"), ("Excel", b"PK\x03\x04"), ("MS Project XML", b"<?xml")],
)
def test_step_nine_hands_the_project_over_as_a_file(kind, head, page_of):
    page = page_of()
    page.goto("/p/STEPS/tools")
    with page.expect_download() as saved:
        page.locator(".row", has_text=kind).get_by_role("link", name="下载").click()
    data = saved.value.path().read_bytes()
    assert head in data[:400]
    assert saved.value.suggested_filename.startswith("故事 STEPS")
