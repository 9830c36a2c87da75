"""Cells as people type them."""
# ruff: noqa: DTZ001 (a cell has no time zone)

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from yunchou.messages import Text
from yunchou.plan.formats.xlsx_cells import ABSENT, Column, Kind, parse, put, show, take, token

OPTIONS = {"up": Text("提高", "Up"), "down": Text("降低", "Down")}


def column(kind: Kind) -> Column:
    return Column(("x",), Text("列", "Column"), kind, options=OPTIONS)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", 101.0, "101"),
        ("text", 1.5, "1.5"),
        ("text", True, "true"),
        ("text", dt.datetime(2027, 3, 5), "2027-03-05"),
        ("text", dt.datetime(2027, 3, 5, 9, 30), "2027-03-05T09:30:00"),
        ("number", "1,200", 1200),
        ("number", "１２．５", 12.5),
        ("number", "30%", 30),
        ("money", "¥ 1,000.50元", 1000.5),
        ("number", 5.0, 5),
        ("date", dt.datetime(2027, 3, 5, 8, 59, 59, 999_990), "2027-03-05T09:00"),
        ("date", dt.datetime(2027, 3, 5, 9, 0, 30), "2027-03-05T09:00:30"),
        ("date", dt.datetime(2027, 3, 5), "2027-03-05"),
        ("date", "2027/3/5", "2027-03-05"),
        ("date", "2027.03.05", "2027-03-05"),
        ("date", "2027年3月5日", "2027-03-05"),
        ("date", "2027-03-05T09:00", "2027-03-05T09:00"),
        ("bool", "是", True),
        ("bool", "√", True),
        ("bool", 0.0, False),
        ("bool", "No", False),
        ("bool", True, True),
        ("enum", "提高", "up"),
        ("enum", "DOWN", "down"),
        ("list", "T1、T2，T3; T4\nT5", ["T1", "T2", "T3", "T4", "T5"]),
        ("links", "T1", [{"pred": "T1", "type": "FS"}]),
        ("links", "T1 SS+2wd；T2 FF-1.5ed", [
            {"pred": "T1", "type": "SS", "lag": 2, "lag_unit": "wd"},
            {"pred": "T2", "type": "FF", "lag": -1.5, "lag_unit": "ed"},
        ]),
        ("links", "T1 FS+50%；", [{"pred": "T1", "type": "FS", "lag": 50, "lag_unit": "%"}]),
        ("links", "T1 FS+3d", [{"pred": "T1", "type": "FS", "lag": 3, "lag_unit": "wd"}]),
        ("assignees", "张三、李四 50%", [{"person": "张三"}, {"person": "李四", "units_pct": 50}]),
        ("assignees", "王五（12.5%）", [{"person": "王五", "units_pct": 12.5}]),
        ("extra", 7.0, 7),
        ("extra", True, True),
        ("extra", "自由", "自由"),
        ("text", "  ", ABSENT),
        ("number", None, ABSENT),
    ],
)  # fmt: skip
def test_a_cell_is_understood(kind: Kind, raw: Any, value: Any):
    assert parse(column(kind), raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "says"),
    [
        ("number", "五天", "“五天”不是数字"),
        ("number", True, "不是数字"),
        ("number", "1e999", "不是数字"),
        ("date", "下周", "不是日期"),
        ("date", "2027-02-30", "不是日期"),
        ("date", 45689.0, "不是日期"),
        ("bool", "也许", "应为“是”或“否”"),
        ("enum", "向上", "不是可选值：提高、降低"),
    ],
)
def test_a_cell_that_is_not_understood_is_explained(kind: Kind, raw: Any, says: str):
    with pytest.raises(ValueError, match=r".") as caught:
        parse(column(kind), raw)
    zh, en = caught.value.args
    assert says in zh
    assert en


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("number", 2**53 + 1, "9007199254740993"),
        ("number", 0.1, 0.1),
        ("date", "1850-01-01", "1850-01-01"),
        ("date", "2027-03-05", dt.date(2027, 3, 5)),
        ("date", "2027-03-05T09:00+08:00", "2027-03-05T09:00+08:00"),
        ("bool", False, "否"),
        ("links", [{"pred": "T1", "type": "SS", "lag": -2, "lag_unit": "ed"}], "T1 SS-2ed"),
        ("assignees", [{"person": "甲", "units_pct": 50}, {"person": "乙"}], "甲 50%、乙"),
        ("text", "a\x00b_x0041_", "a·b·x0041_"),
        ("text", "", None),
    ],
)
def test_a_value_is_shown(kind: Kind, value: Any, shown: Any):
    assert show(column(kind), value, "zh") == shown


def test_tokens_tell_kinds_apart_and_rounding_not():
    assert token(1) == token(1.0) != token("1")
    assert token(dt.date(2027, 3, 5)) == token(dt.datetime(2027, 3, 5, 0, 0, 0, 3))
    assert token(None) == token("") == ""
    assert token("a\r\nb") == token("a\nb")


def test_taking_a_value_leaves_no_empty_shells():
    record: dict[str, Any] = {"a": {"b": {"c": 1}}, "d": 2}
    assert take(record, ("a", "b", "c")) == 1
    assert record == {"d": 2}
    assert take(record, ("a", "x")) is ABSENT
    put(record, ("d", "e"), 3)
    assert record == {"d": {"e": 3}}
