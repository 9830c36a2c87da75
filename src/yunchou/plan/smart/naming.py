"""Names for measures that the KPI dictionary does not have, from the words beside the number."""

from __future__ import annotations

import re

from yunchou.plan.smart.quantities import USED, Quantity
from yunchou.plan.smart.reading import Reading, clause_start, last_head
from yunchou.plan.smart.time import MASK

_TAIL_EN = re.compile(
    r"(?: (?:to|at|of|by|from|fewer|less|more|than|least|below|above|up|down|no|under|"
    r"over|a|an|the))+$"
)
_STRIP_ZH = re.compile(
    r"^(?:把|将|使|让|对|向|给|为|在|到|于|从|由|的|并|且|和|与|实现|完成|达到|组织|"
    r"举办|召开|开展|开发|确保|力争|争取|新增|做到|累计|合计|共|,|\s)+"
)
_TAIL_ZH = re.compile(
    r"(?:同比|环比|每年|年均|提升|提高|增长|增加|压降|压缩|缩减|扩大|突破|扩|压|降|升|"
    r"增|减|提|降低|下降|减少|砍掉|砍去|砍|削掉|削减|达到|做到|控制|保持|不低于|不少于|不超过|至少|实现|完成|"
    r"缩短|新增|有效回收|到|至|为|达|在|从|由|的|共|约|,|\s|[≥≤<>=:])+$"
)


def custom_name(reading: Reading, quantity: Quantity) -> tuple[str, tuple[int, int] | None]:
    """Name a measure that the dictionary does not have after the words beside its number."""
    head = last_head(reading, quantity) if quantity.kind in ("pct", "pp") else None
    start = clause_start(reading.blank, quantity.start)
    if reading.chinese:
        return _name_zh(reading, quantity, start, head)
    if quantity.noun:
        begin = reading.text.find(quantity.noun, quantity.end)
        return quantity.noun, (begin, begin + len(quantity.noun)) if begin >= 0 else None
    phrase = reading.blank[start : head or quantity.start].strip(f" {USED}{MASK}")
    phrase = _TAIL_EN.sub("", phrase)
    name = " ".join(phrase.split()[-3:]) or "metric"
    begin = reading.text.find(name)
    return name, (begin, begin + len(name)) if begin >= 0 else None


def _cleaned(phrase: str, *, tail: bool) -> str:
    """Strip the verbs and particles around a noun phrase."""
    phrase = _TAIL_ZH.sub("", phrase) if tail else phrase
    name = _STRIP_ZH.sub("", phrase)[-12:]
    return re.split(r"使|让|将|把|对|给", name)[-1] or name


def _name_zh(
    reading: Reading, quantity: Quantity, start: int, head: int | None
) -> tuple[str, tuple[int, int] | None]:
    noun = quantity.noun.removeprefix("的")
    if head is None and len(noun) >= 2 and quantity.kind == "count":
        begin = reading.text.find(noun, quantity.end)
        return f"{noun}数", (begin, begin + len(noun)) if begin >= 0 else None
    pieces = re.split(rf"[{MASK}{USED}“”\"'()《》]", reading.blank[start : head or quantity.start])
    names = (_cleaned(piece, tail=head is None) for piece in reversed(pieces))
    name = next((n for n in names if len(n) >= 2), "")
    if not name:
        return "自定义指标", None
    begin = reading.blank.rfind(name, 0, quantity.start)
    suffix = "" if quantity.kind != "count" or name.endswith(("数", "量")) else "数"
    return name + suffix, (begin, begin + len(name)) if begin >= 0 else None
