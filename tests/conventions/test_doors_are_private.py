"""A step's doors (views, api, forms, urls, jobs) are its own; import contracts cannot say that."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.conventions import tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOORS = {"views", "api", "forms", "urls", "jobs"}
#: config puts the steps' urls and api together; core's jobs are the queue itself
COMPOSES = "config"
GROUND = "core"


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of everything a file imports."""
    for node in ast.walk(tree.syntax(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level:
                package = path.relative_to(tree.ROOT / "src").with_suffix("").parts[: -node.level]
                module = ".".join([*package, module]).rstrip(".")
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def foreign_doors(path: Path, step: str) -> Iterator[str]:
    """Yield each import of another step's door."""
    for line, name in imported(path):
        parts = name.split(".")
        if parts[:2] != ["yunchou", "web"] or len(parts) < 4:
            continue
        owner, part = parts[2], parts[3]
        if part in DOORS and owner not in {step, GROUND}:
            yield f"{tree.short(path)}:{line} imports {owner}.{part}"


def test_no_step_uses_the_door_of_another():
    found = [
        place
        for path in tree.python("src/yunchou/web")
        if (step := path.relative_to(tree.WEB).parts[0]) != COMPOSES
        for place in foreign_doors(path, step)
    ]
    tree.complain(found, "call the other step's services or selectors, or publish an event")


def test_an_import_of_a_foreign_door_would_be_seen(tmp_path, monkeypatch):
    planted = tmp_path / "src/yunchou/web/risks/views.py"
    planted.parent.mkdir(parents=True)
    planted.write_text(
        "from yunchou.web.schedule.forms import MoveForm\n"
        "from yunchou.web.schedule import jobs, services\n"
        "from ..schedule.api import router\n"
        "from . import forms\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(tree, "ROOT", tmp_path)
    found = [place.split(" imports ")[1] for place in foreign_doors(planted, "risks")]
    assert found == ["schedule.forms", "schedule.jobs", "schedule.api"]
