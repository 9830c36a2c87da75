"""The dictionaries that come with the product: KPIs, risks, roles, budget categories, meetings.

They are data (`lists/*.yaml`), read once each when first asked for.
Typical ranges are orientation values to show beside a figure, never a check.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import yaml

from yunchou.messages import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

_HERE = files(__package__ or __name__)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class KpiDef:
    """One KPI of the dictionary: its formula, unit and the ways it is commonly got wrong."""

    key: str
    group: Text
    name: Text
    formula: str
    expr: str
    unit: str
    data_needed: str
    direction: Literal["up", "down", "band"]
    typical_range: str
    cadence: str
    pitfall: str
    low: float | None = None
    high: float | None = None

    def holds(self, value: float) -> bool:
        """Whether a value is possible at all, by the definition of the KPI."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class RiskDef:
    """One risk of the catalogue, ready to be taken into a register."""

    id: str
    category: str
    description: str
    trigger: str
    trigger_expr: str
    probability: int
    impact: int
    strategy: str
    response: str
    contingency: str
    owner_role: str


@dataclass(frozen=True, slots=True)
class CodeItem:
    """One entry of a code list."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class MeetingType:
    """A kind of meeting and the longest it usually takes, in minutes."""

    id: str
    name: Text
    usual_max_min: int


@cache
def kpis() -> Mapping[str, KpiDef]:
    """Return the KPI dictionary by key."""
    return MappingProxyType({row["key"]: _kpi(row) for row in _rows("kpi_dictionary", "kpis")})


@cache
def risk_catalogue() -> tuple[RiskDef, ...]:
    """Return the risk catalogue."""
    return tuple(RiskDef(**row) for row in _rows("risk_catalogue", "risks"))


@cache
def roles() -> Mapping[str, CodeItem]:
    """Return the usual roles of a sales project by id."""
    return _codes("roles")


@cache
def budget_categories() -> Mapping[str, CodeItem]:
    """Return the expense categories by id."""
    return _codes("budget_categories")


@cache
def meeting_types() -> Mapping[str, MeetingType]:
    """Return the kinds of meetings by id."""
    types = [
        MeetingType(row["id"], Text(row["name_zh"], row["name_en"]), row["usual_max_min"])
        for row in _rows("code_lists", "meeting_types")
    ]
    return MappingProxyType({item.id: item for item in types})


def read_yaml(source: Traversable) -> dict[str, Any]:
    """Read a data file that comes with the product."""
    loaded: dict[str, Any] = yaml.load(source.read_bytes(), Loader=_LOADER)  # noqa: S506 (safe loader)
    return loaded


@cache
def _list(name: str) -> dict[str, Any]:
    return read_yaml(_HERE / "lists" / f"{name}.yaml")


def _rows(name: str, key: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _list(name)[key]
    return rows


def _codes(key: str) -> Mapping[str, CodeItem]:
    items = [
        CodeItem(row["id"], Text(row["name_zh"], row["name_en"]))
        for row in _rows("code_lists", key)
    ]
    return MappingProxyType({item.id: item for item in items})


def _kpi(row: dict[str, Any]) -> KpiDef:
    return KpiDef(
        key=row["key"],
        group=Text(row["group_zh"], row["group_en"]),
        name=Text(row["name_zh"], row["name_en"]),
        formula=row["formula_zh"],
        expr=row["expr"],
        unit=row["unit"],
        data_needed=row["data_needed"],
        direction=row["direction"],
        typical_range=row["typical_range"],
        cadence=row["cadence"],
        pitfall=row["pitfall"],
        low=row.get("min"),
        high=row.get("max"),
    )
