"""附件 目标分解表: every field of the goals, and their shares where they are broken down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.context import say
from yunchou.plan.documents.sections.goals import deadline, definition
from yunchou.plan.documents.sections.parts import group, note, para, row, table
from yunchou.plan.documents.tree import Column

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Row
    from yunchou.plan.model import Goal

_DIRECTIONS = {"up": ("提高", "up"), "down": ("降低", "down"), "hold": ("保持", "hold")}


def build(c: Context) -> tuple[Block, ...]:
    """Build the annex."""
    if not c.plan.goals:
        return (para(c.blank),)
    columns = [
        Column(c("编号", "No."), 4),
        Column(c("目标", "Goal"), 9),
        Column(c("口径", "Definition"), 13),
        Column(c("方向", "Aim"), 4),
        Column(c("基线", "Baseline"), 6.5, "right"),
        Column(c("底线值", "Floor"), 6.5, "right"),
        Column(c("目标值", "Target"), 6.5, "right"),
        Column(c("挑战值", "Stretch"), 6.5, "right"),
        Column(c("截止日期", "Deadline"), 7),
        Column(c("权重", "Weight"), 4, "right"),
        Column(c("责任人", "Owner"), 6),
    ]
    rows = [_row(c, goal) for goal in c.plan.goals]
    return (table(columns, rows), *_shares(c))


def _row(c: Context, goal: Goal) -> Row:
    def optional(value: float | None) -> object:
        return c.quantity(value, goal.unit) if value is not None else say("—")

    return row(
        goal.id,
        c.name(goal.name, goal.name_en),
        definition(c, goal),
        c(*_DIRECTIONS[goal.direction]),
        c.quantity(goal.baseline, goal.unit),
        optional(goal.floor),  # type: ignore[arg-type]  # runs, as the line above
        c.quantity(goal.target, goal.unit),
        optional(goal.stretch),  # type: ignore[arg-type]
        deadline(c, goal),
        say(f"{goal.weight_pct:g}%") if goal.weight_pct is not None else c.blank,
        c.or_blank(c.answerable(goal.owner, goal.owner_role)),
    )


def _shares(c: Context) -> tuple[Block, ...]:
    broken = [goal for goal in c.plan.goals if goal.breakdown]
    if not broken:
        return (
            note(
                c("目标按区域、人员或月份的分解：", "Breakdown by region, person or month: "),
                c.blank,
            ),
        )
    columns = [
        Column(c("维度", "By"), 6),
        Column(c("分解对象", "Share of"), 14),
        Column(c("目标值", "Target"), 8, "right"),
        Column(c("责任人", "Owner"), 8),
    ]
    rows: list[Row] = []
    for goal in broken:
        rows.append(group(f"{goal.id} {c.name(goal.name, goal.name_en)}"))
        for part in goal.breakdown:
            value = c.quantity(part.target, goal.unit)
            rows.append(
                row(part.dimension, part.key, value, c.or_blank(c.answerable(part.owner, None)))
            )
        rows += _gap(c, goal)
    return (table(columns, rows),)


def _gap(c: Context, goal: Goal) -> list[Row]:
    """Show what an additive goal's shares leave open; ratios are never summed."""
    if "%" in goal.unit or goal.target is None:
        return []
    gaps = []
    for name in dict.fromkeys(part.dimension for part in goal.breakdown):
        total = sum(part.target for part in goal.breakdown if part.dimension == name)
        if total != goal.target:
            left = c.quantity(goal.target - total, goal.unit)
            gaps.append(row(name, c("差额", "Gap"), left, "", kind="total"))
    return gaps
