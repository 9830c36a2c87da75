"""YAML text → plain data with the place of every value, by events: no recursion, no surprises."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from yunchou.messages import InputError, Text
from yunchou.plan.formats.wording import Fault, FaultsError

#: levels of nesting, values in a file, and values that its aliases may add, that are read
MAX_DEPTH = 100
MAX_NODES = 5_000_000
MAX_COPIED = 500_000

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,29})")
# what the writer quotes is YAML 1.1's: nothing that it leaves plain as text may be a number here
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+][0-9]+)?")
_REMARK = re.compile(r"(?:^|\s)#(.*)")
_SPECIAL = {".inf": "inf", "+.inf": "inf", "-.inf": "-inf", ".nan": "nan"}


class Spot(NamedTuple):
    """Line and column (from 1) of a value, and its text as written."""

    line: int
    column: int
    raw: str


@dataclass
class Document:
    """Parsed data, and where everything stood."""

    data: Any = None
    spots: dict[int, dict[Any, Spot]] = field(default_factory=dict)
    #: remarks (`# …`): the line of each and its text
    remarks: list[tuple[int, str]] = field(default_factory=list)
    # containers are kept alive so that their id() stays theirs
    _alive: list[Any] = field(default_factory=list)

    def spot(self, container: Any, key: Any) -> Spot | None:
        """Return where the value at `key` of a container stood."""
        return self.spots.get(id(container), {}).get(key)

    def enter(self, container: Any) -> dict[Any, Spot]:
        """Begin to note the places of the values of a container."""
        self._alive.append(container)
        return self.spots.setdefault(id(container), {})


@dataclass
class _Open:
    """A collection not yet closed."""

    value: Any
    spots: dict[Any, Spot]
    anchor: str | None
    start: int
    key: str | None = None


def scalar(text: str) -> Any:
    """Return the value of a plain scalar by the core schema of YAML 1.2, dates left as text."""
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    special = _SPECIAL.get(text.lower())
    return float(special) if special else text


def load(text: str, place: str) -> Document:
    """Parse one YAML document.

    Raises
    ------
    InputError
        ``yaml.syntax``, ``yaml.tag``, ``yaml.too_deep``, ``yaml.too_big``, ``yaml.duplicate_key``…
    """
    builder = _Builder(place)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
            builder.look_between(event, text)
    except yaml.YAMLError as error:
        raise _syntax(error, text, place) from None
    if builder.faults:
        raise FaultsError(builder.faults, place, "yaml.duplicate_key")
    return builder.document


def _at(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


class _Builder:
    def __init__(self, place: str) -> None:
        self.place = place
        self.document = Document()
        self.faults: list[Fault] = []
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.nodes = 0
        self.copied = 0
        self.documents = 0
        self._read_to = 0

    def look_between(self, event: yaml.Event, text: str) -> None:
        """Note the remarks between the event before and this one: the parser skips them."""
        if event.start_mark is None or event.end_mark is None:
            return
        gap = text[self._read_to : event.start_mark.index]
        if "#" in gap:
            line = text.count("\n", 0, self._read_to) + 1
            for offset, piece in enumerate(gap.split("\n")):
                if (remark := _REMARK.search(piece)) is not None:
                    self.document.remarks.append((line + offset, remark[1].strip()))
        self._read_to = max(self._read_to, event.end_mark.index)

    def take(self, event: yaml.Event) -> None:
        """Take one event of the parser."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open(event, {})
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(event, [])
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self._error(
                    event, "yaml.documents", "一个文件只能有一份方案", "one plan per file only"
                )

    def _error(self, event: yaml.Event, code: str, zh: str, en: str) -> InputError:
        line, column = _at(event)
        return InputError(
            Text(f"第 {line} 行第 {column} 列：{zh}", f"line {line}, column {column}: {en}"),
            place=self.place,
            code=code,
        )

    def _grow(self, event: yaml.Event, size: int = 1) -> None:
        self.nodes += size
        if self.nodes > MAX_NODES:
            raise self._error(
                event,
                "yaml.too_big",
                f"内容过多：超过 {MAX_NODES} 项",
                f"too much content: over {MAX_NODES} values",
            )

    def _no_tag(self, event: yaml.Event) -> None:
        tag = getattr(event, "tag", None)
        if tag not in (None, "!") and not str(tag).startswith("tag:yaml.org,2002:"):
            raise self._error(
                event, "yaml.tag", f"不支持类型标记 {tag}", f"the tag {tag} is not supported"
            )
        if tag and str(tag).startswith("tag:yaml.org,2002:python"):
            raise self._error(
                event, "yaml.tag", "不支持 Python 类型标记", "Python tags are not supported"
            )

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._no_tag(event)
        self._grow(event)
        plain = bool(event.implicit[0]) and event.style in (None, "")
        if self._wants_key():
            self._key(event, event.value)
            return
        value = scalar(event.value) if plain else event.value
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)
        self._put(event, value, event.value)

    def _wants_key(self) -> bool:
        return (
            bool(self.stack)
            and self.stack[-1].key is None
            and isinstance(self.stack[-1].value, dict)
        )

    def _key(self, event: yaml.Event, key: str) -> None:
        top = self.stack[-1]
        if key in top.value:
            line, column = _at(event)
            first = top.spots[key].line
            self.faults.append(
                Fault(
                    key,
                    Text(f"第 {line} 行第 {column} 列", f"line {line}, column {column}"),
                    Text(f"键重复，第 {first} 行已有", f"duplicate key, see line {first}"),
                )
            )
        top.key = key

    def _open(self, event: yaml.CollectionStartEvent, value: Any) -> None:
        self._no_tag(event)
        if self._wants_key():
            raise self._error(event, "yaml.key", "键必须是文字", "a key must be plain text")
        self._grow(event)
        if len(self.stack) >= MAX_DEPTH:
            raise self._error(
                event,
                "yaml.too_deep",
                f"嵌套超过 {MAX_DEPTH} 层",
                f"nested more than {MAX_DEPTH} levels deep",
            )
        self._put(event, value, "")
        if event.anchor:
            self.anchors.pop(event.anchor, None)
        self.stack.append(_Open(value, self.document.enter(value), event.anchor, self.nodes))

    def _close(self) -> None:
        closed = self.stack.pop()
        if closed.anchor:
            self.anchors[closed.anchor] = (closed.value, self.nodes - closed.start + 1)

    def _alias(self, event: yaml.AliasEvent) -> None:
        known = self.anchors.get(str(event.anchor))
        if known is None or self._wants_key():
            raise self._error(
                event,
                "yaml.alias",
                f"引用 *{event.anchor} 指向自身或不存在",
                f"the alias *{event.anchor} refers to itself or to nothing",
            )
        value, size = known
        self._grow(event, size)
        self.copied += size
        if self.copied > MAX_COPIED:
            raise self._error(
                event,
                "yaml.too_big",
                f"内容过多：展开引用后多出 {MAX_COPIED} 项以上",
                f"too much content: aliases written out add over {MAX_COPIED} values",
            )
        self._put(event, value, "")

    def _put(self, event: yaml.Event, value: Any, raw: str) -> None:
        spot = Spot(*_at(event), raw)
        if not self.stack:
            self.document.data = value
            return
        top = self.stack[-1]
        if isinstance(top.value, list):
            top.spots[len(top.value)] = spot
            top.value.append(value)
            return
        key, top.key = top.key, None
        top.value[key] = value
        top.spots[key] = spot


