"""十六 持续改进与学习: lessons taken over, and how new ones are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.sections.parts import head, para, row, run, table
from yunchou.plan.documents.tree import Column, Items

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Row
    from yunchou.plan.model import Improvement


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    columns = [
        Column(c("编号", "No."), 4),
        Column(c("经验或改进事项", "Lesson or improvement"), 18),
        Column(c("来源", "From"), 8),
        Column(c("责任人", "Owner"), 6),
        Column(c("期限", "Due"), 7),
    ]
    items = c.plan.improvements
    lessons = (
        table(columns, [_row(c, item) for item in items])
        if items
        else para(
            c("以往同类项目的经验教训：", "Lessons of earlier projects of this kind: "),
            c.blank,
        )
    )
    rules = (
        c(
            "项目启动前查阅同类项目的复盘报告，将可复用的经验列入上表并落实到任务。",
            "Before the start the retrospectives of similar projects are read, and what can be "
            "reused goes into the list and into tasks.",
        ),
        c(
            "执行中发现的改进点随时登记，复盘后归入知识库；方案模板据此修订。",
            "Improvements found on the way are noted at once, go to the knowledge base after the "
            "retrospective, and amend the template.",
        ),
        c(
            "改进事项由责任人限期完成，结果在后续项目启动时核对。",
            "Owners finish improvements by their date; the next project checks them at its start.",
        ),
    )
    return (
        head(c("经验复用", "Lessons taken over")),
        lessons,
        head(c("改进机制", "How we improve")),
        Items(tuple(run(rule) for rule in rules), numbered=True),
    )


def _row(c: Context, item: Improvement) -> Row:
    return row(
        item.id,
        item.description,
        item.source or "—",
        c.or_blank(c.owner(item.owner_role)),
        c.day(item.due),
    )
