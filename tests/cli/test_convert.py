"""`yunchou convert`: whole files or none, an account of everything, and honest exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from yunchou.cli import main
from yunchou.plan.formats import read

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """\
project: {name: 新品上市, start: 2027-03-01}
phases:
- id: P1
  name: 规划
  tasks:
  - {id: T1, name: 调研, duration_days: 5}
  - {id: T2, name: 定价, duration_days: 3, depends_on: [T1]}
budget: {total_planned: 100, lines: [{id: B1, name: 差旅, planned_by_phase: {P1: 100}, planned_total: 100}]}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["convert", *map(str, arguments)])
    return int(ended.value.code or 0)


@pytest.mark.parametrize("suffix", [".xlsx", ".xml", ".yaml"])
def test_a_plan_goes_there_and_back(plan: Path, tmp_path: Path, suffix: str):
    there, back = tmp_path / f"there{suffix}", tmp_path / "back.yaml"
    report = tmp_path / "report.json"
    assert run(plan, "-o", there, "--report", report) == 0
    assert run(there, "-o", back) == 0
    again, _ = read(back.read_bytes(), "back.yaml")
    first, second = [task for task in again.tasks() if not task.tasks]
    assert (first.name, second.name) == ("调研", "定价")
    account = json.loads(report.read_text(encoding="utf-8"))
    assert account["format"] == "yaml"
    assert account["objects"]["task"]["read"] == 2
    assert account["written"]["source"] == there.name


def test_the_account_is_printed_for_people_and_for_programs(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert run(plan, "-o", tmp_path / "a.xlsx", "--lang", "zh") == 0
    assert "已写入" in capsys.readouterr().out
    assert run(plan, "-o", tmp_path / "b.xlsx", "--lang", "en") == 0
    assert "Wrote" in capsys.readouterr().out
    assert run(plan, "-o", tmp_path / "c.xlsx", "--json") == 0
    assert json.loads(capsys.readouterr().out)["totals"]["objects"]["dropped"] == 0


def test_a_file_that_is_there_is_not_overwritten(plan: Path, tmp_path: Path):
    target = tmp_path / "out.yaml"
    target.write_text("mine", encoding="utf-8")
    assert run(plan, "-o", target) == 1
    assert target.read_text(encoding="utf-8") == "mine"
    assert run(plan, "-o", target, "--force") == 0
    assert "新品上市" in target.read_text(encoding="utf-8")
    assert run(plan, "-o", plan, "--force") == 1
    assert plan.read_text(encoding="utf-8") == PLAN


def test_bad_input_leaves_nothing_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    broken = tmp_path / "broken.yaml"
    broken.write_text("project: {name: [}", encoding="utf-8")
    assert (
        run(broken, "-o", tmp_path / "out.yaml", "--report", tmp_path / "r.json", "--lang", "zh")
        == 1
    )
    assert "第 1 行" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["broken.yaml"]
    assert run(broken, "-o", tmp_path / "out.yaml", "--json") == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "yaml.syntax"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["{plan}"], 2),
        (["{plan}", "-o"], 2),
        (["{plan}", "-o", "{tmp}/a.yaml", "--what"], 2),
        (["{tmp}/nothing.yaml", "-o", "{tmp}/a.yaml"], 1),
        (["{tmp}", "-o", "{tmp}/a.yaml"], 1),
        (["{plan}", "-o", "{tmp}/a.docx"], 1),
        (["{plan}", "-o", "{tmp}/a.json"], 1),
        (["{plan}", "-o", "{tmp}/no/such/a.yaml"], 1),
        (["{plan}", "-o", "{tmp}/a.yaml", "--to", "odt"], 1),
        (["{plan}", "-o", "{tmp}/a.yaml", "--from", "trello"], 1),
        (["{plan}", "-o", "{tmp}/a.yaml", "--report", "{tmp}/a.yaml"], 1),
        (["{plan}", "-o", "{tmp}/a.dat", "--to", "xlsx"], 0),
    ],
)
def test_exit_codes_tell_bad_input_from_wrong_usage(
    plan: Path, tmp_path: Path, arguments: list[str], code: int
):
    assert run(*(a.format(plan=plan, tmp=tmp_path) for a in arguments)) == code


def test_a_disk_that_fails_leaves_the_old_file(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    target = tmp_path / "out.yaml"
    target.write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run(plan, "-o", target, "--force") == 1
    assert target.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.yaml", "plan.yaml"]


def test_the_file_has_ordinary_permissions(plan: Path, tmp_path: Path):
    assert run(plan, "-o", tmp_path / "a.yaml") == 0
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "a.yaml").stat().st_mode & 0o777 == 0o666 & ~mask


def test_as_a_program_it_says_one_line_and_no_traceback(tmp_path: Path):
    empty = tmp_path / "空.json"
    empty.write_bytes(b"")
    program = [sys.executable, "-c", "from yunchou.cli import main; main()"]
    done = subprocess.run(
        [*program, "convert", str(empty), "-o", str(tmp_path / "a.yaml")],
        capture_output=True,
        text=True,
        env={**os.environ, "YUNCHOU_LANG": "zh", "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "空.json：文件是空的。请重新导出后再试。"
