"""Critical path: ours beside networkx and rustworkx, same networks, same run, answers compared.

    python -m benchmarks.engine.cpm            # 1k, 10k and 100k activities
    python -m benchmarks.engine.cpm 1000000    # other sizes (rivals only up to 100k)

Prints the median and the least CPU and wall milliseconds of each, the ratio to ours, and the load
of the machine. "From edges" includes building and sorting; "edit" keeps the compiled network,
changes one duration and recomputes all dates and floats.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import rustworkx as rx

from yunchou.engine.calendars import OFFICE_HOURS, cn_workdays, natural_days
from yunchou.engine.compiled import (
    CompiledNetwork,
    LinkArrays,
    compile_arrays,
    compute_arrays,
)
from yunchou.engine.network import Calendar, minute
from yunchou.engine.warm import warm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Arrays = tuple[np.ndarray, np.ndarray, np.ndarray]

START = minute(date(2027, 3, 1)) + 480
RIVALS_UP_TO = 100_000


def layered(count: int, seed: int = 1) -> Arrays:
    """Durations and shuffled links: layers of sqrt(n) activities, two links into each."""
    rng = np.random.default_rng(seed)
    width = max(int(count**0.5), 2)
    succ = np.repeat(np.arange(width, count), 2).astype(np.int32)
    pred = (succ // width - 1) * width + rng.integers(0, width, len(succ))
    mixed = rng.permutation(len(succ))
    work = rng.integers(1, 20, count).astype(np.int32)
    return work, pred[mixed].astype(np.int32), succ[mixed]


def ours(work: np.ndarray, pred: np.ndarray, succ: np.ndarray) -> int:
    found = compute_arrays(work, pred, succ)
    return int(found.early_start.sum() + found.late_finish.sum(dtype=np.int64))


def by_networkx(work: np.ndarray, pred: np.ndarray, succ: np.ndarray) -> int:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(work)))
    graph.add_edges_from(zip(pred.tolist(), succ.tolist(), strict=True))
    order = list(nx.topological_sort(graph))
    return _passes(order, work.tolist(), [graph.succ[i] for i in range(len(work))])


def by_rustworkx(work: np.ndarray, pred: np.ndarray, succ: np.ndarray) -> int:
    graph = rx.PyDiGraph()
    graph.add_nodes_from(range(len(work)))
    graph.add_edges_from_no_data(list(zip(pred.tolist(), succ.tolist(), strict=True)))
    order = list(rx.topological_sort(graph))
    after = [graph.successor_indices(i) for i in range(len(work))]
    return _passes(order, work.tolist(), after)


def _passes(order: list[int], work: list[int], after: Sequence[Iterable[int]]) -> int:
    """Both passes as a careful Python programmer writes them beside a graph library."""
    early, end = [0] * len(work), 0
    for i in order:
        finish = early[i] + work[i]
        end = max(end, finish)
        for s in after[i]:
            if finish > early[s]:
                early[s] = finish
    late = [end] * len(work)
    for i in reversed(order):
        least = end
        for s in after[i]:
            if late[s] - work[s] < least:
                least = late[s] - work[s]
        late[i] = least
    return sum(early) + sum(late)


def mixed(count: int) -> tuple[Callable[[], int], Callable[[], int]]:
    """Three calendars, four link types, lags on three links in ten: recompute, and from edges."""
    work, pred, succ = layered(count)
    rng = np.random.default_rng(2)
    lagged = rng.random(len(pred)) < 0.3
    details = LinkArrays(
        kind=rng.choice([0] * 7 + [1, 2, 3], len(pred)).astype(np.int32),
        lag=np.where(lagged, rng.integers(-240, 960, len(pred)), 0).astype(np.int32),
    )
    six = Calendar("six days", (OFFICE_HOURS,) * 6 + ((),))
    calendars = [cn_workdays(), natural_days(), six]
    own = rng.integers(0, 3, count)

    def build() -> CompiledNetwork:
        return compile_arrays(work * 60, (pred, succ), calendars, own, start=START, details=details)

    kept = build()
    turn = iter(range(10**9))

    def edit() -> int:
        activity = next(turn) % count
        kept.set_work(activity, int(work[activity]) * 60 + 480)
        return kept.compute(START).finish

    return edit, lambda: build().compute(START).finish


def measure(run: Callable[[], object]) -> tuple[list[float], list[float], object]:
    cpu: list[float] = []
    wall: list[float] = []
    answer = run()
    deadline = time.perf_counter() + 4
    while len(cpu) < 5 or (len(cpu) < 40 and time.perf_counter() < deadline):
        c, w = time.process_time(), time.perf_counter()
        answer = run()
        cpu.append((time.process_time() - c) * 1e3)
        wall.append((time.perf_counter() - w) * 1e3)
    return cpu, wall, answer


def show(name: str, run: Callable[[], object], base: float | None) -> tuple[float, object]:
    cpu, wall, answer = measure(run)
    median = statistics.median(cpu)
    times = "" if base is None else f"{median / base:10.1f}×"
    print(
        f"  {name:<46}{median:10.2f}{min(cpu):10.2f}"
        f"{statistics.median(wall):12.2f}{min(wall):10.2f}{times}"
    )
    return median, answer


def main(sizes: list[int]) -> None:
    warm()
    print(f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores; milliseconds")
    print(f"  {'':<46}{'CPU med':>10}{'min':>10}{'wall med':>12}{'min':>10}{'to ours':>11}")
    for count in sizes:
        arrays = layered(count)
        print(f"{count:,} activities, {len(arrays[1]):,} links")
        base, told = show("ours, FS, from edges", partial(ours, *arrays), None)
        if count <= RIVALS_UP_TO:
            for name, rival in ("networkx", by_networkx), ("rustworkx + Python", by_rustworkx):
                _, other = show(f"{name}, FS, from edges", partial(rival, *arrays), base)
                assert other == told, f"{name} disagrees"
        edit, fresh = mixed(count)
        show("ours, 3 calendars, 4 link types, lags: edit", edit, None)
        show("ours, the same from edges", fresh, None)
    print(f"answers equal; load {os.getloadavg()[0]:.2f}")


if __name__ == "__main__":
    main([int(x) for x in sys.argv[1:]] or [1_000, 10_000, 100_000])
