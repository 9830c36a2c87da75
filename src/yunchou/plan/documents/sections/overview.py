"""一 项目概述: why now, in one sentence what for, and the headline numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents import wording
from yunchou.plan.documents.context import say
from yunchou.plan.documents.sections.parts import facts, head, para, run
from yunchou.plan.documents.tree import Items, KeyFigure, KeyFigures

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Inline
    from yunchou.plan.model import Goal


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    project = c.plan.project
    blocks: list[Block] = [_figures(c), head(c("项目背景与依据", "Background and basis"))]
    texts = [text for text in project.background.split("\n") if text.strip()]
    blocks += [para(c.resolve(text)) for text in texts] or [para(c.blank)]
    if project.basis:
        blocks += [para(c("立项依据：", "Basis: "), c.resolve(project.basis))]
    blocks += [head(c("项目目标概要", "Goals in brief")), para(_sentence(c))]
    if c.plan.goals:
        blocks.append(Items(tuple(_goal(c, goal) for goal in c.plan.goals)))
    blocks += [head(c("基本信息", "Basic facts")), facts(c, _facts(c))]
    return tuple(blocks)


def _figures(c: Context) -> KeyFigures:
    figures = []
    if c.plan.goals:
        goal = max(c.plan.goals, key=lambda g: g.weight_pct or 0)
        target = c.quantity(goal.target, goal.unit)
        figures.append(
            KeyFigure(c.name(goal.name, goal.name_en), target, c("首要目标", "Main goal"))
        )
    budget = c.plan.budget
    planned = bool(budget.lines or budget.total_planned)
    money = say(c.money(budget.total_planned)) if planned else c.blank
    figures.append(KeyFigure(c("预算总额", "Total budget"), money, c.basis if planned else ""))
    figures.append(KeyFigure(c("计划周期", "Duration"), *_duration(c)))
    red = sum(risk.points >= 15 for risk in c.plan.risks)
    count = c(f"{len(c.plan.risks)}项", str(len(c.plan.risks)))
    figures.append(
        KeyFigure(c("已识别风险", "Risks identified"), say(count), c(f"红色{red}项", f"{red} red"))
    )
    return KeyFigures(tuple(figures))


def _duration(c: Context) -> tuple[Inline, str]:
    if c.start is None or c.finish is None:
        return c.blank, c("起止日期未定", "dates not set")
    days = (c.finish - c.start).days + 1
    span = f"{c.start.isoformat()} – {c.finish.isoformat()}"
    return say(c(f"{days}天", f"{days} days")), span


def _sentence(c: Context) -> Inline:
    project = c.plan.project
    sponsor, manager = c.owner(project.sponsor_role), c.owner(project.manager_role)
    count = len(c.plan.goals)
    return run(
        c("本项目由", "The sponsor of the project is "),
        c.or_blank(sponsor),
        c("发起，", "; "),
        c.or_blank(manager),
        c("负责管理，计划于", " manages it. It runs from "),
        c.long(c.start),
        c("启动、", " to "),
        c.long(c.finish),
        c("结项，", ", "),
        c(
            f"共{len(c.phases)}个阶段、{len(c.milestones)}个里程碑，",
            f"in {len(c.phases)} phases with {len(c.milestones)} milestones, ",
        )
        if c.nodes
        else "",
        c("预算总额", "on a budget of "),
        c.budget,
        c.stop.rstrip(),
        c(f"项目设{count}项目标：", f" It has {count} goals:") if count else "",
    )


def _goal(c: Context, goal: Goal) -> Inline:
    verb = {
        "up": (("由", "提高到"), ("from ", " to ")),
        "down": (("由", "降低到"), ("from ", " to ")),
        "hold": (("现为", "，保持在"), ("now ", ", kept at ")),
    }[goal.direction]
    before, to = verb[1] if c.english else verb[0]
    weight = goal.weight_pct
    share = c(f"（权重{weight:g}%）", f" (weight {weight:g}%)") if weight is not None else ""
    return run(
        c.name(goal.name, goal.name_en),
        c("：", ": "),
        before,
        c.quantity(goal.baseline, goal.unit),
        to,
        c.quantity(goal.target, goal.unit),
        share,
        c("；", ";") if goal is not c.plan.goals[-1] else c("。", "."),
    )


def _facts(c: Context) -> list[tuple[str, Inline]]:
    project = c.plan.project
    archetype = c.name(c.plan.archetype_zh, c.plan.archetype_en)
    anchor = project.schedule_anchor
    fixed = c.task_name(anchor.task) if anchor and anchor.task else ""
    lang = c.options.lang
    pairs = [
        (c("项目名称", "Project"), say(c.name(project.name, project.name_en))),
        (c("项目编号", "Number"), c.or_blank(project.number)),
        (c("项目类型", "Type"), say(archetype or "—")),
        (c("归口部门", "Department"), c.or_blank(project.department)),
        (c("项目发起人", "Sponsor"), c.or_blank(c.owner(project.sponsor_role))),
        (c("项目经理", "Project manager"), c.or_blank(c.owner(project.manager_role))),
        (c("计划开始", "Planned start"), c.long(c.start)),
        (c("计划完成", "Planned finish"), c.long(c.finish)),
    ]
    if fixed:
        dates = c.dates(anchor.task if anchor else None)
        day = project.anchor_date or (dates.finish if dates else None)
        dated = say(wording.long_date(day, lang)) if day else c.blank
        text = run(fixed, c("，", ", "), dated)
        pairs.append((c("锚点", "Anchor"), text))
        pairs.append((c("工作日历", "Calendar"), say(calendar_name(c))))
    return pairs


def calendar_name(c: Context) -> str:
    """Name the project's working calendar."""
    key = c.plan.project.calendar
    named = {calendar.id: calendar.name for calendar in c.plan.calendars if calendar.name}
    standard = {
        "cn_workdays": c("中国工作日（含调休）", "Chinese working days"),
        "natural_days": c("自然日", "Calendar days"),
        "24h": c("全天", "Round the clock"),
    }
    return named.get(key) or standard.get(key, key)
