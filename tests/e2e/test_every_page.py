"""Each page and what opens on it, in two looks, in the long run in seven.

No barrier that axe finds, nothing wider than the screen, one title, the right language, every
picture there, no error, no lost request, and no rule of the page broken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.e2e

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
#: look -> (language, theme, width, height)
LOOKS = {
    "light-zh-1440": ("zh-hans", "light", 1440, 900),
    "dark-en-390": ("en", "dark", 390, 844),
    "dark-zh-1440": ("zh-hans", "dark", 1440, 900),
    "light-en-1440": ("en", "light", 1440, 900),
    "light-zh-390": ("zh-hans", "light", 390, 844),
    "light-en-768": ("en", "light", 768, 1024),
    "dark-zh-768": ("zh-hans", "dark", 768, 1024),
}
#: the two that differ in everything; the others join in the long run
SOON = ("light-zh-1440", "dark-en-390")
CHOSEN = [
    pytest.param(look, marks=[] if look in SOON else pytest.mark.long, id=look) for look in LOOKS
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROUTES = {route.name: route for route in places.inside()}


@dataclass
class Visitor:
    """A browser in one look, and what went wrong in it."""

    page: Any
    key: str
    language: str = "zh"
    trouble: list[str] = field(default_factory=list)

    def wrong(self) -> list[str]:
        """Return and forget what went wrong since the last time."""
        found, self.trouble[:] = list(self.trouble), []
        return found


def _prefer(page: Any, language: str, theme: str) -> None:
    """Choose language and theme as the menu does."""
    page.goto("/projects")
    token = page.locator("meta[name=csrf-token]").get_attribute("content")
    form = {"csrfmiddlewaretoken": token, "next": "/projects"}
    assert page.request.post("/language", form={**form, "language": language}).ok
    assert page.request.post("/theme", form={**form, "theme": theme}).ok


@pytest.fixture(scope="module", params=CHOSEN)
def visitor(request: pytest.FixtureRequest, served: Any, chromium: Any) -> Iterator[Visitor]:
    language, theme, width, height = LOOKS[request.param]
    if not AXE.exists():
        pytest.fail(f"{AXE} is missing: make install")
    context = chromium.new_context(
        viewport={"width": width, "height": height}, base_url=served.address,
        color_scheme=theme, reduced_motion="reduce", storage_state=served.signed_in(chromium, "周岚"),
    )  # fmt: skip
    page = context.new_page()
    _prefer(page, language, theme)
    found = Visitor(page, served.demo_key(page), language)
    page.on("pageerror", lambda error: found.trouble.append(f"script: {error}"))
    page.on("console", lambda line: _note(found, line))
    page.on("requestfailed", lambda request: _lost(found, request))
    yield found
    _prefer(page, "zh-hans", "auto")
    context.close()


def _note(found: Visitor, line: Any) -> None:
    if line.type == "error":
        found.trouble.append(f"console: {line.text} {line.location.get('url', '')}")


def _lost(found: Visitor, request: Any) -> None:
    """Note a request without an answer; leaving a page ends those on their way."""
    if request.failure != "net::ERR_ABORTED":
        found.trouble.append(f"request: {request.url} {request.failure}")


def _where(node: dict[str, Any]) -> str:
    return f"{node['target']} {node['html'][:160]} ({node['failureSummary'][:240]})"


def barriers(page: Any) -> list[str]:
    """Return what axe finds, in a line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})"
        ".then(found => found.violations)",
        RULES,
    )
    return [
        f"{one['id']}: {one['help']}: " + "; ".join(_where(node) for node in one["nodes"][:3])
        for one in found
    ]


