"""Help pages and wrong usage: natural in both languages, exit codes kept."""

from __future__ import annotations

import re

import pytest

from tests.cli.console import yunchou
from yunchou.cli import COMMANDS

PLAN_COMMANDS = ("templates", "new", "schedule", "evm", "smart", "check", "render", "convert")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("command", PLAN_COMMANDS)
def test_help_speaks_one_language_at_a_time(command: str):
    zh = yunchou(command, "--help", "--lang", "zh")
    en = yunchou(command, "--help", "--lang", "en")
    assert (zh.exit_code, en.exit_code) == (0, 0)
    assert zh.stdout.startswith(f"用法：yunchou {command}")
    assert en.stdout.startswith(f"Usage: yunchou {command}")
    for line in zh.stdout.splitlines()[4:]:
        assert CHINESE.search(line) or not line.strip(), line
    # the example of a unit is Chinese on purpose
    assert not CHINESE.search(en.stdout.replace("6家/月", ""))


def test_the_commands_are_listed_in_both_languages():
    zh, en = yunchou("--help", "--lang", "zh").stdout, yunchou("--lang", "en", "--help").stdout
    assert all(text.zh in zh and text.en in en for _, text in COMMANDS.values())


def test_commands_with_sub_commands_list_them():
    assert "新建账号" in yunchou("user", "--help", "--lang", "zh").stdout
    assert "Open an account" in yunchou("--lang", "en", "user", "--help").stdout


def test_nothing_typed_shows_the_help_and_is_wrong_usage():
    told = yunchou()
    assert told.exit_code == 2
    assert "templates" in told.stdout


def test_the_version_is_told():
    assert re.fullmatch(r"yunchou \d+\.\d+.*", yunchou("--version").stdout.strip())


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["nonsense"], "没有“nonsense”这个命令。", "There is no command “nonsense”."),
        (["--wat"], "没有 --wat 这个选项", "There is no option --wat"),
        (["check"], "缺少 FILE。", "FILE is missing."),
        (["new", "crm_rollout"], "缺少 -o / --output。", "-o / --output is missing."),
        (["check", "a", "b"], "多余的参数：b。", "Unexpected: b."),
        (["check", "a", "--bogus"], "没有 --bogus 这个选项", "There is no option --bogus"),
        (["schedule", "a", "--strat", "x"], "您要的是不是 --start？", "did you mean --start?"),
        (["schedule", "a", "--start"], "选项 --start 用得不对", "--start:"),
        (
            ["schedule", "a", "--start", "2027-02-30"],
            "--start 的取值不对：“2027-02-30”不是日期，请写成 2027-03-01。",
            "--start: “2027-02-30” is not a date; write 2027-03-01.",
        ),
        (["schedule", "a", "--start", "0001-01-01"], "年份应在 1970–2199 之间", "within 1970–2199"),
        (["new", "crm_rollout", "-o", "a"], "--start", "--anchor"),
        (["smart"], "请给出一句目标", "Give one goal"),
    ],
)
def test_wrong_usage_is_one_helpful_line_and_exit_code_2(arguments: list[str], zh: str, en: str):
    for lang, words, pointer in (("zh", zh, "用法见 yunchou"), ("en", en, "For the usage see")):
        told = yunchou("--lang", lang, *arguments)
        assert told.exit_code == 2
        assert words in told.stderr and pointer in told.stderr
        assert told.stdout == ""


def test_a_language_that_is_not_spoken_is_wrong_usage():
    told = yunchou("templates", "--lang", "fr")
    assert told.exit_code == 2
    assert "zh" in told.stderr
