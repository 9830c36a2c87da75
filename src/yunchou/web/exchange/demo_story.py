"""What the demo's people did in the last days: reports, comments, ticks, a risk that struck.

All of it goes through the services of real work, each at its hour of a working day, so that
history, undo and news read as if somebody had been there.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from yunchou.engine.calendars import WorkTime, cn_workdays
from yunchou.web.core import clock
from yunchou.web.projects import selectors, services
from yunchou.web.projects.models import Assignment, ChecklistItem, Project, Status, WorkItem
from yunchou.web.projects.registers import change_row, get, get_row
from yunchou.web.projects.tasks.checklists import add_box, change_box
from yunchou.web.projects.tasks.talking import add_comment
from yunchou.web.risks.models import Risk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from uuid import UUID

    from yunchou.web.core.permissions import Actor

#: tasks that ended within so many days are closed before the reader's eyes, older ones before
RECENT = dt.timedelta(days=11)
_ZONE = ZoneInfo("Asia/Shanghai")


def instant(day: dt.date, hour: tuple[int, int]) -> dt.datetime:
    """Return an hour of a day in China as an instant."""
    return dt.datetime.combine(day, dt.time(*hour), _ZONE).astimezone(dt.UTC)


def due(start: dt.date, finish: dt.date, today: dt.date) -> int:
    """Return the percentage that a task on schedule has at the end of a day, in steps of five."""
    work = WorkTime(cn_workdays())
    whole = max(work.workdays_between(start, finish), 1)
    return min(-(-20 * work.workdays_between(start, today) // whole) * 5, 95)


class Deed(NamedTuple):
    """Something that is done at an instant."""

    at: dt.datetime
    do: Callable[[], Any]


class _Stage(NamedTuple):
    """A project with its people, on a day."""

    project: Project
    actors: Mapping[str, Actor]
    today: dt.date

    def ago(self, days: int, hour: int, minute: int) -> dt.datetime:
        """Return an hour of the n-th working day before today."""
        work, day = WorkTime(cn_workdays()), self.today
        while days:
            day -= dt.timedelta(days=1)
            days -= work.is_workday(day)
        return instant(day, (hour, minute))

    def items(self) -> Any:
        """The project's rows."""
        rows = WorkItem.objects.in_workspace(self.project.workspace_id)
        return rows.filter(project=self.project, trashed_at=None, kind="task").order_by("position")

    def doer(self, item: WorkItem) -> Actor:
        """Return who does a task; the manager where nobody may."""
        held = Assignment.objects.in_workspace(item.workspace_id).filter(item=item)
        ids: set[UUID] = set(held.values_list("member_id", flat=True))
        able = [a for key, a in self.actors.items() if a.member_id in ids and key != "xu"]
        return able[-1] if able else self.actors["lin"]


def tell(project: Project, actors: Mapping[str, Actor], today: dt.date) -> None:
    """Do what was done in the last days, in its order."""
    stage = _Stage(project, actors, today)
    launch = project.archetype == "new_product_launch"
    deeds = [*_ended(stage), *_reported(stage), *(_launch if launch else _bid)(stage)]
    for deed in sorted(deeds, key=lambda one: one.at):
        with clock.at(deed.at):
            deed.do()


def _ended(stage: _Stage) -> Iterator[Deed]:
    """Tasks that ended a few days ago were closed by who did them, on the planned day."""
    due = stage.items().filter(percent__lt=100, baseline_finish__lt=stage.today)
    for minute, item in enumerate(due.exclude(id=_late(stage))):
        if item.actual_start is None:
            continue
        doer, at = stage.doer(item), instant(item.baseline_finish, (16, 5 + 7 * minute % 50))
        yield Deed(at, partial(_close, doer, item))
        told = f"《{item.deliverable}》已提交：{item.acceptance}。"
        yield Deed(at + dt.timedelta(minutes=3), partial(_say, doer, item, told))


def _late(stage: _Stage) -> UUID | None:
    """Return the task that takes longer than planned: the only one with work left in figures."""
    slipping = stage.items().filter(percent__lt=100, remaining__gt=0)
    found: UUID | None = slipping.values_list("id", flat=True).first()
    return found


def _reported(stage: _Stage) -> Iterator[Deed]:
    """Tasks at work got a report yesterday or the day before."""
    busy = stage.items().filter(percent__gt=0, percent__lt=100, baseline_finish__gte=stage.today)
    for position, item in enumerate(busy.exclude(id=_late(stage))):
        at = stage.ago(1 + position % 2, 17, 12 + 9 * position % 45)
        values = {"percent": due(item.actual_start, item.baseline_finish, stage.today)}
        yield Deed(at, partial(_change, stage.doer(item), item, values))


