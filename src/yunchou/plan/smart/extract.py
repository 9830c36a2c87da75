"""Facts of a goal sentence: which metric, which way, from where, to where, until when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from yunchou.plan.smart import words
from yunchou.plan.smart.direction import direction_of
from yunchou.plan.smart.metrics import VALUE_KINDS, Mention, Metric
from yunchou.plan.smart.naming import custom_name
from yunchou.plan.smart.normalise import parse_en, parse_zh
from yunchou.plan.smart.quantities import USED, Quantity, alike
from yunchou.plan.smart.reading import CLAUSE, Reading, last_head
from yunchou.plan.smart.time import MASK

if TYPE_CHECKING:
    from yunchou.plan.smart.model import Direction, TargetType


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentence commits to; None where it does not say."""

    metric: Metric | None = None
    metric_key: str | None = None
    metric_span: tuple[int, int] | None = None
    direction: Direction | None = None
    direction_span: tuple[int, int] | None = None
    baseline: float | None = None
    baseline_span: tuple[int, int] | None = None
    target: float | None = None
    target_span: tuple[int, int] | None = None
    target_type: TargetType | None = None
    unit: str | None = None
    quantity: Quantity | None = None
    deliverable: tuple[int, int] | None = None
    notes: tuple[str, ...] = field(default=())


# ------------------------------------------------------------------ metric and number

_TO_VALUE = re.compile(
    r"\s?[,]?\s?(?:达到|达|至|到|升至|增至|降至|降到|提升至|提高到|,\s?达到)\s?(?:约)?$|"
    r"\s?,? to (?:reach )?$"
)


@dataclass(frozen=True, slots=True)
class _Pair:
    cost: float
    quantity: Quantity
    mention: Mention | None


def _swallowed(reading: Reading, mention: Mention, quantity: Quantity) -> bool:
    """客诉闭环率 is no 客诉率: a longer noun begins with the words of the metric."""
    if mention.start >= quantity.end or quantity.kind not in ("pct", "pp"):
        return False
    head = last_head(reading, quantity)
    if head is None or head <= mention.end or mention.metric.kind != "pct":
        return False
    between = reading.blank[mention.end : head]
    if any(m.start <= head <= m.end for m in reading.mentions if m is not mention):
        return False
    return not re.search(
        rf"[,;。\s{MASK}{USED}]" if reading.chinese else rf"[,;.{MASK}{USED}]", between
    )


def _fits(quantity: Quantity, metric: Metric) -> bool:
    """Tell whether the number can be a value, or a change, of the metric."""
    if quantity.kind in VALUE_KINDS[metric.kind]:
        return True
    if quantity.kind == "score" and (
        metric.key == "csat" or (metric.kind == "pct" and quantity.role == "change")
    ):
        return True
    if quantity.role == "change" and quantity.kind in ("pct", "mult"):
        return True
    return quantity.kind == "mult" and metric.kind != "score"


def _distance(reading: Reading, mention: Mention, quantity: Quantity) -> float:
    if mention.end <= quantity.start:
        between = reading.text[mention.end : quantity.start]
        return len(between) + 30 * len(CLAUSE.findall(between))
    if mention.start >= quantity.end:
        between = reading.text[quantity.end : mention.start]
        return 4 + 2 * len(between) + 40 * len(CLAUSE.findall(between))
    return 0.0


def _pairs(reading: Reading) -> list[_Pair]:
    pairs = []
    scale = 1.0 if reading.chinese else 0.5
    for index, quantity in enumerate(reading.quantities):
        if quantity.role == "baseline" or _counts_scope(quantity):
            continue
        base = 4.0 * index + (12.0 if quantity.kind == "bare" else 0.0)
        base -= 10.0 if quantity.role in ("reach", "change") else 0.0
        for mention in reading.mentions:
            if not _fits(quantity, mention.metric) or _swallowed(reading, mention, quantity):
                continue
            cost = (
                base + scale * _distance(reading, mention, quantity) + (3.0 if mention.weak else 0)
            )
            cost -= (
                10.0 if quantity.role == "plain" and 0 <= quantity.start - mention.end <= 1 else 0.0
            )
            native = quantity.kind in VALUE_KINDS[mention.metric.kind]
            pairs.append(
                _Pair(cost + (0 if native or quantity.role == "change" else 8), quantity, mention)
            )
        own = quantity.kind in ("pct", "pp") and _owns_head(reading, quantity)
        pairs.append(_Pair(base + (2.0 if own else 45.0), quantity, None))
    return pairs


