"""Sponsor and project manager are set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import OVERVIEW, Hit, Place, Rule
from yunchou.plan.checkup.words import blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report a missing or unknown sponsor or manager role."""
    project = context.plan.project
    for field, name in (("sponsor_role", SPONSOR), ("manager_role", MANAGER)):
        role = getattr(project, field)
        if blank(role):
            yield Hit(
                Place("project", "", f"project.{field}"),
                Text(f"没有指定{name.zh}。", f"No {name.en} is set."),
                Text(f"在角色表中选定{name.zh}。", f"Choose the {name.en} among the roles."),
            )


SPONSOR = Text("项目发起人", "sponsor")
MANAGER = Text("项目经理", "project manager")
RULE = Rule(
    "PROJ-02",
    OVERVIEW,
    "error",
    Text("有发起人和项目经理", "There are a sponsor and a project manager"),
    Text(
        "没有发起人就没有授权，没有项目经理就没有人对进度负责。",
        "Without a sponsor there is no mandate, without a manager nobody answers for progress.",
    ),
    find,
)
