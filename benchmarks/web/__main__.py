"""Entry of `python -m benchmarks web`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import report
from benchmarks.web import runner

if TYPE_CHECKING:
    from argparse import Namespace


def main(options: Namespace) -> None:
    """Measure and, if asked, write the tables into docs/performance.md."""
    sizes = [1_000] if options.quick else [1_000, 10_000]
    if options.large:
        sizes.append(100_000)
    results = runner.run(sizes, ["SQLite"] if options.quick else ["SQLite", "PostgreSQL"])
    if options.save:
        report.write("web", report.of_web(results))
