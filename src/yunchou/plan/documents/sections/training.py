"""十四 培训与工具使用: who learns what, by when, and how it is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.context import say
from yunchou.plan.documents.sections.parts import head, para, row, run, table
from yunchou.plan.documents.tree import Column, Items

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Row
    from yunchou.plan.model import Training


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    columns = [
        Column(c("培训主题", "Topic"), 13),
        Column(c("对象", "Audience"), 9),
        Column(c("方式", "Method"), 8),
        Column(c("完成日期", "By"), 7),
        Column(c("及格线", "Pass"), 4, "right"),
        Column(c("负责人", "Owner"), 6),
    ]
    plan = (
        table(columns, [_row(c, item) for item in c.plan.training])
        if c.plan.training
        else para(c.blank)
    )
    rules = (
        c(
            "项目任务、进度、费用、风险与会议统一在项目管理系统中登记，以系统数据为准。",
            "Tasks, progress, cost, risks and meetings are kept in the project system; its data "
            "count.",
        ),
        c(
            "项目成员在执行阶段开始前完成工具培训；考核未通过者补训补考。",
            "Members learn the tool before execution begins; who does not pass repeats.",
        ),
    )
    items = Items(tuple(run(rule) for rule in rules), numbered=True)
    return (head(c("培训计划", "Training plan")), plan, head(c("工具使用", "Tools")), items)


def _row(c: Context, item: Training) -> Row:
    dates = c.dates(item.linked_task)
    return row(
        item.topic,
        c.or_blank(c.join(c.short_role(role) for role in item.audience_roles)),
        c.or_blank(item.method),
        c.day(dates.finish if dates else None),
        say(f"{item.pass_score:g}") if item.pass_score is not None else say("—"),
        c.or_blank(c.owner(item.owner_role)),
    )
