"""Each page in two looks: no barrier that axe finds, nothing wider than the screen, no error."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e import places

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.e2e, pytest.mark.long]

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
#: look -> (language, theme, width, height)
LOOKS = {
    "light-zh-1440": ("zh-hans", "light", 1440, 900),
    "dark-en-390": ("en", "dark", 390, 844),
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROUTES = {route.name: route for route in places.inside()}


@dataclass
class Visitor:
    """A browser in one look, and what went wrong in it."""

    page: Any
    key: str
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


@pytest.fixture(scope="module", params=LOOKS)
def visitor(request: pytest.FixtureRequest, served: Any, chromium: Any) -> Iterator[Visitor]:
    language, theme, width, height = LOOKS[request.param]
    if not AXE.exists():
        pytest.fail(f"{AXE} is missing: make install")
    context = chromium.new_context(
        viewport={"width": width, "height": height}, base_url=served.address, bypass_csp=True,
        color_scheme=theme, reduced_motion="reduce", storage_state=served.signed_in(chromium, "周岚"),
    )  # fmt: skip
    page = context.new_page()
    _prefer(page, language, theme)
    found = Visitor(page, served.demo_key(page))
    page.on("pageerror", lambda error: found.trouble.append(f"script: {error}"))
    page.on("console", lambda line: _note(found, line))
    yield found
    _prefer(page, "zh-hans", "auto")
    context.close()


def _note(found: Visitor, line: Any) -> None:
    if line.type == "error":
        found.trouble.append(f"console: {line.text} {line.location.get('url', '')}")


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


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_a_page_has_no_barrier_no_overflow_and_no_error(name, visitor):
    address = places.fill(ROUTES[name], visitor.page, visitor.key)
    visitor.wrong()
    answer = settled(visitor.page, address)
    assert answer.status == 200, address
    assert visitor.wrong() == []
    assert too_wide(visitor.page) == []
    assert barriers(visitor.page) == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", sorted(places.OUTSIDE))
def test_a_page_for_strangers_has_no_barrier(name, look, served, chromium):
    language, theme, width, height = LOOKS[look]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, base_url=served.address, bypass_csp=True,
        color_scheme=theme, locale="en-GB" if language == "en" else "zh-CN",
    )  # fmt: skip
    page = context.new_page()
    settled(page, places.OUTSIDE[name])
    found = [*too_wide(page), *barriers(page)]
    context.close()
    assert found == []


def test_a_page_that_is_not_there_has_no_barrier(visitor):
    settled(visitor.page, "/p/NOWHERE/goals")
    visitor.wrong()  # the browser names the 404 itself
    assert [*too_wide(visitor.page), *barriers(visitor.page)] == []
