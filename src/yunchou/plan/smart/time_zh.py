"""Time expressions in Chinese: 2026年6月底前, 三季度末, 春节前, 大促结束后14天内, 每周."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from yunchou.plan.smart import periods
from yunchou.plan.smart.normalise import parse_zh
from yunchou.plan.smart.periods import Period
from yunchou.plan.smart.time import Scan, TimeSpan

if TYPE_CHECKING:
    from collections.abc import Callable


_CN = "零〇一二三四五六七八九十"
_YEAR = (
    r"(?P<year>(?<!\d)20\d\d\s?(?:年度?|财年|财政年度?)|二[〇零一二三四五六七八九]{3}年(?:度)?"
    r"|(?<!\d)[23]\d年(?=底|末|\d|[一二三四五六七八九十上下第qh全])"
    r"|今年度?|本年度?(?!度)|当年|明年|来年|下一?年度?|后年|去年|上一?年度?(?!半)|前年"
    r"|fy\s?'?(?:20)?\d\d(?!\d)(?:财年|年度?)?|(?:本|今|当前|下个?|下一|上个?|上一|明|新)财年"
    r"|20\d\d(?=\s?[-/]?\s?[qh][1-4])|(?<!\d)[23]\d(?=q[1-4]))\s?的?"
)
_MONTH = r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s?月"


@dataclass(frozen=True, slots=True)
class _Point:
    start: int
    end: int
    period: Period
    text: str


def _int(text: str) -> int:
    value = parse_zh(text)
    return int(value) if value is not None else -1


def _year_of(text: str | None, ref: date) -> int | None:
    """Return the year meant, None when none is said."""
    if not text:
        return None
    digits = re.search(r"\d+", text)
    if digits:
        return int(digits[0]) + (2000 if len(digits[0]) == 2 else 0)
    if text.startswith("二"):
        return _int(text[:4])
    for words, ahead in (("明来下新", 1), ("后", 2), ("去上", -1), ("前", -2)):
        if text[0] in words:
            return ref.year + ahead
    return ref.year


def _dated(match: re.Match[str], ref: date, make: Callable[[int], Period | None]) -> Period | None:
    """Build the period in the year said, else in the first year in which it is not over."""
    said = _year_of(match["year"], ref)
    if said is not None:
        return make(said)
    period = make(ref.year)
    return make(ref.year + 1) if period and period.end < ref else period


def _day(match: re.Match[str], ref: date) -> Period | None:
    def make(year: int) -> Period | None:
        found = periods.make_date(year, _int(match["m"]), _int(match["d"]))
        return periods.day(found) if found else None

    return _dated(match, ref, make)


def _iso(match: re.Match[str], _ref: date) -> Period | None:
    found = periods.make_date(int(match[1]), int(match[2]), int(match[3]))
    return periods.day(found) if found else None


def _month(match: re.Match[str], ref: date) -> Period | None:
    def make(year: int) -> Period | None:
        return _part_of_month(periods.month(year, _int(match["m"])), match["part"])

    return _dated(match, ref, make)


def _part_of_month(period: Period | None, part: str | None) -> Period | None:
    """Narrow a month to 上旬, 中旬… or say its end; a part reads as a day: 中旬前 includes it."""
    if period is None or not part:
        return period
    last = {"上": 10, "初": 10, "中": 20 if part.startswith("中旬") else 15}.get(part[0])
    if last is None:
        return period.ended()
    return periods.day(period.start + timedelta(days=last - 1))


_QUARTERS = {"首": 1, "末": 4}


def _quarter(match: re.Match[str], ref: date) -> Period | None:
    number = _QUARTERS.get(match["q"]) or _int(match["q"])
    period = _dated(match, ref, lambda year: periods.quarter(year, number))
    return period.ended() if period and match["part"] else period


def _first_quarters(match: re.Match[str], ref: date) -> Period | None:
    size = 3 if match["u"].startswith("季") else 1
    last = _int(match["n"]) * size
    return _dated(match, ref, lambda year: periods.months(year, 1, last, "half"))


def _half(match: re.Match[str], ref: date) -> Period | None:
    number = 1 if match["h"] in "上1" else 2
    period = _dated(match, ref, lambda year: periods.half(year, number))
    return period.ended() if period and match["part"] else period


def _year_end(match: re.Match[str], ref: date) -> Period | None:
    word = match["part"]
    if "中" in word:
        period = _dated(match, ref, lambda year: periods.half(year, 1))
    elif "初" in word:
        period = _dated(match, ref, lambda year: periods.month(year, 1))
    else:
        period = _dated(match, ref, periods.year)
    return period.ended() if period else None


def _whole_year(match: re.Match[str], ref: date) -> Period | None:
    return periods.year(_year_of(match["year"], ref) or ref.year)


_AHEAD = {"下下": 2, "下": 1, "上": -1}


def _ahead(text: str) -> int:
    return next((n for word, n in _AHEAD.items() if text.startswith(word)), 0)


def _relative(match: re.Match[str], ref: date) -> Period | None:
    ahead, unit, part = _ahead(match["rel"] or ""), match["u"], match["part"]
    if unit.startswith("月"):
        return _part_of_month(periods.shift_month(ref, ahead), part)
    period = periods.shift_quarter(ref, ahead)
    return period.ended() if period and part else period


def _week(match: re.Match[str], ref: date) -> Period | None:
    period = periods.week(ref, _ahead(match["rel"] or ""))
    if not match["wd"]:
        return period
    index = "一二三四五六日天末".index(match["wd"])
    offset = {7: 6, 8: 6}.get(index, index)
    found = period.start + timedelta(days=offset)
    if not match["rel"] and found < ref:
        found += timedelta(weeks=1)
    return periods.day(found)


def _near_day(match: re.Match[str], ref: date) -> Period | None:
    ahead = {"今": 0, "明": 1, "后": 2}[match[0][0]]
    return periods.day(ref + timedelta(days=ahead))


def _month_range(match: re.Match[str], ref: date) -> Period | None:
    first, last = _int(match["a"]), _int(match["m"])
    return _dated(match, ref, lambda year: periods.months(year, first, last, "quarter"))


_PART = r"(?P<part>底|末|终)?"
_POINTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Period | None]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (r"(?<!\d)(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", _iso),
        (rf"(?:{_YEAR})?{_MONTH}\s?(?P<d>\d{{1,2}}|[{_CN}]{{1,3}}|廿.)\s?[日号]", _day),
        (
            rf"(?:{_YEAR})?(?P<a>\d{{1,2}}|"
            rf"[一二三四五六七八九十]{{1,2}})\s?月?\s?[-至到]\s?{_MONTH}(?:份)?(?![底末\d一二三])",
            _month_range,
        ),
        (
            rf"(?:{_YEAR})?(?<![个\d])(?:{_MONTH})(?:份)?的?(?P<part>上旬|中旬|下旬|"
            rf"中(?![秋国旬])|底|末|初)?",
            _month,
        ),
        (
            rf"(?:{_YEAR})?(?:第(?P<q>[一二三四1-4])个?季度?|(?P<q2>[一二三四1-4首])季度?(?!度)|"
            rf"q(?P<q3>[1-4])(?:季度)?)的?{_PART}",
            _quarter,
        ),
        (rf"(?:{_YEAR})?前(?P<n>[两二三四五六七八九\d]{{1,2}})个?(?P<u>季度?|月)", _first_quarters),
        (rf"(?:{_YEAR})?(?:(?P<h>[上下])半(?:财)?年度?|h(?P<h2>[12]))的?{_PART}", _half),
        (rf"{_YEAR}年?(?P<part>底|末|终|内|中(?!秋|国)|初)", _year_end),
        (
            rf"(?:{_YEAR})?(?<![\d一二两三四五六七八九十半])(?P<part>年底|年末|年终(?!奖|总结)|"
            rf"年内|年中(?!大促)|岁末|财年(?:末|底|内|结束|终了))",
            _year_end,
        ),
        (rf"(?:{_YEAR})?(?:全年度?|整年)", _whole_year),
        (rf"{_YEAR}", _whole_year),
        (
            r"(?P<rel>本|当|这个?|下下个?|下一?个?|上一?个?)(?P<u>月|"
            r"季度?)(?:份)?的?(?P<part>上旬|中旬|下旬|中(?!秋|国)|底|末|初)?",
            _relative,
        ),
        (r"(?<![每个逐各\d一二三四])(?P<rel>)(?P<u>月|季度?)(?P<part>底|末)", _relative),
        (
            r"(?P<rel>本|这个?|下下个?|下一?个?|上一?个?)(?:周|星期|"
            r"礼拜)(?P<wd>[一二三四五六日天末])?",
            _week,
        ),
        (
            r"(?<![每\d一二三四五六七八九十])(?P<rel>)(?:周|星期|"
            r"礼拜)(?P<wd>[一二三四五六日](?=前|之前|下班|结束|截止))",
            _week,
        ),
        (r"今天|今日|明天|明日|后天", _near_day),
    )
)


class _Groups:
    """A match whose alternative groups (q, q2, q3) read as one."""

    def __init__(self, match: re.Match[str]) -> None:
        self._groups = match.groupdict()
        self._match = match

    def __getitem__(self, name: str | int) -> str | None:
        if isinstance(name, int):
            return str(self._match[name])
        options = (name, f"{name}2", f"{name}3")
        return next((g for o in options if (g := self._groups.get(o))), None)


@cache
def _festival_patterns() -> tuple[tuple[re.Pattern[str], periods.Festival], ...]:
    return tuple((re.compile(rf"(?:{_YEAR})?(?:{'|'.join(f.zh)})"), f) for f in periods.festivals())


def _points(scan: Scan, ref: date) -> list[_Point]:
    """Find every calendar expression, the longest at each place."""
    found: list[_Point] = []
    for pattern, make in _POINTS:
        for match in pattern.finditer(scan.text):
            period = make(_Groups(match), ref)  # type: ignore[arg-type]
            if period:
                found.append(_Point(match.start(), match.end(), period, match[0]))
    for pattern, festival in _festival_patterns():
        for match in pattern.finditer(scan.text):
            # a moving festival outside its table has no date, and its year must not stand for it
            period = _dated(match, ref, festival.in_year) or Period(ref, ref, "unknown")
            found.append(_Point(match.start(), match.end(), period, match[0]))
    return _longest(found)


def _longest(found: list[_Point]) -> list[_Point]:
    kept: list[_Point] = []
    for point in sorted(found, key=lambda p: (p.start - p.end, p.start)):
        if all(point.end <= other.start or point.start >= other.end for other in kept):
            kept.append(point)
    return sorted(kept, key=lambda p: p.start)


_N = r"(?P<n>\d{1,4}(?:\.5)?|[一二三四五六七八九十百两零]{1,5}|半)"
_DURATION = re.compile(
    rf"{_N}\s?(?:个(?P<and>半)?(?=月|季|工作|自然|星期|礼拜|交易|财年|半年|小时)|"
    rf"(?=[年天周日季工自星礼小]))\s?"
    r"(?P<u>半年|财年|年|月|季度?|周|星期|礼拜|天|日(?!均|活)|工作日|交易日|自然日|"
    r"小时)(?P<half>半(?!年|个))?"
)
_UNIT = {"年": "Y", "财": "Y", "月": "M", "季": "Q", "周": "W", "星": "W", "礼": "W", "天": "D"}
_UNIT |= {"日": "D", "工": "BD", "交": "BD", "自": "D", "小": "H"}


def _norm(match: re.Match[str]) -> str | None:
    """Return the ISO-like duration of a match, halves turned into the next smaller unit."""
    number = 0.5 if match["n"] == "半" else parse_zh(match["n"])
    if not number:
        return None
    number += 0.5 if match["and"] or match["half"] else 0.0
    unit = "H" if match["u"] == "小时" else _UNIT[match["u"][0]] if match["u"] != "半年" else "S"
    number, unit = {
        "Q": (number * 3, "M"),
        "S": (number * 6, "M"),
    }.get(unit, (number, unit))
    if number != int(number):
        number, unit = {
            "Y": (number * 12, "M"),
            "M": (number * 30, "D"),
            "W": (number * 7, "D"),
        }.get(unit, (number, unit))
    return f"PT{number:g}H" if unit == "H" else f"P{int(number)}{unit}"


_IN = re.compile(r"\s?(?:的?时间|左右)?(?:之内|以内|内|里|之间)|\s?的?时间(?!缩|降|减|从|由|提)")
_USING = re.compile(r"(?:用|花|历时|未来|今后|接下来的?|为期|耗时|往后|下一?个?|后续)\s?$")
_TARGET = re.compile(
    r"(?:(?:缩短?|压缩?|降低?|减少?|下降|控制|控|稳定|保持|维持|短|提前|延长|守住?|压降|"
    r"拉)(?:到|至|在|为|成|了|于)?"
    r"|不(?:超过|高于|多于|大于|低于|少于)|低于|小于|少于|[≤<>≥]=?|达到|达|为|至多|"
    r"最多)\s?(?:平均|约)?$"
)
_NOT_TIME = re.compile(
    r"(?:账龄|逾期|超期|滞留|停留)(?:超过?|满|达|大于)?\s?$|(?:近|过去|最近|提前|满)\s?$"
)
_AFTER_EVENT = re.compile(
    r"(?P<event>[^\s,;。:\ue000]{0,12}?)(?P<how>之日起|日起|当日起|之后|以后|后|起)的?\s?$"
)
_BEFORE_EVENT = re.compile(r"[^\s,;。\ue000]{1,10}?(?:之|以)?前\s?$")
_HEADS = (
    "结束|到期|届满|开始|启动|上线|上市|开业|开幕|开展|开馆|闭幕|召开|举办|举行|开标|"
    "投标|截标|评标|"
    "签约|签订|签署|验收|交付|发布会?|收官|大促|展会|年会|订货会|招商会|推介会|峰会|论坛|"
    "旺季|淡季|大会|评审|竣工|投产|立项|到货|发货|换届|审计|招标|预售|上架|开播|促销|收网|截止|完结"
)
_ANCHOR = re.compile(
    rf"[^\s,;。\ue000在于从到至把将使让]{{0,8}}(?:{_HEADS}|活动|项目|合同)(?:日|时|"
    rf"会)?(?:之|以)?前(?!期|三|[一二两\d]+名|台|端)"
    r"|[^\s,;。\ue000在于从到至把将使让]{0,6}(?:大促|活动|展会|展览|促销|项目|直播|旺季|"
    r"预售|招标|试点|试运行|合同|展期|会议|发布会)"
    r"(?:期间|期内|周期内|执行期内?|当天|当日|现场|结束时|结束之?日)"
)
_EVENT_NAME = re.compile(
    rf"[^\s,;。\ue000在于]{{0,6}}(?:{_HEADS}|[^\s,;。\ue000]{{2}})(?:之|以)?前\s?$"
)
_FREQUENCY = re.compile(
    r"每(?:个)?(?:人|位|名|家|店|组|单|场|门店|城市|区域|经理|代表|"
    r"销售)?(?:每)?(?:隔)?(?:[\d一二两三半])?(?:个)?"
    r"(?:工作日|季度?|星期|天|日|周|月|年|旬)(?:末|底|"
    r"初)?(?:\d{1,2}[日号])?(?:[一二三四五](?![\d次场家个]))?(?:前|之前)?"
    r"|每(?:个?人|位|名|家|店|单|场)|(?:逐|按)[日周月季年](?:度)?(?!期|时|照)"
)
_VAGUE = re.compile(
    r"尽快|尽早|早日|尽速|近期|近日|适时|逐步|逐渐|条件成熟(?:时|后)?|长期|持续|今后|"
    r"将来|后续|不久|短期内?|中长期|"
    r"择机|随时|稍后|第一时间|一段时间(?:内)?|有条件时|抓紧|时机成熟|不断|始终|常态化|"
    r"慢慢|陆续|早些|合适的?时候"
)
_COMPARED = re.compile(
    r"(?:较|比|相比|相较于?|对比|参照|基于|超过|高于|超越|同比|与|以)(?:于)?\s?$"
)
_COMPARING = re.compile(
    r"\s?(?:年)?(?:的)?(?:同期|水平|基数|基础|基准|实际|均值|为基[数准]|相比|相同)|"
    r"\s?的\s?(?:[\d.]+|[一二两三四五六七八九十]+)\s?(?:倍|%|成)|\s?的?一半"
)
_PREFIX = re.compile(
    r"(?:到|至|于|在|截至|截止到?|赶在|最迟|最晚|不晚于|不迟于|截止日期[为:]?|期限[为:]?)\s?$"
)
_SUFFIX = re.compile(
    r"\s?(?P<rest>假期|长假|节日|大促|活动|购物节|黄金周|节)?的?"
    r"(?:(?P<over>结束|届满|收官|完|落幕|过完)?(?:时|之|以)?(?P<before>前)(?!期|三|端|"
    r"台|\d+名)|(?P<during>(?:整个)?期间|期内)"
    r"|(?P<on>当天|当日|当晚|零点)|(?P<within>之内|以内|内|里|中(?!国|秋|部|心|标|小|高|"
    r"层|间)|间(?!接)|止|为止|截止|结束)"
    r"|(?P<eve>前夕))?"
)
_SINCE = re.compile(r"\s?(?:假期|长假)?(?:起|开始|以后|之后|后|以来|启动)(?!的?销)")
_FESTIVAL_VERB = re.compile(
    r"\s?(?:要|力争|确保)?(?:实现|达成|完成|冲刺|突破|单日|全天|做到|拿下|当)"
)

_FESTIVAL_SALES = re.compile(
    r"[^,;。备准筹预]{0,8}(?:gmv|成交|销售额|销量|营收|交易额)[^,;。]{0,12}\d"
)


def _after_text(scan: Scan, point: _Point) -> str:
    return scan.text[point.end : point.end + 24]


def _before_text(scan: Scan, start: int) -> str:
    return scan.text[max(0, start - 24) : start]


def _deadline_of(point: _Point, suffix: re.Match[str]) -> date:
    """Return the last day that still counts."""
    period = point.period
    if suffix["before"] and not suffix["over"]:
        inclusive = period.closed or period.grain == "day"
        return period.end if inclusive else period.start - timedelta(days=1)
    if suffix["eve"]:
        return period.start - timedelta(days=1)
    return period.start if suffix["on"] and period.grain == "festival" else period.end


_SHARE_OF = re.compile(
    r"(?:.?(?:同期|水平|实际)?的|的)\s?[\d.一二两三四五六七八九十]+\s?(?:倍|成|%)"
)


def _is_comparison(scan: Scan, point: _Point, ref: date) -> bool:
    before, after = _before_text(scan, point.start), _after_text(scan, point)
    if _COMPARING.match(after):
        return True
    if _COMPARED.search(before) and not re.match(r"\s?(?:季度)?(?:底|末|前|之前)", after):
        return not before.rstrip().endswith("以") or "基" in after[:4]
    # 提高到Q1的1.5倍, 做到去年的120%: a share of another period is no deadline
    if re.search(r"[到至为是]\s?$", before) and _SHARE_OF.match(point.text[-1] + after):
        return True
    if re.search(r"(?:从|由|自)\s?$", before) and re.match(r"\s?的", after):
        return True
    relative_past = re.match(
        r"去年|上一?年(?!.*半)|前年|上一?个?季度?|上一?个?月|上个?财年", point.text
    )
    return (
        bool(relative_past) and point.period.end < ref and not re.match(r"\s?(?:之|以)?前", after)
    )


def _read_point(scan: Scan, point: _Point, ref: date) -> TimeSpan:
    """Decide what one calendar expression does in the sentence."""
    before, after = _before_text(scan, point.start), _after_text(scan, point)
    start, end, grain = point.start, point.end, point.period.grain
    if grain == "unknown" or _is_comparison(scan, point, ref):
        return TimeSpan(start, end, "other")
    since = _SINCE.match(after)
    if since:
        return _since(scan, point, since.end())
    suffix = _SUFFIX.match(after)
    if suffix is None:  # pragma: no cover - every part of the pattern is optional
        return TimeSpan(start, end, "other")
    tail = any(suffix[g] for g in ("before", "during", "on", "within", "eve"))
    lead = _PREFIX.search(before)
    if grain == "festival" and not (tail or lead or _on_the_day(scan, point)):
        return TimeSpan(start, end, "other")
    last = _deadline_of(point, suffix)
    marked = tail or bool(lead) or (point.period.closed and grain != "day")
    weight = 3.0 if marked or grain == "day" else 1.5 if grain == "year" else 2.0
    first = start - len(lead[0]) if lead and re.match(r"到|至|截|最|不", lead[0]) else start
    if not scan.free(first, start):
        first = start
    last_char = end + (suffix.end() if tail else 0)
    return TimeSpan(first, last_char, "deadline", last.isoformat(), weight, grain)


def _on_the_day(scan: Scan, point: _Point) -> bool:
    """双11实现GMV… and 双11大促GMV达到3000万元 are goals of that day; 双11备货 is not."""
    after = scan.text[point.end :]
    if _FESTIVAL_VERB.match(after):
        return True
    opening = not re.sub(r"[今本明]?年|20\d\d年", "", scan.text[: point.start]).strip()
    return opening and bool(_FESTIVAL_SALES.match(after))


def _since(scan: Scan, point: _Point, offset: int) -> TimeSpan:
    """Read "from 1 February, within 120 days"; without the days a start is no deadline."""
    tail = scan.text[point.end + offset : point.end + offset + 16]
    lead = re.match(r"\s?,?的?(?:为期|用|第|未来|在)?\s?", tail)
    shift = lead.end() if lead else 0
    match = _DURATION.match(tail, shift)
    norm = _norm(match) if match else None
    if match is None or norm is None:
        return TimeSpan(point.start, point.end + offset, "start")
    inside = _IN.match(tail, match.end())
    end = point.end + offset + (inside.end() if inside else match.end())
    if point.period.grain == "festival":
        return TimeSpan(point.start, end, "deadline", norm, 3.0)
    from_start = (
        scan.text[point.end : point.end + offset].strip().startswith(("起", "开始", "启动"))
    )
    base = point.period.start if from_start else point.period.end
    last = periods.add_duration(base, norm)
    if last is None:
        return TimeSpan(point.start, end, "start")
    start = point.start - (1 if scan.text[point.start - 1 : point.start] in ("自", "从") else 0)
    return TimeSpan(start, end, "deadline", last.isoformat(), 3.5)


def _read_points(scan: Scan, ref: date) -> None:
    points = _points(scan, ref)
    index = 0
    while index < len(points):
        point = points[index]
        if not scan.free(point.start, point.end):
            index += 1
            continue
        following = points[index + 1] if index + 1 < len(points) else None
        if following and re.fullmatch(
            r"\s?(?:至|到|-|起至|起到|与|和)\s?", scan.text[point.end : following.start]
        ):
            suffix = re.match(r"\s?(?:之间|期间|间|止|这段时间|底|末)?", scan.text[following.end :])
            end = following.end + (suffix.end() if suffix else 0)
            last = following.period.end.isoformat()
            scan.add(TimeSpan(point.start, end, "deadline", last, 3.2, following.period.grain))
            index += 2
            continue
        scan.add(_read_point(scan, point, ref))
        index += 1


def _read_duration(scan: Scan, match: re.Match[str]) -> TimeSpan | None:
    """Tell a deadline (90天内) from a target (缩短到95天) and from a mere qualifier (近7天)."""
    norm = _norm(match)
    if norm is None:
        return None
    before = _before_text(scan, match.start())
    after = scan.text[match.end() : match.end() + 12]
    if _NOT_TIME.search(before):
        return TimeSpan(match.start(), match.end(), "other")
    if before.endswith("第"):
        return _ordinal(match, after, norm)
    inside = _IN.match(after)
    if norm.startswith("PT"):
        return None if _TARGET.search(before) else _hours(match, inside, after, norm)
    if re.search(r"(?:时间|期限|工期|用时|历时)(?:为|是|:)\s?$", before):
        return TimeSpan(match.start(), match.end(), "deadline", norm, 2.5)
    if _TARGET.search(before):
        return None
    return _read_span(match, before, after, norm)


def _read_span(match: re.Match[str], before: str, after: str, norm: str) -> TimeSpan | None:
    """Read a stretch of time that is no target: after an event, before one, or simply 内."""
    inside = _IN.match(after)
    end = match.end() + (inside.end() if inside else 0)
    event = _AFTER_EVENT.search(before)
    if event:
        return TimeSpan(match.start() - len(event[0]), end, "deadline", norm, 3.0)
    if _BEFORE_EVENT.search(before):
        lead = _EVENT_NAME.search(before)
        start = match.start() - (len(lead[0]) if lead else 0)
        return TimeSpan(start, end, "deadline", "anchor", 3.0)
    backwards = re.match(r"(?:之|以)?前", after)
    if backwards and re.search(rf"(?:{_HEADS})\s?$", before):
        return TimeSpan(match.start(), match.end() + backwards.end(), "deadline", "anchor", 3.0)
    later = re.match(r"\s?(?:之|以)?后", after)
    if later:
        return TimeSpan(match.start(), match.end() + later.end(), "deadline", norm, 2.5)
    using = _USING.search(before)
    if inside or using:
        start = match.start() - (len(using[0]) if using else 0)
        return TimeSpan(start, end, "deadline", norm, 3.0)
    return None


def _ordinal(match: re.Match[str], after: str, norm: str) -> TimeSpan | None:
    tail = re.match(r"\s?(?:结束)?(?:之|以)?(?:前|末|底|内|结束|里)?", after)
    end = match.end() + (tail.end() if tail else 0)
    return TimeSpan(match.start() - 1, end, "deadline", norm, 3.0)


def _hours(
    match: re.Match[str], inside: re.Match[str] | None, after: str, norm: str
) -> TimeSpan | None:
    """Hours are a deadline only for something to be finished in them, never for 48小时发货率."""
    if inside and re.match(r"\s?(?:完成|提交|给出|交付|出具)", after[inside.end() :]):
        return TimeSpan(match.start(), match.end() + inside.end(), "deadline", norm, 2.0)
    if inside or re.match(r"\s?(?:发货|出库|响应率|到货)", after):
        return TimeSpan(match.start(), match.end(), "other")
    return None


def scan_times(text: str, ref: date) -> Scan:
    """Cut all time expressions out of a folded Chinese sentence.

    Parameters
    ----------
    ref
        The day on which the sentence is read: what 下季度 and 年底 count from.
    """
    scan = Scan(text)
    for match in _FREQUENCY.finditer(text):
        scan.add(TimeSpan(match.start(), match.end(), "frequency"))
    _read_points(scan, ref)
    for match in _DURATION.finditer(text):
        if scan.free(match.start(), match.end()):
            span = _read_duration(scan, match)
            if span:
                scan.add(span)
    for match in _ANCHOR.finditer(text):
        if scan.free(match.start(), match.end()):
            scan.add(TimeSpan(match.start(), match.end(), "deadline", "anchor", 2.5))
    for match in _VAGUE.finditer(text):
        if scan.free(match.start(), match.end()):
            scan.add(TimeSpan(match.start(), match.end(), "vague"), blank=False)
    return scan
