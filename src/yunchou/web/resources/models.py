"""The budget: lines, and their amounts by phase. Amounts are integer fen."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yunchou.web.core.models import TenantModel
from yunchou.web.projects.models import Project, ProjectRow, WorkItem


class BudgetLine(ProjectRow):
    """A line of the budget; only `expense` and `reserve` count to the total."""

    KINDS = [
        ("expense", _("费用")),
        ("reserve", _("预备费")),
        ("cash_tied_up", _("资金占用")),
        ("separately_budgeted", _("另列预算")),
    ]
    TAX = [("", _("随项目")), ("tax_inclusive", _("含税")), ("tax_exclusive", _("不含税"))]

    name = models.CharField(max_length=500)
    category = models.CharField(max_length=64, blank=True, default="")
    category_zh = models.CharField(max_length=100, blank=True, default="")
    category_en = models.CharField(max_length=100, blank=True, default="")
    kind = models.CharField(max_length=20, choices=KINDS, default="expense")
    planned_fen = models.BigIntegerField(default=0)
    quantity = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    price_fen = models.BigIntegerField(null=True, blank=True)
    times = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    tax_basis = models.CharField(max_length=15, choices=TAX, blank=True, default="")
    tax_rate = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    supplier = models.CharField(max_length=200, blank=True, default="")
    owner = models.CharField(max_length=200, blank=True, default="")
    committed_fen = models.BigIntegerField(null=True, blank=True)
    spent_fen = models.BigIntegerField(null=True, blank=True)
    note = models.TextField(blank=True, default="")

    class Meta(ProjectRow.Meta):
        pass


class PhaseAmount(TenantModel):
    """What a line plans to spend in a phase."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="+")
    phase = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="+")
    amount_fen = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "line", "phase"], name="phase_amount_once")
        ]
        indexes = [models.Index(fields=["workspace", "project"], name="phase_amount_project")]
