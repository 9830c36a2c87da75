"""How amounts, dates and recurrences read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchou.plan.documents import wording


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=30", "每周一 9:30", "every Monday 9:30"),
        (
            "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=14;BYMINUTE=0",
            "每月最后一个周五 14:00",
            "every month on the last Friday 14:00",
        ),
        (
            "FREQ=MONTHLY;BYDAY=1TH;BYHOUR=15;BYMINUTE=0",
            "每月第1个周四 15:00",
            "every month on the first Thursday 15:00",
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;COUNT=6",
            "每2周一次（周五），共6次",
            "every 2 weeks on Friday, 6 times",
        ),
        ("FREQ=DAILY;COUNT=4;BYHOUR=8;BYMINUTE=15", "每天 8:15，共4次", "every day 8:15, 4 times"),
        ("FREQ=HOURLY;INTERVAL=4;COUNT=18", "每4小时，共18次", "every 4 hours, 18 times"),
        (
            "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=8;BYMINUTE=45",
            "每周一、三、五 8:45",
            "every Monday, Wednesday, Friday 8:45",
        ),
        ("nonsense", "nonsense", "nonsense"),
    ],
)
def test_a_recurrence_reads_as_people_say_it(rule, zh, en):
    assert wording.recurrence(rule, "zh") == zh
    assert wording.recurrence(rule, "en") == en


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (120_000_000, "壹佰贰拾万元整"),
        (210_000_000, "贰佰壹拾万元整"),
        (10_001_00, "壹万零壹元整"),
        (100_000_000_00, "壹亿元整"),
        (1_0000_0001_00, "壹亿零壹元整"),
        (100_05, "壹佰元零伍分"),
        (1_050, "壹拾元伍角整"),
        (0, "零元整"),
        (20_030_00, "贰万零叁拾元整"),
        (1_020_304_00, "壹佰零贰万零叁佰零肆元整"),
    ],
)
def test_capital_figures_are_those_of_contracts(fen, text):
    assert wording.capital(fen) == text


@given(st.integers(0, 10**15))
def test_capital_figures_can_be_read_back(fen):
    digits = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
    units = {"拾": 10, "佰": 100, "仟": 1000}
    total, group, digit = 0, 0, 0
    whole, _, rest = wording.capital(fen).partition("元")
    for char in whole:
        if char in digits:
            digit = digits[char]
        elif char in units:
            group, digit = group + digit * units[char], 0
        else:
            total, group, digit = (
                total + (group + digit) * {"万": 10**4, "亿": 10**8, "兆": 10**12}[char],
                0,
                0,
            )
    cents = 0
    for char in rest:
        if char in digits:
            digit_ = digits[char]
        elif char in "角分":
            cents += digit_ * (10 if char == "角" else 1)
    assert (total + group + digit) * 100 + cents == fen


def test_amounts_have_two_decimals_in_wan_and_thousands_in_yuan():
    assert wording.wan(Decimal("2100000")) == "210.00"
    assert wording.wan(Decimal("12345678.9")) == "1,234.57"
    assert wording.yuan(120_000_00) == "120,000"
    assert wording.yuan(120_000_05) == "120,000.05"
    assert wording.yuan(120_000_00, cents=True) == "120,000.00"


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("平台,节奏;库存:足?好!", "平台，节奏；库存：足？好！"),
        ("执行率(含税)≥90%,预警", "执行率（含税）≥90%，预警"),
        ("1,200万元", "1,200万元"),
        ("ratio 3:1, ok", "ratio 3:1, ok"),
        ("网址 https://例.cn/a?b=1", "网址 https://例.cn/a?b=1"),
        ("卖点(v1)手册", "卖点（v1）手册"),
        ("9:30开会", "9:30开会"),
    ],
)
def test_punctuation_is_set_as_print_sets_it(source, printed):
    assert wording.typeset(source) == printed


def test_dates_have_no_leading_zero_in_text():
    assert wording.long_date(dt.date(2027, 3, 5), "zh") == "2027年3月5日"
    assert wording.long_date(dt.date(2027, 3, 5), "en") == "5 March 2027"


@pytest.mark.parametrize(
    ("value", "text"), [(1, "一"), (10, "十"), (16, "十六"), (20, "二十"), (21, "二十一")]
)
def test_chapters_are_numbered_in_chinese(value, text):
    assert wording.numeral(value) == text


def test_characters_that_no_format_holds_are_dropped():
    assert wording.clean("a\x00b\x0bc\ufffe\r\nd\te") == "abc\nd\te"
