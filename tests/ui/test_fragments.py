"""A block that an HTMX request is answered with stands alone: it brings what it is drawn with."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import nodes

from tests.ui.pages import environment

WEB = Path(__file__).resolve().parents[2] / "src/yunchou/web"
#: filled by the page itself only, never rendered alone
FRAME = {"title", "assets", "scripts", "tools", "content"}
PAGES = sorted(WEB.rglob("templates/**/*.html"))


def imported(tree: nodes.Node) -> set[str]:
    """Return the names that imports bring into a template or a block of it."""
    found = [name for one in tree.find_all(nodes.FromImport) for name in one.names]
    return {name if isinstance(name, str) else name[1] for name in found}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_block_imports_what_it_uses(path):
    tree = environment().parse(path.read_text(encoding="utf-8"))
    for block in tree.find_all(nodes.Block):
        if block.name in FRAME:
            continue
        used = {name.name for name in block.find_all(nodes.Name) if name.ctx == "load"}
        assert used & imported(tree) <= imported(block), block.name


def test_an_import_of_the_page_is_not_counted_for_the_block():
    page = '{% from "a.html" import cell %}{% block rows %}{{ cell() }}{% endblock %}'
    tree = environment().parse(page)
    (block,) = tree.find_all(nodes.Block)
    assert (imported(tree), imported(block)) == ({"cell"}, set())
