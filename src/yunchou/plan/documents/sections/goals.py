"""三 项目目标: what will be judged, on which day, by which number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.context import say
from yunchou.plan.documents.sections.parts import head, note, para, row, run, table
from yunchou.plan.documents.tree import Column, Items

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Inline, Row
    from yunchou.plan.model import Goal


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    goals = c.plan.goals
    if not goals:
        return (para(c.blank),)
    weights = sum(goal.weight_pct or 0 for goal in goals)
    blocks: list[Block] = [
        para(
            c(
                f"项目设{len(goals)}项目标，权重合计{weights:g}%。各项目标的口径、基线、目标值与"
                "截止日期见下表，完成与否以截止日期当天的数据判定；任一目标的变更须按变更管理一章"
                "的规定提交变更申请单。",
                f"The project has {len(goals)} goals; their weights add up to {weights:g}%. Each "
                "is judged by its figure on its deadline. Any change of a goal needs a change "
                "request under the chapter on change control.",
            )
        ),
        head(c("目标一览", "The goals")),
        _table(c),
    ]
    sources = [goal for goal in goals if goal.baseline_source]
    if sources:
        parts = [f"{goal.id} {goal.baseline_source}" for goal in sources]
        blocks.append(
            note(c("基线来源：", "Sources of baselines: "), c("；", "; ").join(parts), c("。", "."))
        )
    reasons = [goal for goal in goals if goal.relevance]
    if reasons:
        blocks.append(head(c("目标与经营的关系", "Why these goals")))
        blocks.append(Items(tuple(_reason(c, goal) for goal in reasons)))
    return tuple(blocks)


def _table(c: Context) -> Block:
    columns = [
        Column(c("编号", "No."), 4),
        Column(c("目标", "Goal"), 9),
        Column(c("口径", "Definition"), 10),
        Column(c("基线", "Baseline"), 8, "right"),
        Column(c("目标值", "Target"), 8, "right"),
        Column(c("截止日期", "Deadline"), 7),
        Column(c("权重", "Weight"), 4, "right"),
        Column(c("责任人", "Owner"), 6),
    ]
    return table(columns, [_row(c, goal) for goal in c.plan.goals])


def _row(c: Context, goal: Goal) -> Row:
    return row(
        goal.id,
        c.name(goal.name, goal.name_en),
        definition(c, goal),
        c.quantity(goal.baseline, goal.unit),
        c.quantity(goal.target, goal.unit),
        deadline(c, goal),
        say(f"{goal.weight_pct:g}%") if goal.weight_pct is not None else c.blank,
        c.or_blank(c.answerable(goal.owner, goal.owner_role)),
    )


def definition(c: Context, goal: Goal) -> Inline:
    """Return how a goal is counted: as stated, else as the KPI dictionary has it."""
    from yunchou.plan.documents.dictionary import formula

    return c.or_blank(goal.definition or formula(goal.metric_key, c.options.lang))


def deadline(c: Context, goal: Goal) -> Inline:
    """Return the day a goal is judged: its own, else that of its milestone."""
    if goal.deadline:
        return c.day(goal.deadline)
    dates = c.dates(goal.due_milestone)
    return c.day(dates.finish if dates else None)


def _reason(c: Context, goal: Goal) -> Inline:
    return run(c.name(goal.name, goal.name_en), c("：", ": "), goal.relevance, c("。", "."))
