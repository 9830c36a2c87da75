"""How amounts, dates, quantities, rules and recurrences read in the document."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt

    from yunchou.plan.model import Plan

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CJK = r"[\u3400-\u9fff\uff08\uff09\u300a\u300b\u201c\u201d]"
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_AFTER_CJK = re.compile(rf"(?<={_CJK})\s*([,;:?!])\s*(?!//)")
_BEFORE_CJK = re.compile(rf"(?<=[%\w])([,;:])\s*(?={_CJK})")
_PARENS = re.compile(rf"\(([^()]*{_CJK}[^()]*)\)")
_PARENS_AFTER = re.compile(rf"(?<={_CJK})\(([^()]{{1,40}})\)")
#: keys whose values are codes, not prose
_CODES = frozenset(
    [
        "id",
        "key",
        "role",
        "rrule",
        "trigger_expr",
        "metric_key",
        "pred",
        "depends_on",
        "category",
        "email",
        "url",
        "unit",
    ]
)


def clean(text: str) -> str:
    """Drop the characters that no document format can hold."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


_TOKENS = re.compile(r"(\{\{[^{}]*\}\})")
_ENDLESS = re.compile(r"([^\s\u2e80-\uffff]{28})(?=[^\s\u2e80-\uffff])")


def breakable(text: str) -> str:
    """Let words without end be broken, so that they stay inside their cell."""
    parts = _TOKENS.split(text)  # every second part is a token, which must stay as it is
    parts[::2] = [_ENDLESS.sub("\\1\u200b", part) for part in parts[::2]]
    return "".join(parts)


def typeset(text: str) -> str:
    """Set half-width punctuation between Chinese characters full-width, as print does."""
    if not re.search(_CJK, text):
        return text
    text = _PARENS.sub(r"（\1）", text)
    text = _PARENS_AFTER.sub(r"（\1）", text)
    text = _AFTER_CJK.sub(lambda m: _FULL[m[1]], text)
    return _BEFORE_CJK.sub(lambda m: _FULL[m[1]], text)


def prepared(plan: Plan, *, chinese: bool) -> Plan:
    """Return the plan with text fit to print; nothing but characters changes."""

    def walk(value: Any, key: str = "") -> Any:
        if isinstance(value, str):
            text = clean(value)
            coded = key in _CODES or key.endswith(("_role", "_roles"))
            if coded:
                return text
            return breakable(typeset(text) if chinese else text)
        if isinstance(value, dict):
            return {clean(str(name)): walk(item, str(name)) for name, item in value.items()}
        return [walk(item, key) for item in value] if isinstance(value, list) else value

    data = walk(plan.model_dump(mode="json"))
    return type(plan).model_validate(data)


def number(value: float | Decimal) -> str:
    """Write a number with thousands separators and no needless decimals."""
    exact = Decimal(str(value))
    text = f"{exact:,.4f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


def wan(yuan: float | Decimal) -> str:
    """Write yuan in units of ten thousand with two decimals."""
    return f"{(Decimal(str(yuan)) / 10000).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def yuan(fen: int, *, cents: bool = False) -> str:
    """Write fen as yuan with thousands separators."""
    amount = Decimal(fen) / 100
    return f"{amount:,.2f}" if cents or fen % 100 else f"{amount:,.0f}"


def share(part: int, whole: int) -> str:
    """Write a share in percent with one decimal."""
    ratio = Decimal(part) * 100 / Decimal(whole)
    return f"{ratio.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SMALL = ("", "拾", "佰", "仟")
_LARGE = ("", "万", "亿", "兆")


def capital(fen: int) -> str:
    """Write an amount in Chinese capital figures, as contracts and approvals do."""
    whole, cents = divmod(abs(fen), 100)
    text = (_capital_whole(whole) or "零") + "元"
    if not cents:
        return f"{text}整"
    jiao, fen_ = divmod(cents, 10)
    text += f"{_DIGITS[jiao]}角" if jiao else "零"
    return text + (f"{_DIGITS[fen_]}分" if fen_ else "整")


