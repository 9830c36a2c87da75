"""The light of the risks, beside others in the list of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.web.projects import lights
from yunchou.web.projects.lights import Light
from yunchou.web.risks.models import Risk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yunchou.web.core.permissions import Actor

HIGH = 15  # probability × impact
_STRUCK = Q(status__in=("triggered", "handling", "issue"))


def _count(actor: Actor, which: Q) -> Subquery:
    rows = Risk.objects.of(actor).filter(project_id=OuterRef("id"), trashed_at=None)
    found = rows.annotate(score=F("probability") * F("impact")).filter(which)
    counts = found.order_by().values("project_id").annotate(n=Count("id"))
    return Subquery(counts.values("n"), output_field=IntegerField())


def columns(actor: Actor) -> dict[str, Any]:
    """Return how many risks there are, have struck, and are high."""
    return {
        "risks_all": _count(actor, Q()),
        "risks_struck": _count(actor, _STRUCK),
        "risks_high": _count(actor, Q(score__gte=HIGH) & ~_STRUCK & ~Q(status="closed")),
    }


def judge(row: Mapping[str, Any]) -> Light:
    """Judge the register: what has struck is red, what is high is amber."""
    rule = _("有风险已触发为红；有未关闭的高风险（概率 × 影响 ≥ %(n)s）为黄。") % {"n": HIGH}
    if not row["risks_all"]:
        return Light("", _("未登记"), rule)
    if row["risks_struck"]:
        return Light("act", _("已触发 %(n)s 项") % {"n": row["risks_struck"]}, rule)
    if row["risks_high"]:
        return Light("warn", _("高风险 %(n)s 项") % {"n": row["risks_high"]}, rule)
    return Light("good", _("可控"), rule)


lights.register(lights.Source("risks", lazy("风险"), columns, judge))
