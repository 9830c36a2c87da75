"""Ceilings on size. One is raised only in a commit that says why."""

from __future__ import annotations

import ast
from statistics import median
from typing import TYPE_CHECKING

from tests.conventions import tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_LINES = 600
FUNCTION_LINES = 60
TEMPLATE_LINES = 120
ISLAND_ENTRY_LINES = 150
MEDIAN_FUNCTION_LINES = 10
LONG_FUNCTION_LINES = 50
LONG_FUNCTION_SHARE = 0.03


def lines(path: Path) -> int:
    """Return how many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def too_long(paths: list[Path], ceiling: int) -> list[str]:
    """Return the files over a ceiling."""
    counted = ((path, lines(path)) for path in paths)
    return [f"{tree.short(path)}: {count} lines" for path, count in counted if count > ceiling]


def functions(*folders: str) -> Iterator[tuple[str, int, int]]:
    """Yield place, lines in all and lines of code without the docstring, of every function."""
    for path in tree.python(*folders):
        for node in ast.walk(tree.syntax(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                whole = (node.end_lineno or node.lineno) - node.lineno + 1
                first = node.body[0]
                says = isinstance(first, ast.Expr) and ast.get_docstring(node) is not None
                text = (first.end_lineno or first.lineno) - first.lineno + 1 if says else 0
                yield f"{tree.short(path)}:{node.lineno} {node.name}", whole, whole - text


def test_source_files_are_at_most_600_lines():
    sources = tree.python("src", "tests", "tools", "benchmarks") + tree.below(
        "frontend", ".ts", ".css", ".mjs"
    )
    tree.complain(too_long(sources, FILE_LINES), "split the file along what it is about")


def test_functions_are_at_most_60_lines():
    everywhere = functions("src", "tests", "tools", "benchmarks")
    found = [f"{place}: {whole} lines" for place, whole, _ in everywhere if whole > FUNCTION_LINES]
    tree.complain(found, "give a part of it a name of its own")


def test_most_functions_are_short():
    code = [count for _, _, count in functions("src")]
    share = sum(count > LONG_FUNCTION_LINES for count in code) / len(code)
    assert median(code) <= MEDIAN_FUNCTION_LINES, "functions have grown: split the newest ones"
    assert share <= LONG_FUNCTION_SHARE, f"{share:.1%} of functions are over 50 lines: split some"


def test_templates_are_at_most_120_lines():
    # the table of icons is written by `npm run icons`
    pages = [path for path in tree.web_templates() if path.name != "icon.html"]
    remedy = "move a part into a macro of ui/components or an included fragment"
    tree.complain(too_long(pages, TEMPLATE_LINES), remedy)


def test_an_islands_entry_is_at_most_150_lines():
    entries = [p for p in tree.below("frontend/islands", ".ts") if p.name == "index.ts"]
    remedy = "keep the element thin: geometry to layout.ts, drawing to render.ts"
    tree.complain(too_long(entries, ISLAND_ENTRY_LINES), remedy)
