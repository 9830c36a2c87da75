"""Random plans, nasty ones included: every field of the model, set or not, with hostile text."""

from __future__ import annotations

import datetime as dt
import types
from random import Random
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st

from yunchou.plan.model import Fen, Part, Plan, Task

if TYPE_CHECKING:
    from collections.abc import Callable

NASTY = (
    "", " ", "=1+1", "=cmd|' /C calc'!A0", "+86", "-1", "@SUM(A1)", "\t制表", "\r回车", "no", "null",
    "~", "010", "1e5", "1.5e5", "12:30", "2027-03-05", "true", "<<", "*a", "&b", "!c", "%d", "#e",
    "_x0041_", "_x000D_", "\x00\x01", "\x85\u2028\ufeff", "a\r\nb", "末尾空格 ", "行一\n行二\n",
    "\n先空行", "- 列表", "a: b", "{", "[", "'", '"', "‮مرحبا", "👩‍👩‍👧", "合计", "T101 FS", "50%", "、，,",
    "#1", "A#2", "\ufffe", "a\tb", "是", "1,000", "１２", "---", "...", "? x", "| x", "> x",
)  # fmt: skip

PLAIN = ("P1", "T101", "SD", "客户", "销售额", "张三", "P2", "M1")
NUMBERS = (0, 1, -5, 1.0, 0.1, 1e22, 0.30000000000000004, 10**20, 2**53 + 1, 80, 2.5, -0.0)


class Maker:
    """Makes data of any kind of part from a seed; `richness` is how often a field is set."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 (test data)
        self.richness = self.random.choice((0.05, 0.2, 0.5))

    def word(self) -> str:
        roll = self.random.random()
        if roll < 0.5:
            return self.random.choice(PLAIN)
        if roll < 0.9:
            return self.random.choice(NASTY)
        size = self.random.randrange(8)
        return "".join(chr(self.random.choice((*range(0xD800), 0x1F600))) for _ in range(size))

    def number(self) -> int | float:
        roll = self.random.random()
        if roll < 0.6:
            return self.random.choice(NUMBERS)
        return self.random.uniform(-1e6, 1e6) if roll < 0.8 else self.random.randrange(1000)

    def day(self) -> dt.date:
        return dt.date(1850, 1, 1) + dt.timedelta(self.random.randrange(130_000))

    def moment(self) -> dt.date | dt.datetime:
        if self.random.random() < 0.5:
            return self.day()
        seconds = self.random.choice((0, 0, 3600 * 9, 60 * 61, 86_399, 30))
        return dt.datetime.combine(self.day(), dt.time()) + dt.timedelta(seconds=seconds)

    def anything(self, depth: int = 2) -> Any:
        roll = self.random.randrange(7 if depth else 5)
        if roll == 5:
            return [self.anything(depth - 1) for _ in range(self.random.randrange(3))]
        if roll == 6:
            return {self.word(): self.anything(depth - 1) for _ in range(self.random.randrange(3))}
        makers = (
            lambda: None,
            lambda: self.random.random() < 0.5,
            self.number,
            self.word,
            self.word,
        )
        return makers[roll]()

    def part(self, kind: type[Part], depth: int = 2) -> dict[str, Any]:
        """Return data of one kind of part."""
        data: dict[str, Any] = {}
        for name, info in kind.model_fields.items():
            deep = name in ("tasks", "phases") and depth <= 0
            if deep or not (info.is_required() or self.random.random() < self.richness):
                continue
            data[name] = self.field(kind, name, depth)
        if self.random.random() < 0.1:
            data.setdefault(self.word(), self.anything())
        return data

    def field(self, kind: type[Part], name: str, depth: int) -> Any:
        info = kind.model_fields[name]
        if kind is Task and name in ("duration", "remaining"):
            return self.random.choice((None, "5d", "5ed", "40h"))
        if name == "month":
            return f"2027-{self.random.randint(1, 12):02}"
        if name == "currency":
            return "USD"
        if name == "code_prefix":
            return self.word()[:12]
        limits = {k: getattr(m, k) for m in info.metadata for k in ("ge", "le") if hasattr(m, k)}
        if "le" in limits:
            return self.random.randint(limits.get("ge", 0), min(limits["le"], 1000))
        value = self.of(info.annotation, depth - (name == "tasks"))
        needs = any(getattr(m, "min_length", 0) for m in info.metadata)
        return value or "X1" if needs else value

    def of(self, annotation: Any, depth: int) -> Any:
        """Return a value of an annotation of the model."""
        origin, arguments = get_origin(annotation), get_args(annotation)
        if Fen in (annotation, *arguments[:1]):
            return self.random.randrange(-(10**12), 10**12) / 100
        if origin is Annotated:
            return 50.5 if arguments[0] is float else self.of(arguments[0], depth)
        if origin is Literal:
            return self.random.choice(arguments)
        if set(arguments) == {int, float}:
            return self.number()
        if dt.datetime in arguments:
            return self.moment()
        if origin in (Union, types.UnionType):
            return self.of(self.random.choice(arguments), depth)
        if origin is list:
            return [self.of(arguments[0], depth) for _ in range(self.random.randrange(4))]
        if origin is dict:
            count = self.random.randrange(4)
            return {self.word(): self.of(arguments[1], depth) for _ in range(count)}
        if isinstance(annotation, type) and issubclass(annotation, Part):
            return self.part(annotation, depth)
        makers: dict[Any, Callable[[], Any]] = {
            str: self.word,
            bool: lambda: self.random.random() < 0.5,
            int: lambda: self.random.choice((0, 3, -2, 10**17, 60)),
            float: lambda: self.random.choice((0.0, 3.0, 2.5)),
            dt.date: self.day,
            types.NoneType: lambda: None,
        }
        return makers[annotation]()


def plans() -> st.SearchStrategy[Plan]:
    """Whole plans; a seed each, for shrinking data of forty tables helps nobody."""
    return st.integers(0, 2**32).map(lambda seed: Plan.model_validate(Maker(seed).part(Plan, 3)))
