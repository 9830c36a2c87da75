"""One cell: a value of the plan as people see it in Excel, and back.

`show` and `parse` need not be exact inverses (a list becomes text, 1.0 becomes 1): the writer
compares and keeps the exact value beside whatever would not come back the same, together with
what was shown. The reader takes the exact value only while the cell still shows that, so an
edit always wins.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from typing import Any, Literal

from yunchou.messages import Text
from yunchou.plan.model import Assignee, Link

Kind = Literal[
    "text", "number", "money", "date", "bool", "enum", "list", "links", "assignees", "extra"
]
Raw = str | int | float | bool | dt.date | dt.datetime | None
Path = tuple[str, ...]

#: no value at all, as against an empty one
ABSENT = object()

#: the most characters that a cell holds: Excel's 32,767 count UTF-16 halves
CELL_LIMIT = 16_000
_CUT = "…（全文在隐藏表中 / full text in the hidden sheet）"


@dataclass(frozen=True)
class Column:
    """A column: which value of a record, its heading, and how it is shown.

    Parameters
    ----------
    path
        Keys from the record to the value.
    title
        The heading.
    core
        Whether it is there even when no record fills it.
    options
        For `enum`: value → wording.
    also
        Other headings that people use for it.
    """

    path: Path
    title: Text
    kind: Kind = "text"
    width: int = 14
    core: bool = True
    options: dict[str, Text] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    refers_to: str = ""


def get(record: dict[str, Any], path: Path) -> Any:
    """Return the value at a path, or ABSENT."""
    here: Any = record
    for key in path:
        if not isinstance(here, dict) or key not in here:
            return ABSENT
        here = here[key]
    return here


def put(record: dict[str, Any], path: Path, value: Any) -> None:
    """Set the value at a path."""
    for key in path[:-1]:
        inner = record.setdefault(key, {})
        if not isinstance(inner, dict):
            inner = record[key] = {}
        record = inner
    record[path[-1]] = value


def take(record: dict[str, Any], path: Path) -> Any:
    """Remove and return the value at a path, and mappings that this leaves empty."""
    value = get(record, path)
    if value is ABSENT:
        return value
    trail = [record]
    for key in path[:-1]:
        trail.append(trail[-1][key])
    for holder, key in zip(reversed(trail), reversed(path), strict=True):
        del holder[key]
        if holder:
            break
    return value


def show(column: Column, value: Any, lang: str) -> Raw:
    """Return what stands in the cell; None for an empty cell."""
    if value is ABSENT or value is None or value in ("", []):
        return None
    if column.kind in ("number", "money"):
        return _number(value)
    if column.kind == "bool":
        return _YES_NO[bool(value)].in_(lang)
    if column.kind == "enum":
        known = column.options.get(str(value))
        return known.in_(lang) if known else _text(value)
    if column.kind == "date":
        return _date(str(value))
    if column.kind == "list":
        return _text("、".join(str(item) for item in value) if isinstance(value, list) else value)
    if column.kind == "links":
        return _text("；".join(map(_link, value)))
    if column.kind == "assignees":
        return _text("、".join(map(_assignee, value)))
    return _text(value)


_YES_NO = {True: Text("是", "Yes"), False: Text("否", "No")}
_TRUE = frozenset({"是", "yes", "true", "y", "1", "√", "✓", "对"})
_FALSE = frozenset({"否", "no", "false", "n", "0", "×", "x"})


#: what XML cannot hold, changes, or what readers take for an escape
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufeff]|_(?=x[0-9A-Fa-f]{4}_)"
)


def writable(text: str) -> str:
    """Return a text without the characters that a workbook cannot hold."""
    return _UNWRITABLE.sub("·", text)


def _text(value: Any) -> str:
    text = writable(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - len(_CUT)] + _CUT


def _number(value: Any) -> Raw:
    """Return a number, as text where Excel would change its digits."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value if float(f"{value:.15g}") == value and abs(value) < 1e15 else repr(value)
    return _text(value)


