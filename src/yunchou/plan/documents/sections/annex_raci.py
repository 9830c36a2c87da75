"""附件 责任分配矩阵: one row per task, exactly one A in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.sections import raci
from yunchou.plan.documents.sections.parts import group, note, para, row, table
from yunchou.plan.documents.sections.resources import raci_key
from yunchou.plan.documents.tree import Column

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Row


def build(c: Context) -> tuple[Block, ...]:
    """Build the annex."""
    roles = raci.columns(c)
    if not roles or not c.nodes:
        return (para(c.blank),)
    columns = [Column(c("编码", "WBS"), 4), Column(c("任务", "Task"), 15)]
    columns += [Column(c.short_role(role), 4.2, "center") for role in roles]
    rows: list[Row] = []
    for node in c.nodes:
        if node.task is None:
            rows.append(group(f"{node.wbs} {c.node_name(node)}"))
        elif not node.task.tasks:
            marks = raci.letters(c, node.phase, [node.task], node.task.accountable)
            rows.append(row(node.wbs, c.node_name(node), *(marks.get(role, "") for role in roles)))
    return note(raci_key(c)), table(columns, rows)
