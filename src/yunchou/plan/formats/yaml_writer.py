"""Plain data → YAML for people: one line for a short record, blocks for the rest, always alike."""

from __future__ import annotations

import math
from typing import Any

import yaml

from yunchou.plan.model import SCHEMA_VERSION

HEADER = (
    f"# 运筹方案文件 / Yunchou plan file, schema {SCHEMA_VERSION}\n"
    "# 金额单位为元；日期写作 2027-03-05；工期为所用日历的工作日。"
    "字段说明见 plan.schema.json。\n"
)
#: the longest record or list that stands on one line, in characters
ONE_LINE = 180


class _Dumper(yaml.CSafeDumper):
    """The safe dumper, with dates left plain: the model reads them from text."""


_Dumper.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.CSafeDumper.yaml_implicit_resolvers.items()
}


def dump(data: dict[str, Any], header: str = HEADER) -> bytes:
    """Return the YAML of plain data, UTF-8, with the header comment."""
    text = yaml.serialize(_node(data), Dumper=_Dumper, allow_unicode=True, width=2**30, indent=2)
    return (header + str(text)).encode()


def _node(value: Any, level: int = 0, *, tasks: bool = False) -> yaml.Node:
    if isinstance(value, dict):
        flow = level > 0 and _short(value) and not value.get("tasks")
        pairs = [
            (_text(str(key), key=True), _node(item, level + 1, tasks=key == "tasks"))
            for key, item in value.items()
        ]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=flow or not value)
    if isinstance(value, list):
        # a table of the plan has a line per record, however short it is
        table = any(isinstance(item, dict) for item in value) and (level <= 2 or tasks)
        nodes = [_node(item, level + 1) for item in value]
        flow = _short(value) and not table
        return yaml.SequenceNode("tag:yaml.org,2002:seq", nodes, flow_style=flow)
    return _scalar(value)


def _scalar(value: Any) -> yaml.ScalarNode:
    if value is None:
        return yaml.ScalarNode("tag:yaml.org,2002:null", "null")
    if isinstance(value, bool):
        return yaml.ScalarNode("tag:yaml.org,2002:bool", "true" if value else "false")
    if isinstance(value, int):
        return yaml.ScalarNode("tag:yaml.org,2002:int", str(value))
    if isinstance(value, float):
        return yaml.ScalarNode("tag:yaml.org,2002:float", _float(value))
    return _text(str(value))


def _float(value: float) -> str:
    if not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    text = repr(value)
    if "e" in text and "." not in text:
        text = text.replace("e", ".0e", 1)
    return text


def _text(value: str, *, key: bool = False) -> yaml.ScalarNode:
    lines = "\n" in value and not key
    return yaml.ScalarNode("tag:yaml.org,2002:str", value, style="|" if lines else None)


def _short(value: dict[str, Any] | list[Any]) -> bool:
    """Whether a record or list stands on one line: flat enough and not too long."""
    return 0 <= _length(value, 2) <= ONE_LINE


def _length(value: Any, depth: int) -> int:
    """Characters on one line, or -1 when it does not belong on one line."""
    if not isinstance(value, dict | list):
        text = str(value)
        return -1 if "\n" in text else len(text)
    if depth == 0 and value:
        return -1
    items = value if isinstance(value, list) else value.values()
    total = 2 + (sum(len(key) + 2 for key in value) if isinstance(value, dict) else 0)
    for item in items:
        length = _length(item, depth - 1)
        if length < 0:
            return -1
        total += length + 2
    return total
