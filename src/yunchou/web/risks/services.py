"""A risk strikes: the state and the day, through the register's one write path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yunchou.web.core import clock
from yunchou.web.core.errors import DomainError
from yunchou.web.projects.registers import change_row
from yunchou.web.risks.registers import RISKS
from yunchou.web.risks.selectors import HOT, OVER

if TYPE_CHECKING:
    from yunchou.web.core.models import Activity
    from yunchou.web.core.permissions import Actor
    from yunchou.web.risks.models import Risk


def trigger(*, actor: Actor, risk: Risk) -> Activity | None:
    """Mark a risk as triggered today; refuse one that has struck already or is over."""
    if risk.status in (*HOT, *OVER):
        raise DomainError("risk.triggered", _("这条风险已经触发或关闭，请刷新后再看。"), "status")
    values = {"status": "triggered", "triggered_at": clock.today(risk.project.timezone)}
    return change_row(actor=actor, entry=RISKS, row=risk, values=values, version=risk.version)