def _date(value: str) -> Raw:
    try:
        if len(value) == 10:
            day = dt.date.fromisoformat(value)
            return day if day.year >= 1901 else value
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        return value
    plain = moment.tzinfo is None and moment.year >= 1901 and not moment.microsecond
    return moment if plain else value


def _link(link: dict[str, Any]) -> str:
    lag = link.get("lag", 0)
    tail = f"{'+' if lag > 0 else '-'}{abs(lag)}{link.get('lag_unit', 'wd')}" if lag else ""
    return f"{link.get('pred')} {link.get('type', 'FS')}{tail}"


def _assignee(assignee: dict[str, Any]) -> str:
    units = assignee.get("units_pct", 100)
    return f"{assignee.get('person')}" + (f" {units}%" if units != 100 else "")


def token(raw: Any) -> str:
    """Return a comparable form of what stands in a cell, written or read."""
    if raw is None or raw == "":
        return ""
    if isinstance(raw, bool):
        return f"b{int(raw)}"
    if isinstance(raw, int | float):
        return f"n{float(raw):.12g}"
    if isinstance(raw, dt.datetime):
        return f"d{_round(raw).isoformat()}"
    if isinstance(raw, dt.date):
        return f"d{dt.datetime(raw.year, raw.month, raw.day).isoformat()}"  # noqa: DTZ001 (local)
    return "s" + str(raw).replace("\r\n", "\n").replace("\r", "\n")


def _round(moment: dt.datetime) -> dt.datetime:
    """Excel's days are floats: round to the second."""
    return (moment + dt.timedelta(microseconds=500_000)).replace(microsecond=0)


