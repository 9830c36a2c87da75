"""`yunchou evm FILE`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.console import yunchou

if TYPE_CHECKING:
    from pathlib import Path

MILLION = """
schema_version: '1.0'
project: {name: 例, calendar: natural_days, status_date: 2027-04-29}
budget:
  lines:
  - {id: B1, name: 全部, planned_total: 1000000, spent: 300000, committed: 180000}
kpis:
- {key: sales, name: 销售额, target: 5000, actual: 900, unit: 万元, weight_pct: 60}
- {key: clients, name: 客户数, target: 10}
phases:
- id: P1
  name: 一
  tasks:
  - {id: A, name: 全部工作, cost: 1000000, percent: 40, actual_start: 2027-03-01,
     baseline: {start: 2027-03-01, finish: 2027-06-28}}
"""
BARE = """
project: {name: 未开工}
phases:
- id: P1
  name: 一
  tasks:
  - {id: A, name: 甲, duration_days: 5}
"""
WORKDAYS = """
project: {name: 无金额, start: 2027-03-01}
phases:
- id: P1
  name: 一
  tasks:
  - {id: A, name: 甲, duration_days: 5, actual_start: 2027-03-01, actual_finish: 2027-03-05}
  - {id: B, name: 乙, duration_days: 5, depends_on: [A]}
  - {id: M, name: 上线, milestone: true, depends_on: [B], baseline: {finish: 2027-03-11}}
  - {id: S, name: 管理, duration_days: 10, earning: {rule: loe}}
"""


def write(folder: Path, text: str, name: str = "plan.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def finished(folder: Path, number: int) -> Path:
    """Write a finished plan that took twice its 26 days, at a steady pace."""
    notes = "\n".join(
        f"- {{date: 2027-03-{day:02d}, percent: {day * 100 / 52:.4f}, spent: {day * 25 + number}}}"
        for day in (5, 10, 15, 20)
    )
    return write(
        folder,
        f"""
project: {{name: 旧项目{number}, calendar: natural_days}}
status_history:
{notes}
- {{date: 2027-04-21, percent: 100, spent: 1300}}
phases:
- id: P1
  name: 一
  tasks:
  - {{id: A, name: 甲, cost: 1000, baseline: {{start: 2027-03-01, finish: 2027-03-26}}}}
""",
        f"old{number}.yaml",
    )


def test_the_textbook_example_in_json(tmp_path: Path):
    told = yunchou("evm", write(tmp_path, MILLION), "--status-date", "2027-04-29", "--json")
    assert told.exit_code == 0
    found = json.loads(told.stdout)
    figures = {key: found[key] for key in ("bac", "pv", "ev", "ac", "sv", "cv", "spi", "cpi")}
    assert figures == {
        "bac": 1_000_000, "pv": 500_000, "ev": 400_000, "ac": 480_000, "sv": -100_000,
        "cv": -80_000, "spi": 0.8, "cpi": 0.8333,
    }  # fmt: skip
    assert (found["eac"], found["etc"], found["vac"]) == (1_200_000, 720_000, -200_000)
    assert found["tcpi_bac"] == 1.1538
    assert len(found["cost_forecast"]["formulas"]) == 9
    assert len(found["duration_forecast"]["formulas"]) == 10
    assert {row["code"] for row in found["missing"]} - {"calendar_estimated"} == {"history"}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ["1,200,000 元", "变更申请", "销售额 900 / 5,000 万元", "客户数 — / 10", "-12 天"]),
        ("en", ["1,200,000", "ask for a change", "Result (actual / target)", "-12 d", "Going by"]),
    ],
)
def test_people_get_figures_with_their_meaning(tmp_path: Path, lang: str, words: list[str]):
    told = yunchou("evm", write(tmp_path, MILLION), "--lang", lang)
    assert told.exit_code == 0
    assert [word for word in words if word not in told.stdout] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_money_time_is_told_in_working_days(tmp_path: Path, lang: str):
    told = yunchou("evm", write(tmp_path, WORKDAYS), "--status-date", "2027-03-08", "--lang", lang)
    assert told.exit_code == 0
    assert ("按工作日加权" if lang == "zh" else "weighed by working days") in told.stdout
    assert "LOE" in told.stdout
    assert ("完工成本预测" if lang == "zh" else "Cost at completion") not in told.stdout


def test_near_the_end_late_milestones_are_shown(tmp_path: Path):
    nearly = WORKDAYS.replace("{id: B,", "{id: B, actual_start: 2027-03-08, percent: 99,").replace(
        "duration_days: 5, depends_on: [A]", "duration_days: 20, depends_on: [A]"
    )
    told = yunchou("evm", write(tmp_path, nearly), "--status-date", "2027-04-01")
    assert told.exit_code == 0
    assert "◆ 上线 2027-03-11 →" in told.stdout


def test_finished_projects_choose_the_formulas(tmp_path: Path):
    old = [part for n in range(3) for part in ("--finished", finished(tmp_path, n))]
    plan = write(tmp_path, MILLION)
    told = yunchou("evm", plan, *old, "--json")
    assert told.exit_code == 0
    test = json.loads(told.stdout)["duration_forecast"]["back_test"]
    assert (test["projects"], test["reports"]) == (3, 12)
    told = yunchou("evm", plan, *old, "--lang", "zh")
    assert "在 3 个已结束项目的 12 次报告中误差最小" in told.stdout
    assert "并列" in told.stdout
    told = yunchou("evm", plan, *old, "--lang", "en")
    assert "tied" in told.stdout


def test_a_formula_without_an_answer_yet_says_so(tmp_path: Path):
    idle = MILLION.replace("percent: 40, actual_start: 2027-03-01,", "")
    for lang, word in (("zh", "现在还没有答案"), ("en", "has no answer yet")):
        told = yunchou("evm", write(tmp_path, idle), "--lang", lang)
        assert told.exit_code == 0
        assert word in told.stdout


def test_intervals_stand_beside_the_forecasts(tmp_path: Path):
    noted = (
        MILLION
        + """
