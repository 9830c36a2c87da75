"""Hints beside the verdicts, and one rewritten sentence with blanks where facts are missing."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.smart import words

if TYPE_CHECKING:
    from yunchou.plan.smart.extract import Facts
    from yunchou.plan.smart.model import Verdict
    from yunchou.plan.smart.reading import Reading

_WAYS = {
    "up": Text("提升", "up"),
    "down": Text("降低", "down"),
    "hold": Text("稳定", "held"),
    "done": Text("完成", "done"),
}


_LENGTH = re.compile(r"P(\d+)(BD|[DWMY])")
_LENGTHS = {
    "BD": Text("个工作日", "working days"),
    "D": Text("天", "days"),
    "W": Text("周", "weeks"),
    "M": Text("个月", "months"),
    "Y": Text("年", "years"),
}


def number(value: float) -> str:
    """Write a number plainly: whole ones without a point."""
    return f"{value:.10g}" if abs(value) < 1e10 else f"{value:.0f}"


def amount(value: str, unit: str | None) -> Text:
    """Write a number with its unit as people do: whole 万元 in Chinese, thousands in English."""
    yuan = float(value) if unit == "元" else 0.0
    for size, name in ((1e8, "亿元"), (1e4, "万元")):
        if abs(yuan) >= size and (yuan / size * 100).is_integer():
            return Text(f"{yuan / size:.10g}{name}", f"{yuan:,.10g} yuan")
    joined = "" if unit in {None, "", "%"} or not (unit or "").isascii() else " "
    return Text(f"{value}{joined}{unit or ''}", f"{value}{joined}{unit or ''}")


def _blank(value: str | None, zh: str, en: str) -> Text:
    """Return what the sentence says, or a blank to fill in."""
    return Text(value or f"【{zh}】", value or f"[{en}]")


def _when(deadline: str | None) -> Text:
    """Say the end: a day, a length of time, or a blank for a date that has to be looked up."""
    length = _LENGTH.fullmatch(deadline or "")
    if length:
        count, unit = length[1], _LENGTHS[length[2]]
        plural = unit.en if count != "1" else unit.en.removesuffix("s")
        return Text(f"在 {count} {unit.zh}内", f"within {count} {plural}")
    try:
        day = date.fromisoformat(deadline or "")
    except ValueError:
        return Text("在【截止日期】前", "by [deadline]")
    return Text(f"在{day.year}年{day.month}月{day.day}日前", f"by {day.day} {day:%B %Y}")


def suggestion(facts: Facts, deadline: str | None, *, named: bool) -> Text:
    """Return the sentence rewritten by the house pattern, blanks where the sentence is silent."""
    when = _when(deadline)
    name = facts.metric.name if facts.metric else None
    custom = (facts.metric_key or "").removeprefix("custom:") or None if named else None
    if facts.target_type == "milestone":
        done = _blank(custom, "成果", "result")
        return Text(
            f"建议写法：{when.zh}，完成{done.zh}并通过【验收人】验收，责任人【姓名】",
            f"Try: {when.en}, {done.en} done and accepted by [acceptor]; owner [name]",
        )
    metric = _blank(name.zh if name else custom, "指标（口径）", "metric (definition)").zh
    metric_en = _blank(name.en if name else custom, "指标", "metric (definition)").en
    target, unit = _target(facts)
    base = None if facts.baseline is None else number(facts.baseline)
    base_text = amount(base, unit) if base else Text("【基线】", "[baseline]")
    way = _WAYS.get(facts.direction or "", Text("【方向】", "[direction]"))
    goal = amount(target, unit) if target else Text(f"【目标】{unit or '【单位】'}", "[target]")
    return Text(
        f"建议写法：{when.zh}，将【范围】的{metric}由{base_text.zh}{way.zh}至{goal.zh}，"
        f"责任人【姓名】，数据来源【报表】",
        f"Try: {when.en}, move {metric_en} of [scope] from {base_text.en} {way.en} to "
        f"{goal.en}; owner [name], data source [report]",
    )


def _target(facts: Facts) -> tuple[str | None, str | None]:
    """Return the final value where it can be worked out; a mere change stays a blank to fill."""
    if facts.target is None:
        return None, facts.metric.unit if facts.metric else None
    if facts.target_type == "abs":
        return number(facts.target), facts.unit
    if facts.baseline is None:
        return None, facts.metric.unit if facts.metric else None
    sign = -1 if facts.direction == "down" else 1
    final = {
        "pp": facts.baseline + sign * facts.target,
        "rel": facts.baseline * (1 + sign * facts.target / 100),
        "mult": facts.baseline * facts.target,
    }[facts.target_type or "pp"]
    return number(round(final, 4)), facts.metric.unit if facts.metric else None


def hints(
    reading: Reading, facts: Facts, letters: dict[str, Verdict], deadline: str | None
) -> tuple[Text, ...]:
    """Return what to improve, the rewritten sentence first."""
    found = [
        suggestion(facts, deadline, named=letters["S"] == "pass"),
        *_value_hints(facts),
        *_wording_hints(reading, facts),
    ]
    if deadline == "anchor":
        found.append(
            Text(
                "期限随事件而定：请绑定到项目里程碑",
                "The deadline follows an event: bind it to a milestone",
            )
        )
    if letters["R"] == "unknown":
        found.append(Text("请关联它支撑的上级目标", "Link the higher goal that it supports"))
    return tuple(found)


def _value_hints(facts: Facts) -> list[Text]:
    found = []
    if facts.target_type in ("rel", "pp", "mult") and facts.baseline is None:
        found.append(
            Text(
                "缺少基线：相对目标请写明当前值和统计期间",
                "No baseline: a relative goal needs today's value and its period",
            )
        )
    if facts.target_type == "pp":
        found.append(
            Text(
                "百分点不等于百分比：请核对口径",
                "Percentage points are not percent: check which is meant",
            )
        )
    if _contradicts(facts):
        found.append(
            Text(
                "方向与数字矛盾：请核对基线和目标",
                "The numbers run against the direction: check them",
            )
        )
    if facts.target_type == "milestone":
        found.append(
            Text("请写明由谁验收、验收标准是什么", "Say who accepts it and by what standard")
        )
    return found


def _contradicts(facts: Facts) -> bool:
    if facts.target_type != "abs" or facts.baseline is None or facts.target is None:
        return False
    rises = facts.target > facts.baseline
    return (facts.direction == "up" and not rises) or (facts.direction == "down" and rises)


def _wording_hints(reading: Reading, facts: Facts) -> list[Text]:
    found = []
    slogans = words.EMPTY_ZH if reading.chinese else words.EMPTY_EN
    empty = slogans.search(reading.text) or (
        words.SLOGAN_ZH.search(reading.text) if reading.chinese else None
    )
    if empty:
        word = reading.said(*empty.span())
        found.append(Text(f"删去套话“{word}”，只写结果", f"Drop “{word}”, write the result only"))
    scope = words.SCOPE_ZH if reading.chinese else words.SCOPE_EN
    if not scope.search(reading.text):
        found.append(
            Text(
                "没有范围：补充区域、产品、客群或团队",
                "No scope: add region, product, customers or team",
            )
        )
    if facts.target_type == "abs" and facts.unit == "":
        found.append(Text("目标值没有单位", "The target has no unit"))
    return found
