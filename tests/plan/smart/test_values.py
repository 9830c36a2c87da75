"""From where to where: baselines, targets, their kinds and units."""

from datetime import date

import pytest

from yunchou.plan.smart import check

REF = date(2026, 1, 5)


def facts(sentence):
    result = check(sentence, ref_date=REF)
    return result.direction, result.baseline, result.target, result.target_type, result.unit


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("年底前赢单率由百分之二十二提高到百分之二十八", ("up", 22, 28, "abs", "%")),
        ("年底前毛利额增长两成五", ("up", None, 25, "rel", "%")),
        ("年底前订单差错率减少三分之一", ("down", None, 33.33, "rel", "%")),
        ("年底前赢单率提高6个百分点", ("up", None, 6, "pp", "个百分点")),
        ("年底前动销率提升10个百分点至75%", ("up", 65, 75, "abs", "%")),
        ("年底前销售额增长20%至1200万元", ("up", 10_000_000, 12_000_000, "abs", "元")),
        ("两年内销售额翻一番", ("up", None, 2, "mult", "倍")),
        ("两年内销售额翻两番", ("up", None, 4, "mult", "倍")),
        ("两年内销售额增长20倍", ("up", None, 21, "mult", "倍")),
        ("两年内销售额做到去年的1.5倍", ("up", None, 1.5, "mult", "倍")),
        ("年底前销售额达到去年的120%", ("up", None, 1.2, "mult", "倍")),
        ("年底前获客成本降到原来的一半", ("down", None, 0.5, "mult", "倍")),
        ("三个月内手工报表工时减半", ("down", None, 50, "rel", "%")),
        ("年底前销售额从600提高到780万元", ("up", 6_000_000, 7_800_000, "abs", "元")),
        ("年底前把12%的客户流失率降到7%", ("down", 12, 7, "abs", "%")),
        ("年底前库存周转天数从50天减少10天", ("down", 50, 40, "abs", "天")),
        ("年底前毛利率稳定在28%以上", ("hold", None, 28, "abs", "%")),
        ("年底前回款率不低于95%", ("up", None, 95, "abs", "%")),
        ("年底前退款率控制在15%以内", ("down", None, 15, "abs", "%")),
        ("年底前人均月产能从31万元提高到36万元", ("up", 310_000, 360_000, "abs", "元/人")),
        ("年底前管道覆盖率达到3倍", ("up", None, 3, "abs", "倍")),
        ("年底前合同全部续约", ("up", None, 100, "abs", "%")),
        ("Double online sales by June", ("up", None, 2, "mult", "x")),
        ("Halve the complaint rate by June", ("down", None, 50, "rel", "%")),
        ("Cut customer acquisition cost by a quarter by June", ("down", None, 25, "rel", "%")),
        ("Lift the win rate by 6 percentage points by June", ("up", None, 6, "pp", "pp")),
        ("Grow sales from 5 to 8 million yuan by June", ("up", 5e6, 8e6, "abs", "yuan")),
        (
            "Reduce the average sales cycle from 120 to 95 days by June",
            ("down", 120, 95, "abs", "days"),
        ),
        ("Keep gross margin at or above 28% through June", ("hold", None, 28, "abs", "%")),
    ],
)
def test_values_are_read(sentence, expected):
    assert facts(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("年底前回款达到95%", "collection_rate"),
        ("年底前回款500万元", "cash_collected"),
        ("年底前客诉闭环率做到98%", "custom:客诉闭环率"),
        ("年底前客户满意度问卷有效回收不少于200份", "custom:客户满意度问卷数"),
        ("年底前签订3个投标项目,合同总额不低于800万元", "contract_amount"),
        ("年底前完成12门销售课程开发并通过评审", "custom:销售课程开发数"),
        ("年底前完成CRM系统切换上线", "custom:CRM系统切换上线"),
    ],
)
def test_the_number_decides_which_metric_is_meant(sentence, key):
    assert check(sentence, ref_date=REF).metric_key == key