status_history:
- {date: 2027-03-20, percent: 10, spent: 100000}
- {date: 2027-04-10, percent: 30, spent: 350000}
"""
    )
    told = yunchou("evm", write(tmp_path, noted), "--level", "0.9")
    assert "90% 区间" in told.stdout
    assert " 元 – " in told.stdout and " – 2027-" in told.stdout


def test_value_can_be_planned_as_it_is_credited(tmp_path: Path):
    short = MILLION.replace("2027-06-28", "2027-03-05").replace("2027-04-29", "2027-03-03")
    plan = write(tmp_path, short)
    even = json.loads(yunchou("evm", plan, "--json").stdout)
    credited = json.loads(yunchou("evm", plan, "--phasing", "credited", "--json").stdout)
    assert (even["pv"], credited["pv"]) == (600_000, 0)


def test_today_counts_where_nobody_says_a_status_date(tmp_path: Path):
    plan = write(tmp_path, MILLION.replace(", status_date: 2027-04-29", "").replace("2027", "2020"))
    told = yunchou("evm", plan, "--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout)["pv"] == 1_000_000


def test_a_status_date_with_a_time_of_day_counts_its_day(tmp_path: Path):
    plan = write(
        tmp_path, MILLION.replace("status_date: 2027-04-29", "status_date: 2027-04-29T17:00")
    )
    assert json.loads(yunchou("evm", plan, "--json").stdout)["status_date"] == "2027-04-29"


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (BARE, [], "evm.no_dates"),
        (MILLION, ["--status-date", "2027-02-01"], "evm.before_start"),
        (MILLION, ["--level", "80"], "evm.level"),
        (MILLION.replace("cost: 1000000,", "cost: 1000000, earning: {rule: loe},"), [], "evm.no_budget"),
        (MILLION.replace("spent: 300000", "spent: -900000"), [], "evm.spent"),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_one_clear_line(tmp_path: Path, text: str, options, code: str):
    plan = write(tmp_path, text)
    told = yunchou("evm", plan, *options, "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["error"]["code"] == code
    told = yunchou("evm", plan, *options)
    assert told.exit_code == 1
    assert told.stderr.count("\n") == 1


def test_an_unfinished_project_is_named(tmp_path: Path):
    told = yunchou("evm", write(tmp_path, MILLION), "--finished", write(tmp_path, BARE.replace("duration_days: 5", "cost: 5, baseline: {start: 2027-03-01, finish: 2027-03-05}"), "x.yaml"))  # fmt: skip
    assert told.exit_code == 1
    assert "未开工" in told.stderr


@pytest.mark.parametrize(
    "options", [["--phasing", "odd"], ["--status-date", "morgen"], ["--level", "x"], []]
)
def test_wrong_usage_is_exit_code_2(tmp_path: Path, options: list[str]):
    plan = [write(tmp_path, MILLION)] if options else []
    assert yunchou("evm", *plan, *options).exit_code == 2
