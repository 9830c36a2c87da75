"""What is known of market, customers and competitors: facts with source and date."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yunchou.web.projects.models import ProjectRow


class MarketFact(ProjectRow):
    """A dated piece of evidence and what follows from it."""

    KINDS = [
        ("policy", _("政策")),
        ("economy", _("经济")),
        ("social", _("社会")),
        ("technology", _("技术")),
        ("competitor", _("竞争对手")),
        ("segment", _("客户群")),
        ("preference", _("消费偏好")),
        ("trend", _("趋势")),
        ("opportunity", _("机会")),
        ("channel", _("渠道")),
        ("other", _("其他")),
    ]

    kind = models.CharField(max_length=12, choices=KINDS, default="other")
    fact = models.TextField()
    source = models.TextField(blank=True, default="")
    date = models.DateField(null=True, blank=True)
    implication = models.TextField(blank=True, default="")
    owner_role = models.CharField(max_length=64, blank=True, default="")

    class Meta(ProjectRow.Meta):
        pass
