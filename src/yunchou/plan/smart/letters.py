"""The five verdicts and their reasons.

S, M and T are read from the sentence. A and R cannot be proven from it: they fail only for what is
logically impossible, contradicts the history given, or is off topic for the archetype; otherwise
the answer is "unknown", with the question to ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.smart import periods, words
from yunchou.plan.smart.extract import Facts, names_metric
from yunchou.plan.smart.normalise import fold, parse_en, parse_zh
from yunchou.plan.smart.relevance import goal_tree, off_topic_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yunchou.plan.smart.model import Verdict
    from yunchou.plan.smart.reading import Reading
    from yunchou.plan.smart.time import Kind

#: growth beyond the best of history: more than 1.5 times is worth a warning, more than 3 a failure
WARN_FACTOR, FAIL_FACTOR = 1.5, 3.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """One letter: verdict, why, and the words it rests on."""

    verdict: Verdict
    reason: Text
    span: tuple[int, int] | None = None


def _fail(zh: str, en: str, span: tuple[int, int] | None = None) -> Judgement:
    return Judgement("fail", Text(zh, en), span)


def _pass(zh: str, en: str, span: tuple[int, int] | None = None) -> Judgement:
    return Judgement("pass", Text(zh, en), span)


def _unknown(zh: str, en: str) -> Judgement:
    return Judgement("unknown", Text(zh, en))


# ------------------------------------------------------------------ S


def specific(reading: Reading, facts: Facts) -> Judgement:
    """Pass for a metric or a concrete deliverable; fail for slogans, activities and 业绩 alone."""
    if facts.metric is not None:
        name = facts.metric.name
        return _pass(f"指标明确：{name.zh}", f"The metric is clear: {name.en}", facts.metric_span)
    if facts.deliverable is not None:
        return _pass("交付物明确", "The deliverable is clear", facts.deliverable)
    vague = _vague_head(reading, facts)
    if vague is not None:
        return _vague(reading, vague)
    if facts.target is not None:
        name_text = (facts.metric_key or "").removeprefix("custom:")
        return _pass(f"衡量对象：{name_text}", f"Measured: {name_text}", facts.metric_span)
    concrete = _concrete(reading)
    if concrete is not None:
        return _pass("对象明确", "What is to be done is concrete", concrete)
    return _empty(reading)


def _vague_head(reading: Reading, facts: Facts) -> tuple[int, int] | None:
    """Find a number that hangs on a word nobody can count: 业绩提升20%, 效率提高三成."""
    quantity = facts.quantity
    if quantity is None or (quantity.kind in ("count", "duration") and quantity.unit):
        return None
    head = facts.metric_span
    if not reading.chinese:
        text = reading.text[: head[1]] if head else reading.text[: quantity.start]
        match = words.VAGUE_HEAD_EN.search(text.strip())
        return match.span() if match else None
    name = (facts.metric_key or "").removeprefix("custom:")
    match = words.VAGUE_HEAD_ZH_END.search(name)
    if (
        match is None
        and words.AMBIGUOUS_ZH.search(reading.blank[: quantity.start][-8:])
        and not re.search(r"[率额数]$", name)
    ):
        match = words.AMBIGUOUS_ZH.search(reading.text)
        return match.span() if match else None
    return head or (0, quantity.start) if match else None


def _vague(reading: Reading, span: tuple[int, int]) -> Judgement:
    if reading.chinese and "业绩" in reading.text:
        return _which_sales(span)
    return _fail(
        "指标没有定义，无法计数，请换成可以统计的指标",
        "The metric is undefined and cannot be counted: name one that can",
        span,
    )


def _which_sales(span: tuple[int, int] | None) -> Judgement:
    return _fail(
        "“业绩”口径不明，请选定签约、开票、收入或回款之一",
        "Which sales? Choose signed, invoiced, recognised or collected",
        span,
    )


def _concrete(reading: Reading) -> tuple[int, int] | None:
    """Return the words that stand for something concrete although no number comes with them."""
    for mention in reading.mentions:
        if names_metric(reading, mention):
            return mention.start, mention.end
    if not reading.chinese:
        match = words.ACTIVITY_EN.search(reading.blank)
        return match.span() if match else None
    if words.SLOGAN_ZH.search(reading.text):
        return None
    for match in words.ACTIVITY_ZH.finditer(reading.blank):
        if not words.ABSTRACT_OBJECT_ZH.search(match["object"].strip()):
            return match.span()
    return _plain_metric_noun(reading)


_METRIC_NOUN = re.compile(
    r"[^\s,;。的把将使让\ue000\ue001]{2,8}(?:(?<!效)率|占比|比例|周期|时长|天数|成本|"
    r"毛利|毛利额|利润|单价|份额|工时|库存|销售额|得分)(?!管理|控制体系|流程|体系|工作|"
    r"分析)"
)


def _plain_metric_noun(reading: Reading) -> tuple[int, int] | None:
    match = _METRIC_NOUN.search(reading.blank)
    if match is None or words.ABSTRACT_ZH.match(reading.text[match.end() :]):
        return None
    return match.span()


def _empty(reading: Reading) -> Judgement:
    text = reading.text
    if reading.chinese and (match := words.AMBIGUOUS_ZH.search(text)):
        return _which_sales(match.span())
    if not reading.chinese and (
        match := re.search(
            r"\b(?:revenues?|sales)\b(?! (?:process|team|excellence|force|staff))", text
        )
    ):
        return _which_sales(match.span())
    pattern = words.SLOGAN_ZH if reading.chinese else words.EMPTY_EN
    slogan = pattern.search(text) or (words.EMPTY_ZH.search(text) if reading.chinese else None)
    if slogan:
        word = reading.said(*slogan.span())
        return _fail(
            f"“{word}”是套话或工作描述，没有说清要改变哪个指标、交付什么",
            f"“{word}” is a slogan or an activity: no metric to move, nothing to deliver",
            slogan.span(),
        )
    return _fail(
        "没有说清要改变哪个指标、交付什么成果",
        "Neither a metric to move nor a result to deliver is named",
    )


# ------------------------------------------------------------------ M


def measurable(reading: Reading, facts: Facts) -> Judgement:
    """Pass for a number that is no time, or something that is either accepted or not."""
    if facts.deliverable is not None:
        return _pass("可验收：完成与否一目了然", "Either accepted or not", facts.deliverable)
    if facts.target is not None:
        return _pass("有可衡量的目标值", "There is a value to measure", facts.target_span)
    pattern = words.VAGUE_AMOUNT_ZH if reading.chinese else words.VAGUE_AMOUNT_EN
    match = pattern.search(reading.text)
    if match:
        word = reading.said(*match.span())
        return _fail(
            f"“{word}”不是数字：写明目标值和单位",
            f"“{word}” is no number: give a value and a unit",
            match.span(),
        )
    return _fail(
        "没有目标值，也没有可验收的成果：写明数字和单位",
        "No target value and nothing to accept: give a number and a unit",
    )


# ------------------------------------------------------------------ A


def achievable(facts: Facts, reading: Reading, context: Mapping[str, str]) -> Judgement:
    """Fail for what cannot be, by logic or by the history in the context; else ask."""
    impossible = _impossible(facts)
    if impossible is not None:
        return impossible
    compared = _against_growth(facts, context) or _against_pace(facts, reading, context)
    if compared is not None:
        return compared
    return _unknown(
        "仅凭这句话无法判断能否做到，请对照最近三期的实际值",
        "The sentence alone cannot show it: compare with the last three periods",
    )


_OPEN_ENDED = re.compile(
    r"增长|增幅|增速|完成率|达成率|回报|周转|利润率|投入产出|溢价|涨|growth|return|attainment|roi"
)


def _bounds(facts: Facts) -> str:
    if facts.metric is not None:
        return facts.metric.bounds
    name = facts.metric_key or ""
    if facts.unit == "%":
        return "positive" if _OPEN_ENDED.search(name) else "rate"
    return "positive"


def _final_value(facts: Facts) -> float | None:
    """Return where the metric would stand, if the sentence says enough."""
    if facts.target is None:
        return None
    if facts.target_type == "abs":
        return facts.target
    sign = -1.0 if facts.direction == "down" else 1.0
    if facts.baseline is None:
        return None
    if facts.target_type == "pp":
        return facts.baseline + sign * facts.target
    if facts.target_type == "rel":
        return facts.baseline * (1 + sign * facts.target / 100)
    return facts.baseline * facts.target if facts.target_type == "mult" else None


def _impossible(facts: Facts) -> Judgement | None:
    span, bounds, name = facts.target_span, _bounds(facts), _name(facts)
    if facts.target is None or facts.target_type == "milestone":
        return None
    if facts.direction == "down" and _falls_below_zero(facts, bounds):
        return _fail(
            f"{name.zh}降幅超过100%，逻辑上不可能",
            f"A fall of {name.en} by more than 100% is impossible",
            span,
        )
    value = _final_value(facts)
    lowest, highest = {"rate": (0.0, 100.0), "nps": (-100.0, 100.0), "positive": (0.0, None)}.get(
        bounds, (None, None)
    )
    if facts.target_type == "pp" and bounds == "rate" and facts.target > 100:
        value = facts.target
    if value is None or (
        facts.target_type == "abs" and bounds == "rate" and facts.unit not in ("%", "分", "points")
    ):
        return None
    if highest is not None and value > highest:
        return _fail(
            f"{name.zh}的上限是{highest:g}，{value:g}不可能达到",
            f"{name.en} cannot exceed {highest:g}; {value:g} is out of reach",
            span,
        )
    if lowest is not None and value < lowest:
        return _fail(
            f"{name.zh}不可能低于{lowest:g}",
            f"{name.en} cannot be below {lowest:g}",
            span,
        )
    return None


def _falls_below_zero(facts: Facts, bounds: str) -> bool:
    if bounds in ("free", "nps") or facts.target is None:
        return False
    if facts.target_type == "rel":
        return facts.target > 100
    grown_down = facts.quantity is not None and facts.quantity.negative_change
    return facts.target_type == "mult" and grown_down and facts.target >= 1


def _name(facts: Facts) -> Text:
    if facts.metric is not None:
        return facts.metric.name
    name = (facts.metric_key or "").removeprefix("custom:")
    return Text(name or "目标", name or "the target")


def _number(text: str) -> float | None:
    match = re.search(r"-?[\d.,]+\s?[万亿千百]?|[一二三四五六七八九十百千万亿两]+", text)
    return (parse_zh(match[0]) or parse_en(match[0])) if match else None


def _growth(facts: Facts) -> float | None:
    """Return the growth asked for, in percent of where the metric stands."""
    if facts.target is None or facts.direction not in ("up", "hold"):
        return None
    if facts.target_type == "rel":
        return facts.target
    if facts.target_type == "mult":
        return (facts.target - 1) * 100
    if facts.baseline:
        final = _final_value(facts)
        return (final / facts.baseline - 1) * 100 if final is not None else None
    return None


def _against_growth(facts: Facts, context: Mapping[str, str]) -> Judgement | None:
    best = _number(fold(context.get("hist_max_growth", "")))
    asked = _growth(facts)
    if best is None or asked is None or best <= 0:
        return None
    said = Text(
        f"要求增长{asked:.4g}%，历史最好为{best:g}%",
        f"{asked:.4g}% growth against a best of {best:g}%",
    )
    return _by_factor(asked / best, said, facts)


def _against_pace(facts: Facts, reading: Reading, context: Mapping[str, str]) -> Judgement | None:
    raw = fold(context.get("hist_max", ""))
    best = _number(raw)
    if best is None or best <= 0 or facts.target is None or facts.target_type != "abs":
        return None
    if facts.direction == "down" or facts.unit == "%":
        return None
    allowed = best
    pace = re.search(
        r"(?:/|每|per |an? )\s?(?:个)?(天|日|周|月|季|年|day|week|month|quarter|year)", raw
    )
    if pace:
        days = _days_left(reading)
        if days is None:
            return None
        allowed = best * days / _PER[pace[1]]
    said = Text(
        f"要求{facts.target:g}{facts.unit or ''}，"
        f"按历史最好水平（{context['hist_max']}）同期约{allowed:.3g}",
        f"{facts.target:g} asked for; the best pace so far ({context['hist_max']}) "
        f"gives about {allowed:.3g}",
    )
    return _by_factor((facts.target - (facts.baseline or 0.0)) / max(allowed, 1e-9), said, facts)


_PER = {"天": 1.0, "日": 1.0, "周": 7.0, "月": 30.4, "季": 91.0, "年": 365.0}
_PER |= {"day": 1.0, "week": 7.0, "month": 30.4, "quarter": 91.0, "year": 365.0}


def _days_left(reading: Reading) -> float | None:
    if reading.deadline is None or reading.deadline.norm is None:
        return None
    norm = reading.deadline.norm
    if norm[0].isdigit():
        return max(1.0, float((date.fromisoformat(norm) - reading.ref).days + 1))
    return periods.length_days(norm)


def _by_factor(factor: float, said: Text, facts: Facts) -> Judgement:
    if factor > FAIL_FACTOR:
        return _fail(f"{said.zh}，超过3倍", f"{said.en}: more than 3 times", facts.target_span)
    if factor > WARN_FACTOR:
        return _unknown(
            f"{said.zh}，超过1.5倍，请说明依据", f"{said.en}: more than 1.5 times, say why"
        )
    return _unknown(f"{said.zh}，请与负责人确认", f"{said.en}: confirm with the owner")


# ------------------------------------------------------------------ R


def off_topic(reading: Reading) -> tuple[int, int] | None:
    """Return the words of something that no sales project is run for, times left out."""
    return off_topic_in(reading.blank, chinese=reading.chinese)


def relevant(reading: Reading, facts: Facts, archetype: str | None) -> Judgement:
    """Fail only off topic for a known archetype; pass inside its goal tree; else ask."""
    away = off_topic(reading)
    if away is not None and facts.metric is None:
        word = reading.said(*away)
        if archetype:
            return _fail(
                f"“{word}”与本项目的目的无关",
                f"“{word}” does not serve the purpose of this project",
                away,
            )
        return _unknown(
            f"“{word}”看起来与销售目标无关：它支撑上级哪个目标？",
            f"“{word}” looks unrelated to sales: which higher goal does it support?",
        )
    if facts.metric is not None and facts.metric.key in goal_tree(archetype):
        return _pass("属于本类项目的目标树", "Part of the goal tree of this kind of project")
    return _unknown("该目标支撑上级哪个目标？", "Which higher goal does this goal support?")


# ------------------------------------------------------------------ T


def time_bound(reading: Reading) -> Judgement:
    """Pass for an end that can be resolved and is not past; a frequency is no end."""
    deadline = reading.deadline
    if deadline is None:
        return _no_deadline(reading)
    span = (deadline.start, deadline.end)
    said = reading.said(*span)
    norm = deadline.norm or ""
    # P3M and the like are for machines: the words themselves say it better
    told = norm[:1].isdigit() and norm != said
    zh, en = (f"{said}（{norm}）", f"{said} ({norm})") if told else (said, said)
    if deadline.is_past(reading.ref):
        return _fail(f"期限已过：{zh}", f"The deadline is already past: {en}", span)
    if deadline.norm == "anchor":
        return _pass(
            f"期限取决于“{said}”，请绑定到项目里程碑",
            f"Ends with “{said}”: bind it to a milestone of the project",
            span,
        )
    return _pass(f"截止：{zh}", f"Ends: {en}", span)


_NO_END: tuple[tuple[Kind, str, str], ...] = (
    ("frequency", "“{}”只是频率：到何时为止？", "“{}” is only a frequency: until when?"),
    ("start", "“{}”只说了从何时开始：到何时为止？", "“{}” is only a start: until when?"),
    ("vague", "“{}”不是期限：写明截止日期", "“{}” is no deadline: give a date"),
)


def _no_deadline(reading: Reading) -> Judgement:
    for kind, zh, en in _NO_END:
        found = reading.times(kind)
        if found:
            said = reading.said(found[0].start, found[0].end)
            return _fail(zh.format(said), en.format(said), (found[0].start, found[0].end))
    return _fail("没有期限：写明到哪一天为止", "No deadline: say by which day")
