"""Whole processes of the command line: a plan of forty tasks as document, and the small commands.

    python -m benchmarks documents

Each is started anew, as a person does; wall and processor time, medians; must: a document in less
than two seconds.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from argparse import Namespace

TASKS = 40
YUNCHOU = str(Path(sys.executable).parent / "yunchou")
COMMANDS: list[tuple[str, list[str], float]] = [
    ("docx of 40 tasks", ["render", "plan.yaml", "-o", "plan.docx"], 2),
    ("pdf of 40 tasks", ["render", "plan.yaml", "-o", "plan.pdf"], 2),
    ("xlsx of 40 tasks", ["render", "plan.yaml", "-o", "plan.xlsx"], 0),
    ("html of 40 tasks", ["render", "plan.yaml", "-o", "plan.html"], 0),
    ("schedule", ["schedule", "plan.yaml"], 0),
    ("check", ["check", "plan.yaml"], 0),
    ("smart", ["smart", "第四季度华东区销售额提升20%"], 0),
    ("templates", ["templates"], 0),
]


def plan(folder: Path) -> None:
    """Write a shipped template with forty tasks."""
    given = [YUNCHOU, "new", "new_product_launch", "-o", "plan.yaml", "--start", "2026-03-02"]
    subprocess.run(given, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    path = folder / "plan.yaml"
    body: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    tasks = [task for phase in body["phases"] for task in phase["tasks"]]
    last = body["phases"][-1]["tasks"]
    missing = TASKS - len(tasks)
    last += [{"id": f"X{n}", "name": f"补充任务{n}", "duration_days": 3} for n in range(missing)]
    path.write_text(yaml.safe_dump(body, allow_unicode=True, sort_keys=False), encoding="utf-8")


def spent(words: list[str], folder: Path) -> tuple[float, float]:
    """Return wall and processor seconds of one process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    run = subprocess.run([YUNCHOU, *words], cwd=folder, capture_output=True, check=False)
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode not in {0, 1}:  # 1: findings
        raise RuntimeError(run.stderr.decode()[-1000:])
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(repeat: int) -> list[dict[str, Any]]:
    """Measure every command and print a line for each."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="yunchou-bench-") as name:
        folder = Path(name)
        plan(folder)
        print(f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores; seconds, whole process")
        print(f"  {'':<24}{'wall':>8}{'CPU':>8}{'must':>8}")
        for title, words, must in COMMANDS:
            spent(words, folder)  # writes byte code, as the first start on any machine does
            found = [spent(words, folder) for _ in range(repeat)]
            wall, cpu = (statistics.median(part) for part in zip(*found, strict=True))
            rows.append({"name": title, "wall": wall, "cpu": cpu, "must": must})
            told = f"{must:>8g}" if must else ""
            print(f"  {title:<24}{wall:>8.2f}{cpu:>8.2f}{told}", flush=True)
    return rows


def main(options: Namespace) -> None:
    """Measure and, if asked, write the table into docs/performance.md."""
    from benchmarks import report

    rows = run(2 if options.quick else 5)
    if options.save:
        report.write("documents", report.of_documents(rows))
