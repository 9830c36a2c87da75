"""Every day: what is mine, how far it is, who calls me, and how a slip is taken back."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.reading import item, open_schedule, stored, wait_until

pytestmark = pytest.mark.e2e

SHANGHAI = ZoneInfo("Asia/Shanghai")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
#: name -> (days from today to its start, working days): past, under way, later
TASKS = {"走访苏州经销商": (-30, 2), "整理样品清单": (-5, 20), "准备年会物料": (40, 3)}


def send(page: Any, method: str, path: str, body: Any) -> dict[str, Any]:
    """Write over the API as the page's own scripts do."""
    token = page.locator("meta[name=csrf-token]").get_attribute("content")
    answer = page.request.fetch(
        f"/api/v1/projects/DAILY{path}", method=method, data=body, headers={"X-CSRFToken": token}
    )
    assert answer.ok, answer.text()
    return dict(answer.json()) if answer.body() else {}


@pytest.fixture
def desk(page_of):
    """林晓's page, after 周立 has been given three tasks in the project DAILY."""
    page = page_of("林晓")
    page.goto("/p/DAILY/")
    members = {
        one["name"]: one["id"] for one in page.request.get("/api/v1/members").json()["items"]
    }
    if "走访苏州经销商" not in stored(page, "DAILY"):
        send(page, "PUT", f"/members/{members['周立']}", {"level": 20})
        for name, (ahead, days) in TASKS.items():
            day = (dt.datetime.now(SHANGHAI).date() + dt.timedelta(days=ahead)).isoformat()
            made = send(page, "POST", "/items", {"name": name, "duration": days})["item"]
            values = {"constraint": "MSO", "constraint_date": day, "assignees": [members["周立"]]}
            send(page, "PATCH", f"/items/{made['id']}", values)
    return page


def open_task(page: Any, name: str) -> None:
    number = item(page, "DAILY", name)["ref"].rpartition("-")[2]
    page.goto(f"/p/DAILY/t/{number}")


def test_my_tasks_stand_under_overdue_today_and_later(desk, page_of):
    page = page_of("周立")
    page.goto("/mine")
    for title, name in (
        ("已逾期", "走访苏州经销商"),
        ("今天", "整理样品清单"),
        ("之后", "准备年会物料"),
    ):
        section = page.locator(".desk", has=page.get_by_role("heading", name=re.compile(title)))
        section.get_by_role("link", name=re.compile(name)).wait_for()
    assert "逾期" in page.locator("article", has_text="走访苏州经销商").inner_text()
    page.get_by_role("link", name=re.compile("整理样品清单")).click()
    page.get_by_role("heading", name="整理样品清单", level=1).wait_for()


def test_on_the_phone_one_tap_says_how_a_task_stands(desk, page_of):
    page = page_of("周立", **PHONE)
    page.goto("/mine")
    sheet = page.locator("article", has_text="整理样品清单")
    for name in ("未动", "进行中", "遇阻", "完成"):
        box = sheet.get_by_role("button", name=name).bounding_box()
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= 390

    def kept() -> dict[str, Any]:
        return item(page, "DAILY", "整理样品清单")

    sheet.get_by_role("button", name="进行中").tap()
    wait_until(page, lambda: kept()["actual_start"] is not None, "the start")
    sheet.get_by_role("button", name="遇阻").tap()
    sheet.get_by_label("卡在哪里").fill("样品还没到货")
    sheet.get_by_label("卡在哪里").press("Enter")
    wait_until(page, lambda: kept()["blocked_reason"] == "样品还没到货", "the reason")
    page.reload()
    assert sheet.get_by_role("button", name="遇阻").get_attribute("aria-pressed") == "true"
    sheet.get_by_role("button", name="完成").tap()
    wait_until(page, lambda: kept()["percent"] == 100, "the end")
    page.locator("yc-toast").get_by_role("button", name="撤销").tap()
    wait_until(page, lambda: kept()["percent"] < 100, "the undo")
    assert kept()["blocked_reason"] == "样品还没到货"


def test_who_is_called_by_pinyin_in_a_comment_finds_it_among_the_mentions(desk, page_of):
    open_task(desk, "准备年会物料")
    box = desk.get_by_label("写评论")
    box.press_sequentially("易拉宝的尺寸请 @zhouli", delay=30)
    desk.get_by_role("option", name=re.compile("周立")).wait_for()
    box.press("Enter")
    assert box.input_value() == "易拉宝的尺寸请 @周立 "
    box.press_sequentially("确认一下")
    box.press("Control+Enter")
    desk.locator("#talk .mention", has_text="@周立").wait_for()
    other = page_of("周立")
    other.goto("/mine")
    other.locator(".desk", has_text="等我回复").get_by_text("易拉宝的尺寸请").wait_for()
    other.get_by_role("link", name=re.compile(r"消息，\d+ 条未读")).click()
    row = other.locator("main .row", has_text="易拉宝的尺寸请")
    assert "未读" in row.inner_text()
    row.get_by_role("link").click()
    other.locator("#talk").get_by_text("确认一下").wait_for()
    other.goto("/mentions")
    assert "未读" not in other.locator("main .row", has_text="易拉宝的尺寸请").inner_text()


