"""Writes measured tables into docs/performance.md, each between its own marks."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.web.runner import Results

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def write(name: str, lines: Iterable[str]) -> None:
    """Replace what stands between the marks of a name by the lines, under the day's date."""
    today = dt.datetime.now(tz=dt.UTC).date()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    head = f"Measured on {today}, {os.cpu_count()} cores, load average {load}."
    block = "\n".join([f"<!-- {name} -->", "", head, "", *lines, "", f"<!-- end {name} -->"])
    text = PAGE.read_text(encoding="utf-8")
    marks = re.compile(f"<!-- {name} -->.*?<!-- end {name} -->", re.DOTALL)
    if not marks.search(text):
        msg = f"{PAGE} has no marks for {name!r}"
        raise RuntimeError(msg)
    PAGE.write_text(marks.sub(lambda _match: block, text), encoding="utf-8")


def of_web(results: Results) -> list[str]:
    """Return a table for every database and size, and how answers grow with the size."""
    lines: list[str] = []
    for (database, size), rows in results.items():
        lines += [
            f"### {database}, {size:,} tasks", "",
            "| Operation | ours p50 | p95 | CPU | WSGI p50 | CPU | floor p50 | CPU | CPU ÷ floor"
            " | WSGI ÷ floor | must |",
            "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|", *map(_row, rows), "",
        ]  # fmt: skip
    return [*lines, *_growth(results)]


def _row(row: dict[str, Any]) -> str:
    ours, wsgi, floor = row["ours"], row["ours, WSGI"], row["floor"]
    figures = (*ours, wsgi[0], wsgi[2], floor[0], floor[2])
    told = " | ".join(f"{figure:.1f}" for figure in figures)
    ratios = f"{ours[2] / floor[2]:.1f} | {wsgi[2] / floor[2]:.1f}"
    most = f"{row['most']:.1f}" if row["most"] else ""
    return f"| {row['name']} | {told} | {ratios} | {most} |"


def _growth(results: Results) -> list[str]:
    lines: list[str] = []
    for database in dict.fromkeys(database for database, _size in results):
        sizes = [size for name, size in results if name == database]
        if len(sizes) < 2:
            continue
        first, last = results[database, sizes[0]], results[database, sizes[-1]]
        lines += [
            f"### {database}: from {sizes[0]:,} to {sizes[-1]:,} tasks", "",
            "| Operation | ours | floor |", "|---|--:|--:|",
            *(
                f"| {a['name']} | ×{b['ours'][2] / a['ours'][2]:.1f}"
                f" | ×{b['floor'][2] / a['floor'][2]:.1f} |"
                for a, b in zip(first, last, strict=True)
            ), "",
        ]  # fmt: skip
    return lines


def of_documents(rows: list[dict[str, Any]]) -> list[str]:
    """Return the table of whole processes."""
    return [
        "| Command, whole process | wall s | CPU s | must s |", "|---|--:|--:|--:|",
        *(
            f"| {row['name']} | {row['wall']:.2f} | {row['cpu']:.2f} | {row['must'] or ''} |"
            for row in rows
        ),
    ]  # fmt: skip
