"""Numbers in Chinese: 百分之二十, 两成五, 三分之一, 翻两番, 1.2亿元, 45家, 6个百分点."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from yunchou.plan.smart.normalise import NUMBER_ZH, parse_zh
from yunchou.plan.smart.quantities import (
    USED,
    Quantity,
    QuantityKind,
    Rule,
    collect,
    settle_baselines,
    without,
)
from yunchou.plan.smart.time import MASK, TimeSpan

if TYPE_CHECKING:
    from collections.abc import Sequence

_N = rf"(?P<n>{NUMBER_ZH})"
_ABOUT = r"[多余来几]?"
UP_VERBS = (
    "提升|提高|增长|增加|上升|上涨|扩大|增收|提振|拉升|改善|攀升|上调|扩充|增幅|涨幅|"
    "增量|调高|拉高|冲高|上浮|上扬|增|升|涨|(?<![至最不])多|高出|(?<![最不])高|净增"
)
DOWN_VERBS = (
    "降低|下降|减少|压缩|缩短|削减|下调|压降|节省|节约|收窄|缩减|缩小|回落|降幅|跌幅|"
    "减幅|精简|砍掉|砍去|砍|削掉|削|调低|下浮|下滑|减|降|(?<![至最不缺])少|(?<![最不])低|缩|压|省"
)
_DOWN = re.compile(re.sub(r"\(\?<!.*?\)", "", DOWN_VERBS))
_CHANGE = re.compile(
    rf"(?P<verb>{UP_VERBS}|{DOWN_VERBS})(?:了|约|近|逾|超过?|至少|最少|最多|最低|不低于|"
    rf"不少于|不小于|不超过|幅度|幅|达到?|为|\s|再|在|:){{0,4}}$"
)
_REACH = re.compile(
    r"(?:到|至|为|成|达|达到|在|于|升|是|≥|≤|>|<|=|:|不低于|不少于|不小于|不超过|不高于|"
    r"不多于|不大于|至少|超过?|突破|实现|完成|约|做)\s?(?:约|近|至少|不低于|不少于|平均|"
    r"人均)?\s?$"
)
_CHANGE_STOP = re.compile(
    r"(?:到|至|降成|升成|降为|升为|提为|缩短为|减为|增为|缩短成)(?:约|近|不低于|不超过|至少)?\s?$"
)
_FROM = re.compile(rf"(?:从|由|自)[^,;。到至{USED}]{{0,16}}$")
_NOW = re.compile(
    r"(?:目前|现有|现状|当前|现在|现|原来|原有|原先|原|基线|基数|基准|上年|去年|此前|"
    r"历史)(?:的|为|是|值|约|水平|仅|只有|[:]|\s){0,3}$"
)
#: 降到原来的一半, 达到去年的120%: a share of what was is a multiple
_OF_BEFORE = re.compile(
    rf"(?:到|至|为|达|是|成)了?\s?(?:(?:原来|原先|原有|目前|现在|同期)\s?的|{MASK}+\s?(?:同期)?的?)\s?$"
)
_CLASSIFIERS = (
    "人次|城市|sku|平方米|平米|公斤|千克|家|户|条|个(?!亿)|次|场|单|份|门|人|名|位|套|台|辆|"
    "件|款|项|笔|期|篇|支|盆|面|棵|张|座|"
    "轮|组|节|堂|本|间|箱|瓶|吨|票|例|起|宗|所|处|片|株|盒|幅|类|种|粉|省|县|支队|枚|"
    "副|袋|桶|把|顶|双|只|头|床|块(?!钱)|封|通|"
    "届|趟|批次|店|亩|桌|杯|根|袋|颗|则|版|步|册|卷|班|群|对|路"
)
_RANKED = re.compile(r"(?:第|前|top\s?|no\.?)$")


def _quantity(
    match: re.Match[str], kind: QuantityKind, unit: str = "", value: float | None = None
) -> Quantity | None:
    if value is None:
        value = parse_zh(match["n"])
    if value is None:
        return None
    return Quantity(match.start(), match.end(), value, kind, unit)


def _percent(match: re.Match[str]) -> Quantity | None:
    return _quantity(match, "pct", "%")


def _hundred_percent(match: re.Match[str]) -> Quantity | None:
    return _quantity(match, "pct", "%", 100.0)


def _tenths(match: re.Match[str]) -> Quantity | None:
    value = parse_zh(match["n"])
    if value is None or not 0 < value <= 10:
        return None
    rest = 5.0 if match["m"] == "半" else (parse_zh(match["m"]) or 0.0) if match["m"] else 0.0
    return _quantity(match, "pct", "%", value * 10 + rest)


def _fraction(match: re.Match[str]) -> Quantity | None:
    below, above = parse_zh(match["below"]), parse_zh(match["above"])
    if not below or above is None:
        return None
    return _quantity(match, "pct", "%", round(above / below * 100, 2))


def _points(match: re.Match[str]) -> Quantity | None:
    return _quantity(match, "pp", "个百分点")


_PER = {"千": 10.0, "万": 100.0, "‰": 10.0, "‱": 100.0}


def _per_mille(match: re.Match[str]) -> Quantity | None:
    """Read 千分之三, 万分之五 and 3‰ as percentages, the unit in which rates are kept."""
    value = parse_zh(match["n"])
    if value is None:
        return None
    return _quantity(match, "pct", "%", round(value / _PER[match["of"]], 6))


def _folded(match: re.Match[str]) -> Quantity | None:
    """翻一番 is double, 翻两番 four times, 翻三倍 grows by three times."""
    number = 1.0 if not match["n"] else parse_zh(match["n"])
    if number is None or not 0 < number <= 20:
        return None
    value = 2.0**number if match["how"] == "番" else number + 1
    found = _quantity(match, "mult", "倍", value)
    return replace(found, role="change") if found else None


def _halved(match: re.Match[str]) -> Quantity | None:
    return _quantity(match, "pct", "%", 50.0)


def _halved_verb(match: re.Match[str]) -> Quantity | None:
    found = _quantity(match, "pct", "%", 50.0)
    return replace(found, role="change") if found else None


def _zero(match: re.Match[str]) -> Quantity | None:
    """由零增加到八家 starts at nothing."""
    return _quantity(match, "bare", "", 0.0)


def _times(match: re.Match[str]) -> Quantity | None:
    return _quantity(match, "mult", "倍")


def _money(match: re.Match[str]) -> Quantity | None:
    currency = match["cur"] or ""
    unit = "美元" if currency in ("美元", "美金", "usd") else currency
    unit = "元" if unit in ("块", "块钱", "人民币", "rmb", "cny", "元人民币", "元钱") else unit
    return _quantity(match, "money", unit or "元")


def _score(match: re.Match[str]) -> Quantity | None:
    return _quantity(match, "score", "分")


_DURATIONS = {
    "个月": "月",
    "月": "月",
    "个小时": "小时",
    "h": "小时",
    "日": "天",
    "个工作日": "工作日",
}


def _duration(match: re.Match[str]) -> Quantity | None:
    return _quantity(match, "duration", _DURATIONS.get(match["u"], match["u"]))


def _count(match: re.Match[str]) -> Quantity | None:
    text, before = match["n"], match.string[: match.start()]
    if _RANKED.search(before[-5:]) or text in "百千万亿十":
        return None
    found = _quantity(match, "count", match["u"])
    if found is None:
        return None
    # 打造一支队伍, 上一个台阶: an article, unless something says 达到 or 新增 before it
    article = text == "一" and not re.search(
        r"(?:到|至|达|实现|新增|至少|不少于|签约|签下)\s?$", before
    )
    noun = re.split(r"[并且,和与及至到的]|以上|以下|以内|左右|超|不|从|由", match["noun"] or "")[0]
    return replace(found, article=article, noun=noun)


def _bare(match: re.Match[str]) -> Quantity | None:
    text = match["n"]
    chinese = not any(c.isdigit() for c in text)
    if chinese and (len(text) < 2 or not any(c in "百千万亿" for c in text)):
        return None
    if _RANKED.search(match.string[max(0, match.start() - 5) : match.start()]):
        return None
    return _quantity(match, "bare")


_CURRENCY = r"(?P<cur>元人民币|元|块钱|块|人民币|rmb|cny|美元|美金|usd|欧元|港元|港币|日元)"
_NOUN = rf"(?P<noun>[^\s\d,;。、:()%{MASK}{USED}]{{0,12}})"
_RULES: tuple[Rule, ...] = (
    (re.compile(r"百分之百|100%|百分百"), _hundred_percent),
    (re.compile(rf"(?<![个\d])百分之{_N}"), _percent),
    (re.compile(rf"(?<![一二三四五六七八九十\d])(?P<of>[千万])分之{_N}"), _per_mille),
    (re.compile(rf"{_N}{_ABOUT}\s?(?P<of>[‰‱])"), _per_mille),
    (re.compile(r"(?<=[从由自])(?P<n>零|无|0)(?=\s?(?:增|提|拉|扩|发展|做|升|起步|到|至))"), _zero),
    (re.compile(r"(?P<n>过半|超过?半数|半数以上|一半以上)"), _halved),
    (re.compile(r"(?P<n>零)(?=流失|投诉|客诉|逾期|差错|退款|窜货)"), _percent),
    (re.compile(rf"{_N}{_ABOUT}\s?(?:个百分点|个?点(?!位|击|评|对|数|赞|检|\d)|pp|pct)"), _points),
    (
        re.compile(
            r"(?P<n>(?P<below>[\d一二两三四五六七八九十百]{1,4}))分之(?P<above>[\d一二两三四五六七八九十百]{1,4})"
        ),
        _fraction,
    ),
    (
        re.compile(
            r"(?P<n>\d(?:\.\d)?|10|"
            r"[一二两三四五六七八九十])成(?P<m>[一二三四五六七八九半](?![家个户名位条线般级季年月周批些起部次致直共]))?(?!为|"
            r"本|员|果|交|长|功|立|熟|绩|就|品|效|都|单|型|分|份|套|年|批|群|人)"
        ),
        _tenths,
    ),
    (re.compile(rf"{_N}{_ABOUT}\s?(?:%|个?百分(?!点)|pct)"), _percent),
    (re.compile(r"翻(?:了|上)?(?P<n>[一两二三四五六七八九\d])?(?P<how>番|倍)"), _folded),
    (re.compile(r"(?P<n>减半|砍半|腰斩|对半砍|折半)"), _halved_verb),
    (re.compile(r"(?<![\d.])(?P<n>一|1)(?:倍多|倍)(?!于)"), _times),
    (re.compile(rf"{_N}{_ABOUT}\s?倍"), _times),
    (re.compile(r"(?P<n>一半|1半)"), _halved),
    (re.compile(rf"[¥￥]\s?{_N}(?P<cur>元)?"), _money),
    (re.compile(rf"{_N}{_ABOUT}\s?{_CURRENCY}"), _money),
    (
        re.compile(
            rf"(?<![a-z\d.]){_N}{_ABOUT}\s?分(?!钟|之|析|公|销|享|成|阶段|批|期|步|级|工|类|层|"
            rf"别|配|店|部|支|区|管|钱|众|发)"
        ),
        _score,
    ),
    (
        re.compile(
            rf"(?<![a-z\d.第]){_N}{_ABOUT}\s?(?P<u>个?工作日|天|日(?!均|活|常|报|志)|个?小时|"
            rf"分钟|个月|月(?!度|均|活|报|末|底)|周(?!转|活|均|报|会|期|边|年|度)|秒|年(?!度|框|"
            rf"会|费|均|报|货|轻)|h\b)"
        ),
        _duration,
    ),
    (re.compile(rf"(?<![a-z\d.]){_N}{_ABOUT}\s?(?P<u>{_CLASSIFIERS})(?={_NOUN})"), _count),
    (re.compile(rf"(?<![a-z\d.\-第]){_N}(?![\d.]*[a-z类级线号版岁折层代层\d-])"), _bare),
)


def read_quantities(masked: str, spans: Sequence[TimeSpan]) -> list[Quantity]:
    """Read all numbers of a folded sentence whose times are blanked, each with its role."""
    found = [q for q in collect(masked, _RULES) if not q.article]
    found = _join_ranges(found, masked)
    blank = without(masked, found)
    compared = [s.end for s in spans if s.kind == "other"]
    with_roles = [_with_role(q, blank, compared) for q in found]
    return settle_baselines([_possessive(i, with_roles, blank) for i in range(len(with_roles))])


def _join_ranges(found: list[Quantity], masked: str) -> list[Quantity]:
    """Make one number of 15-25次 and of 28%到30%之间."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        between = masked[last.end : quantity.start] if last else ""
        after = masked[quantity.end : quantity.end + 3]
        dash = between.strip() == "-"
        span = between.strip() in ("到", "至") and after.startswith(("之间", "区间", "间", "范围"))
        if last and (dash or span) and (last.kind in ("bare", quantity.kind)):
            joined[-1] = replace(quantity, start=last.start, value=last.value, high=quantity.value)
        else:
            joined.append(quantity)
    return joined


