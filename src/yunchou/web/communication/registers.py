"""The tables of step 4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.web.communication.models import Channel, MeetingSeries
from yunchou.web.core.errors import DomainError
from yunchou.web.projects.registers import Register, register

if TYPE_CHECKING:
    from yunchou.web.projects.models import Project


def _check_meeting(_project: Project, values: dict[str, Any]) -> None:
    if values["rrule"]:
        try:
            rrulestr(values["rrule"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DomainError(
                "rrule.invalid", _("重复规则看不懂，请重新选择。"), "rrule"
            ) from error


MEETINGS = register(
    Register(
        key="communication.meeting",
        model=MeetingSeries,
        fields=(
            "name", "type", "rrule", "start_type", "start_offset_days", "start_items",
            "duration_min", "chair_role", "attendee_roles", "inputs", "outputs",
        ),
        prefix="MT",
        title=lazy("会议"),
        check=_check_meeting,
        label=lambda row: row.name,
        page="communication",
        anchor="meetings",
    )
)  # fmt: skip
CHANNELS = register(
    Register(
        key="communication.channel",
        model=Channel,
        fields=("name", "use"),
        prefix="CH",
        title=lazy("渠道"),
        label=lambda row: row.name,
        page="communication",
        anchor="channels",
    )
)
