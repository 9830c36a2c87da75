"""Hostile text in every field that a member can write, over the API of a served project.

What is written would set `window.hostile` if it ever ran, show 49 if it were taken for a template,
turn the page's letters round, or push the page sideways. A field that takes less gets less.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from yunchou.web.projects import registers
from yunchou.web.projects.registers import columns

if TYPE_CHECKING:
    from collections.abc import Callable

RUN = "window.hostile=1"
BREAKS = f'"><img src=x onerror="{RUN}"><svg/onload={RUN}>'
#: a template's sum between letters of its own, so that no honest 49 is taken for it
SUM = "q{{7*7}}q"
TURNED = "\u202egnp.esu\u202c"  # right to left
FAMILY = "👩\u200d👩\u200d👧\u200d👦"
ALL = f"""{BREAKS}{SUM}{TURNED}{FAMILY}</script><script>{RUN}</script>'-{RUN}-' ${{{RUN}}}"""
#: from the longest to what fits into twenty characters
TEXTS = (
    ALL + "W" * 2000, ALL + "W" * 200, BREAKS + SUM, f"<svg/onload={RUN}>{SUM}",
    "<svg/onload=hostile=1>", "<u/onclick=hostile>",
)  # fmt: skip
MARKED = f"""[press](javascript:{RUN}) ![x](javascript:{RUN}) <javascript:{RUN}>
[data](data:text/html,<script>{RUN}</script>) [quoted](https://a.example/"onclick="{RUN})
<a href="javascript:{RUN}">a</a> <img src=x onerror="{RUN}"> <script>{RUN}</script> {SUM}
`<svg/onload={RUN}>` **<b onclick={RUN}>b</b>** @<svg/onload={RUN}> {"W" * 2000}
"""
PROJECT = (
    "name", "name_en", "number", "plan_version", "secrecy", "department", "author", "reviewer",
    "approver", "company",
)  # fmt: skip
ITEM = ("name", "deliverable", "acceptance", "notes")
STRATEGY = ("value_proposition", "product", "price", "channel", "promotion")


@dataclass
class Writer:
    """Writes over the API as the person of a page, and remembers what no text could enter."""

    page: Any
    key: str
    closed: list[str] = field(default_factory=list)
    token: str = ""

    def send(self, method: str, address: str, **options: Any) -> Any:
        """Send a request as the page does."""
        if not self.token:
            self.page.goto("/projects")
            self.token = self.page.locator("meta[name=csrf-token]").get_attribute("content")
        headers = {"X-CSRFToken": self.token}
        return self.page.request.fetch(
            f"/api/v1{address}", method=method, headers=headers, **options
        )

    def enter(self, method: str, address: str, body: Callable[[str], Any]) -> Any:
        """Write the longest hostile text that is taken; return the answer."""
        for text in TEXTS:
            answer = self.send(method, address, data=body(text))
            if answer.ok:
                return answer.json()
            assert answer.status < 500, f"{address}: {answer.text()[:300]}"
        self.closed.append(f"{address} {sorted(body(''))}: {answer.text()[:200]}")
        return None

    def fields(self, address: str, names: tuple[str, ...]) -> None:
        """Write hostile text into each of the fields of one thing."""
        for name in names:
            self.enter("PATCH", address, partial(_only, name))


def _only(name: str, text: str) -> dict[str, str]:
    return {name: text}


def write_everywhere(writer: Writer) -> None:
    """Write hostile text into the workspace, its people, a project and all that is in it."""
    project = f"/projects/{writer.key}"
    _workspace(writer)
    writer.fields(project, PROJECT)
    writer.enter("PATCH", project, lambda text: {"cosigners": [text]})
    writer.fields(f"{project}/strategy", STRATEGY)
    writer.enter("POST", f"{project}/baselines", lambda text: {"name": text})
    column = writer.enter("POST", f"{project}/columns", lambda text: {"name": text})
    assert column
    for entry in registers.all_registers():
        _register(writer, f"{project}/registers/{entry.key}", entry)
    _items(writer, project)


def _workspace(writer: Writer) -> None:
    writer.enter("PATCH", "/workspace", lambda text: {"name": text})
    writer.enter("POST", "/holidays", lambda text: {"day": "2026-12-14", "name": text})
    for person in writer.send("GET", "/members").json()["items"][:3]:
        writer.fields(f"/members/{person['id']}", ("department", "position"))
    writer.enter("POST", "/members", lambda text: {"name": text})


def _register(writer: Writer, address: str, entry: Any) -> None:
    kinds = {columns.public(name): columns.kind_of(entry, name) for name in entry.fields}
    texts = tuple(name for name, kind in kinds.items() if kind in {"text", "long"})
    rows = writer.send("GET", address).json()["items"]
    if not rows:
        needs = _needs(writer, address, entry, kinds)
        writer.enter("POST", address, lambda text: _row(kinds, text) | needs)
        rows = writer.send("GET", address).json()["items"]
    for row in rows[:2]:
        writer.fields(f"{address}/{row['id']}", texts)


def _row(kinds: dict[str, str], text: str) -> dict[str, Any]:
    """Return what a new row of a table may need, the text wherever it goes."""
    texts = {name: text for name, kind in kinds.items() if kind in {"text", "long"}}
    typed = {"date": "2026-11-02", "number": "1"}
    return texts | {name: typed[kind] for name, kind in kinds.items() if kind in typed}


def _needs(writer: Writer, address: str, entry: Any, kinds: dict[str, str]) -> dict[str, Any]:
    """Return the rows of other tables that a new row belongs to."""
    found = {}
    for name in [one for one, kind in kinds.items() if kind == "row"]:
        model = entry.model._meta.get_field(name).related_model
        other = next(one for one in registers.all_registers() if one.model is model)
        at = address.replace(entry.key, other.key)
        found[name] = writer.send("GET", at).json()["items"][0]["id"]
    return found


def _items(writer: Writer, project: str) -> None:
    items = writer.send("GET", f"{project}/items").json()["items"]
    kinds = {"summary", "task", "milestone"}
    for kind in sorted(kinds):
        for item in [one for one in items if one["kind"] == kind][:2]:
            writer.fields(f"{project}/items/{item['id']}", ITEM)
    task = writer.send("GET", f"{project}/items/3").json()  # the one that pages are shown of
    at = f"{project}/items/{task['id']}"
    writer.fields(at, ITEM)
    writer.enter("PATCH", at, lambda text: {"labels": [text]})
    writer.enter("POST", f"{at}/progress", lambda text: {"state": "blocked", "reason": text})
    writer.enter("POST", f"{at}/checklist", lambda text: {"name": text})
    writer.enter("POST", f"{at}/comments", lambda text: {"body": text})
    assert writer.send("POST", f"{at}/comments", data={"body": MARKED}).ok
    assert writer.send("PATCH", at, data={"notes": MARKED}).ok
    link = {"url": "https://a.example/" + "w" * 500}
    writer.enter("POST", f"{at}/links", lambda text: {**link, "name": text})
    for name in (f"<img src=x onerror={RUN}>.png", "W" * 180 + ".txt", TURNED + ".svg"):
        one = {"name": name, "mimeType": "image/svg+xml", "buffer": SVG}
        answer = writer.send("POST", f"{at}/attachments", multipart={"file": one})
        assert answer.status < 500, answer.text()[:300]


SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><script>{RUN}</script></svg>'.encode()
)
