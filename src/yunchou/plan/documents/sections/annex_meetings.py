"""附件 会议日历: every meeting on its days, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.context import strong
from yunchou.plan.documents.sections.communication import when
from yunchou.plan.documents.sections.parts import note, para, row, table
from yunchou.plan.documents.tree import Column

if TYPE_CHECKING:
    import datetime as dt

    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Row


def build(c: Context) -> tuple[Block, ...]:
    """Build the annex."""
    if not c.plan.meetings:
        return (para(c.blank),)
    if not c.timeline.known:
        return (_undated(c),)
    columns = [
        Column(c("月份", "Month"), 6),
        Column(c("会议", "Meeting"), 10),
        Column(c("日期", "Days"), 24),
        Column(c("主持", "Chair"), 8),
    ]
    text = c(
        "遇法定节假日的会议已顺延至下一工作日；以任务完成日召开的会议随进度调整。",
        "Meetings on holidays have moved to the next working day; those held at the end of a task "
        "move with it.",
    )
    return note(text), table(columns, _rows(c))


def _rows(c: Context) -> list[Row]:
    months: dict[dt.date, list[tuple[dt.date, Row]]] = {}
    for meeting in c.plan.meetings:
        by_month: dict[dt.date, list[dt.date]] = {}
        for day in c.timeline.occurrences(meeting):
            by_month.setdefault(day.replace(day=1), []).append(day)
        for month, days in by_month.items():
            title = strong(c(f"{month.year}年{month.month}月", f"{month:%B %Y}"))
            cells = row(
                title, meeting.name, _days(c, days), c.or_blank(c.owner(meeting.chair_role))
            )
            months.setdefault(month, []).append((days[0], cells))
    rows: list[Row] = []
    for month in sorted(months):
        ordered = sorted(months[month], key=lambda item: item[0])
        for position, (_, cells) in enumerate(ordered):
            # the month is named once, on its first line
            rows.append(cells if not position else row("", *cells.cells[1:]))
    return rows


def _days(c: Context, days: list[dt.date]) -> str:
    names = "一二三四五六日"
    if c.english:
        return ", ".join(f"{day:%a} {day.day}" for day in days)
    return "、".join(f"{day.day}日（周{names[day.weekday()]}）" for day in days)


def _undated(c: Context) -> Block:
    columns = [
        Column(c("会议", "Meeting"), 10),
        Column(c("时间", "When"), 16),
        Column(c("日期", "Days"), 12),
        Column(c("主持", "Chair"), 8),
    ]
    rows = [
        row(meeting.name, when(c, meeting), c.blank, c.or_blank(c.owner(meeting.chair_role)))
        for meeting in c.plan.meetings
    ]
    return table(columns, rows)
