"""`yunchou smart`: arguments, files, JSON, exit codes."""

import json

import pytest

from tests.cli.console import yunchou
from yunchou.cli.smart import context_of

GOOD = "到2026年底把新客户赢单率从22%提高到28%"
DAY = ["--ref-date", "2026-01-05"]


def run(*arguments):
    return yunchou("--lang", "zh", "smart", *arguments)


def test_a_good_goal_exits_0_and_a_failing_one_1():
    assert run(GOOD, *DAY).exit_code == 0
    assert run("提升销售业绩", *DAY).exit_code == 1


def test_a_person_reads_marks_and_reasons():
    output = run("把平均客单价提升到320元", *DAY).output
    assert "✓ S 具体" in output and "✗ T 有时限" in output and "？ R 相关" in output
    assert "建议写法：在【截止日期】前" in output


def test_json_is_a_list_in_the_shape_agreed():
    (got,) = json.loads(run(GOOD, *DAY, "--json").output)
    assert got["letters"] == {"S": "pass", "M": "pass", "A": "unknown", "R": "unknown", "T": "pass"}
    assert got["fails"] == []
    assert (got["metric_key"], got["direction"], got["baseline"], got["target"]) == (
        "win_rate",
        "up",
        22,
        28,
    )
    assert (got["target_type"], got["unit"]) == ("abs", "%")
    assert (got["deadline_text"], got["deadline_norm"]) == ("到2026年底", "2026-12-31")
    assert {"text", "reasons", "spans", "hints"} <= set(got)


def test_the_language_of_the_answer_can_be_chosen():
    (got,) = json.loads(run("提升销售业绩", *DAY, "--json", "--lang", "en").output)
    assert got["reasons"]["T"].startswith("No deadline")


def test_a_file_holds_one_goal_a_line_with_context_after_a_tab(tmp_path):
    file = tmp_path / "goals.txt"
    file.write_text(
        f"\ufeff{GOOD}\n\n一周内销售额增长20倍\thist_max_growth=15%\r\n", encoding="utf-8"
    )
    result = run("--file", str(file), *DAY, "--json")
    assert result.exit_code == 1
    assert [got["fails"] for got in json.loads(result.output)] == [[], ["A"]]


def test_several_pairs_of_context_are_read():
    assert context_of("hist_max=6家/月;archetype=crm_rollout\tanchor=展会, 一期") == {
        "hist_max": "6家/月",
        "archetype": "crm_rollout",
        "anchor": "展会, 一期",
    }
    assert context_of("") == {}


@pytest.mark.parametrize(
    "arguments", [(), (GOOD, "--file", "x"), (GOOD, "--ref-date", "2026-13-01")]
)
def test_wrong_usage_exits_2(arguments):
    assert run(*arguments).exit_code == 2


def test_a_line_that_cannot_be_used_is_named(tmp_path):
    file = tmp_path / "goals.txt"
    file.write_text(f"{GOOD}\n{'长' * 600}\n", encoding="utf-8")
    told = run("--file", str(file), *DAY)
    assert told.exit_code == 1
    assert told.stderr.startswith("第 2 行：目标太长")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_file_in_another_encoding_is_read_and_that_is_said(tmp_path, encoding):
    file = tmp_path / "goals.txt"
    file.write_bytes(f"{GOOD}\n提升销售业绩\n".encode(encoding))
    told = run("--file", str(file), *DAY, "--json")
    assert [got["fails"] for got in json.loads(told.stdout)] == [[], ["S", "M", "T"]]
    assert encoding.upper() in told.stderr.upper()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (GOOD.encode("gb18030") + b"\xff\xff\n", "文字编码无法识别"),
        ("提升销售业绩".encode()[:-1], "文件不完整"),
        (b"goal\x00\x01\x02", "不是文本文件"),
    ],
    ids=["undecodable", "cut off", "binary"],
)
def test_a_file_that_cannot_be_decoded_is_refused_with_a_remedy(tmp_path, data, told):
    file = tmp_path / "goals.txt"
    file.write_bytes(data)
    refused = run("--file", str(file), "--json")
    assert refused.exit_code == 1
    error = json.loads(refused.stdout)["error"]
    assert told in error["zh"] and "goals.txt" in error["zh"]
    assert error["zh"].endswith("。")


def test_a_missing_file_is_named(tmp_path):
    told = run("--file", str(tmp_path / "none.txt"))
    assert told.exit_code == 1
    assert "none.txt：无法读取文件（文件不存在）" in told.stderr


def test_a_file_without_a_goal_is_refused(tmp_path):
    file = tmp_path / "目标.txt"
    file.write_text("\n \n", encoding="utf-8")
    result = run("--file", str(file), *DAY)
    assert result.exit_code == 1
    assert "文件里没有目标" in result.output + result.stderr
