"""Step 2 in the browser: Gantt, list and board of the same tasks, by pointer and by key."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as Late

from tests.e2e.reading import open_schedule, stored, wait_until

pytestmark = pytest.mark.e2e

GRID = ".yg-scroll"


def row(page: Any, name: str) -> Any:
    return page.locator(".yg-row", has_text=name)


def cell(page: Any, name: str, title: str) -> Any:
    """Return the cell of a task under a column's title."""
    heads = page.locator(".yg-head-cells [role=columnheader]").all_inner_texts()
    at = [text.strip() for text in heads].index(title)
    return row(page, name).locator(f'[aria-colindex="{at + 1}"]')


def choose(page: Any, name: str) -> None:
    row(page, name).locator(".yg-cell").first.click()  # a number: a click there edits nothing


def open_menu(page: Any, name: str) -> None:
    """Open a row's menu by key; asked again, because news that arrives meanwhile closes it."""
    menu = page.locator(".menu:popover-open button").first
    for _attempt in range(3):
        choose(page, name)
        page.keyboard.press("Shift+F10")
        with suppress(Late):
            return menu.wait_for(timeout=3000)
    return menu.wait_for(timeout=1000)


def test_an_edit_in_place_moves_what_follows_and_can_be_undone(page_of):
    page = page_of()
    open_schedule(page, "GRID")
    before = stored(page, "GRID")
    cell(page, "问卷", "工期").click()
    page.keyboard.press("Enter")
    page.keyboard.type("8")
    page.keyboard.press("Enter")
    page.locator("yc-toast", has_text="通过").wait_for()
    assert "+3 天" in page.locator("yc-toast").inner_text()
    after = stored(page, "GRID")
    assert after["问卷"]["duration"] == 8
    assert after["访谈"]["start"] > before["访谈"]["start"]
    page.locator("yc-toast button", has_text="撤销").click()
    wait_until(page, lambda: stored(page, "GRID")["问卷"]["duration"] == 5, "the undo")
    assert stored(page, "GRID")["访谈"]["start"] == before["访谈"]["start"]


def test_keys_move_and_stretch_a_bar(page_of):
    page = page_of()
    open_schedule(page, "GRID")
    choose(page, "竞品")
    page.keyboard.press("Alt+ArrowRight")
    page.keyboard.press("Alt+ArrowRight")
    wait_until(page, lambda: stored(page, "GRID")["竞品"]["start"] == "2026-11-04", "the move")
    page.keyboard.press("Alt+Shift+ArrowRight")
    wait_until(page, lambda: stored(page, "GRID")["竞品"]["duration"] == 3, "the longer bar")


def test_the_pointer_moves_and_resizes_a_bar(page_of):
    page = page_of()
    open_schedule(page, "GRID")
    page.locator("[data-zoom=day]").click()
    before = stored(page, "GRID")["竞品"]
    choose(page, "竞品")
    page.wait_for_timeout(300)
    box = page.locator(f'[data-bar="{before["id"]}"] .body').bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 60, box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()
    wait_until(page, lambda: stored(page, "GRID")["竞品"]["start"] > before["start"], "the move")
    moved = stored(page, "GRID")["竞品"]
    page.wait_for_timeout(300)
    box = page.locator(f'[data-bar="{before["id"]}"] [data-part=resize]').bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 80, box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()
    wait_until(
        page, lambda: stored(page, "GRID")["竞品"]["duration"] > moved["duration"], "the resize"
    )