def _owns_head(reading: Reading, quantity: Quantity) -> bool:
    head = last_head(reading, quantity)
    return head is not None and not any(m.start < head <= m.end for m in reading.mentions)


def _counts_scope(quantity: Quantity) -> bool:
    """3个大区 says where, not how much."""
    if quantity.kind != "count" or quantity.role != "plain":
        return False
    place = quantity.unit in ("省", "市", "县", "地", "国") and bool(quantity.noun)
    return place or bool(words.SCOPE_COUNT_ZH.match(quantity.noun))


def _choose(reading: Reading) -> _Pair | None:
    best = min(_pairs(reading), key=lambda p: p.cost, default=None)
    if best is None:
        return None
    return replace(best, quantity=_final_value(reading, best.quantity))


def _final_value(reading: Reading, quantity: Quantity) -> Quantity:
    """提升10个百分点至75%: the value after 至 is the target, the change gives the baseline."""
    if quantity.role != "change":
        return quantity
    following = next((q for q in reading.quantities if q.start >= quantity.end), None)
    if following is None or following.role != "reach":
        return quantity
    # 增长20%至1200万元: a change in percent may lead to a value of any kind
    related = alike(quantity, following) or quantity.kind == "pct"
    leads = _TO_VALUE.search(reading.blank[quantity.end : following.start])
    return following if related and leads else quantity


# ------------------------------------------------------------------ values and units

_EN_DURATIONS = {"小时": "hours", "天": "days", "月": "months"}
_EN_COUNTS = {
    "dealer_new": "dealers",
    "lead_count": "leads",
    "visit_count": "visits",
    "outlets_covered": "outlets",
}
_EN_COUNTS |= {
    "reference_customers": "customers",
    "proposal_count": "proposals",
    "live_viewers": "viewers",
}


def _target_type(quantity: Quantity, metric: Metric | None) -> TargetType:
    points = (
        quantity.kind == "score" and quantity.role == "change" and metric and metric.kind == "pct"
    )
    if quantity.kind == "pp" or points:
        return "pp"
    if quantity.kind == "mult":
        return "abs" if metric and metric.kind == "ratio" and quantity.role != "change" else "mult"
    if quantity.kind == "pct" and quantity.role == "change":
        return "rel"
    if quantity.kind == "pct" and metric and metric.kind in ("money", "count", "duration"):
        return "mult" if quantity.role == "reach" else "rel"
    return "abs"


def _unit(reading: Reading, quantity: Quantity, metric: Metric | None, kind: TargetType) -> str:
    if kind == "rel":
        return "%"
    if kind in ("pp", "mult"):
        zh, en = ("个百分点", "pp") if kind == "pp" else ("倍", "x")
        return zh if reading.chinese else en
    if quantity.kind == "pct":
        return "%"
    if quantity.kind == "score" and metric and metric.kind == "pct":
        return "分" if reading.chinese else "points"
    return _unit_zh(quantity, metric) if reading.chinese else _unit_en(quantity, metric)


def _unit_zh(quantity: Quantity, metric: Metric | None) -> str:
    if metric is None:
        return quantity.unit
    if metric.kind == "money":
        foreign = quantity.unit not in ("", "元")
        composite = metric.key in ("productivity", "pipeline_velocity")
        return quantity.unit if foreign else metric.unit if composite else "元"
    if metric.kind in ("count", "index", "ratio"):
        return metric.unit
    return quantity.unit or metric.unit


def _unit_en(quantity: Quantity, metric: Metric | None) -> str:
    if metric is None:
        return quantity.unit
    if metric.kind == "money":
        return quantity.unit if quantity.kind == "money" else "CNY"
    if metric.kind == "count":
        return "visits" if metric.key == "visit_count" else quantity.unit or _EN_COUNTS[metric.key]
    if metric.kind == "duration":
        return quantity.unit if quantity.kind == "duration" else _EN_DURATIONS[metric.unit]
    by_kind = {"ratio": "x", "index": "index", "score": "points", "pct": "%"}
    return by_kind[metric.kind]


