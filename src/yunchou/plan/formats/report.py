"""What became of a file when it was read or written: every object and field accounted for.

A reader counts what it *finds* (`Tally.found`, independent of what it understands) and says what
it *did* with it (`Tally.settle`). `Tally.report` compares both sums, so that nothing can be
lost without being named.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from yunchou.messages import Text

Fate = Literal["kept", "converted", "dropped"]
FATES: tuple[Fate, ...] = ("kept", "converted", "dropped")


@dataclass(frozen=True)
class Notice:
    """Something a person should know about this conversion, with its place in the source."""

    text: Text
    place: str = ""
    code: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"zh": self.text.zh, "en": self.text.en, "place": self.place, "code": self.code}


@dataclass(frozen=True)
class ObjectLine:
    """How many objects of one kind were read, and what became of them."""

    kind: str
    read: int
    kept: int
    converted: int
    dropped: int

    @property
    def unaccounted(self) -> int:
        """Objects read of which nothing is said; 0 in every honest report."""
        return self.read - self.kept - self.converted - self.dropped


@dataclass(frozen=True)
class FieldLine:
    """One field of one kind of object, how often it met this fate, and how or why."""

    kind: str
    field: str
    count: int
    fate: Fate
    reason: Text | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form; the reason is `how` when converted or kept, `why` when dropped."""
        line: dict[str, Any] = {
            "path": f"{self.kind}.{self.field}",
            "kind": self.kind,
            "field": self.field,
            "count": self.count,
            "fate": self.fate,
        }
        if self.reason is not None:
            key = "why" if self.fate == "dropped" else "how"
            line[key] = {"zh": self.reason.zh, "en": self.reason.en}
        return line


@dataclass(frozen=True)
class Report:
    """The account of one reading or writing."""

    source: str
    format: str
    objects: tuple[ObjectLine, ...] = ()
    fields: tuple[FieldLine, ...] = ()
    warnings: tuple[Notice, ...] = ()

    @property
    def totals(self) -> dict[str, dict[str, int]]:
        """Sums over objects and over fields."""
        objects = {
            name: sum(getattr(line, name) for line in self.objects)
            for name in ("read", "kept", "converted", "dropped")
        }
        fields: dict[str, int] = {
            fate: sum(line.count for line in self.fields if line.fate == fate) for fate in FATES
        }
        return {"objects": objects, "fields": {"read": sum(fields.values()), **fields}}

    @property
    def balanced(self) -> bool:
        """Whether every object that was read is accounted for."""
        return all(line.unaccounted == 0 for line in self.objects)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form of the report."""
        return {
            "source": self.source,
            "format": self.format,
            "objects": {
                line.kind: {
                    "read": line.read,
                    "kept": line.kept,
                    "converted": line.converted,
                    "dropped": line.dropped,
                }
                for line in self.objects
            },
            "fields": [line.to_dict() for line in self.fields],
            "warnings": [notice.to_dict() for notice in self.warnings],
            "totals": self.totals,
        }


@dataclass
class Tally:
    """The book a reader or writer keeps while it works; `report` closes it.

    Parameters
    ----------
    format
        Name of the format, as in the registry.
    source
        Name of the file, for people.
    """

    format: str
    source: str = ""
    _found: Counter[str] = field(default_factory=Counter)
    _settled: Counter[tuple[str, Fate]] = field(default_factory=Counter)
    _fields: Counter[tuple[str, str, Fate, Text | None]] = field(default_factory=Counter)
    _found_fields: Counter[tuple[str, str]] = field(default_factory=Counter)
    _warnings: dict[tuple[Text, str, str], None] = field(default_factory=dict)

    def found(self, kind: str, count: int = 1) -> None:
        """Count source objects met, before anything is decided about them."""
        self._found[kind] += count

    def settle(self, kind: str, fate: Fate, count: int = 1) -> None:
        """Say what became of objects."""
        self._settled[kind, fate] += count

    def found_field(self, kind: str, name: str, count: int = 1) -> None:
        """Count a field met in the source, before anything is decided about it."""
        self._found_fields[kind, name] += count

    def field(
        self, kind: str, name: str, fate: Fate, reason: Text | None = None, count: int = 1
    ) -> None:
        """Say what became of a field of objects, and how or why."""
        self._fields[kind, name, fate, reason] += count

    def warn(self, text: Text, place: str = "", code: str = "") -> None:
        """Add a warning; the same warning for the same place is said once."""
        self._warnings[text, place, code] = None

    def open_fields(self) -> dict[tuple[str, str], int]:
        """Return found minus settled for each field that was counted when found; {} when closed."""
        settled: Counter[tuple[str, str]] = Counter()
        for (kind, name, _, _), count in self._fields.items():
            settled[kind, name] += count
        gaps = {key: count - settled[key] for key, count in self._found_fields.items()}
        return {key: gap for key, gap in gaps.items() if gap}

    def report(self) -> Report:
        """Close the book."""
        kinds = list(dict.fromkeys([*self._found, *(kind for kind, _ in self._settled)]))
        objects = [
            ObjectLine(kind, self._found[kind], *(self._settled[kind, fate] for fate in FATES))
            for kind in kinds
        ]
        fields = [
            FieldLine(kind, name, count, fate, reason)
            for (kind, name, fate, reason), count in self._fields.items()
        ]
        order = {kind: position for position, kind in enumerate(kinds)}
        fields.sort(key=lambda f: (order.get(f.kind, 999), f.field, FATES.index(f.fate)))
        notices = [Notice(*key) for key in self._warnings]
        return Report(self.source, self.format, tuple(objects), tuple(fields), tuple(notices))
