"""Compares measured coverage with the floors in pyproject.toml (`tool.yunchou.coverage-floors`).

`python -m tools.coverage_floors FILE…` combines the data files of several runs first: SQLite,
PostgreSQL, and the kernels as plain Python, which no tracer sees once they are compiled.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Reached:
    """Lines and branches of one folder: how many there are, how many were run."""

    folder: str
    floor: float
    there: int
    run: int

    @property
    def percent(self) -> float:
        """Return the share that was run, 100 for a folder without code."""
        return 100 * self.run / self.there if self.there else 100.0

    @property
    def holds(self) -> bool:
        """Return whether the floor is kept; a folder without any code does not keep one."""
        return self.there > 0 and self.percent >= self.floor


def floors() -> dict[str, float]:
    """Return folder -> percent from pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as source:
        found: dict[str, float] = tomllib.load(source)["tool"]["yunchou"]["coverage-floors"]
    return found


def reached(report: dict[str, Any], folder: str, floor: float) -> Reached:
    """Add up a folder's files in coverage's JSON report."""
    there = run = 0
    for name, file in report["files"].items():
        if Path(name).is_relative_to(folder):
            sums = file["summary"]
            there += sums["num_statements"] + sums.get("num_branches", 0)
            run += sums["covered_lines"] + sums.get("covered_branches", 0)
    return Reached(folder, floor, there, run)


def worst(report: dict[str, Any], folder: str, count: int = 8) -> list[tuple[str, int]]:
    """Return the files of a folder with the most lines never run."""
    missing = {
        name: file["summary"]["missing_lines"]
        for name, file in report["files"].items()
        if Path(name).is_relative_to(folder) and file["summary"]["missing_lines"]
    }
    return sorted(missing.items(), key=lambda item: -item[1])[:count]


def report_of(data_files: list[str]) -> dict[str, Any]:
    """Combine data files, which stay as they are, and return coverage's JSON report."""
    with tempfile.TemporaryDirectory() as name:
        data, out = Path(name, "coverage"), Path(name, "report.json")
        coverage = [sys.executable, "-m", "coverage"]
        subprocess.run(
            [*coverage, "combine", "--quiet", "--keep", f"--data-file={data}", *data_files],
            cwd=ROOT, check=True,
        )  # fmt: skip
        subprocess.run(
            [*coverage, "json", "--quiet", f"--data-file={data}", "-o", str(out)],
            cwd=ROOT, check=True,
        )  # fmt: skip
        found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def main(data_files: list[str]) -> int:
    """Print each folder's coverage; 1 if one is under its floor."""
    report = report_of(data_files)
    results = [reached(report, folder, floor) for folder, floor in floors().items()]
    for result in results:
        mark = "ok" if result.holds else "UNDER"
        print(f"{result.folder:24} {result.percent:6.2f} %  floor {result.floor:g} %  {mark}")
        for name, lines in [] if result.holds else worst(report, result.folder):
            print(f"    {lines:5} lines never run in {name}")
    return 0 if all(result.holds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
