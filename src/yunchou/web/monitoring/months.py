"""KPIs by month: what each month should bring and did bring, and what the months make together.

The months make the whole as the KPI wants it: flows (sales, leads) are summed, ratios averaged,
levels (what stands open) taken from the latest month. Writing a month writes the whole with it.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from yunchou.web.core import activity, clock
from yunchou.web.core.errors import Conflict, DomainError
from yunchou.web.core.permissions import require
from yunchou.web.monitoring import lights
from yunchou.web.monitoring.models import KpiMonth, KpiTarget
from yunchou.web.monitoring.registers import KPIS
from yunchou.web.projects import registers
from yunchou.web.projects.registers.columns import MANY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project

SIDES = ("target", "actual")
VERB = "monitoring.kpi.months"
MOST = Decimal(10) ** 15
LONGEST = 36  # months that a table shows
STEP = Decimal("0.000001")  # as the columns hold it
Values = dict[dt.date, Decimal | None]


def aggregation_of(kpi: KpiTarget) -> str:
    """Return sum, average or last: as stated, else as the KPI is."""
    if kpi.aggregation:
        return kpi.aggregation
    if lights.is_level(kpi.code):
        return "last"
    return "sum" if lights.is_cumulative(kpi.code, kpi.unit) else "average"


def whole(way: str, months: Mapping[dt.date, Decimal | None]) -> Decimal | None:
    """Return what months make together, None without any."""
    given = [value for _month, value in sorted(months.items()) if value is not None]
    if not given:
        return None
    if way == "last":
        return given[-1]
    total = sum(given, Decimal(0))
    return total if way == "sum" else (total / len(given)).quantize(STEP)


def due(way: str, months: Mapping[dt.date, Decimal | None], today: dt.date) -> Decimal | None:
    """Return what the months want by the end of `today`; the present month by calendar days."""
    first = today.replace(day=1)
    begun = {month: value for month, value in months.items() if month <= first}
    if way != "sum":
        return whole(way, begun)
    if all(value is None for value in months.values()):
        return None
    passed = whole("sum", {m: v for m, v in begun.items() if m < first}) or Decimal(0)
    present = begun.get(first) or Decimal(0)
    return passed + present * today.day / _days(first)


def _days(first: dt.date) -> int:
    return (following(first) - first).days


def following(first: dt.date) -> dt.date:
    """Return the first day of the month after."""
    return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def span(project: Project, known: Iterable[dt.date]) -> list[dt.date]:
    """Return the months that a project's table shows: those of its dates, and those in use."""
    today = clock.today(project.timezone)
    start = project.start or project.planned_start or today
    last = project.finish or start
    months = {start.replace(day=1)}
    while (month := max(months)) < last.replace(day=1) and len(months) < LONGEST:
        months.add(following(month))
    return sorted(months | set(known))[:LONGEST]


def read_month(text: str) -> dt.date:
    """Return the first day of a month written as 2027-03."""
    try:
        if len(text) != 7:
            raise ValueError(text)
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError as error:
        words = _("月份写成 2027-03 这样。")
        raise DomainError("month.invalid", words, text[:20]) from error


_DRESS = {ord(c): None for c in ",， \u3000\xa0¥￥元"}
_TIMES = {"": 1, "%": 1, "万": 10_000, "亿": 100_000_000}


def read_value(value: object, field: str) -> Decimal | None:
    """Return a figure as people and Excel write it: 1200, "1,200", "3.2万", "85%"; None for ""."""
    text = "" if value is None else str(value).translate(_DRESS)
    if text in {"", "-", "—"}:
        return None
    text = text.replace("％", "%")
    scale = text[-1] if text[-1] in _TIMES else ""
    try:
        number = Decimal(text.removesuffix(scale)) * _TIMES[scale]
        fine = not isinstance(value, bool) and len(text) <= 60 and abs(number) <= MOST
        if not fine:
            raise InvalidOperation(text)
        return number.quantize(STEP)
    except InvalidOperation as error:
        words = _("“%(value)s”不是数字。") % {"value": str(value)[:40]}
        raise DomainError("number.invalid", words, field) from error


def of(*, actor: Actor, project: Project) -> dict[UUID, dict[str, Values]]:
    """Return the months of every KPI of a project by side: one query."""
    found: dict[UUID, dict[str, Values]] = {}
    rows = KpiMonth.objects.of(actor).filter(project=project)
    for kpi, month, target, actual in rows.values_list("kpi_id", "month", *SIDES):
        sides = found.setdefault(kpi, {side: {} for side in SIDES})
        sides["target"][month], sides["actual"][month] = target, actual
    return found


def _stored(actor: Actor, kpi: KpiTarget, side: str) -> Values:
    rows = KpiMonth.objects.of(actor).filter(kpi=kpi)
    return dict(rows.values_list("month", side))


