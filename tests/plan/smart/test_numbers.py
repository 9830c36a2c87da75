"""Numbers in words, figures and mixtures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchou.plan.smart.normalise import fold, parse_en, parse_zh


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.2亿", 120_000_000),
        ("一千二百万", 12_000_000),
        ("1亿2000万", 120_000_000),
        ("两万五", 25_000),
        ("三千五", 3_500),
        ("两百零五", 205),
        ("二〇二六", 2026),
        ("十二", 12),
        ("百", 100),
        ("12,000", 12_000),
        ("三点五", 3.5),
        ("-5", -5),
    ],
)
def test_a_chinese_number_is_read(text, value):
    assert parse_zh(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("45 million", 45_000_000),
        ("3.5m", 3_500_000),
        ("thirty-five", 35),
        ("two hundred thousand", 200_000),
        ("a dozen", 12),
        ("1,200", 1_200),
    ],
)
def test_an_english_number_is_read(text, value):
    assert parse_en(text) == value


@pytest.mark.parametrize("text", ["", "甲", "率", "-"])
def test_what_is_no_number_is_none(text):
    assert parse_zh(text) is None


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


_DIGITS = "零一二三四五六七八九"


def in_chinese(number):
    """Write 1 to 9999 the way it is spoken."""
    words, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if zero else "") + _DIGITS[digit] + name
            zero = False
        else:
            zero = bool(words)
    return words


@given(st.integers(1, 9999), st.integers(1000, 9999))
def test_a_spoken_number_reads_back(high, low):
    assert parse_zh(in_chinese(high)) == high
    assert parse_zh(f"{in_chinese(high)}万{in_chinese(low)}") == high * 10_000 + low


def test_full_width_and_formal_figures_fold_to_plain_ones():
    assert fold("１５％，ＱＢＲ　贰亿") == "15%,qbr 二亿"