def parse(column: Column, raw: Any) -> Any:
    """Return the value that a cell means, ABSENT when it is empty.

    Raises
    ------
    ValueError
        With two arguments, the fault in Chinese and in English.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return ABSENT
    if isinstance(raw, dt.datetime):
        raw = _round(raw)
    return _PARSERS[column.kind](column, raw)


def _parse_text(_: Column, raw: Any) -> str:
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, dt.datetime) and not (raw.hour or raw.minute or raw.second):
        return raw.date().isoformat()
    return raw.isoformat() if isinstance(raw, dt.date | dt.time) else str(raw)


def _parse_number(_: Column, raw: Any) -> int | float:
    if isinstance(raw, str):
        bare = _UNIT.sub("", raw.strip().translate(_FULL_WIDTH).lower().replace(",", ""))
        bare = bare.rstrip("%元¥ ").lstrip("¥ ")
        try:
            return int(bare) if re.fullmatch(r"[-+]?\d{1,30}", bare) else _finite(float(bare))
        except ValueError:
            raise _fault(raw, "不是数字", "is no number") from None
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise _fault(raw, "不是数字", "is no number")
    return int(raw) if float(raw).is_integer() else raw


#: people write the unit behind a number although the heading says it
_UNIT = re.compile(r"\s*(?:个?工作日|天|日|人|次|分|家|小时|days?|d)$")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－％", "0123456789.,-%")


def _finite(value: float) -> float:
    if value != value or abs(value) == float("inf"):
        raise ValueError
    return value


def _fault(raw: Any, zh: str, en: str) -> ValueError:
    shown = str(raw)[:40]
    return ValueError(f"“{shown}”{zh}", f"“{shown}” {en}")


def _parse_date(_: Column, raw: Any) -> str:
    if isinstance(raw, dt.datetime):
        bare = not (raw.hour or raw.minute or raw.second)
        if bare:
            return raw.date().isoformat()
        return raw.isoformat(timespec="seconds" if raw.second else "minutes")
    if isinstance(raw, dt.date):
        return raw.isoformat()
    if not isinstance(raw, str):
        raise _fault(raw, "不是日期", "is no date")
    text = raw.strip()
    match = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", text)
    try:
        if match:
            return dt.date(*(int(part) for part in match.groups())).isoformat()
        dt.datetime.fromisoformat(text)
    except ValueError:
        raise _fault(raw, "不是日期，应写成 2027-03-05", "is no date; write 2027-03-05") from None
    return text


def _parse_bool(_: Column, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(int(raw) if isinstance(raw, float) else raw).strip().lower()
    if word not in _TRUE | _FALSE:
        raise _fault(raw, "应为“是”或“否”", "should be Yes or No")
    return word in _TRUE


def _parse_enum(column: Column, raw: Any) -> str:
    word = str(raw).strip()
    for value, text in column.options.items():
        if word.lower() in (value.lower(), text.zh, text.en.lower()):
            return value
    wanted = "、".join(text.zh for text in column.options.values())
    english = ", ".join(text.en for text in column.options.values())
    raise _fault(raw, f"不是可选值：{wanted}", f"is not one of {english}")


def _parse_list(column: Column, raw: Any) -> list[str]:
    return [
        part.strip() for part in re.split(r"[、,，;；\n]", _parse_text(column, raw)) if part.strip()
    ]


_LINK = re.compile(
    r"(?P<pred>.+?)(?:\s+(?P<type>FS|SS|FF|SF))?"
    r"(?:\s*(?P<lag>[+-]\s*\d+(?:\.\d+)?)\s*(?P<unit>wd|ed|eh|h|%|d)?)?"
)


def _parse_links(column: Column, raw: Any) -> list[dict[str, Any]]:
    links = []
    for part in re.split(r"[;；\n]", _parse_text(column, raw)):
        match = _LINK.fullmatch(part.strip())
        if not match:
            if part.strip():
                raise _fault(part, "不是依赖，应写成 T101 FS+2wd", "is no link; write T101 FS+2wd")
            continue
        link: dict[str, Any] = {"pred": match["pred"], "type": match["type"] or "FS"}
        if match["lag"]:
            lag = float(match["lag"].replace(" ", ""))
            link["lag"] = int(lag) if lag.is_integer() else lag
            link["lag_unit"] = {"d": "wd", None: "wd"}.get(match["unit"], match["unit"])
        links.append(link)
    return [Link.model_validate(link).model_dump(exclude_unset=True) for link in links]


def _parse_assignees(column: Column, raw: Any) -> list[dict[str, Any]]:
    people = []
    for part in _parse_list(column, raw):
        match = re.fullmatch(r"(.+?)[\s(（]+(\d+(?:\.\d+)?)\s*%[)）]?", part)
        units = float(match[2]) if match else None
        person: dict[str, Any] = {"person": match[1] if match else part}
        if units is not None:
            person["units_pct"] = int(units) if units.is_integer() else units
        people.append(Assignee.model_validate(person).model_dump(exclude_unset=True))
    return people


def _parse_extra(column: Column, raw: Any) -> str | int | float | bool:
    """Keep a cell of a column that nobody knows as the kind of value it is."""
    if isinstance(raw, bool):
        return raw
    return _parse_number(column, raw) if isinstance(raw, int | float) else _parse_text(column, raw)


_PARSERS = {
    "extra": _parse_extra,
    "text": _parse_text,
    "number": _parse_number,
    "money": _parse_number,
    "date": _parse_date,
    "bool": _parse_bool,
    "enum": _parse_enum,
    "list": _parse_list,
    "links": _parse_links,
    "assignees": _parse_assignees,
}


def same(left: Any, right: Any) -> bool:
    """Whether two values are the same to the last type: 1 is not 1.0, absent is not None."""
    if left is ABSENT or right is ABSENT:
        return left is right
    return json.dumps(left, sort_keys=False) == json.dumps(right, sort_keys=False)


def exact(column: Column, value: Any, shown: Raw) -> bool:
    """Whether a cell alone gives the value back."""
    try:
        return same(parse(column, shown), value)
    except ValueError:
        return False
