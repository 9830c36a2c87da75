"""Real files of Microsoft Project, where a folder of them is named in YUNCHOU_DATA."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from yunchou.messages import InputError
from yunchou.plan import formats
from yunchou.plan.earned_value import earned_value

FOLDER = Path(os.environ.get("YUNCHOU_DATA", "")) / "msproject"
FILES = sorted(FOLDER.glob("*.xml")) if os.environ.get("YUNCHOU_DATA") else []


@pytest.mark.skipif(not FILES, reason="YUNCHOU_DATA names no folder of real files")
def test_every_file_is_measured_or_says_why_not():
    measured = 0
    for path in FILES:
        plan, _ = formats.read(path.read_bytes(), path.name)
        at = plan.project.status_date or plan.project.finish or dt.date(2020, 1, 1)
        try:
            found = earned_value(plan, at.date() if isinstance(at, dt.datetime) else at)
        except InputError as refused:
            assert refused.code.startswith(("evm.", "schedule.")), path.name
            continue
        measured += 1
        m = found.measures
        assert 0 <= m.earned <= m.budget, path.name
        assert sum(task.budget for task in found.tasks) == m.budget, path.name
        assert sum(task.earned for task in found.tasks) == m.earned, path.name
        assert sum(task.planned for task in found.tasks) == m.planned, path.name
        assert found.to_dict()["pv_curve"][-1]["pv"] == found.shown(m.budget), path.name
    assert measured > len(FILES) / 2