def too_wide(page: Any) -> list[str]:
    """Return what stands out to the right of the screen, when the page can be moved sideways."""
    return page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide) return [];
          return [...document.querySelectorAll("main *")]
            .filter((one) => one.getBoundingClientRect().right > wide + 1)
            .slice(0, 5).map((one) => one.outerHTML.slice(0, 160));
        }"""
    )


def settled(page: Any, address: str) -> Any:
    """Open a page and wait until it shows what it has to show; return the answer."""
    answer = page.goto(address)
    page.wait_for_load_state("load")
    if page.locator("yc-gantt").count():
        page.wait_for_selector("yc-gantt[ready]")
    page.wait_for_timeout(150)  # elements that fill themselves after load
    return answer


def misshapen(page: Any, language: str) -> list[str]:
    """Return what is wrong with the frame of a page: titles, language, pictures."""
    found = page.evaluate(
        """() => ({
          titles: [...document.querySelectorAll("h1")].map((one) => one.textContent.trim()),
          language: document.documentElement.lang,
          name: document.title,
          broken: [...document.images].filter((one) => one.complete && !one.naturalWidth)
            .map((one) => one.src),
        })"""
    )
    wrong = [f"picture: {one}" for one in found["broken"]]
    if len(found["titles"]) != 1 or not found["titles"][0]:
        wrong.append(f"titles: {found['titles']}")
    if found["language"][:2] != language[:2]:
        wrong.append(f"language: {found['language']}")
    return wrong if found["name"].strip() else [*wrong, "no name for the window"]


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_a_page_has_no_barrier_no_overflow_and_no_error(name, visitor):
    address = places.fill(ROUTES[name], visitor.page, visitor.key)
    visitor.wrong()
    answer = settled(visitor.page, address)
    assert answer.status == 200, address
    assert visitor.wrong() == []
    assert misshapen(visitor.page, visitor.language) == []
    assert too_wide(visitor.page) == []
    assert barriers(visitor.page) == []
    assert visitor.wrong() == []


def _row_menu(page: Any) -> None:
    page.locator("yc-gantt .yg-rows [role=row]").nth(2).click(
        button="right", position={"x": 90, "y": 10}
    )


def _card_menu(page: Any) -> None:
    page.locator(".yb-card").first.hover()
    page.locator(".yb-more").first.click()


def _edit_name(page: Any) -> None:
    page.locator("yc-gantt .yg-rows [role=row]").nth(2).click(position={"x": 130, "y": 10})
    page.keyboard.press("Enter")


#: what opens -> where, how, and what is there when it has opened
OPENINGS: dict[str, tuple[str, Callable[[Any], None], str]] = {
    "my menu": (
        "home", lambda page: page.locator("[popovertarget=me-menu]").click(), "#me-menu"
    ),
    "palette": (
        "home", lambda page: page.keyboard.press("Control+k"), "yc-palette [role=combobox]"
    ),
    "keys": ("schedule", lambda page: page.keyboard.press("?"), "dialog[open]"),
    "menu of a row": ("schedule", _row_menu, ".menu:popover-open"),
    "name of a task": ("schedule", _edit_name, "yc-gantt input:focus"),
    "menu of a card": ("board", _card_menu, ".menu:popover-open"),
    "new card": (
        "board",
        lambda page: page.locator(".yb-column button", has_text=re.compile("卡片|card")).first.click(),
        ".yb-column :is(input, textarea):focus",
    ),
    "export": (
        "schedule",
        lambda page: page.locator("[popovertarget]", has_text=re.compile("导出|Export")).click(),
        ".menu:popover-open",
    ),
    "form of a risk": (
        "risks",
        lambda page: page.locator(".register-foot [data-dialog]").first.click(),
        "dialog[open] form",
    ),
    "cell of a goal": (
        "goals",
        lambda page: page.locator("yc-edit button.edit-value, yc-edit .edit-value").first.click(),
        "yc-edit :is(input, textarea, select):focus",
    ),
    "responsibility": (
        "resources", lambda page: page.locator(".raci-cell").first.click(), ".menu:popover-open"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(OPENINGS))
def test_what_opens_on_a_page_has_no_barrier(what, visitor):
    name, open_it, there = OPENINGS[what]
    settled(visitor.page, places.fill(ROUTES[name], visitor.page, visitor.key))
    visitor.wrong()
    open_it(visitor.page)
    visitor.page.locator(there).first.wait_for(timeout=5000)
    assert too_wide(visitor.page) == []
    assert barriers(visitor.page) == []
    assert visitor.wrong() == []


def test_the_navigation_has_no_barrier(visitor):
    settled(visitor.page, places.fill(ROUTES["goals"], visitor.page, visitor.key))
    button = visitor.page.locator(".top-menu")
    if button.is_visible():  # else the navigation stands beside the page
        button.click()
    visitor.page.locator("#side a").first.wait_for()
    assert barriers(visitor.page) == []


@pytest.mark.parametrize("look", CHOSEN)
@pytest.mark.parametrize("name", sorted(places.OUTSIDE))
def test_a_page_for_strangers_has_no_barrier(name, look, served, chromium):
    language, theme, width, height = LOOKS[look]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, base_url=served.address,
        color_scheme=theme, locale="en-GB" if language == "en" else "zh-CN",
    )  # fmt: skip
    page = context.new_page()
    settled(page, places.OUTSIDE[name])
    found = [*misshapen(page, language), *too_wide(page), *barriers(page)]
    context.close()
    assert found == []


def test_a_page_that_is_not_there_has_no_barrier(visitor):
    settled(visitor.page, "/p/NOWHERE/goals")
    visitor.wrong()  # the browser names the 404 itself
    assert [*too_wide(visitor.page), *barriers(visitor.page)] == []
