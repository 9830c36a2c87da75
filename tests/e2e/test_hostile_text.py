"""Text that means harm, in every field a member can write: shown as it was typed, never run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e import places
from tests.e2e.conftest import Served, serving
from tests.e2e.hostile import MARKED, RUN, SVG, TEXTS, Writer, write_everywhere
from tests.e2e.test_every_page import ROUTES, settled, too_wide

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.e2e

OWNER = "周岚"
WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
#: what would be there if a text had been taken for markup
TAKEN_FOR_MARKUP = """() => {
  const found = [];
  for (const one of document.querySelectorAll("*")) {
    for (const { name, value } of one.attributes) {
      const runs = name.startsWith("on") && /hostile/.test(value);
      const leads = ["href", "src", "action", "formaction"].includes(name)
        && /^\\s*(javascript|data:text)/i.test(value);
      if (runs || leads || name.startsWith('"')) found.push(one.outerHTML.slice(0, 200));
    }
    if (one.matches("img[src=x], script:not([src])") && /hostile|src="x"/.test(one.outerHTML)
      && !/json/.test(one.type ?? "")) found.push(one.outerHTML.slice(0, 200));
  }
  if (document.documentElement.innerHTML.includes("q49q")) found.push("a sum was done");
  if (window.hostile) found.push("a script ran");
  return found;
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of this module's own: nothing on it keeps its name."""
    with serving(tmp_path_factory.mktemp("hostile"), ["SPARE"]) as served:
        yield served


@pytest.fixture(scope="module")
def writer(served: Served, chromium: Any) -> Iterator[Writer]:
    """One who has written hostile text everywhere."""
    state = served.signed_in(chromium, OWNER)
    context = chromium.new_context(base_url=served.address, storage_state=state)
    page = context.new_page()
    writer = Writer(page, served.demo_key(page))
    write_everywhere(writer)
    yield writer
    context.close()


@pytest.fixture(scope="module", params=WIDTHS)
def page(
    request: pytest.FixtureRequest, served: Served, chromium: Any, writer: Writer
) -> Iterator[Any]:
    """A page without the rules that would keep a script from running, were one let in."""
    width, height = WIDTHS[request.param]
    context = chromium.new_context(
        base_url=served.address, bypass_csp=True, viewport={"width": width, "height": height},
        storage_state=served.signed_in(chromium, OWNER), reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    page.key = writer.key
    yield page
    context.close()


def harm(page: Any) -> list[str]:
    """Return what hostile text has done to a page."""
    return [*page.evaluate(TAKEN_FOR_MARKUP), *too_wide(page)]


def test_every_field_of_text_takes_some_of_it(writer):
    assert writer.closed == []


def test_an_address_that_runs_is_no_link(writer):
    at = f"/projects/{writer.key}/items"
    task = writer.send("GET", at).json()["items"][0]["id"]
    addresses = (f"javascript:{RUN}", f" JavaScript:{RUN}", f"data:text/html,{RUN}", "vbscript:x")
    answers = [
        writer.send("POST", f"{at}/{task}/links", data={"url": address, "name": "x"}).status
        for address in addresses
    ]
    assert answers == [422] * len(addresses)


def test_an_attached_drawing_is_handed_over_not_shown(writer):
    at = f"/projects/{writer.key}/items"
    task = writer.send("GET", at).json()["items"][0]["id"]
    file = {"name": "x.svg", "mimeType": "image/svg+xml", "buffer": SVG}
    made = writer.send("POST", f"{at}/{task}/attachments", multipart={"file": file}).json()
    for address in (
        f"/files/{made['attachment']['id']}",
        f"/files/{made['attachment']['id']}?show",
    ):
        headers = writer.page.request.get(address).headers
        assert headers["content-disposition"].startswith("attachment"), address
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_a_page_shows_it_as_text(name, page):
    answer = settled(page, places.fill(ROUTES[name], page, page.key))
    assert answer.status == 200
    assert harm(page) == []


def test_the_rows_of_every_table_show_it_as_text(page):
    api = f"/api/v1/projects/{page.key}/registers"
    for key in places.registers():
        row = page.request.get(f"{api}/{key}").json()["items"][0]["id"]
        page.goto(f"/p/{page.key}/r/{key}/{row}")
        assert harm(page) == [], key


@pytest.mark.parametrize("address", ["/search?q=", "/projects?q=", "/people?q="])
def test_what_is_searched_for_is_shown_as_text(address, page):
    for text in TEXTS:
        page.goto(address + page.evaluate("encodeURIComponent", text[:900]))
        assert harm(page) == []


def test_menus_palette_and_cells_show_it_as_text(page):
    settled(page, f"/p/{page.key}/schedule/board")
    page.keyboard.press("Control+k")
    page.keyboard.insert_text(TEXTS[-2])
    page.wait_for_timeout(400)  # the answers of the search
    assert harm(page) == []
    settled(page, f"/p/{page.key}/schedule")
    page.locator("yc-gantt .yg-rows [role=row]").nth(1).click(
        button="right", position={"x": 100, "y": 8}
    )
    page.wait_for_timeout(100)
    assert harm(page) == []


def test_a_comment_keeps_what_was_typed(page):
    settled(page, f"/p/{page.key}/t/3")
    said = page.locator("#talk").inner_text()
    for part in (f"javascript:{RUN}", f'<img src=x onerror="{RUN}">', "q{{7*7}}q"):
        assert part in MARKED
        assert part in said


def test_an_imported_board_shows_it_as_text(page):
    page.goto("/projects/new")
    token = page.locator("meta[name=csrf-token]").get_attribute("content")
    board = places.board(TEXTS[1])
    file = {"name": f"<img src=x onerror={RUN}>.json", "mimeType": "application/json"}
    answer = page.request.post(
        "/projects/import",
        multipart={"csrfmiddlewaretoken": token, "file": {**file, "buffer": board}},
    )
    page.goto(answer.url)
    assert harm(page) == []


def test_what_is_thrown_away_shows_as_text(page):
    at = f"/api/v1/projects/{page.key}"
    token = {"X-CSRFToken": page.locator("meta[name=csrf-token]").get_attribute("content")}
    tasks = page.request.get(f"{at}/items").json()["items"]
    shown = page.request.get(f"{at}/items/3").json()["id"]
    last = [one for one in tasks if "hostile" in one["name"] and one["id"] != shown][-1]
    assert page.request.delete(f"{at}/items/{last['id']}", headers=token).ok
    page.goto("/trash")
    assert "hostile" in page.locator("main").inner_text()
    assert harm(page) == []