@transaction.atomic
def write_months(
    *,
    actor: Actor,
    kpi: KpiTarget,
    side: str,
    values: Values,
    version: int | None = None,
    undoes: UUID | None = None,
) -> Activity | None:
    """Write targets or actual values of months; the whole follows. `kpi` comes from `get_row`.

    Refuses a month that somebody else has changed after `version`. None empties a month.
    """
    if side not in registers.writable_fields(KPIS, actor, kpi.project):
        require(actor, KPIS.need, kpi.project.level)
    if len(values) > MANY:
        raise DomainError("months.many", _("一次写的月份太多了。"), side)
    present = _stored(actor, kpi, side)
    changed = {m: v for m, v in values.items() if present.get(m) != v}
    _refuse_clash(kpi, side, changed, present, version)
    if not changed:
        return None
    changes: activity.Changes = {
        f"{side}:{month:%Y-%m}": [_text(present.get(month)), _text(value)]
        for month, value in sorted(changed.items())
    }
    for month, value in changed.items():
        _write(actor, kpi, side, month, value)
    total = whole(aggregation_of(kpi), {**present, **values})
    if total is not None and total != getattr(kpi, side):
        changes[side] = [_text(getattr(kpi, side)), _text(total)]
        setattr(kpi, side, total)
    KpiTarget.objects.of(actor).filter(id=kpi.id).update(
        **{side: getattr(kpi, side)}, version=F("version") + 1
    )
    kpi.version += 1
    return activity.record(
        actor=actor, stream_id=kpi.project_id, verb=VERB, subject=kpi,
        label=f"{kpi.code} {kpi.name}", changes=changes, undoes=undoes,
    )  # fmt: skip


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.quantize(STEP):f}"


def _refuse_clash(
    kpi: KpiTarget, side: str, changed: Values, present: Values, version: int | None
) -> None:
    if version is None or version == kpi.version:
        return
    touched = activity.changed_since(kpi.workspace_id, kpi.id, version)
    for month in sorted(changed):
        if by := touched.get(f"{side}:{month:%Y-%m}"):
            words = _("%(who)s 刚刚改过这一项，请选择保留哪个值。") % {"who": by}
            details = {
                "yours": plain(changed[month]), "theirs": plain(present.get(month)), "by": by,
                "version": kpi.version,
            }  # fmt: skip
            raise Conflict("conflict", words, f"{month:%Y-%m}", details=details)


def _write(actor: Actor, kpi: KpiTarget, side: str, month: dt.date, value: Decimal | None) -> None:
    rows = KpiMonth.objects.of(actor).filter(kpi=kpi, month=month)
    if not rows.update(**{side: value}, version=F("version") + 1) and value is not None:
        KpiMonth.objects.create(
            workspace_id=kpi.workspace_id, project_id=kpi.project_id, kpi=kpi, month=month,
            created_by_id=actor.user_id, **{side: value},
        )  # fmt: skip


def plain(value: Decimal | None) -> int | float | None:
    """Return a stored figure as a plain number."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def spread(*, actor: Actor, kpi: KpiTarget) -> Activity | None:
    """Spread the whole target evenly over the project's months; the last takes the remainder."""
    if kpi.target is None:
        raise DomainError("target.empty", _("请先填写目标值。"), "target")
    months = span(kpi.project, ())
    if aggregation_of(kpi) != "sum":
        share = dict.fromkeys(months, kpi.target)
    else:
        fine = Decimal(1) if kpi.target == kpi.target.to_integral_value() else STEP
        each = (kpi.target / len(months)).quantize(fine, "ROUND_DOWN")
        share = dict.fromkeys(months, each)
        share[months[-1]] = kpi.target - each * (len(months) - 1)
    values: Values = {**dict.fromkeys(_stored(actor, kpi, "target")), **share}
    return write_months(actor=actor, kpi=kpi, side="target", values=values)


@activity.undoer(VERB)
def _undo(actor: Actor, row: Activity) -> None:
    kpi = registers.get_row(actor=actor, entry=KPIS, row_id=row.subject_id, write=True)
    side = next(name.partition(":")[0] for name in row.changes if ":" in name)
    present = _stored(actor, kpi, side)
    values: Values = {}
    for name, (before, after) in row.changes.items():
        if ":" not in name:
            continue
        month = read_month(name.partition(":")[2])
        if _text(present.get(month)) != after:
            raise DomainError("undo.overtaken", _("之后又有人改过这一项，不能直接撤销。"))
        values[month] = None if before is None else Decimal(before)
    write_months(actor=actor, kpi=kpi, side=side, values=values, undoes=row.id)
    _put_back(actor, kpi, side, row.changes.get(side))


def _put_back(actor: Actor, kpi: KpiTarget, side: str, pair: list[Any] | None) -> None:
    """Give the whole its value from before the first month was written."""
    if pair is None or any(v is not None for v in _stored(actor, kpi, side).values()):
        return
    fresh = registers.get_row(actor=actor, entry=KPIS, row_id=kpi.id, write=True)
    registers.change_row(actor=actor, entry=KPIS, row=fresh, values={side: pair[0]}, version=None)
