"""Files that cannot be used: one clear message with place and remedy, nothing half-written."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from tests.cli.console import yunchou

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
project: {name: 测试, start: 2027-03-01}
phases:
- id: P1
  name: 一
  tasks:
"""
CYCLE = (
    HEAD
    + """\
  - {id: A, name: 甲, duration_days: 3, depends_on: [B]}
  - {id: B, name: 乙, duration_days: 3, depends_on: [A]}
"""
)
HOSTILE = (
    HEAD
    + """\
  - {id: "A]b", name: "<script>[red]x[/red][/] {{7*7}} #let x=1; $y$", duration_days: 1}
"""
)


def write(folder: Path, text: str) -> Path:
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["schedule", "evm", "check", "convert", "render"])
def test_a_missing_file_is_named_in_json_too(tmp_path: Path, command: str):
    target = [] if command in {"schedule", "evm", "check"} else ["-o", tmp_path / "out.xlsx"]
    told = yunchou(command, tmp_path / "none.yaml", *target, "--json")
    assert told.exit_code == 1
    error = json.loads(told.stdout)["error"]
    assert error["code"] == "file.unreadable"
    assert error["zh"].endswith("无法读取文件（文件不存在）。请检查路径和权限。")
    assert list(tmp_path.iterdir()) == []


def test_a_cycle_is_named_by_its_tasks_with_a_remedy(tmp_path: Path):
    path = write(tmp_path, CYCLE)
    told = yunchou("schedule", path, "--lang", "zh")
    assert told.exit_code == 1
    assert "甲" in told.stderr and "乙" in told.stderr and "请" in told.stderr
    told = yunchou("render", path, "-o", tmp_path / "out.pdf")
    assert told.exit_code == 1
    assert [found.name for found in tmp_path.iterdir()] == ["plan.yaml"]


def test_a_task_longer_than_any_calendar_is_named(tmp_path: Path):
    rows = (
        "  - {id: T1, name: 短, duration_days: 5}\n  - {id: T2, name: 很长, duration_days: 99999}\n"
    )
    told = yunchou("schedule", write(tmp_path, HEAD + rows), "--start", "2027-03-01")
    assert told.exit_code == 1
    assert told.stderr.startswith("T2 很长：排期超出四百年")


def test_hostile_names_are_printed_as_they_are(tmp_path: Path):
    told = yunchou("schedule", write(tmp_path, HOSTILE))
    assert told.exit_code == 0
    assert "[red]x[/red][/]" in told.stdout


def test_a_date_that_cannot_be_kept_is_a_finding(tmp_path: Path):
    late = HEAD + "  - {id: A, name: 甲, duration_days: 9, deadline: 2027-03-03}\n"
    told = yunchou("schedule", write(tmp_path, late), "--json")
    assert told.exit_code == 1
    found = json.loads(told.stdout)
    assert found["conflicts"][0]["code"] == "deadline"
    assert found["tasks"][1]["total_float_days"] == -6


@pytest.mark.parametrize("target", ["nowhere/out.xlsx", "folder", "a" * 300 + ".xlsx"])
def test_an_output_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, target: str):
    source = write(tmp_path, HEAD + "  - {id: A, name: 甲, duration_days: 1}\n")
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.rglob("*"))
    told = yunchou(
        "convert", source, "-o", tmp_path / target, "--to", "xlsx", "--force",
        "--report", tmp_path / "report.json",
    )  # fmt: skip
    assert told.exit_code == 1
    assert told.stderr.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
def test_symbolic_links_in_a_ring_are_told_apart(tmp_path: Path):
    (tmp_path / "plan.yaml").symlink_to(tmp_path / "plan.yaml")
    told = yunchou("check", tmp_path / "plan.yaml", "--lang", "zh")
    assert (told.exit_code, "符号链接成环" in told.stderr) == (1, True)


def test_a_file_of_another_kind_under_the_name_of_a_plan_is_recognised(tmp_path: Path):
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"%PDF-1.7 ...")
    assert "PDF" in yunchou("schedule", path).stderr


@pytest.mark.parametrize("command", [["schedule"], ["render", "-o", "plan.html"]])
def test_a_role_that_is_not_in_the_plan_is_named_with_its_place(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert yunchou("new", "crm_rollout", "-o", "plan.yaml", "--start", "2027-03-01").exit_code == 0
    file = tmp_path / "plan.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("role: PM", "role: NOPE", 1), encoding="utf-8")
    name, *rest = command
    result = yunchou("--lang", "zh", name, "plan.yaml", *rest)
    assert result.exit_code == 0
    assert "project.manager_role：没有编号为 NOPE 的角色" in result.stderr
