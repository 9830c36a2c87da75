"""`yunchou schedule FILE`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.plan.formats.mspdi.files import link, mspdi, task
from yunchou.cli import main

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """
schema_version: '1.0'
project: {name: 展会, schedule_anchor: {task: M, mode: backward_from_fixed_date}}
phases:
- id: P1
  name: 准备
  tasks:
  - {id: A, name: 设计, duration_days: 8}
  - {id: C, name: 搭建, duration_days: 4, depends_on: [A]}
  - {id: M, name: 开展, milestone: true, depends_on: [C]}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN, encoding="utf-8")
    return file


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as done:
        main(["schedule", *map(str, arguments)])
    return int(done.value.code or 0)


def test_the_json_is_printed_and_the_exit_code_is_fine(plan: Path, capsys):
    assert run(plan, "--start", "2027-03-01", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["start"], found["finish"]) == ("2027-03-01", "2027-03-16")
    assert found["calendar"] == {"name": "cn_workdays", "estimated_years": [2027]}
    assert [row["id"] for row in found["tasks"]] == ["P1", "A", "C", "M"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ["任务", "关键", "预估", "2027-03-16"]), ("en", ["Task", "Estimated", "finishes"])],
)
def test_people_get_a_table_and_the_notes(plan: Path, capsys, lang: str, words: list[str]):
    assert run(plan, "--start", "2027-03-01", "--lang", lang) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in words)


def test_without_a_date_both_options_are_named(plan: Path, capsys):
    assert run(plan) == 1
    told = capsys.readouterr().err
    assert "--start" in told and "--anchor" in told


@pytest.mark.parametrize(
    ("lang", "word"), [("zh", "还差 3 个工作日"), ("en", "3 working days short")]
)
def test_a_shortage_is_a_finding_with_remedies(plan: Path, capsys, lang: str, word: str):
    code = run(plan, "--anchor", "2027-03-19", "--start", "2027-03-09", "--lang", lang)
    assert code == 1
    out = capsys.readouterr().out.replace("\n", "")
    assert word in out
    assert ("压缩" if lang == "zh" else "Crash") in out


def test_an_anchor_in_the_future_needs_no_remedy(plan: Path, capsys):
    assert run(plan, "--anchor", "2090-03-17", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["tasks"][-1]["start"] == "2090-03-17"
    assert found["anchor"]["shortage_days"] == 0


def test_dates_of_a_project_file_are_compared_with_those_stored(tmp_path: Path, capsys):
    file = tmp_path / "p.xml"
    stored = {"Start": "2026-03-02T08:00:00", "Finish": "2026-03-02T17:00:00"}
    file.write_bytes(mspdi(task(1, 8, **stored), task(2, 8, link(1), **stored)))
    assert run(file, "--compare", "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["tasks"][0]["stored_start"] == "2026-03-02T08:00"
    assert [row["id"] for row in found["differences"]] == ["2"]
    assert run(file, "--compare", "--lang", "zh") == 1
    assert "1 个任务与文件不同" in capsys.readouterr().out
    file.write_bytes(mspdi(task(1, 8, **stored)))
    assert run(file, "--compare", "--lang", "en") == 0
    assert "All dates are those of the file" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["missing.yaml"], 1),
        (["{plan}", "--start", "tomorrow"], 2),
        (["{plan}", "--anchor", "x"], 2),
    ],
)
def test_bad_input_exits_1_and_a_bad_option_2(plan: Path, capsys, arguments: list[str], code: int):
    assert run(*[part.format(plan=plan) for part in arguments]) == code
    told = capsys.readouterr().err.strip()
    assert told and "\n" not in told


def test_an_unknown_option_is_wrong_usage(plan: Path):
    assert run(plan, "--unknown") == 2


def test_an_unknown_time_zone_does_not_stop_the_schedule(plan: Path, capsys):
    plan.write_text(
        PLAN.replace("name: 展会,", "name: 展会, timezone: Mars/Base,"), encoding="utf-8"
    )
    assert run(plan, "--anchor", "2090-03-17", "--json") == 0
    capsys.readouterr()
