"""The compiled path, the plain path and the array door give the same numbers."""

from __future__ import annotations

import sys
from datetime import date

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from tests.engine.strategies import CALENDARS, networks
from yunchou.engine import jit, warm
from yunchou.engine.compiled import LinkArrays, compile_arrays, compute_arrays
from yunchou.engine.cpm import compute
from yunchou.engine.network import Activity, CycleError, Link, LinkType, Network, minute
from yunchou.engine.verify import verify

START = minute(date(2027, 3, 1)) + 480
KINDS = [LinkType.FS, LinkType.SS, LinkType.FF, LinkType.SF]


@pytest.fixture(params=["compiled", "plain"])
def path(request, monkeypatch):
    """Run a test on each path, whatever the size."""
    if request.param == "plain":
        monkeypatch.setenv("YUNCHOU_NO_JIT", "1")
    else:
        monkeypatch.setattr(jit, "WORTH_IMPORTING", 0)
        monkeypatch.setattr(jit, "WORTH_CALLING", 0)
    return request.param


@settings(max_examples=150, deadline=None)
@given(networks())
def test_both_paths_give_the_same_schedule(made):
    plain = compute(made, compiled=False)
    fast = compute(made, compiled=True)
    assert fast.activities == plain.activities
    assert fast.conflicts == plain.conflicts


def random_arrays(count, seed):
    rng = np.random.default_rng(seed)
    succ = np.repeat(np.arange(1, count), 2)
    pred = (rng.random(len(succ)) * succ).astype(np.int32)
    shuffled = rng.permutation(len(succ))
    return rng.integers(0, 40, count), pred[shuffled], succ[shuffled], rng


def test_straight_arrays_agree_with_networkx(path):
    work, pred, succ, _ = random_arrays(300, 1)
    found = compute_arrays(work, pred, succ)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(300))
    graph.add_edges_from(zip(pred.tolist(), succ.tolist(), strict=True))
    early: dict[int, int] = {}
    for i in nx.topological_sort(graph):
        early[i] = max((early[p] + work[p] for p in graph.predecessors(i)), default=0)
    end = max(early[i] + work[i] for i in early)
    late: dict[int, int] = {}
    for i in reversed(list(nx.topological_sort(graph))):
        late[i] = min((late[s] - work[s] for s in graph.successors(i)), default=end)
    free = [min((early[s] for s in graph.successors(i)), default=end) for i in range(300)]
    assert found.finish == end
    assert found.early_start.tolist() == [early[i] for i in range(300)]
    assert found.late_finish.tolist() == [late[i] for i in range(300)]
    assert found.total_float.tolist() == [late[i] - early[i] - work[i] for i in range(300)]
    assert found.free_float.tolist() == [free[i] - early[i] - work[i] for i in range(300)]
    assert (found.late_finish - found.late_start == work).all()
    assert (found.early_finish - found.early_start == work).all()


def test_arrays_with_calendars_agree_with_the_dataclasses(path):
    count = 120
    work, pred, succ, rng = random_arrays(count, 2)
    kind = rng.integers(0, 4, len(pred))
    lag = rng.integers(-10, 30, len(pred))
    calendar = rng.integers(0, 3, count)
    arrays = compile_arrays(
        work,
        (pred, succ),
        CALENDARS,
        calendar,
        start=START,
        details=LinkArrays(kind=kind.astype(np.int32), lag=lag.astype(np.int32)),
    )
    fast = arrays.compute(START)
    links = tuple(
        Link(str(p), str(s), KINDS[k], int(x))
        for p, s, k, x in zip(pred, succ, kind, lag, strict=True)
    )
    activities = tuple(
        Activity(str(i), int(w), calendar=int(c))
        for i, (w, c) in enumerate(zip(work, calendar, strict=True))
    )
    slow = compute(Network(activities, links, CALENDARS, start=START), compiled=False)
    assert verify(slow) == ()
    assert fast.early_start.tolist() == [a.early_start for a in slow]
    assert fast.early_finish.tolist() == [a.early_finish for a in slow]
    assert fast.late_start.tolist() == [a.late_start for a in slow]
    assert fast.late_finish.tolist() == [a.late_finish for a in slow]
    assert fast.total_float.tolist() == [a.total_float for a in slow]
    assert fast.free_float.tolist() == [a.free_float for a in slow]
    assert fast.finish == slow.finish


def test_an_edit_gives_what_a_fresh_network_gives(path):
    work, pred, succ, _ = random_arrays(80, 3)
    kept = compile_arrays(work, (pred, succ), CALENDARS, np.zeros(80), start=START)
    before = kept.compute(START).finish
    longer = work.copy()
    longer[40] += 500
    kept.set_work(40, int(longer[40]))
    again = kept.compute(START)
    fresh = compile_arrays(longer, (pred, succ), CALENDARS, np.zeros(80), start=START)
    assert again.finish > before
    assert again.total_float.tolist() == fresh.compute(START).total_float.tolist()


def test_default_details_are_finish_to_start_without_lag(path):
    made = compile_arrays(
        [20, 20], ([0], [1]), CALENDARS, [1, 1], start=START, details=LinkArrays()
    )
    assert made.compute(START).early_start.tolist() == [START, START + 1440]


@pytest.mark.parametrize("door", ["straight", "calendars"])
def test_a_cycle_in_arrays_is_named_by_numbers(path, door):
    ends = ([0, 1, 2, 3], [1, 2, 3, 1])
    with pytest.raises(CycleError) as caught:
        if door == "straight":
            compute_arrays([1] * 4, *ends)
        else:
            compile_arrays([1] * 4, ends, CALENDARS, [0] * 4, start=START)
    assert sorted(caught.value.cycle) == ["1", "2", "3"]


def test_warming_compiles_everything_or_says_there_is_nothing_to_warm(monkeypatch):
    monkeypatch.delenv("YUNCHOU_NO_JIT", raising=False)
    assert warm.warm()
    monkeypatch.setenv("YUNCHOU_NO_JIT", "1")
    assert not warm.warm()


def test_without_numba_the_plain_path_is_taken(monkeypatch):
    monkeypatch.delenv("YUNCHOU_NO_JIT", raising=False)
    with monkeypatch.context() as bare:
        bare.setitem(sys.modules, "numba", None)
        jit.loaded.cache_clear()
        assert not jit.wanted(10**6)
    jit.loaded.cache_clear()
    assert jit.wanted(10**6)


def test_a_cold_process_schedules_small_plans_without_the_compiler(monkeypatch):
    monkeypatch.delitem(sys.modules, "numba", raising=False)
    assert not jit.wanted(500)