_SYNTAX: tuple[tuple[str, str, str], ...] = (
    ("cannot start any token", "此处的字符不能用在这里（缩进请用空格，不要用 Tab）",
     "this character cannot stand here (indent with spaces, not tabs)"),
    ("mapping values are not allowed", "此处不应有冒号；含冒号的文字请加引号",
     "a colon cannot stand here; quote text that has a colon"),
    ("could not find expected ':'", "缺少冒号", "a colon is missing"),
    ("expected <document start>", "缩进不一致或多余的内容", "wrong indent or surplus content"),
    ("did not find expected ',' or ']'", "列表缺少逗号或右括号 ]", "a comma or ] is missing"),
    ("did not find expected ',' or '}'", "缺少逗号或右括号 }", "a comma or } is missing"),
    ("did not find expected node content", "此处缺少内容", "content is missing here"),
    ("did not find expected key", "缩进不一致，或缺少键", "wrong indent, or a key is missing"),
    ("did not find expected '-' indicator", "列表项缩进不一致", "wrong indent of a list item"),
    ("unexpected end of stream", "引号没有闭合", "a quote is not closed"),
    ("undefined alias", "引用指向不存在的锚点", "the alias refers to nothing"),
)  # fmt: skip


def _syntax(error: yaml.YAMLError, text: str, place: str) -> InputError:
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", "") or error)
    zh, en = next(
        ((z, e) for start, z, e in _SYNTAX if start in problem), (f"语法错误（{problem}）", problem)
    )
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        line, column = mark.line + 1, mark.column + 1
    else:
        before = text[: getattr(error, "position", None) or 0]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        zh, en = "含有不可用的控制字符", "there is a control character that is not allowed"
    if mark is not None and line > text.rstrip().count("\n") + 1:
        zh, en = f"文件在结尾处中断，可能不完整：{zh}", f"the file seems to be cut off: {en}"
    return InputError(
        Text(f"第 {line} 行第 {column} 列：{zh}", f"line {line}, column {column}: {en}"),
        place=place,
        code="yaml.syntax",
    )