def _launch(stage: _Stage) -> Iterator[Deed]:
    """The launch: one critical task is late, a competitor has cut its prices."""
    late = stage.items().filter(id=_late(stage)).first()
    lin, zhou, chen = (stage.actors[key] for key in ("lin", "zhou", "chen"))
    yield from _struck(stage, "R06", lin, stage.ago(4, 10, 26))
    if late is not None:
        yield from _slips(stage, late)
    waiting = stage.items().filter(actual_start=None, name__contains="物料").first()
    if waiting is not None:
        at = stage.ago(2, 11, 8)
        yield Deed(at, partial(_change, zhou, waiting, {"priority": "high"}))
        say = "卖场报品要用主视觉，样稿一出先给 @周立 和 @孙悦，他们约卖场。"
        yield Deed(at + dt.timedelta(minutes=2), partial(_say, zhou, waiting, say))
        yield Deed(stage.ago(1, 9, 41), partial(_say, chen, waiting, "好，两家设计公司已约好。"))


def _slips(stage: _Stage, late: WorkItem) -> Iterator[Deed]:
    lin, zhou, doer = stage.actors["lin"], stage.actors["zhou"], stage.doer(late)
    opened, steps = instant(late.actual_start or stage.today, (9, 40)), count(0, 25)

    def ago(days: int, hour: int, minute: int) -> dt.datetime:
        """Nobody reports on a task before it has begun, however short it has been open."""
        earliest = opened + dt.timedelta(minutes=next(steps))
        return max(stage.ago(days, hour, minute), earliest)

    for name, done in (("初稿", 5), ("内部评审", 3), ("按意见修改", 0), ("定稿", 0)):
        yield Deed(ago(6, 9, 30), partial(_box, lin, late, name))
        if done:
            yield Deed(ago(done, 15, 20), partial(_tick, doer, late, name))
    say = (
        f"《{late.deliverable}》初稿评审意见比预想的多，要再改一轮，按原计划交不出来。"
        "@林晓 请看后面哪些任务能调。"
    )
    yield Deed(ago(2, 16, 40), partial(_say, doer, late, say))
    yield Deed(ago(2, 16, 42), partial(_change, doer, late, {"percent": 60}))
    yield Deed(
        ago(2, 17, 55),
        partial(_say, lin, late, "收到。不依赖定稿的任务先并行，缺口明天例会上对。@周岚 请知悉。"),
    )
    yield Deed(
        ago(1, 9, 5),
        partial(_say, zhou, late, "上市日不动。需要外部支持直接提，费用从不可预见费里走。"),
    )


def _bid(stage: _Stage) -> Iterator[Deed]:
    """The bid: on schedule, the customer's people are being met."""
    zhao, zhouli, qian = (stage.actors[key] for key in ("zhao", "zhouli", "qian"))
    busy = stage.items().filter(percent__gt=0, percent__lt=100, baseline_finish__gte=stage.today)
    item = busy.first() or stage.items().filter(actual_start__isnull=False).last()
    if item is not None:
        say = "客户设备部和财务部都约上了，采购部还在等回复。@钱峰 能耗对比那页请今天给我。"
        yield Deed(stage.ago(3, 14, 18), partial(_say, zhouli, item, say))
        yield Deed(stage.ago(3, 17, 2), partial(_say, qian, item, "已发，用的是三厂区去年实测数。"))
        yield Deed(
            stage.ago(1, 10, 33),
            partial(_say, zhao, item, "采购部回了，下周见。谁去、谈什么，@周立 写一页纸给我。"),
        )
    coming = stage.items().filter(actual_start=None).first()
    if coming is not None:
        at = stage.ago(1, 11, 15)
        yield Deed(at, partial(_change, stage.actors["lin"], coming, {"priority": "high"}))


def _struck(stage: _Stage, code: str, actor: Actor, at: dt.datetime) -> Iterator[Deed]:
    rows = Risk.objects.in_workspace(stage.project.workspace_id).filter(project=stage.project)
    risk = rows.filter(code=code).first()
    if risk is not None:
        yield Deed(at, partial(_strike, actor, risk.id))


# -- single deeds ----------------------------------------------------------------------


def _strike(actor: Actor, risk_id: UUID) -> None:
    entry = get("risks.risk")
    row = get_row(actor=actor, entry=entry, row_id=risk_id, write=True)
    values = {"status": "triggered", "triggered_at": clock.today()}
    change_row(actor=actor, entry=entry, row=row, values=values, version=None)


def _change(actor: Actor, task: WorkItem, values: dict[str, Any]) -> None:
    item = selectors.get_work_item(actor=actor, ref=task.id)
    services.change_work_item(actor=actor, item=item, values=values, version=item.version)


def _close(actor: Actor, task: WorkItem) -> None:
    item = selectors.get_work_item(actor=actor, ref=task.id)
    columns = Status.objects.of(actor).filter(project_id=item.project_id, category="done")
    services.set_status(actor=actor, item=item, status=columns[0])


def _say(actor: Actor, task: WorkItem, body: str) -> None:
    item = selectors.get_work_item(actor=actor, ref=task.id)
    add_comment(actor=actor, item=item, body=body)


def _box(actor: Actor, task: WorkItem, name: str) -> None:
    item = selectors.get_work_item(actor=actor, ref=task.id)
    add_box(actor=actor, item=item, name=name)


def _tick(actor: Actor, task: WorkItem, name: str) -> None:
    item = selectors.get_work_item(actor=actor, ref=task.id)
    box = ChecklistItem.objects.of(actor).filter(item=item, name=name)[0]
    box.item = item  # as loaded under the actor's permission
    change_box(actor=actor, box=box, values={"done": True})
