"""What the page of risks shows: the matrix and the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yunchou.web.projects import registers
from yunchou.web.projects.examples import template_of
from yunchou.web.projects.registers import tables
from yunchou.web.risks.models import Risk
from yunchou.web.risks.registers import RISKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yunchou.web.core.permissions import Actor
    from yunchou.web.projects.models import Project
    from yunchou.web.projects.registers.columns import Lookups
    from yunchou.web.projects.registers.tables import Row

RED, YELLOW = 15, 8
#: states in which a risk has struck and is not yet settled
HOT = ("triggered", "handling")
OVER = ("closed", "issue")


def level_of(points: int) -> str:
    """Return high (red, ≥ 15), mid (yellow, 8–14) or low (green)."""
    return "high" if points >= RED else "mid" if points >= YELLOW else "low"


def page(actor: Actor, project: Project, lookups: Lookups) -> dict[str, Any]:
    """Return the risks, hottest first, and the 5 × 5 matrix of those that are not over."""
    found = registers.rows(actor=actor, project=project, entry=RISKS)
    ordered = sorted(found, key=lambda risk: (risk.status in OVER, -risk.points))
    table = tables.table(actor=actor, project=project, entry=RISKS, lookups=lookups, found=ordered)
    words = {"high": _("红"), "mid": _("黄"), "low": _("绿")}
    for row in table:
        level = level_of(row.obj.points)
        row.extra.update(
            level=level, word=words[level], hot=row.obj.status in HOT,
            may_trigger=row["status"].editable and row.obj.status not in (*HOT, *OVER),
        )  # fmt: skip
    return {
        "risks": table, "cells": matrix(table.rows), "counts": counts(table.rows),
        "impacts": [_("很小"), _("较小"), _("中等"), _("较大"), _("很大")],
        "probabilities": [_("几乎必然"), _("很可能"), _("可能"), _("不太可能"), _("几乎不会")],
        "example": template_of(project).risks[0],
    }  # fmt: skip


def matrix(rows: Iterable[Row]) -> list[list[dict[str, Any]]]:
    """Return five rows from the likeliest down, each of five cells from small impact up."""
    placed: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in rows:
        risk = row.obj
        if risk.status not in OVER:
            placed.setdefault((risk.probability, risk.impact), []).append({
                "ref": risk.code, "href": f"#r-{risk.code}", "title": risk.description[:120],
                "hot": risk.status in HOT,
            })  # fmt: skip
    return [
        [
            {"score": p * i, "level": level_of(p * i), "risks": placed.get((p, i), [])}
            for i in range(1, 6)
        ]
        for p in range(5, 0, -1)
    ]


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """Return how many risks are open by level, and how many have struck."""
    found = {"high": 0, "mid": 0, "low": 0, "hot": 0}
    for row in rows:
        if row.obj.status not in OVER:
            found[level_of(row.obj.points)] += 1
            found["hot"] += row.obj.status in HOT
    return found


def struck(*, actor: Actor, project: Project) -> list[str]:
    """Return the descriptions of the risks that have struck, the worst first."""
    rows = Risk.objects.of(actor).filter(project=project, trashed_at=None, status__in=HOT)
    found = sorted(rows, key=lambda risk: -risk.points)
    return [risk.description for risk in found]
