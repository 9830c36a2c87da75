"""Whatever is pasted: one clear refusal, or an answer, promptly."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunchou.messages import InputError
from yunchou.plan.smart import LETTERS, MAX_LENGTH, check

REF = date(2026, 1, 5)
NASTY = [
    "1",
    "一",
    "从",
    "9月",
    "的",
    "应收账款",
    "第三季度",
    "到期前",
    " by",
    "the ",
    "1,",
    "a-",
    "双11",
    "客户",
    "((",
    "%",
    "\ue000",
    "\ue001",
    "\x00",
    "👩‍👩‍👧",
    "İ",
    "提高到",
    "at least ",
]


@pytest.mark.parametrize("sentence", ["", "   ", "\n\t　"])
def test_an_empty_goal_is_refused(sentence):
    with pytest.raises(InputError) as caught:
        check(sentence, ref_date=REF)
    assert caught.value.code == "smart.empty"


def test_a_hundred_kilobytes_are_refused_before_any_rule_runs():
    with pytest.raises(InputError) as caught:
        check("从1到" * 33_000, ref_date=REF)
    assert caught.value.code == "smart.too_long"
    assert str(MAX_LENGTH) in caught.value.in_("zh")


@pytest.mark.parametrize("piece", NASTY)
def test_the_longest_allowed_repetition_is_answered(piece):
    # together these are over 100 kB a run; a pattern that backtracks would never come back
    for glue in ("", " ", "1", "率", "x"):
        sentence = ((piece + glue) * MAX_LENGTH)[:MAX_LENGTH]
        if sentence.strip():
            assert set(check(sentence, ref_date=REF).letters) == set(LETTERS)


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_any_text_gets_five_letters(text):
    if text.strip():
        assert set(check(text, ref_date=REF).letters) == set(LETTERS)


_WORDS = [
    "把",
    "将",
    "到",
    "2026年",
    "底",
    "前",
    "三",
    "季度",
    "赢单率",
    "从",
    "22%",
    "提高",
    "到",
    "28%",
    "双11",
    "销售额",
    "增长",
    "20倍",
    "9999999999年",
    "13月",
    "32日",
    "第",
    "零",
    "周",
    "个",
    "万",
    "亿",
    "分之",
    "成",
    "每周",
    "99999999天",
    "内",
    "后",
    "起",
    "by",
    "June",
    "within",
    "0",
    "days",
    "double",
    "1e9",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=14))
def test_any_jumble_of_goal_words_gets_five_letters(words):
    result = check("".join(words), ref_date=REF)
    assert set(result.letters) == set(LETTERS)
    assert result.to_dict("en")["hints"]
