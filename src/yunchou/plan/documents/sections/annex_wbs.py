"""附件 WBS 任务表: every task with owner, dates, deliverable and acceptance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.context import say
from yunchou.plan.documents.sections.parts import group, note, para, row, table
from yunchou.plan.documents.tree import Column, Span

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.timeline import NodeDates
    from yunchou.plan.documents.tree import Block, Inline, Row
    from yunchou.plan.model import Link, Task, Walk

_UNITS = {"wd": ("天", "d"), "ed": ("自然日", "ed"), "h": ("小时", "h"), "eh": ("自然时", "eh")}


def build(c: Context) -> tuple[Block, ...]:
    """Build the annex."""
    if not c.nodes:
        return (para(c.blank),)
    columns = [
        Column(c("编码", "WBS"), 4),
        Column(c("任务名称", "Task"), 13),
        Column(c("责任人", "Owner"), 7),
        Column(c("工期", "Length"), 4.5, "right"),
        Column(c("计划开始", "Start"), 7.5),
        Column(c("计划完成", "Finish"), 7.5),
        Column(c("浮动", "Float"), 4, "right"),
        Column(c("前置任务", "After"), 7),
        Column(c("交付物", "Deliverable"), 11),
        Column(c("验收标准", "Accepted when"), 13),
    ]
    text = c(
        "◆为里程碑；浮动以工作日计，红色为关键任务；前置任务未注明类型的为完成—开始（FS），无滞后。",
        "◆ marks a milestone; float is in working days, red on critical tasks; links without a "
        "type are finish-to-start without lag.",
    )
    return note(text), table(columns, [_row(c, node) for node in c.nodes])


def _row(c: Context, node: Walk) -> Row:
    if node.task is None:
        return group(_phase(c, node))
    task, dates = node.task, c.dates(node.id)
    name = c.task_name(task.id)
    indent = "　" * max(node.depth - 1, 0)
    return row(
        node.wbs,
        f"{indent}◆ {name}" if task.milestone else f"{indent}{name}",
        c.or_blank(c.worker(task)),
        _length(c, task),
        c.day(dates.start if dates else None),
        c.day(dates.finish if dates else None),
        _float(dates),
        c.join(_link(c, link) for link in task.all_links) or "—",
        task.deliverable or "—",
        task.acceptance or "—",
    )


def _float(dates: NodeDates | None) -> Inline:
    if dates is None or dates.total_float is None:
        return say("—")
    return (Span(f"{round(dates.total_float, 1):g}", "red" if dates.critical else ""),)


def _phase(c: Context, node: Walk) -> str:
    dates = c.dates(node.id)
    name = f"{node.wbs} {c.node_name(node)}"
    if dates is None:
        return name
    return f"{name}{c('　', '  ')}{dates.start.isoformat()} – {dates.finish.isoformat()}"


def _length(c: Context, task: Task) -> Inline:
    length = task.length
    if task.milestone or task.tasks:
        return say("—")
    if length is None:
        return c.blank
    natural = length.unit == "ed" or task.calendar == "natural_days"
    if length.unit in {"h", "eh"}:
        unit = c("小时", " h")
    else:
        unit = c("自然日", " cal. d") if natural else c("天", " d")
    return say(f"{length.value.normalize():f}{unit}")


def _link(c: Context, link: Link) -> str:
    number = c.wbs.get(link.pred, link.pred)
    kind = "" if link.type == "FS" else link.type
    if not link.lag:
        return f"{number}{kind}"
    unit = c(*_UNITS[link.lag_unit]) if link.lag_unit in _UNITS else link.lag_unit
    return f"{number}{kind or 'FS'}{link.lag:+g}{unit}"
