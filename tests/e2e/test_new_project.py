"""A new project: from a template with its day fixed, as a copy, from a file of somebody else."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any

import pytest

from tests.e2e.reading import heading, projects, rows, stored, wait_until
from yunchou.plan import archetypes
from yunchou.plan.scheduling import schedule

pytestmark = pytest.mark.e2e

YAML = """
schema_version: '1.0'
project: {name: 门店改造, code_prefix: MD, start: 2027-03-01}
phases:
- id: P1
  name: 准备
  tasks:
  - {id: T1, name: 量尺, duration_days: 2}
  - {id: T2, name: 出图, duration_days: 3, depends_on: [T1]}
"""
CIRCLE = YAML.replace("duration_days: 2}", "duration_days: 2, depends_on: [T2]}")
BOARD = {
    "id": "5f0000000000000000000001", "name": "渠道看板", "desc": "", "closed": False, "prefs": {},
    "actions": [], "members": [{"id": "m1", "username": "zl", "fullName": "周立"}],
    "checklists": [],
    "lists": [{"id": "l1", "name": "待办", "closed": False, "pos": 1}],
    "cards": [
        {
            "id": "5f0000000000000000000002", "idShort": 1, "name": "拜访经销商", "desc": "带样品",
            "closed": False, "idList": "l1", "idMembers": ["m1"], "labels": [], "pos": 1,
            "due": "2027-03-05T09:00:00.000Z", "idChecklists": [], "attachments": [],
        }
    ],
}  # fmt: skip
BROKEN = {
    "entity.xml": b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "b">]>'
    b'<Project xmlns="http://schemas.microsoft.com/project"><Name>&a;</Name></Project>',
    "cut.yaml": b"project: {name: [",
    "empty.yaml": b"",
    "photo.json": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "note.json": b'{"hello": "world"}',
}


def begin(page: Any) -> None:
    page.goto("/projects")
    page.locator("main").get_by_role("link", name="新建项目").click()
    page.get_by_role("heading", name="新建项目", level=1).wait_for()


def give(page: Any, name: str, data: bytes) -> None:
    page.locator("#import").get_by_label("方案文件").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    page.get_by_role("button", name="读取文件").click()


def test_a_template_is_counted_back_from_its_day_and_staffed_in_three_steps(page_of):
    page = page_of()
    begin(page)
    page.get_by_role("link", name="大客户攻坚与招投标项目").click()
    page.get_by_label("项目名称").fill("集采投标 2027")
    page.get_by_label("项目代号").fill("JC27")
    page.get_by_label("预算比例").fill("50")
    assert page.get_by_label("倒排").is_checked()
    assert not page.get_by_label("开始日期", exact=True).is_visible()
    page.get_by_label("开标日期").fill("2027-06-18")
    page.get_by_label("最早可以开始").fill("2027-01-04")
    page.get_by_role("button", name="下一步").click()
    page.get_by_text("够用").wait_for()
    page.get_by_role("group", name="客户经理").get_by_label("赵启明").check()
    page.get_by_role("button", name="创建项目").click()
    page.wait_for_selector("yc-gantt[ready]")
    assert page.url.endswith("/p/JC27/schedule")
    assert "06-18" in page.locator(".yg-row", has_text="开标").last.inner_text()
    first = page.locator(".yg-svg, svg").locator("[data-bar]").first
    assert first.is_visible()
    plan = archetypes.instantiate(
        "key_account_bid", name="集采投标 2027", start=dt.date(2027, 1, 4),
        anchor=dt.date(2027, 6, 18), today=dt.date(2027, 1, 4),
    )  # fmt: skip
    lines, found = schedule(plan).by_id(), stored(page, "JC27")
    for task in plan.tasks():
        row, line = found[task.name], lines[task.id]
        assert (row["start"], row["finish"]) == (str(line.start)[:10], str(line.finish)[:10])
    planned = [row["planned"] for row in rows(page, "JC27", "resources.budget_line")]
    whole = sum(
        int(line.planned_total or 0) for line in archetypes.load("key_account_bid").budget.lines
    )
    assert sum(planned) * 100 * 2 == pytest.approx(whole)
    page.goto("/p/JC27/resources")
    assert "赵启明" in page.locator("#roles tr", has_text="客户经理").first.inner_text()


def test_too_little_time_is_said_with_what_could_be_shortened_and_the_day_stays(page_of):
    page = page_of()
    begin(page)
    page.get_by_role("link", name="大客户攻坚与招投标项目").click()
    page.get_by_label("项目代号").fill("JC28")
    page.get_by_label("开标日期").fill("2027-03-19")
    page.get_by_label("最早可以开始").fill("2027-02-01")
    page.get_by_role("button", name="下一步").click()
    page.get_by_text("锚定日期不会自动移动").wait_for()
    assert "个工作日" in page.locator(".strip").inner_text()
    assert page.locator("main form > ul li").count() >= 1
    page.get_by_role("button", name="上一步").click()
    assert page.get_by_label("开标日期").input_value() == "2027-03-19"
    assert page.get_by_label("项目代号").input_value() == "JC28"
    page.get_by_label("项目名称").fill("不会写入")
    assert "不会写入" not in projects(page)


def test_a_project_is_copied_without_its_progress(page_of):
    page = page_of()
    page.goto("/p/SEED/t/2")
    page.get_by_role("group", name="进展").get_by_role("button", name="完成").click()
    wait_until(page, lambda: stored(page, "SEED")["问卷"]["percent"] == 100, "the progress")
    begin(page)
    page.locator("#copy").get_by_label("项目").select_option(label="故事 SEED")
    page.locator("#copy").get_by_role("button", name="下一步").click()
    page.get_by_label("项目名称").fill("第二年")
    page.get_by_label("项目代号").fill("SEED2")
    page.get_by_label("开始日期", exact=True).fill("2027-03-01")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="创建项目").click()
    page.wait_for_selector("yc-gantt[ready]")
    copy, origin = stored(page, "SEED2"), stored(page, "SEED")
    assert set(copy) == set(origin)
    assert copy["问卷"]["start"] == "2027-03-01"
    assert copy["问卷"]["percent"] == 0
    assert copy["访谈"]["start"] > copy["问卷"]["finish"]


@pytest.mark.parametrize(
    ("file", "data", "name", "task", "dates"),
    [
        ("plan.yaml", YAML.encode(), "门店改造", "出图", ("2027-03-03", "2027-03-05")),
        ("board.json", json.dumps(BOARD).encode(), "渠道看板", "拜访经销商", None),
    ],
    ids=["yaml", "trello"],
)
def test_a_file_is_reported_on_first_and_written_on_a_press(file, data, name, task, dates, page_of):
    page = page_of()
    begin(page)
    before = projects(page)
    give(page, file, data)
    assert heading(page) == "导入报告"
    page.get_by_text("逐项去向").wait_for()
    assert page.locator("td", has_text="保留").count() > 0
    assert projects(page) == before
    page.get_by_role("button", name="导入", exact=True).click()
    page.wait_for_selector("yc-gantt[ready]")
    assert page.locator(".yg-row", has_text=task).count() == 1
    assert sorted(projects(page)) == sorted([*before, name])
    found = stored(page, page.url.split("/p/")[1].split("/")[0])[task]
    assert dates is None or (found["start"], found["finish"]) == dates


def test_a_microsoft_project_file_is_dropped_and_comes_in_with_its_dates(page_of):
    page = page_of()
    page.goto("/p/LINKS/tools")
    with page.expect_download() as saved:
        page.locator(".row", has_text="MS Project XML").get_by_role("link", name="下载").click()
    data = saved.value.path().read_bytes()
    assert b"http://schemas.microsoft.com/project" in data[:600]
    begin(page)
    page.locator("#import .drop").evaluate(
        """(drop, text) => {
          const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], "plan.xml"));
          for (const type of ["dragover", "drop"])
            drop.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
        }""",
        base64.b64encode(data).decode(),
    )
    page.get_by_role("button", name="读取文件").click()
    assert heading(page) == "导入报告"
    page.get_by_label("项目名称").fill("从 Project 来")
    page.get_by_label("项目代号").fill("MSP")
    page.get_by_role("button", name="导入", exact=True).click()
    page.wait_for_selector("yc-gantt[ready]")
    there, here = stored(page, "MSP"), stored(page, "LINKS")
    dates = {name: (row["start"], row["finish"]) for name, row in here.items()}
    assert {name: (row["start"], row["finish"]) for name, row in there.items()} == dates


@pytest.mark.parametrize("file", BROKEN)
def test_a_file_that_cannot_be_read_is_refused_in_words_and_nothing_is_written(file, page_of):
    page = page_of()
    begin(page)
    before = projects(page)
    give(page, file, BROKEN[file])
    assert heading(page) == "这个文件读不了"
    page.get_by_text("什么都没有写入。").wait_for()
    assert len(page.locator(".notice").inner_text()) > 8
    assert projects(page) == before
    page.get_by_role("link", name="换一个文件").click()
    assert heading(page) == "新建项目"


def test_a_plan_in_a_circle_is_shown_with_its_tasks_and_cannot_be_written(page_of):
    page = page_of()
    begin(page)
    give(page, "circle.yaml", CIRCLE.encode())
    said = page.locator(".notice.act").first.inner_text()
    assert "量尺" in said
    assert "出图" in said
    assert page.get_by_role("button", name="导入", exact=True).count() == 0