def test_enter_adds_rows_tab_indents_and_alt_arrows_reorder(page_of):
    page = page_of()
    open_schedule(page, "GRID", "/list")
    choose(page, "竞品")
    page.keyboard.press("Insert")
    page.keyboard.type("小结甲")
    page.keyboard.press("Enter")
    page.keyboard.type("小结乙")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    wait_until(page, lambda: "小结乙" in stored(page, "GRID"), "both new tasks")
    page.wait_for_timeout(1500)
    choose(page, "小结乙")
    page.keyboard.press("Tab")
    wait_until(
        page,
        lambda: stored(page, "GRID")["小结乙"]["parent"] == stored(page, "GRID")["小结甲"]["id"],
        "the indent",
    )
    page.keyboard.press("Shift+Tab")
    wait_until(
        page,
        lambda: stored(page, "GRID")["小结乙"]["parent"] == stored(page, "GRID")["调研"]["id"],
        "the outdent",
    )
    page.keyboard.press("Alt+ArrowUp")
    wait_until(
        page,
        lambda: (
            list(stored(page, "GRID")).index("小结乙") < list(stored(page, "GRID")).index("小结甲")
        ),
        "the new order",
    )
    choose(page, "小结乙")
    page.keyboard.press("Delete")
    wait_until(page, lambda: "小结乙" not in stored(page, "GRID"), "the trash")
    page.keyboard.press("Control+z")
    wait_until(page, lambda: "小结乙" in stored(page, "GRID"), "the way back")


