"""The tables of step 8."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yunchou.web.core.errors import DomainError
from yunchou.web.learning.models import Improvement, Training
from yunchou.web.projects.registers import Register, register
from yunchou.web.projects.registers.columns import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.web.projects.models import Project

#: states of an improvement; the words are stored
STATES = {
    "待办": lazy("待办"), "进行中": lazy("进行中"), "已采纳": lazy("已采纳"),
    "已完成": lazy("已完成"), "不采纳": lazy("不采纳"),
}  # fmt: skip


def states() -> Iterator[tuple[str, Any]]:
    """Yield the states of an improvement."""
    yield from STATES.items()


def _check_training(_project: Project, values: dict[str, Any]) -> None:
    score = values["pass_score"]
    if score is not None and not 0 <= score <= 1000:
        raise DomainError("score.range", _("及格线应在 0 到 1000 之间。"), "pass_score")


TRAINING = register(
    Register(
        key="learning.training",
        model=Training,
        fields=("topic", "audience_roles", "method", "linked_task", "pass_score", "owner_role"),
        prefix="TR",
        title=lazy("培训"),
        check=_check_training,
        columns={
            "topic": Column(lazy("主题")),
            "audience_roles": Column(lazy("给谁培训")),
            "method": Column(lazy("方式"), kind="text"),
            "linked_task": Column(lazy("对应任务")),
            "pass_score": Column(lazy("及格线")),
            "owner_role": Column(lazy("责任角色")),
        },
        label=lambda row: row.topic,
        page="learning",
        anchor="training",
    )
)
IMPROVEMENTS = register(
    Register(
        key="learning.improvement",
        model=Improvement,
        fields=("description", "source", "owner_role", "due", "status"),
        prefix="IM",
        title=lazy("改进事项"),
        columns={
            "description": Column(lazy("改进事项")),
            "source": Column(lazy("来源"), kind="text"),
            "owner_role": Column(lazy("责任角色")),
            "due": Column(lazy("截止日期")),
            "status": Column(lazy("状态"), kind="code", options=states),
        },
        label=lambda row: row.description[:80],
        page="learning",
        anchor="improvements",
    )
)
