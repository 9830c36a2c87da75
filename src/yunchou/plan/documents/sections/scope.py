"""四 项目范围: in, out, assumed, binding, and what is handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.context import say
from yunchou.plan.documents.sections.parts import head, row, table
from yunchou.plan.documents.tree import Column, Items

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Row
    from yunchou.plan.model import Phase


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    scope = c.plan.scope
    lists = (
        (c("包含", "In scope"), scope.in_scope),
        (c("不包含", "Out of scope"), scope.out_of_scope),
        (c("假设", "Assumptions"), scope.assumptions),
        (c("约束", "Constraints"), scope.constraints),
    )
    blocks: list[Block] = []
    for title, items in lists:
        texts = tuple(c.resolve(item) for item in items) or (c.blank,)
        blocks += [head(title), Items(texts, numbered=bool(items))]
    rows = [found for phase in c.phases if (found := _deliverables(c, phase))]
    if rows:
        columns = [
            Column(c("阶段", "Phase"), 8),
            Column(c("里程碑交付物", "Deliverable"), 15),
            Column(c("验收标准", "Accepted when"), 17),
        ]
        blocks += [head(c("主要交付物", "Main deliverables"))]
        blocks.append(table(columns, [item for group in rows for item in group]))
    return tuple(blocks)


def _deliverables(c: Context, phase: Phase) -> list[Row]:
    name = c.name(phase.name, phase.name_en)
    return [
        row(name, say(task.deliverable), c.or_blank(task.acceptance))
        for task in phase.tasks
        if task.milestone and task.deliverable
    ]
