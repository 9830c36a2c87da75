"""十五 总结与复盘: when, by which method, and which questions will be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.context import strong
from yunchou.plan.documents.sections.parts import head, para, row, run, table
from yunchou.plan.documents.tree import Column, Items

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Inline


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    questions = tuple(run(c.resolve(text)) for text in c.plan.retrospective_questions)
    return (
        para(_when(c)),
        head(c("复盘步骤（GRAI）", "Steps (GRAI)")),
        _steps(c),
        head(c("复盘问题", "Questions")),
        Items(questions, numbered=True) if questions else para(c.blank),
    )


def _when(c: Context) -> Inline:
    meeting = next((m for m in c.plan.meetings if m.type == "retro"), None)
    if meeting is None:
        return run(c("复盘会时间：", "Retrospective on: "), c.blank, c.stop.strip())
    days = c.timeline.occurrences(meeting)
    return run(
        c(f"“{meeting.name}”计划于", f"The retrospective “{meeting.name}” is planned for "),
        c.long(days[-1] if days else None),
        c("召开，由", ", chaired by "),
        c.or_blank(c.owner(meeting.chair_role)),
        c(
            "主持。复盘只对事、不追责，先看事实再谈原因，结论落实为有责任人和期限的行动项。",
            ". It looks at facts first and then at causes, blames nobody, and ends in actions with "
            "an owner and a deadline.",
        ),
    )


def _steps(c: Context) -> Block:
    steps = (
        (
            c("目标回顾（Goal）", "Goal"),
            c(
                "对照批准的目标、基线与目标值，列出历次变更。",
                "Goals, baselines and targets as approved, with every change since.",
            ),
        ),
        (
            c("结果评估（Result）", "Result"),
            c(
                "逐项比较实际值与目标值，说明偏差、亮点与不足。",
                "Actual against target, deviations, what went well and what did not.",
            ),
        ),
        (
            c("原因分析（Analysis）", "Analysis"),
            c(
                "从主观与客观两方面追问原因，附证据。",
                "Causes inside and outside, asked to the root, with evidence.",
            ),
        ),
        (
            c("规律总结（Insight）", "Insight"),
            c(
                "提炼经验与教训及适用条件，形成保持、改进、停止、开始四类行动项。",
                "Lessons and when they hold; actions to keep, improve, stop and start.",
            ),
        ),
    )
    columns = [Column(c("步骤", "Step"), 10), Column(c("内容", "What is done"), 30)]
    return table(columns, [row(strong(name), text) for name, text in steps])