def test_boxes_are_pasted_line_by_line_ticked_and_kept(desk):
    open_task(desk, "准备年会物料")
    boxes = desk.locator("#checklist")
    boxes.get_by_label("新检查项").fill("签到台\n抽奖箱\n桌签")
    boxes.get_by_role("button", name="添加").click()
    boxes.get_by_label("抽奖箱", exact=True).check()
    boxes.get_by_text("1 / 3").wait_for()
    desk.reload()
    assert boxes.get_by_label("抽奖箱", exact=True).is_checked()
    assert not boxes.get_by_label("桌签", exact=True).is_checked()
    boxes.get_by_role("button", name="删除：桌签").click()
    boxes.get_by_text("1 / 2").wait_for()


def test_a_file_comes_back_as_it_was_and_is_in_the_history(desk):
    open_task(desk, "准备年会物料")
    data = "物料,数量\n易拉宝,6\n".encode() + bytes(range(256))
    desk.locator("#files input[type=file]").set_input_files(
        {"name": "物料 清单.csv", "mimeType": "text/csv", "buffer": data}
    )
    link = desk.locator("#files").get_by_role("link", name="物料 清单.csv")
    link.wait_for()
    with desk.expect_download() as saved:
        link.click()
    assert saved.value.suggested_filename == "物料 清单.csv"
    assert saved.value.path().read_bytes() == data
    desk.reload()
    desk.locator("#history", has_text="物料 清单.csv").wait_for()
    desk.get_by_role("button", name=re.compile("移除附件 物料 清单.csv")).click()
    link.wait_for(state="detached")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("走访", "走访苏州经销商"),
        ("zfsz", "走访苏州经销商"),
        ("赵启", "赵启明"),
        ("NPL", "华东新品上市"),
    ],
)
def test_two_characters_or_pinyin_find_it_from_anywhere(typed, found, desk):
    desk.goto("/projects")
    desk.keyboard.press("Control+k")
    box = desk.get_by_role("combobox")
    box.press_sequentially(typed, delay=30)
    hit = desk.get_by_role("option", name=re.compile(found)).first
    hit.wait_for()
    for _ in range(desk.get_by_role("option").count()):
        if hit.get_attribute("aria-selected") == "true":
            break
        box.press("ArrowDown")
    box.press("Enter")
    desk.get_by_role("heading", name=re.compile(found), level=1).wait_for()


def test_what_is_deleted_waits_in_the_trash_and_comes_back_whole(desk):
    open_schedule(desk, "DAILY", "/list")
    row = desk.locator(".yg-row", has_text="竞品")
    row.locator(".yg-cell").first.click()
    desk.keyboard.press("Delete")
    row.wait_for(state="detached")
    wait_until(desk, lambda: "竞品" not in stored(desk, "DAILY"), "the trash")
    desk.goto("/trash")
    desk.get_by_role("button", name="恢复 竞品").first.click()
    wait_until(desk, lambda: "竞品" in stored(desk, "DAILY"), "the way back")
    open_schedule(desk, "DAILY", "/list")
    row.wait_for()
    assert stored(desk, "DAILY")["竞品"]["parent"] == stored(desk, "DAILY")["调研"]["id"]


def test_a_change_shows_before_and_after_and_is_taken_back(desk):
    open_task(desk, "问卷")
    desk.get_by_role("button", name=re.compile("^工期")).click()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("9")
    desk.keyboard.press("Enter")
    wait_until(desk, lambda: stored(desk, "DAILY")["问卷"]["duration"] == 9, "the edit")
    desk.goto("/p/DAILY/changes")
    entry = desk.locator(".change", has_text="问卷").first
    assert entry.locator("del").first.inner_text() == "5 天"
    assert entry.locator("ins").first.inner_text() == "9 天"
    assert "林晓" in entry.inner_text()
    entry.get_by_role("button", name=re.compile("^撤销")).click()
    wait_until(desk, lambda: stored(desk, "DAILY")["问卷"]["duration"] == 5, "the undo")
    desk.goto("/p/DAILY/changes")
    desk.get_by_label("谁").select_option(label="周岚")
    desk.locator("#feed", has_text="没有符合条件的更改。").wait_for()