def _with_role(quantity: Quantity, blank: str, compared: Sequence[int]) -> Quantity:
    if quantity.role != "plain":
        return quantity
    before = blank[max(0, quantity.start - 24) : quantity.start]
    if quantity.kind == "pct" and _share_of_before(quantity, before, compared):
        return replace(quantity, kind="mult", value=quantity.value / 100, role="reach")
    if _FROM.search(before) or _NOW.search(before) or _follows_past(quantity, blank, compared):
        return quantity.moved("baseline")
    change = _CHANGE.search(before)
    after = blank[quantity.end : quantity.end + 6]
    if quantity.kind == "pp" and not _CHANGE_STOP.search(before):
        return _changed(quantity, change)
    if change and not _CHANGE_STOP.search(before) and not _excluded(change[0]):
        return _changed(quantity, change)
    if quantity.kind in ("pct", "mult") and re.match(
        r"以?上?的?(?:增长|提升|增幅|涨幅|降幅|下降|增速)", after
    ):
        return _changed(quantity, None)
    return quantity.moved("reach") if _REACH.search(before) else quantity


def _share_of_before(quantity: Quantity, before: str, compared: Sequence[int]) -> bool:
    if not _OF_BEFORE.search(before):
        return False
    past = any(0 <= quantity.start - end <= 3 for end in compared)
    return past or (before.rstrip()[-1] == "的" and MASK not in before[-4:])