def _capital_whole(value: int) -> str:
    groups: list[int] = []
    while value:
        value, group = divmod(value, 10000)
        groups.append(group)
    text, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(text)
            continue
        text += ("零" if text and (gap or group < 1000) else "") + _capital_group(group)
        text, gap = text + _LARGE[place], False
    return text


def _capital_group(group: int) -> str:
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _SMALL[place]
            gap = False
        else:
            gap = True
    return text


def long_date(day: dt.date, lang: str) -> str:
    """Write a day as running text does."""
    if lang == "en":
        return f"{day.day} {day:%B %Y}"
    return f"{day.year}年{day.month}月{day.day}日"


_NUMERALS = "零一二三四五六七八九"


def numeral(value: int) -> str:
    """Write 1–99 in Chinese numerals, as chapter numbers do."""
    tens, ones = divmod(value, 10)
    if not tens:
        return _NUMERALS[ones]
    head = "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return head + (_NUMERALS[ones] if ones else "")


_DAYS_ZH = {"MO": "一", "TU": "二", "WE": "三", "TH": "四", "FR": "五", "SA": "六", "SU": "日"}
_DAYS_EN = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_EVERY_ZH = {"HOURLY": "小时", "DAILY": "日", "WEEKLY": "周", "MONTHLY": "月", "YEARLY": "年"}
_EVERY_EN = {"HOURLY": "hour", "DAILY": "day", "WEEKLY": "week", "MONTHLY": "month"}
_BYDAY = re.compile(r"([+-]?\d*)(MO|TU|WE|TH|FR|SA|SU)")


def recurrence(rule: str, lang: str) -> str:
    """Write an RRULE as people say it: 每周一 9:30, 每月最后一个周五 14:00, 每2周."""
    parts = dict(item.split("=", 1) for item in rule.upper().split(";") if "=" in item)
    freq = parts.get("FREQ", "")
    if freq not in _EVERY_EN:
        return rule
    words = _every_en(parts, freq) if lang == "en" else _every_zh(parts, freq)
    clock = _clock(parts)
    words = f"{words} {clock}" if clock else words
    count = parts.get("COUNT")
    if not count:
        return words
    return f"{words}, {count} times" if lang == "en" else f"{words}，共{count}次"


def _clock(parts: dict[str, str]) -> str:
    if "BYHOUR" not in parts:
        return ""
    minute = int(parts.get("BYMINUTE", "0").split(",")[0] or 0)
    return "、".join(f"{int(hour)}:{minute:02d}" for hour in parts["BYHOUR"].split(","))


def _every_zh(parts: dict[str, str], freq: str) -> str:
    interval = parts.get("INTERVAL", "1")
    unit = _EVERY_ZH[freq]
    gap = "个" if unit == "月" else ""
    every = f"每{unit}" if interval == "1" else f"每{interval}{gap}{unit}"
    days = _BYDAY.findall(parts.get("BYDAY", ""))
    if not days:
        return every if freq != "DAILY" or interval != "1" else "每天"
    names = "、".join(_DAYS_ZH[day] for _, day in days)
    if freq == "WEEKLY":
        return f"每周{names}" if interval == "1" else f"{every}一次（周{names}）"
    ordinal = days[0][0].lstrip("+")
    which = {"-1": "最后一个", "": ""}.get(ordinal, f"第{ordinal}个")
    return f"{every}{which}周{names}"


def _every_en(parts: dict[str, str], freq: str) -> str:
    interval = parts.get("INTERVAL", "1")
    unit = _EVERY_EN[freq]
    every = f"every {unit}" if interval == "1" else f"every {interval} {unit}s"
    days = _BYDAY.findall(parts.get("BYDAY", ""))
    if not days:
        return every
    names = ", ".join(_DAYS_EN[day] for _, day in days)
    if freq == "WEEKLY":
        return f"every {names}" if interval == "1" else f"{every} on {names}"
    ordinal = days[0][0].lstrip("+")
    which = {"-1": "last ", "1": "first ", "2": "second ", "3": "third ", "": ""}
    return f"{every} on the {which.get(ordinal, f'{ordinal}th ')}{names}"
