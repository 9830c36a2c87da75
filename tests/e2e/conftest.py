"""A served workspace and signed-in browsers for stories.

`page_of("林晓")` opens a page signed in through a one-time link of the demo, `page_of(None)` one
of a stranger; what a script or the console complains of fails the test. The stories' own projects
are named in `PROJECTS` and made before the server starts. Chromium is the one named by CHROMIUM,
else /usr/bin/chromium, else Playwright's own.
"""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PROJECTS = (
    "GRID", "LINKS", "PASTE", "PAIR", "CARDS", "FRAME", "COLS", "FILT",
    "SEED", "STEPS", "RISKS", "MEET", "DUTY", "GOAL", "DAILY", "CHECK",
)  # fmt: skip
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
#: how Chromium notes an answer that a form or a clash is refused with
REFUSED = re.compile(r"status of (409|410|422)\b")
LINK = re.compile(r"^\s+\S+ (\S+)\s+(http://\S+/link/\S+)", re.MULTILINE)


class Served:
    """A running server: its address, its log, its data, and who is signed in already."""

    def __init__(self, address: str, log: Path, data: Path) -> None:
        self.address = address
        self.data = data
        self._log = log
        self.states: dict[str, Any] = {}

    def link(self, name: str) -> str:
        """Return the one-time sign-in link of a person of the demo."""
        return dict(LINK.findall(self._log.read_text(encoding="utf-8")))[name]

    def signed_in(self, chromium: Any, name: str) -> Any:
        """Return the browser state of a person who has signed in by the link, once a session."""
        if name not in self.states:
            first = chromium.new_context(base_url=self.address)
            page = first.new_page()
            page.goto(self.link(name))
            page.get_by_role("button").first.click()
            page.wait_for_url(lambda url: "/link/" not in url)
            self.states[name] = first.storage_state()
            first.close()
        return self.states[name]

    def demo_key(self, page: Any) -> str:
        """Return the key of the demo's product launch."""
        found = page.request.get("/api/v1/projects").json()["items"]
        return next(str(one["key"]) for one in found if one["name"] == "华东新品上市")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            pytest.fail(f"the server ended: {log.read_text(encoding='utf-8')[-2000:]}")
        door = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
        try:
            door.request("GET", "/healthz")
            if door.getresponse().status < 500:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            door.close()
    pytest.fail("the server did not answer within a minute")


@contextmanager
def serving(folder: Path, projects: Iterable[str] = ()) -> Iterator[Served]:
    """Serve the demo and small projects from a data folder, on a free port."""
    port, log = _free_port(), folder / "log"
    given = {"YUNCHOU_DATA_DIR": str(folder / "data"), "YUNCHOU_LANG": "zh"}
    env = {**os.environ, **given, "PYTHONUNBUFFERED": "1"}
    prepare = [sys.executable, "-m", "tests.e2e.prepare", *projects]
    subprocess.run(prepare, env=env, check=True, timeout=300)
    run = "from yunchou.cli import main; main()"
    command = [sys.executable, "-c", run, "serve", "--demo", "--port", str(port)]
    with log.open("wb") as out, subprocess.Popen(command, env=env, stdout=out, stderr=out) as going:
        served = Served(f"http://127.0.0.1:{port}", log, folder / "data")
        _wait_for(served.address, going, log)
        yield served
        going.terminate()
        try:
            going.wait(timeout=20)
        except subprocess.TimeoutExpired:
            going.kill()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server that the stories share."""
    with serving(tmp_path_factory.mktemp("served"), PROJECTS) as served:
        yield served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for the session."""
    api = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    with api.sync_playwright() as driver:
        found = path if Path(path).exists() else None
        browser = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page_of(served: Served, chromium: Any) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a page as a person; what goes wrong on it fails the test."""
    contexts: list[Any] = []
    trouble: list[str] = []

    def open_page(name: str | None = "林晓", **options: Any) -> Any:
        wide = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN"}
        state = served.signed_in(chromium, name) if name else None
        given = {**wide, "base_url": served.address, "storage_state": state, **options}
        context = chromium.new_context(**given)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda line: trouble.extend(_complaint(line)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert trouble == [], "scripts or the console complain"


def _complaint(line: Any) -> list[str]:
    """Return what a console says went wrong; a refusal that the page shows is none."""
    refused = REFUSED.search(line.text)
    return [f"{line.text} {line.location}"] if line.type == "error" and not refused else []
