"""The plan as plain data and back, and a walk over its parts: what all formats share."""

from __future__ import annotations

import datetime as dt
import re
import types
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Union, get_args, get_origin

from yunchou.messages import Text
from yunchou.plan.model import Fen, Part, Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.formats.report import Tally

UNKNOWN_KEY = Text("方案格式中没有此字段，原样保留", "not in the plan format; kept as it is")


class Child(NamedTuple):
    """A field that holds other parts of the plan."""

    part: type[Part]
    many: bool


@cache
def children(part: type[Part]) -> dict[str, Child]:
    """Return the fields of a kind of part that hold parts."""
    found: dict[str, Child] = {}
    for name, info in part.model_fields.items():
        child = _child(info.annotation)
        if child is not None:
            found[name] = child
    return found


def _child(annotation: Any) -> Child | None:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return Child(annotation, many=False)
    origin = get_origin(annotation)
    if origin is list:
        (item,) = get_args(annotation)
        inner = _child(item)
        return Child(inner.part, many=True) if inner else None
    if origin in (Union, types.UnionType):
        return next((c for c in map(_child, get_args(annotation)) if c), None)
    return None


@cache
def _floats(part: type[Part]) -> frozenset[str]:
    """Fields that are always float: `80.0` is written `80`, and reads back as the same."""
    return frozenset(n for n, i in part.model_fields.items() if _is_float(i.annotation))


def _is_float(annotation: Any) -> bool:
    if get_origin(annotation) is Annotated:
        return _is_float(get_args(annotation)[0])
    if get_origin(annotation) not in (Union, types.UnionType):
        return annotation is float
    arguments = [a for a in get_args(annotation) if a is not types.NoneType]
    return bool(arguments) and all(map(_is_float, arguments))


def kind_of(part: type[Part]) -> str:
    """Return the name of a kind of part in reports: `BudgetLine` → `budget_line`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", part.__name__).lower()


def to_data(part: Part) -> dict[str, Any]:
    """Return what was set on a part as plain data: yuan, ISO dates, fields in schema order."""
    floats = _floats(type(part))
    data: dict[str, Any] = {}
    for name in type(part).model_fields:
        if name in part.model_fields_set:
            value = _plain(getattr(part, name))
            if name in floats and isinstance(value, float) and value.is_integer():
                value = int(value)
            data[name] = value
    for name, value in part.extras.items():
        data[name] = _plain(value)
    return data


def kept_apart(part: Part) -> dict[str, Any]:
    """Return what a table has no columns for: unknown keys, earning rules, past status."""
    data = to_data(part)
    known = type(part).model_fields.keys() - _APART
    return {name: value for name, value in data.items() if name not in known}


_APART = frozenset({"earning", "steps", "status_history"})


def _plain(value: Any) -> Any:
    if isinstance(value, Part):
        return to_data(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Fen):
        return value // 100 if value % 100 == 0 else float(value.yuan)
    if isinstance(value, dt.datetime):
        exact = value.second or value.microsecond
        return value.isoformat() if exact else value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def walk(data: Any, part: type[Part] = Plan, path: str = "") -> Iterator[Located]:
    """Yield every object in plain data that stands where the schema expects a part."""
    if not isinstance(data, dict):
        return
    yield Located(path, part, data)
    for name, child in children(part).items():
        place = f"{path}.{name}" if path else name
        value = data.get(name)
        if child.many and isinstance(value, list):
            for position, item in enumerate(value):
                yield from walk(item, child.part, f"{place}[{position}]")
        elif not child.many:
            yield from walk(value, child.part, place)


class Located(NamedTuple):
    """An object in plain data, the kind of part expected there, and its place."""

    path: str
    part: type[Part]
    data: dict[str, Any]


def count_found(data: Any, tally: Tally) -> None:
    """Enter every object and field of plain data as found."""
    for node in walk(data):
        kind = kind_of(node.part)
        tally.found(kind)
        for name in node.data:
            tally.found_field(kind, name)


def settle_plan(plan: Plan, tally: Tally, converted: dict[tuple[str, str], Text]) -> None:
    """Enter what stands in the plan as kept, or as converted where (path, field) says how."""
    for node in walk(to_data(plan)):
        kind = kind_of(node.part)
        changed = False
        for name in node.data:
            how = converted.get((node.path, name))
            changed = changed or how is not None
            known = name in node.part.model_fields
            reason = how if how or known else UNKNOWN_KEY
            tally.field(kind, name, "converted" if how else "kept", reason)
        tally.settle(kind, "converted" if changed else "kept")
