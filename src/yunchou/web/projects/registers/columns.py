"""Fields of the plan's tables: how each is named, shown and typed.

A field's kind follows from its column; a `Column` names it and may say more. Doors speak in public
names and in what people write: `planned` in yuan for the column `planned_fen`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yunchou.web.core.errors import DomainError
from yunchou.web.projects.models import Project, Role, WorkItem
from yunchou.web.projects.registers import recurrence
from yunchou.web.users.models import Member

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from yunchou.messages import Text
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.registers import Register

Option = tuple[str, str]
LONGEST = 20_000  # characters of a text
MOST_FEN = 10**15  # ten trillion yuan: sums of many lines still fit a big integer
MANY = 200  # entries of a list
#: kinds that a single control can edit where they stand, and that control
INLINE = {
    "text": "text", "long": "textarea", "number": "number", "percent": "number",
    "money": "number", "date": "date", "choice": "select", "code": "select", "role": "select",
    "person": "select", "item": "select", "row": "select",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """How a field of a register is named, shown and typed.

    Parameters
    ----------
    label
        Its name for people, lazily translated.
    kind
        text, long, number, percent, money, date, choice, code, role, roles, person, item, items,
        row or rrule; empty to follow from the database column.
    options
        Of a ``code``: the values offered, with their words in the active language.
    hint
        One line of help below the control.
    milestones
        Of an ``item``: offer milestones only.
    check
        URL name of a page that judges the text of a ``long`` while it is typed.
    """

    label: Any
    kind: str = ""
    options: Callable[[], Iterable[Option]] | None = None
    hint: Any = ""
    milestones: bool = False
    check: str = ""


def say(text: Text) -> str:
    """Return a bilingual text in the active language."""
    return text.in_(get_language() or "zh")


def public(field: str) -> str:
    """Return a field's name in addresses, forms and the API."""
    return field.removesuffix("_fen")


def kind_of(entry: Register, field: str) -> str:
    """Return how a field is typed."""
    stated = entry.columns[field].kind if field in entry.columns else ""
    return stated or _derived(entry.model._meta.get_field(field))  # noqa: SLF001 (public name)


def _derived(column: Any) -> str:
    if isinstance(column, models.ForeignKey):
        related: Any = column.related_model
        return "person" if related is Member else "item" if related is WorkItem else "row"
    if column.choices:
        return "choice"
    if column.name.endswith("_fen"):
        return "money"
    if column.name.endswith("_pct"):
        return "percent"
    for kind, name in (
        (models.DateField, "date"),
        (models.DecimalField, "number"),
        (models.IntegerField, "number"),
        (models.TextField, "long"),
        (models.JSONField, "roles"),
    ):
        if isinstance(column, kind):
            return name
    return "role" if column.name.endswith("_role") else "text"


class Lookups:
    """What the fields of a project may refer to; each list is read once, when first needed."""

    def __init__(self, actor: Actor, project: Project) -> None:
        self.actor, self.project = actor, project
        self._rows: dict[Any, list[tuple[UUID, str, str]]] = {}

    @cached_property
    def roles(self) -> list[Option]:
        """Roles of the project by code."""
        rows = Role.objects.of(self.actor).filter(project=self.project, trashed_at=None)
        english = (get_language() or "").startswith("en")
        return [
            (code, (name_en if english and name_en else name))
            for code, name, name_en in rows.order_by("rank").values_list("code", "name", "name_en")
        ]

    @cached_property
    def members(self) -> list[Option]:
        """People of the workspace by id."""
        rows = Member.objects.of(self.actor).filter(active=True).order_by("name")
        return [(str(pk), name) for pk, name in rows.values_list("id", "name")]

    @cached_property
    def items(self) -> list[tuple[str, str, str, str, dt.date | None]]:
        """Work items as (id, code, kind, name, finish) in WBS order."""
        rows = WorkItem.objects.of(self.actor).filter(project=self.project, trashed_at=None)
        found = rows.order_by("position").values_list("id", "code", "kind", "name", "finish")
        return [(str(pk), code, kind, name, end) for pk, code, kind, name, end in found]

    def rows(self, model: Any) -> list[Option]:
        """Rows of another table of the project by id."""
        if model not in self._rows:
            found = model.objects.of(self.actor).filter(project=self.project, trashed_at=None)
            self._rows[model] = [(r.id, r.code, r.name) for r in found.order_by("rank")]
        return [(str(pk), f"{code} {name}") for pk, code, name in self._rows[model]]

    def role_name(self, code: str) -> str:
        """Return a role's name, or its code when there is no such role."""
        return dict(self.roles).get(code, code)


def options(entry: Register, field: str, lookups: Lookups, value: Any = "") -> list[Option]:
    """Return what a field offers, the present value included, an empty choice where allowed."""
    kind, column = kind_of(entry, field), entry.model._meta.get_field(field)  # noqa: SLF001
    offered = _offered(entry, field, kind, lookups)
    present = "" if value is None else str(value)
    if kind == "rrule":
        present = recurrence.split(present).pattern
    if present and present not in {key for key, _text in offered}:
        offered = [(present, recurrence.words(present) if kind == "rrule" else present), *offered]
    may_be_empty = getattr(column, "blank", False) or getattr(column, "null", False)
    if may_be_empty and "" not in {key for key, _text in offered}:
        offered = [("", "—"), *offered]
    return offered


