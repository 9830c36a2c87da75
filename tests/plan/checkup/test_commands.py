"""`yunchou new`, `check` and `templates` from a shell."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.console import yunchou
from tests.plan.checkup.plans import complete
from yunchou.plan import formats
from yunchou.plan.scheduling import schedule

if TYPE_CHECKING:
    from pathlib import Path


def _new(path: Path, *arguments: str, template: str = "new_product_launch"):
    return yunchou("new", template, "-o", path, "--today", "2026-01-05", *arguments)


def _check(path: Path, *arguments: str):
    return yunchou("check", path, "--today", "2026-01-05", *arguments)


def test_templates_are_listed_in_both_languages() -> None:
    assert "大客户攻坚与招投标项目" in yunchou("templates", "--lang", "zh").stdout
    assert "Key Account Pursuit" in yunchou("templates", "--lang", "en").stdout


def test_templates_are_listed_as_data() -> None:
    rows = json.loads(yunchou("templates", "--json").stdout)

    assert len(rows) == 10
    bid = next(row for row in rows if row["id"] == "key_account_bid")
    assert (bid["tasks"], bid["milestones"], bid["budget"]) == (32, 7, 480000)
    assert bid["anchor"] == {"zh": "开标", "en": "Bid opening"}


def test_a_new_plan_is_written_and_scheduled_backward(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"

    result = _new(path, "--anchor", "2026-06-18", "--name", "夏季新品", "--lang", "zh")

    assert result.exit_code == 0
    assert "倒排" in result.stdout
    plan, _ = formats.read(path.read_bytes(), path.name)
    assert plan.project.name == "夏季新品"
    assert "null" not in path.read_text(encoding="utf-8").replace("rrule: null", "")
    assert schedule(plan)["M4"].finish == dt.date(2026, 6, 18)


def test_new_then_check_finds_only_what_people_must_supply(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    _new(path, "--start", "2026-03-02", template="channel_recruitment")

    result = _check(path, "--json")

    data = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {row["pending"] for row in data["findings"]} == {"people", "evidence"}
    assert data["counts"]["pending"] == len(data["findings"])


def test_a_plan_that_would_be_signed_exits_with_0(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(formats.write(complete(), "yaml")[0])

    result = _check(path, "--lang", "zh")

    assert result.exit_code == 0, result.stdout
    assert "100 分" in result.stdout


def test_the_sum_is_shown_in_words(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    _new(path, "--start", "2026-03-02")

    zh, en = _check(path, "--lang", "zh").stdout, _check(path, "--lang", "en").stdout

    assert "得分算法" in zh
    assert "待补充" in zh
    assert "Arithmetic" in en
    assert "max(0, 100 −" in en


def test_a_shortage_is_told_and_the_anchor_stays(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"

    result = _new(path, "--anchor", "2026-02-13", "--lang", "zh")
    again = _new(path, "--anchor", "2026-02-13", "--force", "--json")

    assert result.exit_code == again.exit_code == 1
    assert "锚点日未移动" in result.stderr
    data = json.loads(again.stdout)
    assert data["shortage_days"] > 0
    assert data["remedies"]
    plan, _ = formats.read(path.read_bytes(), path.name)
    assert plan.project.anchor_date == dt.date(2026, 2, 13)
    found = json.loads(_check(path, "--json").stdout)["findings"]
    assert "SCHED-03" in {row["rule"] for row in found}


def test_the_budget_is_scaled(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"

    result = _new(path, "--start", "2026-03-02", "--budget-scale", "0.5", "--json")

    assert json.loads(result.stdout)["budget_total"] == 1050000


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 2),
        (("--start", "明天"), 2),
        (("--start", "2026-03-02", "--budget-scale", "zero"), 1),
    ],
)
def test_wrong_usage_is_2_and_bad_input_is_1(
    tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    path = tmp_path / "plan.yaml"

    assert _new(path, *arguments).exit_code == code
    assert not path.exists()


def test_an_unknown_template_names_the_nearest(tmp_path: Path) -> None:
    result = _new(tmp_path / "p.yaml", "--start", "2026-03-02", "--lang", "zh", template="live")

    assert result.exit_code == 1
    assert "live_commerce" in result.stderr


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("mine", encoding="utf-8")

    refused = _new(path, "--start", "2026-03-02", "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["error"]["code"] == "file.exists"
    assert path.read_text(encoding="utf-8") == "mine"
    assert _new(path, "--start", "2026-03-02", "--force").exit_code == 0


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    result = _new(tmp_path / "nowhere" / "plan.yaml", "--start", "2026-03-02", "--lang", "en")

    assert result.exit_code == 1
    assert "no such folder" in result.stderr


def test_a_file_that_is_no_plan_gets_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"")

    empty, missing = _check(path, "--json"), _check(tmp_path / "none.yaml", "--lang", "zh")

    assert (empty.exit_code, missing.exit_code) == (1, 1)
    assert json.loads(empty.stdout)["error"]["code"] == "format.empty"
    assert "无法读取文件" in missing.stderr


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    with path.open("wb") as stream:
        stream.truncate(formats.MAX_BYTES + 1)

    assert "64 MB" in _check(path, "--lang", "en").stderr
