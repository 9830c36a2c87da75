"""Coverage is added up by folder and held to the floors of pyproject.toml."""

from __future__ import annotations

import pytest

from tools import coverage_floors


def file(lines, covered, branches=0, taken=0):
    return {
        "summary": {
            "num_statements": lines, "covered_lines": covered, "missing_lines": lines - covered,
            "num_branches": branches, "covered_branches": taken,
        }
    }  # fmt: skip


REPORT = {
    "files": {
        "src/yunchou/web/a.py": file(80, 70, 20, 15),
        "src/yunchou/web/b.py": file(100, 90),
        "src/yunchou/website.py": file(100, 0),
    }
}


def test_lines_and_branches_of_a_folder_are_added_up():
    result = coverage_floors.reached(REPORT, "src/yunchou/web", 85)
    assert (result.run, result.there, result.percent) == (175, 200, 87.5)


@pytest.mark.parametrize(("floor", "holds"), [(87.5, True), (88, False)])
def test_the_floor_itself_is_enough(floor, holds):
    assert coverage_floors.reached(REPORT, "src/yunchou/web", floor).holds is holds


def test_a_folder_that_was_not_measured_does_not_hold():
    assert not coverage_floors.reached(REPORT, "src/yunchou/plan", 0).holds


def test_the_worst_files_come_first():
    found = coverage_floors.worst(REPORT, "src/yunchou/web")
    assert found == [("src/yunchou/web/a.py", 10), ("src/yunchou/web/b.py", 10)]


def test_every_layer_with_a_promise_has_a_floor():
    floors = coverage_floors.floors()
    assert floors["src/yunchou/engine"] >= 95
    assert floors["src/yunchou/plan"] >= 95
    assert floors["src/yunchou/web"] >= 85
