"""七 组织与资源: who is in, who answers for what, how much of whom and when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from yunchou.plan.documents.context import say
from yunchou.plan.documents.sections import raci
from yunchou.plan.documents.sections.parts import head, note, para, row, table
from yunchou.plan.documents.tree import Column

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Row
    from yunchou.plan.model import RoleDef

#: months of one staffing table
MOST_MONTHS = 12
#: roles for which an upright page has room
MOST_ROLES = 13


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    if not c.plan.roles:
        return (para(c.blank),)
    blocks: list[Block] = [head(c("项目组织", "Project organisation")), _roles(c)]
    if c.nodes and (not c.phases or len(raci.columns(c)) > MOST_ROLES):
        text = c("各项任务的责任分工见《责任分配矩阵（RACI）》。", "See the annex “RACI matrix”.")
        blocks += [head(c("责任分工", "Responsibilities")), para(text)]
    elif c.phases:
        blocks += [head(c("责任分工（按阶段）", "Responsibilities by phase")), *_raci(c)]
    blocks += [head(c("人力投入", "Staffing")), *_staffing(c)]
    external = [line for line in c.plan.budget.lines if line.supplier]
    if external:
        columns = [
            Column(c("供应商或采购方式", "Supplier"), 14),
            Column(c("内容", "For"), 16),
            Column(c("负责人", "Owner"), 8),
        ]
        rows = [
            row(line.supplier, line.name, c.or_blank(c.answerable(line.owner, None)))
            for line in external
        ]
        blocks += [head(c("外部资源", "External resources")), table(columns, rows)]
    return tuple(blocks)


def _roles(c: Context) -> Block:
    columns = [
        Column(c("角色", "Role"), 9),
        Column(c("人员", "People"), 10),
        Column(c("所属部门", "Department"), 8),
        Column(c("人数", "Heads"), 4, "right"),
        Column(c("单人投入", "Each"), 5, "right"),
        Column(c("折合人力", "FTE"), 5, "right"),
    ]
    rows = [_role(c, role) for role in c.plan.roles]
    heads = sum(role.headcount for role in c.plan.roles)
    fte = sum(role.headcount * role.fte_each for role in c.plan.roles)
    rows.append(row(c("合计", "Total"), "", "", f"{heads:g}", "", f"{fte:.1f}", kind="total"))
    return table(columns, rows)


def _role(c: Context, role: RoleDef) -> Row:
    people = [person for person in c.plan.people if role.id in person.roles]
    departments = dict.fromkeys(person.department for person in people if person.department)
    names = c.join(person.name for person in people[:6]) + ("…" if len(people) > 6 else "")
    return row(
        c.role(role.id),
        c.or_blank(names),
        c.or_blank(c.join(departments)),
        f"{role.headcount:g}",
        f"{role.fte_each * 100:g}%",
        f"{role.headcount * role.fte_each:.1f}",
    )


def _raci(c: Context) -> list[Block]:
    roles = raci.columns(c)
    columns = [Column(c("阶段", "Phase"), 9)]
    columns += [Column(c.short_role(role), 4.5, "center") for role in roles]
    rows = []
    for phase in c.phases:
        marks = raci.letters(c, phase, phase.tasks)
        cells = [marks.get(role, "") for role in roles]
        rows.append(row(c.name(phase.name, phase.name_en), *cells))
    return [table(columns, rows), note(raci_key(c))]


def raci_key(c: Context) -> str:
    """Explain the letters."""
    return c(
        "R 执行，A 负责（每行唯一），C 征询意见，I 知会；未另行指定时，"
        "项目发起人与项目经理为知会对象。",
        "R responsible, A accountable (one per row), C consulted, I informed; where nothing else "
        "is said, sponsor and manager are informed.",
    )


def _staffing(c: Context) -> list[Block]:
    months = _months(c)
    if not months:
        fte = sum(role.headcount * role.fte_each for role in c.plan.roles)
        text = c(
            f"各角色合计折合全职人力{fte:.1f}人；按月投入在项目日期确定后列出：",
            f"All roles together make {fte:.1f} full-time people; months follow with the dates: ",
        )
        return [para(text, c.blank)]
    columns = [Column(c("角色", "Role"), 9)]
    columns += [Column(_month(c, month), 4.5, "right") for month in months]
    rows = [_staff(c, role, months) for role in c.plan.roles]
    totals = [sum(_load(c, role, month) for role in c.plan.roles) for month in months]
    cells = [f"{total:.1f}" for total in totals]
    rows.append(row(c("合计", "Total"), *cells, kind="total"))
    text = c(
        "单位：人（折合全职）。只列出该角色当月有任务的月份；跨部门人员的投入须经其部门负责人确认。",
        "Full-time equivalents, in months where the role has tasks; staffing across departments "
        "is confirmed by the line manager.",
    )
    return [table(columns, rows), note(text)]


def _month(c: Context, month: dt.date) -> str:
    return c(f"{month.year % 100:02d}年{month.month}月", f"{month:%b %y}")


def _staff(c: Context, role: RoleDef, months: list[dt.date]) -> Row:
    loads = [_load(c, role, month) for month in months]
    return row(c.role(role.id), *(say(f"{load:.1f}" if load else "—") for load in loads))


def _months(c: Context) -> list[dt.date]:
    first, last = c.timeline.start, c.timeline.finish
    if first is None or last is None:
        return []
    month = first.replace(day=1)
    found: list[dt.date] = []
    while month <= last and len(found) < MOST_MONTHS:
        found.append(month)
        month = (month + dt.timedelta(days=32)).replace(day=1)
    return found


def _load(c: Context, role: RoleDef, month: dt.date) -> float:
    after = (month + dt.timedelta(days=32)).replace(day=1)
    busy = any(
        dates.start < after and dates.finish >= month
        for task in c.tasks.values()
        if task.role == role.id and (dates := c.dates(task.id)) is not None
    )
    return role.headcount * role.fte_each if busy else 0.0
