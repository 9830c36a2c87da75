"""九 沟通与反馈机制: what is told to whom, when, and where answers go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents import wording
from yunchou.plan.documents.sections.parts import head, para, row, run, table
from yunchou.plan.documents.tree import Column, Items

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Row
    from yunchou.plan.model import Meeting


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    blocks: list[Block] = [head(c("会议安排", "Meetings"))]
    blocks.append(_meetings(c) if c.plan.meetings else para(c.blank))
    blocks += [head(c("沟通与反馈渠道", "Channels"))]
    blocks.append(_channels(c) if c.plan.channels else para(c.blank))
    blocks += [head(c("会议与升级规则", "Rules")), _rules(c)]
    return tuple(blocks)


def _meetings(c: Context) -> Block:
    columns = [
        Column(c("会议", "Meeting"), 8),
        Column(c("时间", "When"), 10),
        Column(c("时长", "Length"), 5),
        Column(c("主持", "Chair"), 6),
        Column(c("参加", "Attendees"), 12),
        Column(c("会前材料", "Inputs"), 8),
        Column(c("会议产出", "Outputs"), 8),
    ]
    return table(columns, [_meeting(c, meeting) for meeting in c.plan.meetings])


def _meeting(c: Context, meeting: Meeting) -> Row:
    return row(
        meeting.name,
        when(c, meeting),
        c(f"{meeting.duration_min}分钟", f"{meeting.duration_min} min"),
        c.or_blank(c.owner(meeting.chair_role)),
        c.or_blank(c.join(c.short_role(role) for role in meeting.attendee_roles)),
        meeting.inputs or "—",
        meeting.outputs or "—",
    )


def when(c: Context, meeting: Meeting) -> str:
    """Say when a meeting is held: its rhythm, or what it waits for."""
    start = meeting.start
    after = [c.task_name(key) for key in start.ids] if start and start.type == "tasks" else []
    if meeting.rrule:
        text = wording.recurrence(meeting.rrule, c.options.lang)
        since = c(f"，自“{after[0]}”起", f", from “{after[0]}” on") if after else ""
        return text + since
    if after:
        names = c.join(c(f"“{name}”", f"“{name}”") for name in after)
        return c(f"{names}当日", f"on the day of {names}")
    offset = (start.offset_days if start else 0) or 0
    if not offset:
        return c("项目启动当日", "on the first day")
    return c(f"启动后第{offset}天", f"{offset} days after the start")


def _channels(c: Context) -> Block:
    columns = [Column(c("渠道", "Channel"), 12), Column(c("用途", "Use"), 28)]
    rows = [row(channel.name, c.or_blank(channel.use)) for channel in c.plan.channels]
    return table(columns, rows)


def _rules(c: Context) -> Block:
    project = c.plan.project
    manager = c.or_blank(c.owner(project.manager_role))
    sponsor = c.or_blank(c.owner(project.sponsor_role))
    return Items(
        (
            run(
                c(
                    "议程与材料在会前24小时发出；纪要在会后24小时内发出，"
                    "每项决议写明责任人、期限和验收标准。",
                    "Agenda and papers go out 24 hours before a meeting, minutes within 24 hours "
                    "after it; every resolution names owner, deadline and acceptance.",
                )
            ),
            run(
                c(
                    "例会遇法定节假日顺延至下一工作日。",
                    "A meeting that falls on a holiday moves to the next working day.",
                )
            ),
            run(
                c("需协调事项由任务责任人报", "What an owner cannot settle goes to the manager ("),
                manager,
                c("；两个工作日内未能解决的，升级至", "); after two working days to the sponsor ("),
                sponsor,
                c("决定。", ")."),
            ),
        ),
        numbered=True,
    )
