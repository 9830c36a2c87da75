"""KPIs by month over the API; the KPIs themselves are a register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Schema

from yunchou.web.core.activity import current_seq
from yunchou.web.core.preconditions import version_of
from yunchou.web.monitoring import months
from yunchou.web.monitoring.registers import KPIS
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.projects.registers import get_row_of
from yunchou.web.projects.selectors import get_project
from yunchou.web.ui.jinja import number
from yunchou.web.users.middleware import actor_of

if TYPE_CHECKING:
    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor
    from yunchou.web.monitoring.models import KpiTarget

router = Router(tags=["监控与评估 monitoring"])
AT = "/projects/{key}/kpis/{kpi_id}"


class Month(Schema):
    """A month of a KPI."""

    month: str
    target: float | None
    actual: float | None


class Months(Schema):
    """A KPI by month; `aggregation` says how they make the whole."""

    months: list[Month]
    aggregation: Literal["sum", "average", "last"]
    target: float | None
    actual: float | None
    version: int


def _load(
    request: HttpRequest, key: str, kpi_id: UUID, *, write: bool = False
) -> tuple[Actor, KpiTarget]:
    """Return a KPI of this very project: an id of another project is not found."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key)
    kpi = get_row_of(actor=actor, project=project, entry=KPIS, row_id=kpi_id, write=write)
    return actor, kpi


def _told(kpi: KpiTarget, change: Activity | None, **display: str) -> dict[str, Any]:
    sides = {side: months.plain(getattr(kpi, side)) for side in months.SIDES}
    return {
        "item": {"id": str(kpi.id), "version": kpi.version, **sides}, "display": display,
        "undo": str(change.id) if change else None,
        "seq": current_seq(kpi.workspace_id, kpi.project_id),
    }  # fmt: skip


@router.get(AT + "/months", response={200: Months, **REFUSED}, operation_id="get_kpi_months")
def get_months(request: HttpRequest, key: str, kpi_id: UUID) -> Any:
    """Return targets and actual values of a KPI by month."""
    actor, kpi = _load(request, key, kpi_id)
    sides = months.of(actor=actor, project=kpi.project).get(kpi.id, {"target": {}, "actual": {}})
    return {
        "months": [
            {"month": f"{m:%Y-%m}", "target": sides["target"][m], "actual": sides["actual"][m]}
            for m in sorted(sides["target"])
        ],
        "aggregation": months.aggregation_of(kpi), "target": kpi.target, "actual": kpi.actual,
        "version": kpi.version,
    }  # fmt: skip


def _write(
    request: HttpRequest, key: str, kpi_id: UUID, side: str, body: dict[str, float | str | None]
) -> dict[str, Any]:
    actor, kpi = _load(request, key, kpi_id, write=True)
    values = {
        months.read_month(month): months.read_value(value, month) for month, value in body.items()
    }
    change = months.write_months(
        actor=actor, kpi=kpi, side=side, values=values, version=version_of(request)
    )
    shown = {f"{m:%Y-%m}": "" if value is None else number(value) for m, value in values.items()}
    return _told(kpi, change, **shown)


@router.patch(
    AT + "/targets", response={200: dict[str, Any], **REFUSED}, operation_id="set_kpi_targets"
)
def set_targets(
    request: HttpRequest, key: str, kpi_id: UUID, body: Body[dict[str, float | str | None]]
) -> Any:
    """Set targets by month: 2027-03 → 120, null for none. The whole target follows."""
    return _write(request, key, kpi_id, "target", body)


@router.patch(
    AT + "/actuals", response={200: dict[str, Any], **REFUSED}, operation_id="set_kpi_actuals"
)
def set_actuals(
    request: HttpRequest, key: str, kpi_id: UUID, body: Body[dict[str, float | str | None]]
) -> Any:
    """Set actual values by month: 2027-03 → 96, null for none. The whole value follows."""
    return _write(request, key, kpi_id, "actual", body)


@router.post(
    AT + "/spread", response={200: dict[str, Any], **REFUSED}, operation_id="spread_kpi_target"
)
def spread(request: HttpRequest, key: str, kpi_id: UUID) -> Any:
    """Spread the whole target evenly over the months of the project."""
    actor, kpi = _load(request, key, kpi_id, write=True)
    return _told(kpi, months.spread(actor=actor, kpi=kpi))
