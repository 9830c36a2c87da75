"""The plan file: YAML, safe to read from anyone and pleasant to edit by hand.

Read from parser events without recursion, so that neither depth nor aliases can hurt; scalars
follow YAML 1.2 (`no`, `on` and `12:30` are text, `010` is text) and dates stay text until the
model reads them. Tags, duplicate keys and several documents are refused.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from yunchou.messages import InputError, Text
from yunchou.plan.formats import Format
from yunchou.plan.formats.kinds import decode
from yunchou.plan.formats.parts import count_found, kind_of, settle_plan, to_data, walk
from yunchou.plan.formats.report import Report, Tally
from yunchou.plan.formats.wording import Fault, FaultsError, unknown_key, wording
from yunchou.plan.formats.yaml_events import Document, load
from yunchou.plan.formats.yaml_writer import HEADER, dump
from yunchou.plan.model import Plan

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_TEXT = Text("没有引号的数字按文字读取", "an unquoted number, read as text")
_BLANK = Text("空值按未填写处理", "nothing, read as not filled in")
_STARTS = re.compile(
    rb"^\s*[\"']?(schema_version|project|phases|goals|archetype_zh)[\"']?\s*:", re.MULTILINE
)


_JSON = re.compile(rb"[\s\xef\xbb\xbf]*{\s*\"(schema_version|project)\"")


def _sniff(data: bytes, filename: str) -> bool:
    head = data[:65536]
    if b"\x00" in head[:4096] and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"<" or head.startswith((b"PK", b"%PDF")):
        return False
    named = filename.lower().endswith((".yaml", ".yml"))
    return named or (_STARTS.search(head) is not None) or _json_plan(head, start)


def _json_plan(head: bytes, start: bytes) -> bool:
    return start == b"{" and _JSON.match(head) is not None


def read(data: bytes, filename: str = "") -> tuple[Plan, Report]:
    """Read a plan file.

    Raises
    ------
    InputError
        With line and column; all faults of the model together (`FaultsError`).
    """
    name = PurePath(filename).name
    tally = Tally("yaml", name)
    document = load(decode(data, name, tally), name)
    if not isinstance(document.data, dict):
        raise InputError(
            Text("文件内容不是方案：最外层应为键值表", "No plan: the top level must be a mapping"),
            place=name,
            code="yaml.not_a_plan",
        )
    _tell_remarks(document, tally)
    return plan_from_document(document, tally)


def _tell_remarks(document: Document, tally: Tally) -> None:
    """Say that remarks (`# …`) do not come into the plan; our own heading is none."""
    heading = {line.removeprefix("#").strip() for line in HEADER.splitlines()}
    remarks = [(line, said) for line, said in document.remarks if said not in heading and said]
    if not remarks:
        return
    tally.found("yaml_remark", len(remarks))
    tally.settle("yaml_remark", "dropped", len(remarks))
    places = [str(line) for line, _ in remarks[:5]]
    tally.warn(
        Text(
            f"{len(remarks)} 处 # 注释不属于方案数据，不会保留（第 {'、'.join(places)} 行"
            f"{'等' if len(remarks) > 5 else ''}）；要保留请写进 notes",
            f"{len(remarks)} # comments are no data of the plan and are not kept "
            f"(line {', '.join(places)}{' …' if len(remarks) > 5 else ''}); use notes to keep them",
        ),
        code="yaml.remarks",
    )


def plan_from_document(document: Document, tally: Tally) -> tuple[Plan, Report]:
    """Validate parsed data, repair what is clearly meant, and account for everything."""
    count_found(document.data, tally)
    converted: dict[tuple[str, str], Text] = {}
    plan = _validated(document, tally, converted)
    for node in walk(document.data):
        for key in node.data:
            if key not in node.part.model_fields:
                tally.warn(unknown_key(key, node.part), _place(node.path, document, node.data, key))
    settle_plan(plan, tally, converted)
    return plan, tally.report()


def _place(path: str, document: Document, container: dict[str, Any], key: str) -> str:
    spot = document.spot(container, key)
    line = f" ({spot.line})" if spot else ""
    return f"{path}.{key}{line}" if path else f"{key}{line}"


def _validated(document: Document, tally: Tally, converted: dict[tuple[str, str], Text]) -> Plan:
    for attempt in range(3):
        try:
            return Plan.model_validate(document.data)
        except ValidationError as invalid:
            errors = invalid.errors(include_url=False)
            fixed = [_repair(error, document, tally, converted) for error in errors]
            if attempt == 2 or not any(fixed):
                raise FaultsError(_faults(errors, document), tally.source, "yaml.type") from None
    raise AssertionError


def _repair(
    error: ErrorDetails,
    document: Document,
    tally: Tally,
    converted: dict[tuple[str, str], Text],
) -> bool:
    """Mend `id: 101` (text without quotes) and `goals:` (left blank); True when mended."""
    container, key, path = _locate(error, document)
    blank = isinstance(container, dict) and container.get(key, "") is None
    if blank and error["type"] in _BLANKABLE:
        del container[key]
        tally.field(_part_at(path, document), str(key), "dropped", _BLANK)
        return True
    if error["type"] != "string_type" or not isinstance(error["input"], int | float):
        return False
    spot = document.spot(container, key)
    if spot is None or container is None:
        return False
    container[key] = spot.raw
    if isinstance(container, dict):
        converted[path, str(key)] = _TEXT
    return True


_BLANKABLE = frozenset(
    {"string_type", "list_type", "dict_type", "model_type", "bool_type", "int_type", "float_type"}
    | {"literal_error", "value_error"}
)


def _part_at(path: str, document: Document) -> str:
    return next((kind_of(n.part) for n in walk(document.data) if n.path == path), "plan")


def _locate(error: ErrorDetails, document: Document) -> tuple[Any, Any, str]:
    """Return container, key and the container's path; tags of unions in `loc` are left out."""
    container: Any = None
    here: Any = document.data
    key: Any = None
    path = upper = ""
    for step in error["loc"]:
        inside = (isinstance(here, dict) and step in here) or (
            isinstance(here, list) and isinstance(step, int) and step < len(here)
        )
        if not inside:
            break
        container, key, upper = here, step, path
        here = here[step]
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
    return container, key, upper


def _faults(errors: list[ErrorDetails], document: Document) -> list[Fault]:
    found: dict[str, Fault] = {}
    for error in errors:
        container, key, path = _locate(error, document)
        if isinstance(key, int):
            full = f"{path}[{key}]"
        else:
            full = ".".join(str(p) for p in (path, key) if p not in ("", None))
        spot = document.spot(container, key) if container is not None else None
        if error["type"] == "missing":
            full = f"{full}.{error['loc'][-1]}" if full else str(error["loc"][-1])
        where = (
            Text(f"第 {spot.line} 行第 {spot.column} 列", f"line {spot.line}, column {spot.column}")
            if spot
            else Text("", "")
        )
        found.setdefault(full, Fault(full, where, wording(error)))
    return list(found.values())


def write(plan: Plan, lang: str = "zh") -> tuple[bytes, Report]:  # noqa: ARG001 (one plan, one file)
    """Write a plan file: the same plan always gives the same bytes."""
    tally = Tally("yaml")
    data = to_data(plan)
    count_found(data, tally)
    settle_plan(plan, tally, {})
    return dump(data), tally.report()


FORMAT = Format(
    name="yaml",
    label=Text("运筹方案文件（YAML）", "Yunchou plan file (YAML)"),
    suffixes=(".yaml", ".yml"),
    sniff=_sniff,
    read=read,
    write=write,
)
