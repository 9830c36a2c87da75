"""Hints beside the verdicts, and one rewritten sentence with blanks where facts are missing."""

from __future__ import annotations

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


def number(value: float) -> str:
    """Write a number plainly: whole ones without a point, large ones with 万 left to the reader."""
    return f"{value:.10g}" if abs(value) < 1e10 else f"{value:.0f}"


def _blank(value: str | None, zh: str, en: str) -> Text:
    return Text(f"【{value or zh}】", f"[{value or en}]")


def suggestion(facts: Facts, deadline: str | None, *, named: bool) -> Text:
    """Return the sentence rewritten by the house pattern, blanks where the sentence is silent."""
    when = _blank(deadline, "截止日期", "deadline")
    name = facts.metric.name if facts.metric else None
    custom = (facts.metric_key or "").removeprefix("custom:") or None if named else None
    if facts.target_type == "milestone":
        return Text(
            f"建议写法：在{when.zh}前，完成【{custom}】并通过【验收人】验收，责任人【】",
            f"Try: by {when.en}, [{custom}] done and accepted by [acceptor]; owner []",
        )
    metric = _blank(name.zh if name else custom, "指标（口径）", "metric (definition)").zh
    metric_en = _blank(name.en if name else custom, "指标", "metric (definition)").en
    base = None if facts.baseline is None else number(facts.baseline)
    way = _WAYS.get(facts.direction or "", Text("方向", "direction"))
    target, unit = _target(facts)
    base_text, unit_text = _blank(base, "基线", "baseline"), _blank(unit, "单位", "unit")
    return Text(
        f"建议写法：在{when.zh}前，将【范围】的{metric}由{base_text.zh}"
        f"【{way.zh}】至{_blank(target, '目标', 'target').zh}{unit_text.zh}，责任人【】，"
        f"数据来源【】",
        f"Try: by {when.en}, move {metric_en} of [scope] from {base_text.en} [{way.en}] to "
        f"{_blank(target, '目标', 'target').en} {unit_text.en}; owner [], data source []",
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
