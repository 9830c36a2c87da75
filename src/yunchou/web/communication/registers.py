"""The tables of step 4."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.plan.archetypes import meeting_types
from yunchou.web.communication.models import Channel, MeetingSeries
from yunchou.web.core.errors import DomainError
from yunchou.web.projects.registers import Register, recurrence, register
from yunchou.web.projects.registers.columns import Column, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.web.projects.models import Project


def _check_meeting(_project: Project, values: dict[str, Any]) -> None:
    if values["rrule"]:
        try:
            recurrence.read(values["rrule"], dt.datetime(2027, 1, 1))  # noqa: DTZ001 (any day)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DomainError(
                "rrule.invalid", _("重复规则看不懂，请重新选择。"), "rrule"
            ) from error


def types() -> Iterator[tuple[str, str]]:
    """Yield the kinds of meetings."""
    for key, kind in meeting_types().items():
        yield key, say(kind.name)


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
        columns={
            "name": Column(lazy("会议名称")),
            "type": Column(lazy("类型"), kind="code", options=types),
            "rrule": Column(lazy("多久一次"), kind="rrule"),
            "start_type": Column(lazy("从什么时候起")),
            "start_offset_days": Column(
                lazy("项目开始后几天"), hint=lazy("自然日，0 就是开始当天。")
            ),
            "start_items": Column(lazy("在哪些任务当天"), kind="items", milestones=True),
            "duration_min": Column(lazy("时长（分钟）")),
            "chair_role": Column(lazy("主持")),
            "attendee_roles": Column(lazy("参加")),
            "inputs": Column(lazy("会前准备")),
            "outputs": Column(lazy("会后产出")),
        },
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
        columns={"name": Column(lazy("渠道")), "use": Column(lazy("用来做什么"))},
        quick=("name", "use"),
        label=lambda row: row.name,
        page="communication",
        anchor="channels",
    )
)