def _unit_by_name(reading: Reading, name: str, quantity: Quantity) -> str:
    """Give a bare number the unit its noun implies: 差错率 percent, 账款 yuan."""
    if name.endswith(("率", "占比", "比例")):
        return "%"
    scaled = re.search(r"[万亿]", reading.text[quantity.start : quantity.end])
    return "元" if scaled and re.search(r"[款额金费]|收入|成本|利润|产值", name) else ""


def _baseline(reading: Reading, target: Quantity) -> Quantity | None:
    found = [q for q in reading.quantities if q.role == "baseline" and alike(q, target)]
    return min(found, key=lambda q: abs(q.start - target.start), default=None)


def _baseline_value(reading: Reading, target: Quantity) -> tuple[float | None, Quantity | None]:
    stated = _baseline(reading, target)
    if stated is None:
        return _derived(reading, target), None
    scale = _scale_said_once(reading, stated, target)
    return stated.value * scale, replace(stated, value=stated.value * scale)


_SCALE = re.compile(r"([千百]?[万亿])|(million|billion|thousand)|\d ?(bn|mn|[mbk])\b")


def _scale_said_once(reading: Reading, stated: Quantity, target: Quantity) -> float:
    """从600提高到780万元, from 5 to 8 million: both numbers share the scale."""
    said = reading.text[stated.start : stated.end]
    match = _SCALE.search(reading.text[target.start : target.end])
    if stated.kind != "bare" or _SCALE.search(said) or match is None or stated.value >= 10_000:
        return 1.0
    word = next(group for group in match.groups() if group)
    return (parse_zh(word) if match[1] else parse_en(word)) or 1.0


def _derived(reading: Reading, target: Quantity) -> float | None:
    """Work the baseline out of 提升10个百分点至75%."""
    changes = [q for q in reading.quantities if q.role == "change" and q.end <= target.start]
    if target.role != "reach" or not changes:
        return None
    change = changes[-1]
    if not _TO_VALUE.search(reading.blank[change.end : target.start]):
        return None
    sign = -1.0 if change.negative_change else 1.0
    if change.kind == "pct" and target.kind != "pct":
        return (
            round(target.value / (1 + sign * change.value / 100), 4)
            if change.value != 100
            else None
        )
    if change.kind in ("pp", target.kind) and not (change.kind == "pct" and target.kind == "pct"):
        return round(target.value - sign * change.value, 6)
    return None


def _target_value(
    quantity: Quantity, kind: TargetType, direction: Direction, stated: Quantity | None
) -> float:
    value = quantity.value
    if kind == "abs" and quantity.role == "change" and stated is not None:
        # 从50天减少10天 ends at 40
        return stated.value + (-value if direction == "down" else value)
    if quantity.high is not None and direction == "down":
        value = quantity.high
    if kind == "mult" and quantity.kind == "pct":
        value = round(value / 100, 4)
    return value


# ------------------------------------------------------------------ without a number


def _deliverable(reading: Reading) -> tuple[int, int] | None:
    """Return the words of something either done or not: 完成价格体系发布, publish the list."""
    pattern = words.COMPLETION_ZH if reading.chinese else words.DELIVERED_EN
    text = reading.blank
    if reading.chinese and words.SLOGAN_ZH.search(text):
        return None
    for match in pattern.finditer(text):
        words_of = next((g for g in match.groups() if g), "").strip()
        vague = (
            words.ABSTRACT_OBJECT_ZH.search(words_of)
            if reading.chinese
            else words.VAGUE_HEAD_EN.search(words_of)
        )
        if words_of and not vague:
            return match.span()
    return None


def _everything(reading: Reading) -> tuple[Mention, tuple[int, int]] | None:
    """合同全部签完: without a number, all of a rate's base is 100 %."""
    pattern = words.ALL_ZH if reading.chinese else words.ALL_EN
    word = pattern.search(reading.blank)
    if word is None:
        return None
    for mention in reading.mentions:
        if (
            mention.metric.kind == "pct"
            and mention.metric.bounds == "rate"
            and mention.metric.direction == "up"
        ):
            return mention, word.span()
    return None


