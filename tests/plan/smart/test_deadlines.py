"""When a goal ends: dates, durations, festivals, events, and what is no end at all."""

from datetime import date

import pytest

from yunchou.plan.smart import check
from yunchou.plan.smart.periods import add_duration, festivals

REF = date(2026, 1, 5)


def deadline(when, ref=REF):
    return check(f"{when}把客单价从268元提升到300元", ref_date=ref).deadline_norm


def deadline_en(when):
    return check(f"Raise the win rate from 22% to 28% {when}", ref_date=REF).deadline_norm


@pytest.mark.parametrize(
    ("when", "norm"),
    [
        ("2026年6月30日前", "2026-06-30"),
        ("二〇二六年六月底前", "2026-06-30"),
        ("2026-06-30前", "2026-06-30"),
        ("2026年6月前", "2026-05-31"),
        ("6月底前", "2026-06-30"),
        ("26年6月底", "2026-06-30"),
        ("明年前", "2026-12-31"),
        ("明年3月底", "2027-03-31"),
        ("第三季度", "2026-09-30"),
        ("Q3前", "2026-06-30"),
        ("Q3结束前", "2026-09-30"),
        ("下季度末", "2026-06-30"),
        ("FY26Q2", "2026-06-30"),
        ("上半年", "2026-06-30"),
        ("前三季度", "2026-09-30"),
        ("本周五前", "2026-01-09"),
        ("下周内", "2026-01-18"),
        ("下个月底前", "2026-02-28"),
        ("年中前", "2026-06-30"),
        ("9月1日至11月30日", "2026-11-30"),
        ("3-5月", "2026-05-31"),
        ("半年内", "P6M"),
        ("一个半月内", "P45D"),
        ("用三个季度", "P9M"),
        ("未来两年", "P2Y"),
        ("30个工作日内", "P30BD"),
        ("第二十周前", "P20W"),
        ("自2月1日起120天内", "2026-06-01"),
        ("从4月1日起三个月内", "2026-07-01"),
        ("上线后90天", "P90D"),
        ("大促结束后14天内", "P14D"),
        ("大促结束前", "anchor"),
        ("合同到期前30天", "anchor"),
        ("活动期间", "anchor"),
    ],
)
def test_a_chinese_time_expression_gives_its_end(when, norm):
    assert deadline(when) == norm


@pytest.mark.parametrize(
    ("when", "norm"),
    [
        ("元旦前", "2026-12-31"),
        ("春节前", "2026-02-16"),
        ("清明前", "2026-04-04"),
        ("五一假期前", "2026-04-30"),
        ("端午前", "2026-06-18"),
        ("618前", "2026-06-17"),
        ("七夕前", "2026-08-18"),
        ("中秋节前", "2026-09-24"),
        ("国庆前", "2026-09-30"),
        ("国庆假期结束前", "2026-10-07"),
        ("双11当天", "2026-11-11"),
        ("双十二前", "2026-12-11"),
        ("2027年春节前", "2027-02-05"),
        ("明年端午前", "2027-06-08"),
    ],
)
def test_a_festival_is_looked_up(when, norm):
    assert deadline(when) == norm


@pytest.mark.parametrize(
    ("when", "norm"),
    [
        ("by 30 September 2026", "2026-09-30"),
        ("by September 30th", "2026-09-30"),
        ("before June", "2026-05-31"),
        ("before the end of June", "2026-06-30"),
        ("before 31 July 2026", "2026-07-31"),
        ("by the end of Q3 2026", "2026-09-30"),
        ("in the third quarter of 2026", "2026-09-30"),
        ("in H1 2026", "2026-06-30"),
        ("in the first half of next year", "2027-06-30"),
        ("through Q4 FY26", "2026-12-31"),
        ("by year-end", "2026-12-31"),
        ("next quarter", "2026-06-30"),
        ("by next Friday", "2026-01-16"),
        ("within two quarters", "P6M"),
        ("within half a year", "P6M"),
        ("in the next 90 days", "P90D"),
        ("within 30 business days", "P30BD"),
        ("three months after launch", "P3M"),
        ("30 days before expiry", "anchor"),
        ("before the campaign ends", "anchor"),
        ("before Chinese New Year", "2026-02-16"),
        ("between 1 September and 30 November", "2026-11-30"),
        ("from April to June 2026", "2026-06-30"),
    ],
)
def test_an_english_time_expression_gives_its_end(when, norm):
    assert deadline_en(when) == norm


@pytest.mark.parametrize(
    "sentence",
    [
        "做好双11备货",
        "每周拜访客户20家",
        "尽快把回款率提升到95%",
        "下个月起新增线索200条",
        "较2025年销售额增长20%",
        "销售额达到去年的1.5倍",
        "逾期90天以上账款占比降到5%",
        "把线索首次响应时长缩短到2小时以内",
        "Raise the win rate to 30% as soon as possible",
        "Visit 20 customers every week",
        "Grow online sales by 20% compared with 2025",
    ],
)
def test_what_is_no_end_fails_t(sentence):
    assert check(sentence, ref_date=REF).letters["T"] == "fail"


def test_a_past_deadline_fails_and_says_so():
    result = check("2025年10月底前客户满意度达到90%", ref_date=REF)
    assert result.fails == ("T",)
    assert "期限已过" in result.reasons["T"].zh


def test_without_a_year_the_next_one_is_meant():
    assert deadline("3月底前", ref=date(2026, 11, 20)) == "2027-03-31"
    assert deadline("春节前", ref=date(2026, 11, 20)) == "2027-02-05"


def test_a_duration_that_is_the_target_is_no_deadline():
    result = check("120天内让经销商库存天数保持在45天以内", ref_date=REF)
    assert (result.deadline_norm, result.target, result.unit) == ("P120D", 45, "天")


def test_lunar_festivals_are_known_from_2020_to_2035():
    for festival in festivals():
        for year in range(2020, 2036):
            assert festival.in_year(year) is not None, (festival.key, year)


def test_outside_the_table_a_lunar_festival_gives_no_date():
    assert deadline("2050年春节前") is None


def test_working_days_skip_weekends():
    assert add_duration(date(2026, 1, 9), "P1BD") == date(2026, 1, 12)
    assert add_duration(date(2026, 1, 5), "P30BD") == date(2026, 2, 16)


def test_a_month_later_ends_with_the_shorter_month():
    assert add_duration(date(2026, 1, 31), "P1M") == date(2026, 2, 28)
