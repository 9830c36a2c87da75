"""Sheets of a workbook that only show: timetable, milestones, responsibilities.

They are computed from the plan, stand beside the sheets that are edited, and are not read back.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yunchou.plan.formats.xlsx_cells import Raw
    from yunchou.plan.model import Phase, Plan, Task, Walk
    from yunchou.plan.scheduling import Line

TIMETABLE = Text("进度计划", "Timetable")
MILESTONES = Text("里程碑", "Milestones")
DUTIES = Text("职责分配", "Responsibilities")
#: names of sheets that a reader passes over
TITLES = frozenset({*TIMETABLE, *MILESTONES, *DUTIES})


class View(NamedTuple):
    """A sheet: headings with their widths, rows, and which rows name a phase."""

    title: Text
    heads: tuple[tuple[Text, float], ...]
    rows: tuple[tuple[Raw, ...], ...]
    groups: frozenset[int] = frozenset()


def views(plan: Plan) -> list[View]:
    """Return the sheets; those that would be empty are left out."""
    nodes, dates = list(plan.walk()), _dates(plan)
    made = [_milestones(nodes, dates), _duties(plan, nodes)]
    if dates:
        made.insert(0, _timetable(nodes, dates))
    return [view for view in made if view.rows]


def _dates(plan: Plan) -> Mapping[str, Line]:
    """Return the dates by id; none for a plan that cannot be scheduled yet."""
    from yunchou.plan.scheduling import schedule

    try:
        return schedule(plan).by_id()
    except InputError:
        return {}


def _day(moment: dt.date | dt.datetime | None) -> dt.date | None:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _timetable(nodes: list[Walk], dates: Mapping[str, Line]) -> View:
    heads = (
        (Text("序号", "WBS"), 9.0),
        (Text("任务", "Task"), 40.0),
        (Text("责任角色", "Role"), 12.0),
        (Text("计划开始", "Start"), 12.0),
        (Text("计划完成", "Finish"), 12.0),
        (Text("工期（工作日）", "Working days"), 11.0),
        (Text("总浮动（工作日）", "Total float"), 11.0),
        (Text("关键", "Critical"), 8.0),
        (Text("前置任务", "Predecessors"), 22.0),
    )
    shown = [node for node in nodes if node.id in dates]
    groups = frozenset(at for at, node in enumerate(shown) if node.is_summary)
    return View(TIMETABLE, heads, tuple(_timed(node, dates[node.id]) for node in shown), groups)


def _timed(node: Walk, line: Line) -> tuple[Raw, ...]:
    part, work = node.task or node.phase, not node.is_summary
    links = node.task.all_links if node.task else []
    return (
        node.wbs, part.name, (node.task.role if node.task else node.phase.accountable_role) or "",
        _day(line.start), _day(line.finish),
        _rounded(line.duration_days) if work else None,
        _rounded(line.total_float_days) if work else None,
        "●" if line.critical and work else "", "、".join(link.pred for link in links),
    )  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _milestones(nodes: list[Walk], dates: Mapping[str, Line]) -> View:
    heads = (
        (Text("序号", "WBS"), 9.0),
        (Text("编号", "ID"), 9.0),
        (Text("里程碑", "Milestone"), 36.0),
        (Text("计划日期", "Date"), 12.0),
        (Text("责任角色", "Role"), 12.0),
        (Text("交付物", "Deliverable"), 30.0),
        (Text("验收标准", "Acceptance"), 40.0),
    )
    rows = tuple(
        (
            node.wbs, task.id, task.name, _day(dates[task.id].finish) if task.id in dates else None,
            task.role or "", task.deliverable, task.acceptance,
        )
        for node in nodes
        if (task := node.task) is not None and task.milestone
    )  # fmt: skip
    return View(MILESTONES, heads, rows)


def _duties(plan: Plan, nodes: list[Walk]) -> View:
    roles = {role.id: role.name_zh for role in plan.roles}
    heads = (
        (Text("序号", "WBS"), 9.0),
        (Text("任务", "Task"), 40.0),
        *((Text(f"{name}（{key}）", f"{role.name_en or name} ({key})"), 11.0)
          for role in plan.roles if (key := role.id) and (name := roles[key])),
    )  # fmt: skip
    rows: list[tuple[Raw, ...]] = []
    groups: set[int] = set()
    for node in nodes:
        if node.task is None:
            groups.add(len(rows))
            rows.append((node.wbs, node.phase.name, *("" for _ in roles)))
        else:
            marks = _letters(plan, node.phase, node.task)
            rows.append((node.wbs, node.task.name, *(marks.get(key, "") for key in roles)))
    return View(DUTIES, heads, tuple(rows) if roles else (), frozenset(groups))


def _letters(plan: Plan, phase: Phase, task: Task) -> dict[str, str]:
    """Return the letters of a task by role: A and R first, C and I for those who have neither."""
    accountable = task.accountable or phase.accountable_role or plan.project.manager_role
    found: dict[str, str] = {}
    for role in task.informed:
        found[role] = "I"
    for role in task.consulted:
        found[role] = "C"
    if task.role:
        found[task.role] = "R"
    if accountable:
        found[accountable] = "A/R" if accountable == task.role else "A"
    return found
