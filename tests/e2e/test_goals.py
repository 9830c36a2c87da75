"""Step 1: a goal is checked while it is written, and kept; what is in and out of scope."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.reading import rows

pytestmark = pytest.mark.e2e

WHOLE = "到2027年6月30日，华东区新品月销售额从120万元提高到200万元"


def letters(result: Any) -> dict[str, str]:
    """Return letter -> verdict as it is read."""
    found = {}
    for one in result.locator(".smart-letter").all():
        found[one.locator("b").inner_text()] = one.inner_text().rpartition("·")[2].strip()
    return found


def test_letters_light_up_while_a_sentence_grows_and_say_what_is_missing(page_of):
    page = page_of()
    page.goto("/p/GOAL/goals")
    box, result = page.get_by_label("SMART 检查"), page.locator("#smart-result")
    box.press_sequentially("提高销量", delay=20)
    result.locator(".smart-letter").first.wait_for()
    assert letters(result)["M"] == "不通过"
    assert letters(result)["T"] == "不通过"
    assert "没有期限" in result.inner_text()
    box.press_sequentially("到200万元", delay=20)
    result.locator(".smart-letter.pass", has_text="可衡量").wait_for()
    assert letters(result)["T"] == "不通过"
    box.fill(WHOLE)
    result.locator(".smart-letter.pass", has_text="有时限").wait_for()
    found = letters(result)
    assert (found["S"], found["M"], found["T"]) == ("通过", "通过", "通过")
    assert "2027-06-30" in result.inner_text() or "2027年6月30日" in result.inner_text()
    assert "没有期限" not in result.inner_text()


def test_a_goal_is_checked_in_its_form_and_kept_with_its_letters(page_of):
    page = page_of()
    page.goto("/p/GOAL/goals")
    page.locator("#goals").get_by_role("link", name="完整填写").click()
    dialog = page.locator("#row-dialog[open]")
    dialog.get_by_role("textbox", name="目标名称").fill("月销售额")
    dialog.get_by_role("textbox", name="目标表述").press_sequentially("提高销量", delay=20)
    check = dialog.locator("#row-check")
    check.locator(".smart-letter.fail", has_text="有时限").wait_for()
    dialog.get_by_role("textbox", name="目标表述").fill(WHOLE)
    check.locator(".smart-letter.pass", has_text="有时限").wait_for()
    dialog.get_by_role("textbox", name="基线值").fill("120")
    dialog.get_by_role("textbox", name="目标值").fill("200")
    dialog.get_by_role("textbox", name="单位").fill("万元")
    dialog.get_by_role("textbox", name="权重").fill("100")
    dialog.get_by_role("button", name="保存").click()
    dialog.wait_for(state="hidden")
    row = page.locator("#goals tr", has_text="月销售额").filter(has_text="200")
    row.wait_for()
    assert row.locator(".smart-letters .tag.good").count() >= 3
    page.locator("#goals", has_text="权重合计 100%").wait_for()
    page.get_by_role("form", name="添加：目标分解").wait_for()
    kept = [one for one in rows(page, "GOAL", "goals.goal") if one["name"] == "月销售额"]
    assert [(one["baseline"], one["target"], one["statement"]) for one in kept] == [
        (120, 200, WHOLE)
    ]


def test_what_is_in_and_out_of_scope_is_told_apart(page_of):
    page = page_of()
    page.goto("/p/GOAL/goals")
    section = page.locator("#scope")
    for kind, text in (("包含", "华东六省门店铺货"), ("不包含", "线上渠道")):
        adder = section.get_by_role("form", name="添加：范围")
        adder.get_by_role("combobox", name="类型").select_option(label=kind)
        adder.get_by_role("textbox", name="内容").fill(text)
        page.keyboard.press("Enter")
        column = section.locator(".quads > div").filter(
            has=page.get_by_role("heading", name=f"{kind} 1", exact=True)
        )
        column.get_by_text(text).wait_for()
    kinds = {one["description"]: one["kind"] for one in rows(page, "GOAL", "goals.scope")}
    assert kinds == {"华东六省门店铺货": "in", "线上渠道": "out"}
