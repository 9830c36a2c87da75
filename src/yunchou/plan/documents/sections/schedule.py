"""六 工作分解与进度计划: phases, Gantt chart, milestones and critical path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.context import say
from yunchou.plan.documents.figures import gantt, legend
from yunchou.plan.documents.sections.overview import calendar_name
from yunchou.plan.documents.sections.parts import head, note, para, row, run, table
from yunchou.plan.documents.tree import Chart, Column

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Inline, Row
    from yunchou.plan.model import Phase, Task, Walk


#: names of critical tasks in running text; more are left to the annex
MOST_NAMED = 40


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    if not c.nodes:
        return (para(c.blank),)
    work = sum(not node.is_summary and not _milestone(node) for node in c.nodes)
    blocks: list[Block] = [
        para(
            c(
                f"项目分解为{len(c.phases)}个阶段、{work}项任务和{len(c.milestones)}个里程碑，"
                f"工期按“{calendar_name(c)}”计算。各项任务的责任人、交付物与验收标准见"
                "《工作分解结构（WBS）任务表》。",
                f"The work is broken down into {len(c.phases)} phases, {work} tasks and "
                f"{len(c.milestones)} milestones on the calendar “{calendar_name(c)}”. Owners, "
                "deliverables and acceptance of every task are in the annex “WBS task table”.",
            )
        ),
        *([head(c("阶段安排", "Phases")), _phases(c)] if c.phases else []),
        head(c("里程碑计划", "Milestones")),
        _milestones(c) if c.milestones else para(c.blank),
        head(c("关键路径", "Critical path")),
        para(_critical(c)),
        head(c("进度甘特图", "Gantt chart")),
        *_gantt(c),
    ]
    return tuple(blocks)


def _milestone(node: Walk) -> bool:
    return node.task is not None and node.task.milestone


def _phases(c: Context) -> Block:
    columns = [
        Column(c("编码", "WBS"), 4),
        Column(c("阶段", "Phase"), 12),
        Column(c("负责", "Accountable"), 9),
        Column(c("开始", "Start"), 8),
        Column(c("完成", "Finish"), 8),
        Column(c("任务", "Tasks"), c.width(4, 4.5), "right"),
        Column(c("里程碑", "Gates"), 5, "right"),
    ]
    return table(columns, [_phase(c, phase) for phase in c.phases])


def _phase(c: Context, phase: Phase) -> Row:
    dates = c.dates(phase.id)
    marks = sum(task.milestone for task in phase.tasks)
    return row(
        c.wbs.get(phase.id, "—"),
        c.name(phase.name, phase.name_en) or "—",
        c.or_blank(c.owner(phase.accountable_role)),
        c.day(dates.start if dates else None),
        c.day(dates.finish if dates else None),
        str(len(phase.tasks) - marks),
        str(marks),
    )


def _milestones(c: Context) -> Block:
    columns = [
        Column(c("编号", "No."), 4),
        Column(c("里程碑", "Milestone"), 11),
        Column(c("计划日期", "Date"), 8),
        Column(c("验收标准", "Accepted when"), 14),
        Column(c("责任人", "Owner"), 7),
        Column(c("验收人", "Accepted by"), 7),
    ]
    rows = []
    for node in c.nodes:
        if node.task is not None and node.task.milestone:
            task, dates = node.task, c.dates(node.id)
            rows.append(
                row(
                    task.id,
                    c.task_name(task.id),
                    c.day(dates.finish if dates else None),
                    c.or_blank(task.acceptance),
                    c.or_blank(c.worker(task)),
                    c.or_blank(_acceptor(c, node.phase, task)),
                )
            )
    return table(columns, rows)


def _acceptor(c: Context, phase: Phase, task: Task) -> str:
    """Return who confirms a milestone: never the one who answers for it alone."""
    project = c.plan.project
    for role in (phase.accountable_role, project.sponsor_role, project.manager_role):
        if role and role != task.role and c.owner(role) != c.worker(task):
            return c.owner(role)
    return ""


def _gantt(c: Context) -> list[Block]:
    picture = gantt(c)
    if picture is None:
        return [
            para(
                c("项目开始日期或锚点日期：", "Start or anchor date of the project: "),
                c.blank,
                c(
                    "；日期确定后，本节按工作日历排出甘特图。",
                    ". The chart is drawn once a date is set.",
                ),
            )
        ]
    alt = c("项目进度甘特图", "Gantt chart of the project")
    return [note(legend(c), _estimated(c)), Chart(*picture, alt)]


def _estimated(c: Context) -> str:
    years = c.timeline.estimated_years
    if not years:
        return ""
    named = c.join(str(year) for year in years)
    return c(
        f"{named}年调休安排尚未公布，相关日期为预估。",
        f" Make-up days of {named} are not published yet: dates in those years are estimates.",
    )


def _critical(c: Context) -> Inline:
    if not c.timeline.known:
        return c.blank
    chain = [
        node
        for node in c.nodes
        if not node.is_summary and (dates := c.dates(node.id)) is not None and dates.critical
    ]
    chain.sort(key=lambda node: (c.timeline.nodes[node.id].start, node.wbs))
    names = " → ".join(c.node_name(node) for node in chain[:MOST_NAMED])
    if not chain:
        return say(c("各项任务均有浮动时间。", "Every task has float."))
    return run(
        c(
            f"以下{len(chain)}项没有浮动时间，任何一项延误都会推迟项目完成：",
            f"These {len(chain)} items have no float; a delay of any of them delays the project: ",
        ),
        names,
        c("。", ".")
        if len(chain) <= MOST_NAMED
        else c("……其余见《工作分解结构（WBS）任务表》。", " … the rest is in the WBS table."),
    )
