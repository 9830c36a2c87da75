"""The verdicts, one letter at a time."""

from datetime import date

import pytest

from yunchou.plan.smart import LETTERS, check
from yunchou.plan.smart.metrics import metrics

REF = date(2026, 1, 5)


def fails(sentence, **context):
    return "".join(check(sentence, ref_date=REF, context=context).fails)


@pytest.mark.parametrize(
    "sentence",
    [
        "努力把市场做大做强",
        "狠抓落实",
        "提升团队战斗力",
        "不断优化销售流程",
        "Be the best sales team",
    ],
)
def test_empty_talk_fails_s_m_and_t(sentence):
    assert fails(sentence) == "SMT"


def test_sales_performance_alone_asks_which_kind():
    result = check("年底前业绩提升20%", ref_date=REF)
    assert result.fails == ("S",)
    for choice in ("签约", "开票", "收入", "回款"):
        assert choice in result.reasons["S"].zh


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("优化回款流程", "SMT"),
        ("加强经销商管理", "SMT"),
        ("严抓回款", "MT"),
        ("组织新品培训", "MT"),
        ("完成全年任务", "SM"),
        ("6月底前完成价格体系发布并通过财务会签", ""),
    ],
)
def test_an_activity_is_told_from_a_result(sentence, expected):
    assert fails(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "年底赢单率达到130%",
        "年底前客户流失率降到-5%",
        "年底前赢单率从80%提高30个百分点",
        "年底前获客成本降低120%",
        "年底NPS提升到130分",
        "年底前首批备货到仓率达到110%",
        "Raise customer satisfaction to 125% by May",
    ],
)
def test_the_logically_impossible_fails_a(sentence):
    assert fails(sentence) == "A"


@pytest.mark.parametrize(
    "sentence",
    [
        "年底净收入留存率达到125%",
        "全年配额完成率达到110%",
        "年底活动ROI达到250%",
        "年底销售额增长180%",
    ],
)
def test_what_may_exceed_a_hundred_does_not_fail(sentence):
    assert fails(sentence) == ""


def test_growth_is_judged_against_history_only_when_it_is_given():
    sentence = "一周内销售额增长20倍"
    assert fails(sentence) == ""
    assert fails(sentence, hist_max_growth="15%") == "A"
    assert fails("半年内销售额增长30%", hist_max_growth="15%") == ""
    assert fails("半年内销售额增长46%", hist_max_growth="15%") == "A"


def test_above_one_and_a_half_times_the_best_is_a_warning():
    result = check("半年内销售额增长30%", ref_date=REF, context={"hist_max_growth": "15%"})
    assert result.letters["A"] == "unknown"
    assert "1.5倍" in result.reasons["A"].zh


def test_a_pace_in_history_is_scaled_to_the_time_left():
    assert fails("三天内签下200家经销商", hist_max="6家/月") == "A"
    assert fails("一年内签下80家经销商", hist_max="6家/月") == ""


def test_off_topic_fails_r_only_for_a_known_archetype():
    sentence = "三月份前组织4次销售团建活动"
    assert fails(sentence, archetype="new_product_launch") == "R"
    assert fails(sentence) == ""
    assert check(sentence, ref_date=REF, archetype="crm_rollout").fails == ("R",)


def test_the_canteen_is_no_customer():
    result = check("Q2把食堂满意度提升到90分", ref_date=REF, archetype="key_account_bid")
    assert result.fails == ("R",)
    assert result.metric_key is not None and result.metric_key.startswith("custom:")


def test_a_metric_of_the_goal_tree_is_relevant_and_else_it_is_asked():
    sentence = "年底前续约率达到92%"
    assert check(sentence, ref_date=REF, archetype="renewal_upsell").letters["R"] == "pass"
    assert check(sentence, ref_date=REF).letters["R"] == "unknown"


def test_a_and_r_are_never_passed_on_the_sentence_alone():
    result = check("到2026年底把新客户赢单率从22%提高到28%", ref_date=REF)
    assert result.letters == {"S": "pass", "M": "pass", "A": "unknown", "R": "unknown", "T": "pass"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_metric_of_the_dictionary_is_found_by_its_own_name(lang):
    values = {"pct": ("50%", "50%"), "money": ("500万元", "CNY 5 million"), "count": ("50家", "50")}
    values |= {"duration": ("20天", "20 days"), "score": ("40分", "40 points")}
    values |= {"ratio": ("3倍", "3x"), "index": ("0.98", "0.98")}
    for key, metric in metrics().items():
        zh, en = values[metric.kind]
        sentence = (
            f"2026年底前{metric.name.zh}达到{zh}"
            if lang == "zh"
            else f"Bring the {metric.name.en} to {en} by the end of 2026"
        )
        assert check(sentence, ref_date=REF).metric_key == key, sentence


def test_every_letter_has_a_reason_in_both_languages():
    result = check("努力把市场做大做强", ref_date=REF)
    for letter in LETTERS:
        assert result.reasons[letter].zh and result.reasons[letter].en


def test_a_relative_goal_without_a_baseline_is_warned_not_failed():
    result = check("六个月内将华东大区的确认销售额提升20%", ref_date=REF)
    assert result.fails == ()
    assert any("基线" in hint.zh and "缺少" in hint.zh for hint in result.hints)


def test_the_rewritten_sentence_fills_what_is_known_and_blanks_the_rest():
    first = check("把平均客单价提升到320元", ref_date=REF).hints[0].zh
    assert "平均客单价由【基线】提升至320元" in first
    assert "在【截止日期】前" in first and "责任人【姓名】" in first


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        ("三个月内签单500万", "在 3 个月内，将【范围】的新签合同额由【基线】提升至500万元"),
        ("6月底前复购率由20%提升到25%", "在2027年6月30日前，将【范围】的复购率由20%提升至25%"),
        ("2027年12月31日前完成CRM上线", "在2027年12月31日前，完成CRM上线并通过【验收人】验收"),
    ],
)
def test_the_rewritten_sentence_reads_as_people_write(goal, words):
    assert words in check(goal, ref_date=date(2027, 1, 4)).hints[0].zh


def test_a_length_of_time_is_told_in_words():
    verdict = check("三个月内签单500万", ref_date=REF).reasons["T"]
    assert verdict.zh == "截止：三个月内"
    found = check("Sign 40 dealers within 1 month", ref_date=REF)
    assert found.hints[0].en.startswith("Try: within 1 month, ")


def test_numbers_against_the_direction_are_pointed_out():
    result = check("年底前客户流失率从5%降到8%", ref_date=REF)
    assert any("矛盾" in hint.zh for hint in result.hints)
