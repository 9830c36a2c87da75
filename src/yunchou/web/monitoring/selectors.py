"""What the page of monitoring shows: KPIs with lights, incentives."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yunchou.plan.archetypes import kpis
from yunchou.web.core import clock
from yunchou.web.goals.models import Goal
from yunchou.web.monitoring import lights, months
from yunchou.web.monitoring.models import KpiTarget
from yunchou.web.monitoring.registers import INCENTIVES, KPIS
from yunchou.web.projects import registers
from yunchou.web.projects.examples import template_of
from yunchou.web.projects.registers import columns, tables
from yunchou.web.projects.registers.columns import say

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project
    from yunchou.web.projects.registers.columns import Lookups

BIG = 1000  # from here on a share of a target is shown in whole numbers
Facts = dict[Any, tuple[str, "dt.date | None"]]  # goal -> direction, deadline


def page(actor: Actor, project: Project, lookups: Lookups) -> dict[str, Any]:
    """Return KPIs with their lights, and incentives."""
    table = tables.table(actor=actor, project=project, entry=KPIS, lookups=lookups)
    facts = _goal_facts(actor, project, [row.obj for row in table])
    by_month = months.of(actor=actor, project=project)
    for row in table:
        row.extra.update(reading(row.obj, project, facts, by_month.get(row.obj.id)))
    total = sum((row.obj.weight_pct or Decimal(0) for row in table), Decimal(0))
    return {
        "kpis": table, "weight": columns.plain(total), "right": total == 100,
        "incentives": tables.table(
            actor=actor, project=project, entry=INCENTIVES, lookups=lookups
        ),
        "counts": {
            tone: sum(row.extra["light"].tone == tone for row in table)
            for tone in ("good", "warn", "act", "")
        },
        "api": f"/api/v1/projects/{project.key}", **monthly(actor, project, table, by_month),
        "example": template_of(project).kpis[0], "reward": template_of(project).incentives[:1],
    }  # fmt: skip


def monthly(
    actor: Actor, project: Project, table: Any, by_month: dict[Any, dict[str, months.Values]]
) -> dict[str, Any]:
    """Return the table of KPIs by month: two lines each, what should be and what is."""
    used = {month for sides in by_month.values() for side in sides.values() for month in side}
    shown = months.span(project, used)
    open_to = registers.writable_fields(KPIS, actor, project)
    for row in table:
        sides = by_month.get(row.obj.id, {})
        way = months.aggregation_of(row.obj)
        row.extra["way"] = way_words()[way]
        row.extra["lines"] = [
            {
                "side": side, "editable": side in open_to,
                "cells": [(month, sides.get(side, {}).get(month)) for month in shown],
                "whole": months.whole(way, sides.get(side, {})),
                "gap": _gap(row.obj, side, months.whole(way, sides.get(side, {}))),
            }
            for side in months.SIDES
        ]  # fmt: skip
    return {"months": shown, "this_month": clock.today(project.timezone).replace(day=1)}


def _gap(kpi: KpiTarget, side: str, total: Decimal | None) -> Decimal | None:
    """Return what the stated whole differs from what the months make, None when they agree."""
    stated = getattr(kpi, side)
    if total is None or stated is None or abs(stated - total) < Decimal("0.005"):
        return None
    return Decimal(stated - total)


def way_words() -> dict[str, str]:
    """Return how months make the whole, in words."""
    return {"sum": _("各月相加"), "average": _("各月平均"), "last": _("取最近一月")}


def _goal_facts(actor: Actor, project: Project, found: Iterable[KpiTarget]) -> Facts:
    ids = {kpi.goal_id for kpi in found if kpi.goal_id}
    if not ids:
        return {}
    rows = Goal.objects.of(actor).filter(project=project, id__in=ids)
    return {pk: (way, end) for pk, way, end in rows.values_list("id", "direction", "deadline")}


def reading(
    kpi: KpiTarget, project: Project, facts: Facts, sides: dict[str, months.Values] | None = None
) -> dict[str, Any]:
    """Return a KPI's light, its share of the target, and what they mean.

    What should be by now follows the targets of its months, where it has some.
    """
    way, deadline = facts.get(kpi.goal_id, ("", None))
    direction = lights.direction_of(kpi.code, way)
    today = clock.today(project.timezone)
    flows = lights.is_cumulative(kpi.code, kpi.unit)
    due = _due(kpi, project, sides, deadline, today, flows=flows)
    found = lights.light(direction, kpi.actual, due, kpi.yellow_ratio, kpi.red_ratio)
    known = kpis().get(kpi.code)
    return {
        "light": found, "direction": direction, "flows": flows, "due": due,
        "percent": _percent(kpi), "word": words()[found.tone],
        "formula": known.formula if known else "", "name": say(known.name) if known else "",
        "pitfall": known.pitfall if known else "",
        "impossible": bool(
            known and kpi.actual is not None and not known.holds(float(kpi.actual))
        ),
    }  # fmt: skip


def _due(
    kpi: KpiTarget,
    project: Project,
    sides: dict[str, months.Values] | None,
    deadline: dt.date | None,
    today: dt.date,
    *,
    flows: bool,
) -> Decimal | None:
    due = months.due(months.aggregation_of(kpi), sides["target"], today) if sides else None
    if due is None:
        due = kpi.target
        if flows and due is not None:
            end = deadline or project.finish
            due = lights.to_date(due, project.start or project.planned_start, end, today)
    return due.quantize(Decimal(1)) if due is not None and flows and due >= BIG else due


def _percent(kpi: KpiTarget) -> float | None:
    if kpi.actual is None or not kpi.target:
        return None
    return float(kpi.actual / kpi.target * 100)


def words() -> dict[str, str]:
    """Return what the lights say."""
    return {"good": _("正常"), "warn": _("预警"), "act": _("偏离"), "": _("未填")}


def main_kpi(*, actor: Actor, project: Project) -> tuple[KpiTarget, dict[str, Any]] | None:
    """Return the KPI that weighs most and has a target, with its reading."""
    rows = [
        kpi
        for kpi in registers.rows(actor=actor, project=project, entry=KPIS)
        if kpi.target is not None
    ]
    if not rows:
        return None
    kpi = max(rows, key=lambda row: row.weight_pct or Decimal(0))
    sides = months.of(actor=actor, project=project).get(kpi.id)
    return kpi, reading(kpi, project, _goal_facts(actor, project, [kpi]), sides)


def red(*, actor: Actor, project: Project) -> list[KpiTarget]:
    """Return the KPIs that are red: two queries."""
    rows = list(
        KpiTarget.objects.of(actor)
        .filter(project=project, trashed_at=None)
        .exclude(actual=None)
        .select_related("goal")
    )
    facts: Facts = {
        row.goal_id: (row.goal.direction, row.goal.deadline) for row in rows if row.goal
    }
    by_month = months.of(actor=actor, project=project) if rows else {}
    return [
        row
        for row in rows
        if reading(row, project, facts, by_month.get(row.id))["light"].tone == "act"
    ]
