"""Who may change what is agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import CHANGE, Hit, Place, Rule
from yunchou.plan.checkup.words import blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report missing thresholds and rules without an approver."""
    control = context.plan.change_control
    rules = control.rules if control else []
    if not rules:
        yield Hit(
            Place("change_rule", "", "change_control.rules"),
            Text("没有变更阈值。", "There are no thresholds for changes."),
            Text(
                "写明哪些变更项目经理可定、哪些由销售总监批、哪些由发起人批并出新版本。",
                "Say what the manager, the director and the sponsor may change.",
            ),
        )
    for number, rule in enumerate(rules):
        if blank(rule.approver):
            yield Hit(
                Place("change_rule", rule.id, f"change_control.rules[{number}].approver"),
                Text(f"变更规则“{rule.change}”没有审批人。", f"Rule {rule.id} has no approver."),
                Text("写明由哪个岗位审批。", "Name the position that approves."),
            )


RULE = Rule(
    "CHG-01",
    CHANGE,
    "warning",
    Text("变更有阈值、有审批人", "Changes have thresholds and approvers"),
    Text("没有规则，目标会在会上被口头改掉。", "Without rules goals are changed in passing."),
    find,
)