def _excluded(words: str) -> bool:
    """不低于, 至少, 不高于 end like 低 or 少 but bound a value."""
    return bool(re.search(r"^(?:低|高|少|多)(?:于)|^(?:升|降|增|减|多|少|高|低)为", words))


def _changed(quantity: Quantity, change: re.Match[str] | None) -> Quantity:
    down = bool(change and _DOWN.fullmatch(change["verb"]))
    value = quantity.value
    if quantity.kind == "mult" and not down:
        value += 1
    return replace(quantity, role="change", value=value, negative_change=down)


def _follows_past(quantity: Quantity, blank: str, compared: Sequence[int]) -> bool:
    """A number straight after a past period (2025年的800万) is where things stand."""
    return (
        any(
            re.fullmatch(r"\s?(?:的|为|是|约)?\s?", blank[end : quantity.start])
            for end in compared
            if 0 <= quantity.start - end <= 4
        )
        and bool(compared)
        and quantity.kind not in ("mult",)
    )


def _possessive(index: int, found: list[Quantity], blank: str) -> Quantity:
    """把12%的流失率降到7%: the number before 的 is the baseline of the one after 到."""
    quantity = found[index]
    following = found[index + 1] if index + 1 < len(found) else None
    if quantity.role != "plain" or following is None or following.kind != quantity.kind:
        return quantity
    between = blank[quantity.end : following.start]
    if between.startswith("的") and re.search(r"[到至]\s?$", between):
        return quantity.moved("baseline")
    return quantity