def test_two_hundred_rows_from_a_spreadsheet_become_tasks(page_of):
    page = page_of()
    open_schedule(page, "PASTE", "/list")
    choose(page, "竞品")
    lines = "\n".join(f"门店走访 {n}\t{n % 5 + 1}" for n in range(1, 201))
    page.locator(GRID).evaluate(
        """(box, text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        lines,
    )
    page.locator("yc-toast", has_text="200").wait_for()
    found = stored(page, "PASTE")
    assert sum(name.startswith("门店走访") for name in found) == 200
    assert found["门店走访 4"]["duration"] == 5
    page.locator("yc-toast button", has_text="撤销").click()
    wait_until(page, lambda: "门店走访 4" not in stored(page, "PASTE"), "the undo of all rows")


def test_predecessors_are_edited_in_a_dialog_and_a_circle_names_its_tasks(page_of):
    page = page_of()
    open_schedule(page, "LINKS")
    open_menu(page, "问卷")
    page.locator(".menu:popover-open button", has_text="前置").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("按编号或名称查找").fill("访谈")
    dialog.get_by_role("button", name="保存").click()
    page.locator("yc-toast", has_text="访谈").wait_for()
    said = page.locator("yc-toast").inner_text()
    assert "问卷" in said
    assert "访谈" in said
    assert "LINKS-" in said


def test_another_persons_change_appears_and_a_clash_shows_both_values(page_of):
    mine, theirs = page_of("林晓"), page_of("周岚")
    open_schedule(mine, "PAIR")
    open_schedule(theirs, "PAIR")
    cell(mine, "问卷", "任务").click()
    mine.keyboard.press("F2")
    cell(theirs, "竞品", "任务").click()
    theirs.keyboard.press("F2")
    theirs.keyboard.press("Control+a")
    theirs.keyboard.type("竞品对比")
    theirs.keyboard.press("Enter")
    cell(theirs, "问卷", "任务").click()
    theirs.keyboard.press("F2")
    theirs.keyboard.press("Control+a")
    theirs.keyboard.type("周岚的问卷")
    theirs.keyboard.press("Enter")
    wait_until(theirs, lambda: "周岚的问卷" in stored(theirs, "PAIR"), "the other's edit")
    mine.keyboard.press("Control+a")
    mine.keyboard.type("林晓的问卷")
    mine.keyboard.press("Enter")
    clash = mine.locator("dialog[open]")
    clash.wait_for()
    said = clash.inner_text()
    assert "林晓的问卷" in said
    assert "周岚的问卷" in said
    clash.get_by_role("button").last.click()
    row(mine, "周岚的问卷").wait_for()
    row(mine, "竞品对比").wait_for()


def test_cards_move_by_pointer_key_and_menu(page_of):
    page = page_of()
    page.goto("/p/CARDS/schedule/board")
    page.wait_for_selector("yc-board .yb-card")
    card = page.locator("li", has_text="问卷").locator(".yb-card")
    target = page.locator(".yb-column", has_text="进行中").locator(".yb-list")
    card.hover()
    page.mouse.down()
    box = target.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 10, steps=12)
    page.mouse.move(box["x"] + 60, box["y"] + 14, steps=4)
    page.mouse.up()
    done = page.locator(".yb-column.doing", has_text="问卷")
    done.first.wait_for()
    page.locator("yc-toast", has_text="问卷").wait_for()
    page.locator("li", has_text="访谈").locator(".yb-card").focus()
    page.keyboard.press(">")
    page.locator(".yb-column.doing", has_text="访谈").first.wait_for()
    page.locator("yc-toast", has_text="访谈").wait_for()
    page.reload()
    page.wait_for_selector("yc-board .yb-card")
    assert page.locator(".yb-column.doing", has_text="问卷").count() >= 1
    assert page.locator(".yb-column.doing", has_text="访谈").count() >= 1


def test_managers_add_rename_and_remove_columns(page_of):
    page = page_of()
    page.goto("/p/COLS/schedule/board")
    page.wait_for_selector("yc-board .yb-card")
    page.get_by_role("link", name="列设置").click()
    dialog = page.locator("dialog[open]")
    dialog.locator("input[name=name]").fill("待客户确认")
    dialog.get_by_role("button", name="添加").click()
    dialog.locator("tr", has_text="待客户确认").wait_for()
    page.keyboard.press("Escape")
    page.locator(".yb-column", has_text="待客户确认").wait_for()
    page.get_by_role("link", name="列设置").click()
    page.get_by_role("button", name="删除“待客户确认”").click()
    page.locator("yc-toast", has_text="待客户确认").wait_for()
    page.keyboard.press("Escape")
    page.locator(".yb-column", has_text="待客户确认").wait_for(state="detached")


def test_counting_back_from_a_milestone_says_what_it_would_do_first(page_of):
    page = page_of()
    open_schedule(page, "FRAME")
    page.get_by_role("link", name="开始与倒排").click()
    dialog = page.locator("dialog[open]")
    dialog.locator("#frame-preview .notice").wait_for()
    dialog.get_by_label("从定死的日子往前倒排").check()
    dialog.locator("[name=anchor_item]").select_option(index=1)
    dialog.locator("[name=start]").fill("2026-11-02")
    dialog.locator("[name=anchor_date]").fill("2026-11-06")
    dialog.locator("[name=anchor_date]").press("Tab")
    dialog.locator("text=时间不够").wait_for()
    dialog.get_by_role("button", name="保存并重排").click()
    page.locator("yc-toast", has_text="已重排").wait_for()
    page.locator("#schedule-notes", has_text="时间不够").wait_for()
    assert stored(page, "FRAME")["通过"]["finish"] == "2026-11-06"
    page.locator("yc-toast button", has_text="撤销").click()
    wait_until(page, lambda: stored(page, "FRAME")["通过"]["finish"] != "2026-11-06", "the undo")


def test_zoom_collapse_and_today(page_of):
    page = page_of()
    open_schedule(page, "NPL")
    for zoom in ("day", "week", "month", "quarter"):
        page.locator(f"[data-zoom={zoom}]").click()
        assert page.locator(f"[data-zoom={zoom}]").get_attribute("aria-pressed") == "true"
    every = page.locator(".yg-row").count()
    page.get_by_role("button", name="全部收起").click()
    wait_until(page, lambda: page.locator(".yg-row").count() < every, "the collapse")
    page.get_by_role("button", name="全部展开").click()
    page.get_by_role("button", name="今天", exact=True).click()
    assert page.locator(".yg-axis", has_text="今天").count() == 1


def test_filters_keep_the_ways_to_what_they_find(page_of):
    page = page_of()
    open_schedule(page, "FILT", "/list")
    page.locator(".chip", has_text="关键").click()
    wait_until(page, lambda: row(page, "竞品").count() == 0, "the filter")
    assert row(page, "问卷").count() == 1
    assert row(page, "调研").count() == 1
    page.locator(".chip", has_text="关键").click()
    row(page, "竞品").wait_for()


def test_who_is_not_in_the_project_finds_no_schedule(page_of):
    page = page_of("周立")
    assert page.request.get("/p/GRID/schedule").status == 404
