"""The first day: signing in, letting people in, the workspace's own name, logo and days off."""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.conftest import Served, serving
from tests.e2e.reading import heading

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.e2e

PASSWORD = "bamboo-raft-2027"

SURFACE = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of this module's own: it changes the workspace and empties it in the end."""
    with serving(tmp_path_factory.mktemp("first-day"), ["FIRST"]) as served:
        yield served


def picture() -> bytes:
    """Return a PNG of eight red dots in a square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
    dots = chunk(b"IDAT", zlib.compress((b"\x00" + b"\xc0\x30\x20" * 8) * 8))
    return b"\x89PNG\r\n\x1a\n" + head + dots + chunk(b"IEND", b"")


def secret(page: Any) -> str:
    return str(page.get_by_label("链接", exact=True).input_value())


def choose_password(page: Any, label: str) -> None:
    page.get_by_label(label).fill(PASSWORD)
    page.get_by_label("再输一次").fill(PASSWORD)


def test_a_link_signs_in_once_and_then_says_that_it_is_spent(page_of, served):
    page, later = page_of(None), page_of(None)
    page.goto(served.link("吴敏"))
    assert heading(page) == "吴敏，你好"
    page.get_by_role("button", name="进入运筹").click()
    page.get_by_role("button", name="我的菜单").click()
    page.locator("#me-menu").get_by_text("吴敏").wait_for()
    later.goto(served.link("吴敏"))
    later.get_by_role("button", name="进入运筹").or_(
        later.get_by_role("heading", name="链接不能用了")
    ).wait_for()
    assert heading(later) == "链接不能用了"
    later.goto("/projects")
    assert heading(later) == "登录运筹"


def test_a_forgotten_password_is_set_anew_by_an_administrators_link(page_of):
    owner, other = page_of("周岚"), page_of(None)
    owner.goto("/people")
    owner.get_by_label("查找人员").fill("zqm")
    owner.get_by_role("link", name="赵启明").click()
    owner.get_by_role("button", name="生成密码重置链接").click()
    assert "24 小时内有效" in owner.locator("main").inner_text()
    other.goto(secret(owner))
    other.get_by_text("赵启明").wait_for()
    other.get_by_label("新密码").fill("password")
    other.get_by_label("再输一次").fill("password")
    other.get_by_role("button", name="保存并登录").click()
    assert other.locator("input:invalid").count() == 1  # too short, said by the browser
    choose_password(other, "新密码")
    other.get_by_role("button", name="保存并登录").click()
    other.get_by_role("button", name="我的菜单").click()
    other.get_by_role("button", name="退出登录").click()
    other.get_by_label("邮箱").fill("zhao@demo.example")
    other.get_by_label("密码").fill(PASSWORD)
    other.get_by_role("button", name="登录", exact=True).click()
    other.get_by_role("button", name="我的菜单").wait_for()
    assert "赵启明" in heading(other)


def test_who_is_invited_joins_by_link_and_sees_only_what_is_hers(page_of):
    owner, new = page_of("周岚"), page_of(None)
    owner.goto("/people")
    owner.get_by_role("link", name="邀请").click()
    owner.get_by_label("姓名").fill("沈青")
    owner.get_by_label("邮箱（可不填）").fill("shen@demo.example")
    owner.get_by_label("部门").fill("渠道部")
    owner.get_by_role("button", name="生成邀请链接").click()
    new.goto(secret(owner))
    assert heading(new) == "加入“华东销售中心”"
    assert new.get_by_label("邮箱").input_value() == "shen@demo.example"
    choose_password(new, "设置密码")
    new.get_by_role("button", name="加入", exact=True).click()
    new.get_by_text("还没有你参与的项目").wait_for()
    assert new.request.get("/p/FIRST/").status == 404
    assert new.request.get("/people/invite").status == 403
    owner.goto("/p/FIRST/settings")
    owner.get_by_label("添加成员").select_option(label="沈青")
    owner.locator("#people").get_by_role("button", name="添加").click()
    owner.locator("#people .row", has_text="沈青").wait_for()
    new.goto("/projects")
    shown = new.locator("main").inner_text()
    assert "故事 FIRST" in shown
    assert "华东新品上市" not in shown
    assert [one["key"] for one in new.request.get("/api/v1/projects").json()["items"]] == ["FIRST"]


def test_the_workspaces_name_and_logo_show_in_the_frame_and_on_the_cover(page_of):
    owner = page_of("周岚")
    owner.goto("/settings")
    owner.get_by_role("textbox", name="名称", exact=True).first.fill("长三角销售中心")
    owner.get_by_role("button", name="保存").click()
    owner.get_by_role("link", name="长三角销售中心").wait_for()
    owner.get_by_label("换一张").set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": picture()}
    )
    owner.get_by_role("button", name="上传").click()
    drawn = owner.get_by_role("img", name="当前徽标")
    drawn.wait_for()
    assert drawn.evaluate("one => one.naturalWidth") == 8
    owner.goto("/p/FIRST/practices/document")
    cover = owner.locator(".document-page img").first
    assert cover.evaluate("one => one.complete && one.naturalWidth") == 8


def test_a_picture_that_is_none_is_refused_and_the_old_one_stays(page_of):
    owner = page_of("周岚")
    owner.goto("/settings")
    before = owner.locator(".logo-now").inner_html()
    owner.get_by_label("换一张").set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": b"<svg onload=alert(1)>"}
    )
    owner.get_by_role("button", name="上传").click()
    owner.get_by_text("只能用 PNG 或 JPEG 图片。").first.wait_for()
    owner.goto("/settings")
    assert owner.locator(".logo-now").inner_html() == before


def test_a_day_off_moves_the_tasks_and_taking_it_back_moves_them_again(page_of):
    owner = page_of("周岚")

    def finish() -> str:
        owner.goto("/p/FIRST/schedule/list")
        owner.wait_for_selector("yc-gantt[ready]")
        return str(owner.locator(".yg-row", has_text="问卷").inner_text())

    assert "11-06" in finish()
    owner.goto("/settings?year=2026")
    days = owner.locator("#holidays")
    days.get_by_label("哪一天").fill("2026-11-04")
    days.get_by_label("名称").fill("司庆")
    days.get_by_role("button", name="添加").click()
    days.get_by_text("司庆").wait_for()
    assert "11-09" in finish()
    owner.goto("/settings?year=2026")
    days.get_by_role("button", name="删除 2026-11-04").click()
    days.get_by_text("司庆").wait_for(state="detached")
    assert "11-06" in finish()


def test_language_and_theme_stay_with_the_person(page_of):
    page = page_of("林晓")
    page.goto("/projects")
    page.get_by_role("button", name="我的菜单").click()
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="Projects", level=1).wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name=re.compile("my menu", re.IGNORECASE)).click()
    with page.expect_response(lambda answer: answer.url.endswith("/theme")):
        page.get_by_role("button", name="Dark").click()
    elsewhere = page_of("林晓")
    elsewhere.goto("/p/FIRST/goals")
    assert elsewhere.locator("html").get_attribute("data-theme") == "dark"
    assert "Goals" in heading(elsewhere)
    dark = elsewhere.evaluate(SURFACE)
    elsewhere.goto("/profile")
    elsewhere.locator("#main").get_by_role("button", name="Light").click()
    assert elsewhere.evaluate(SURFACE) != dark
    elsewhere.locator("#main").get_by_role("button", name="简体中文").click()
    elsewhere.get_by_role("heading", name="我的资料", level=1).wait_for()


def test_the_demo_is_emptied_in_one_click_with_its_files_and_a_new_day_begins(page_of, served):
    page = page_of("周岚")
    page.goto("/p/FIRST/t/2")
    page.locator("#f-file").set_input_files(
        {"name": "纪要.txt", "mimeType": "text/plain", "buffer": "会议纪要".encode()}
    )
    page.locator("#files").get_by_role("link", name="纪要.txt").wait_for()
    assert [one for one in (served.data / "media").rglob("*") if one.is_file()]
    page.goto("/settings")
    page.get_by_role("link", name="清空演示…").click()
    assert "3 个项目" in page.locator("main").inner_text()
    page.get_by_role("button", name="清空演示").click()
    assert heading(page) == "开始使用运筹"
    assert not [one for one in (served.data / "media").rglob("*") if one.is_file()]
    page.get_by_label("工作区名称").fill("江北销售部")
    page.get_by_label("你的姓名").fill("方宁")
    page.get_by_label("邮箱").fill("fang@example.com")
    choose_password(page, "设置密码")
    page.get_by_role("button", name="开始", exact=True).click()
    page.get_by_text("还没有项目。").wait_for()
    assert page.request.get("/api/v1/projects").json()["items"] == []
    assert [one["name"] for one in page.request.get("/api/v1/members").json()["items"]] == ["方宁"]