def _offered(entry: Register, field: str, kind: str, lookups: Lookups) -> list[Option]:
    stated = entry.columns.get(field)
    if kind == "rrule":
        return list(recurrence.patterns())
    if kind == "code" and stated and stated.options:
        return [(key, str(text)) for key, text in stated.options()]
    column: Any = entry.model._meta.get_field(field)  # noqa: SLF001 (Django's public name for it)
    if kind == "choice":
        return [(str(key), str(text)) for key, text in column.flatchoices]
    if kind in {"role", "roles"}:
        return lookups.roles
    if kind == "person":
        return lookups.members
    if kind in {"item", "items"}:
        only = stated.milestones if stated else False
        return [
            (pk if kind == "item" else code, f"{code} {name}")
            for pk, code, sort, name, _finish in lookups.items
            if not only or sort == "milestone"
        ]
    if kind == "row":
        return lookups.rows(column.related_model)
    return []


# --- from people ---------------------------------------------------------------------------------


def parse(entry: Register, field: str, value: Any, lookups: Lookups) -> Any:
    """Return what a service takes for what a person or program wrote; refuse in words."""
    kind = kind_of(entry, field)
    if kind == "money":
        return _money(value, field)
    if kind in {"number", "percent"}:
        return _number(value, field)
    if kind in {"roles", "items"}:
        return _listed(entry, field, kind, value, lookups)
    if kind == "role" and value and str(value) not in dict(lookups.roles):
        words = _("没有“%(value)s”这个角色，请先在“资源与预算”里添加。")
        raise DomainError("role.unknown", words % {"value": str(value)[:60]}, field)
    if isinstance(value, dict | list | bool):
        raise DomainError("value.invalid", _("这个字段只能填一个值。"), field)
    if isinstance(value, str) and len(value) > LONGEST:
        words = _("内容太长，最多 %(n)s 个字符。") % {"n": LONGEST}
        raise DomainError("value.long", words, field)
    return value


def _number(value: Any, field: str) -> Any:
    if isinstance(value, bool | list | dict):
        raise DomainError("value.invalid", _("请填写数字。"), field)
    if isinstance(value, str):
        return re.sub(r"[,，\s%％]", "", value)[:60]
    return value if value is None or isinstance(value, int) else str(value)


_TIMES = {"": 1, "万": 10_000, "亿": 100_000_000}


def _money(value: Any, field: str) -> int | None:
    """Return fen, half-up, for an amount in yuan: 1200.5, "1,200.50", "3.2万"."""
    if value is None or value == "":
        return None
    text = re.sub(r"[,，\s¥￥]", "", str(value)).removesuffix("元")[:60]
    match = re.fullmatch(r"([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,2})?)([万亿]?)", text)
    if isinstance(value, bool) or match is None:
        raise DomainError("amount.invalid", _("请填写金额，单位元，例如 12000 或 1.2万。"), field)
    try:
        fen = (Decimal(match[1]) * _TIMES[match[2]] * 100).quantize(Decimal(1), "ROUND_HALF_UP")
    except InvalidOperation as error:
        raise DomainError("amount.large", _("金额太大，请检查位数。"), field) from error
    if abs(fen) > MOST_FEN:
        raise DomainError("amount.large", _("金额太大，请检查位数。"), field)
    return int(fen)


def _listed(entry: Register, field: str, kind: str, value: Any, lookups: Lookups) -> list[str]:
    codes = value.replace("、", ",").split(",") if isinstance(value, str) else value
    if codes is None:
        return []
    plain_list = isinstance(codes, list) and all(isinstance(code, str) for code in codes)
    if not plain_list or len(codes) > MANY:
        raise DomainError("value.invalid", _("请从列表中选择。"), field)
    chosen = list(dict.fromkeys(str(code).strip() for code in codes if str(code).strip()))
    known = dict(_offered(entry, field, kind, lookups))
    if unknown := [code for code in chosen if code not in known]:
        words = _("“%(value)s”不在可选范围内。") % {"value": unknown[0][:60]}
        raise DomainError("value.unknown", words, field)
    return chosen


# --- for people ----------------------------------------------------------------------------------


def raw(entry: Register, field: str, row: Any) -> Any:
    """Return a field's value as the API holds it: yuan, numbers, ISO dates, ids."""
    column: Any = entry.model._meta.get_field(field)  # noqa: SLF001 (Django's public name for it)
    value = getattr(row, column.attname)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if kind_of(entry, field) == "money" and value is not None:
        return plain(Decimal(value) / 100)
    return plain(value) if isinstance(value, Decimal) else value


def plain(value: Decimal) -> int | float:
    """Return a decimal as the number that a person would write."""
    return int(value) if value == value.to_integral_value() else float(value)


def shown(entry: Register, field: str, value: Any, lookups: Lookups) -> str:
    """Return a value (as `raw` gives it) in words and figures for a table; "" for nothing."""
    kind = kind_of(entry, field)
    if kind == "rrule":
        return recurrence.words(str(value or ""))
    if value is None or value == "" or value == []:
        return ""
    if kind == "money":
        return f"¥{Decimal(str(value)):,.2f}"
    if kind == "percent":
        return f"{_grouped(value)}%"
    if kind == "number":
        return _grouped(value)
    if kind in {"roles", "items"}:
        known = dict(_offered(entry, field, kind, lookups))
        return _("、").join(known.get(code, code) for code in value)
    if kind in {"choice", "code", "role", "person", "item", "row"}:
        return dict(_offered(entry, field, kind, lookups)).get(str(value), str(value))
    return str(value)


def _grouped(value: Any) -> str:
    number = Decimal(str(value))
    return f"{number:,f}".rstrip("0").rstrip(".") if number % 1 else f"{number:,.0f}"