def extract(reading: Reading) -> Facts:
    """Return what the sentence commits to."""
    pair = _choose(reading)
    if pair is not None:
        return _measured(reading, pair)
    everything = _everything(reading)
    if everything is not None:
        mention, where = everything
        return Facts(
            metric=mention.metric,
            metric_key=mention.metric.key,
            metric_span=(mention.start, mention.end),
            direction="up",
            target=100.0,
            target_span=where,
            target_type="abs",
            unit="%",
        )
    done = _deliverable(reading)
    if done is not None:
        return _milestone(reading, done)
    return _unmeasured(reading)


def _measured(reading: Reading, pair: _Pair) -> Facts:
    quantity = pair.quantity
    metric = pair.mention.metric if pair.mention else None
    direction, direction_span = direction_of(reading, quantity, metric)
    kind = _target_type(quantity, metric)
    baseline, stated = _baseline_value(reading, quantity)
    name, name_span = custom_name(reading, quantity) if metric is None else (metric.key, None)
    if name_span is not None:
        start, end = name_span
        name = name.replace(reading.text[start:end], reading.original[start:end])
    return Facts(
        metric=metric,
        metric_key=metric.key if metric else f"custom:{name}",
        metric_span=(pair.mention.start, pair.mention.end) if pair.mention else name_span,
        direction=direction,
        direction_span=direction_span,
        baseline=baseline,
        baseline_span=(stated.start, stated.end) if stated else None,
        target=_target_value(quantity, kind, direction, stated),
        target_span=(quantity.start, quantity.end),
        target_type=kind,
        unit=_unit(reading, quantity, metric, kind) or _unit_by_name(reading, name, quantity),
        quantity=quantity,
    )


_DONE_VERB = re.compile(
    r"^(?:完成|提交|发布|签署|出具|印发|下发|启用|交付|切换|递交|报送|上报|敲定|锁定|"
    r"建成|取得|拿到|获得|签订|上线|开通|推出|complete|finish|publish|submit|launch|release|deliver)\s?",
    re.IGNORECASE,
)


def _milestone(reading: Reading, done: tuple[int, int]) -> Facts:
    phrase = _DONE_VERB.sub("", reading.original[done[0] : done[1]].strip(" ,.;。"))
    name = re.split(r"并|,|且|后", phrase)[0].strip() or phrase
    return Facts(
        metric_key=f"custom:{name[:24]}",
        metric_span=done,
        direction="done",
        target=1.0,
        target_span=done,
        target_type="milestone",
        unit="项" if reading.chinese else "item",
        deliverable=done,
    )


def _unmeasured(reading: Reading) -> Facts:
    """Without a number: the metric only if its words stand for it and not for an activity."""
    for mention in reading.mentions:
        if names_metric(reading, mention):
            direction, span = direction_of(reading, None, mention.metric)
            return Facts(
                metric=mention.metric,
                metric_key=mention.metric.key,
                metric_span=(mention.start, mention.end),
                direction=direction,
                direction_span=span,
            )
    return Facts()


_MORE = re.compile(r"更多|多签|多|增加|扩大|新增|获取|拓展|提升|提高|一批|一些|增长")


def names_metric(reading: Reading, mention: Mention) -> bool:
    """Tell 提高回款率 from 优化回款流程 and 加强经销商管理."""
    after = reading.text[mention.end :]
    abstract = words.ABSTRACT_ZH if reading.chinese else words.ABSTRACT_EN
    if abstract.match(after):
        return False
    if mention.weak and not _MORE.search(reading.text):
        return False
    return not _bare_revenue(reading, mention)


_FILLER_EN = re.compile(
    r"\b(?:our|the|a|lot|further|significantly|more|very|much|asap|soon|and|keep|"
    r"overall|total|greatly|substantially|as|possible|grow|increase|boost|raise|lift|"
    r"drive|improve|maximi[sz]e|sales|revenues?|to|we|will|must|should|need)\b"
)


def _bare_revenue(reading: Reading, mention: Mention) -> bool:
    """ "Grow revenue" alone does not say which: signed, invoiced, recognised or collected."""
    if reading.chinese or mention.metric.key != "sales_revenue":
        return False
    rest = _FILLER_EN.sub("", reading.blank)
    return not re.search(r"[a-z]", rest)
