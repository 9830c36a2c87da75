"""Faults of a plan's data in words: every type of error of the model, in both languages."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, NamedTuple

from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from yunchou.plan.model import Part

#: the most faults that one message lists
MAX_FAULTS = 20


class Fault(NamedTuple):
    """One fault: its place in the plan, its place in the file, and what is wrong."""

    path: str
    where: Text
    text: Text

    def in_(self, lang: str) -> str:
        """Return one line."""
        parts = [self.where.in_(lang), self.path]
        place = (" " if lang.startswith("en") else "，").join(p for p in parts if p)
        colon = ": " if lang.startswith("en") else "："
        return f"{place}{colon}{self.text.in_(lang)}" if place else self.text.in_(lang)


class FaultsError(InputError):
    """Several faults of one file, said together."""

    def __init__(self, faults: list[Fault], place: str, code: str) -> None:
        shown, more = faults[:MAX_FAULTS], len(faults) - MAX_FAULTS
        zh = [fault.in_("zh") for fault in shown]
        en = [fault.in_("en") for fault in shown]
        if more > 0:
            zh.append(f"另有 {more} 处")
            en.append(f"and {more} more")
        one = len(faults) == 1
        head = Text(f"有 {len(faults)} 处错误\n  ", f"{len(faults)} faults\n  ")
        text = Text(
            zh[0] if one else head.zh + "\n  ".join(zh),
            en[0] if one else head.en + "\n  ".join(en),
        )
        super().__init__(text, place=place, code=code)
        self.faults = tuple(faults)


_WORDING: dict[str, tuple[str, str]] = {
    "missing": ("缺少必填字段", "required field is missing"),
    "string_type": ("应为文字，实际是{what}", "text is expected, found {what_en}"),
    "string_unicode": ("文字含有无效字符", "the text has invalid characters"),
    "string_too_short": ("不能为空", "must not be empty"),
    "string_too_long": ("文字过长，最多 {max_length} 个字", "at most {max_length} characters"),
    "int_type": ("应为整数，实际是{what}", "a whole number is expected, found {what_en}"),
    "int_parsing": ("应为整数，实际是“{input}”", "a whole number is expected, found “{input}”"),
    "int_from_float": ("应为整数，实际是 {input}", "a whole number is expected, found {input}"),
    "int_parsing_size": ("整数过大", "the number is too large"),
    "float_type": ("应为数字，实际是{what}", "a number is expected, found {what_en}"),
    "float_parsing": ("应为数字，实际是“{input}”", "a number is expected, found “{input}”"),
    "finite_number": ("应为有限的数字", "a finite number is expected"),
    "bool_type": ("应为 true 或 false", "true or false is expected"),
    "bool_parsing": ("应为 true 或 false，实际是“{input}”", "true or false, not “{input}”"),
    "list_type": ("应为列表，实际是{what}", "a list is expected, found {what_en}"),
    "dict_type": ("应为键值表，实际是{what}", "a mapping is expected, found {what_en}"),
    "model_type": ("应为键值表，实际是{what}", "a mapping is expected, found {what_en}"),
    "literal_error": (
        "“{input}”不是可选值，应为 {expected_zh} 之一",
        "“{input}” is not one of {expected}",
    ),
    "greater_than_equal": ("不能小于 {ge}", "must be at least {ge}"),
    "less_than_equal": ("不能大于 {le}", "must be at most {le}"),
    "date_type": ("应为日期，如 2027-03-05", "a date is expected, such as 2027-03-05"),
}
_DATE = Text("“{input}”不是有效日期，应写成 2027-03-05", "“{input}” is no date; write 2027-03-05")
_VALUES: tuple[tuple[str, Text], ...] = (
    ("not an amount", Text("“{input}”不是金额", "“{input}” is no amount")),
    ("an amount", Text("应为金额（元），实际是{what}", "an amount in yuan, not {what_en}")),
    ("more than two", Text("金额“{input}”超过两位小数", "“{input}” has more than two decimals")),
    ("amount out", Text("金额“{input}”超出范围", "amount “{input}” is out of range")),
    ("Invalid isoformat", _DATE),
    ("month must", _DATE),
    ("day ", _DATE),
    ("year ", _DATE),
)


def wording(error: ErrorDetails) -> Text:
    """Return one error of the model in words."""
    kind, context = error["type"], dict(error.get("ctx", {}))
    shown = _shorten(error["input"])
    what = _what(error["input"])
    values = {**context, "input": shown, "what": what.zh, "what_en": what.en}
    if kind == "literal_error":
        names = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        values["expected"] = names.removeprefix(", ")
        values["expected_zh"] = values["expected"].replace(", ", "、")
    # bounds are kept as floats: 0.0 is no number to show to people
    values |= {key: f"{bound:g}" for key, bound in context.items() if isinstance(bound, float)}
    if kind.startswith(("date_from", "datetime", "date_parsing")):
        return _fill(_DATE, values)
    if kind == "value_error":
        message = str(context.get("error", ""))
        text = next((t for start, t in _VALUES if message.startswith(start)), None)
        return _fill(text, values) if text else Text(f"无效的值：{message}", message)
    if kind in _WORDING:
        return _fill(Text(*_WORDING[kind]), values)
    return Text(f"无效的值“{shown}”（{error['msg']}）", error["msg"])


def _fill(text: Text, values: dict[str, Any]) -> Text:
    return Text(text.zh.format_map(values), text.en.format_map(values))


def _shorten(value: object) -> str:
    text = "".join(c if c.isprintable() else "·" for c in str(value)[:61])
    return f"{text[:60]}…" if len(text) > 60 else text


def _what(value: object) -> Text:
    if value is None:
        return Text("空值", "nothing")
    if isinstance(value, bool):
        return Text(f"真假值 {value}".lower(), f"{value}".lower())
    if isinstance(value, int | float):
        return Text(f"数字 {value}", f"the number {value}")
    if isinstance(value, str):
        return Text(f"文字“{_shorten(value)}”", f"the text “{_shorten(value)}”")
    if isinstance(value, list):
        return Text("列表", "a list")
    return Text("键值表", "a mapping")


def unknown_key(name: str, part: type[Part]) -> Text:
    """Say that a key is not in the schema, and which one was perhaps meant."""
    close = difflib.get_close_matches(name[:60], part.model_fields, n=1, cutoff=0.75)
    zh = f"，是否想写 {close[0]}？" if close else ""
    en = f"; did you mean {close[0]}?" if close else ""
    name = _shorten(name)
    return Text(f"未知字段 {name}，已原样保留{zh}", f"Unknown field {name}, kept as it is{en}")
