"""What a schedule could not keep, and why: one `Conflict` per broken wish, and what pushes it.

Only activities that carry a date of their own (constraint, deadline, manual date, anchor) can break
anything, so only they and the links into them are looked at.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from yunchou.engine.calendars import WorkTime
from yunchou.engine.network import Conflict, ConstraintKind, Edge, moment
from yunchou.messages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from yunchou.engine.network import Activity, Calendar, Link, Network, Schedule

_WISHES: Final = {
    ConstraintKind.SNLT: Text("最晚开始时间", "latest start"),
    ConstraintKind.FNLT: Text("最晚完成时间", "latest finish"),
    ConstraintKind.MSO: Text("必须开始时间", "required start"),
    ConstraintKind.MFO: Text("必须完成时间", "required finish"),
}
_ON_START: Final = (ConstraintKind.SNLT, ConstraintKind.MSO)


def find_conflicts(schedule: Schedule) -> tuple[Conflict, ...]:
    """Return every broken wish of a schedule, worst first."""
    found = [
        *_shortage(schedule),
        *_anchor(schedule),
        *_deadlines(schedule),
        *_constraints(schedule),
        *_links(schedule),
    ]
    return tuple(sorted(found, key=lambda conflict: -conflict.minutes))


@lru_cache(maxsize=16)
def _office(calendar: Calendar) -> WorkTime:
    return WorkTime(calendar)


def _late_by(network: Network, activity: Activity, wished: int, got: int) -> int:
    """Working minutes of an activity's calendar from the wished to the real instant."""
    return _office(network.calendar_of(activity)).between(wished, got)


def _days(network: Network, minutes: int) -> str:
    return f"{minutes / network.minutes_per_day:.2f}".rstrip("0").rstrip(".")


def _zh(at: int) -> str:
    day: datetime = moment(at)
    return f"{day.year}年{day.month}月{day.day}日 {day:%H:%M}"


def _en(at: int) -> str:
    return f"{moment(at):%Y-%m-%d %H:%M}"


def _shortage(schedule: Schedule) -> Iterator[Conflict]:
    if not schedule.shortage or schedule.network.earliest is None:
        return
    days = _days(schedule.network, schedule.shortage)
    earliest = schedule.network.earliest
    first = min(schedule.activities, key=lambda a: a.start)
    text = Text(
        f"按锚定日期倒排，最晚 {_zh(schedule.start)} 就要开工，"
        f"早于可以开工的 {_zh(earliest)}，差 {days} 个工作日",
        f"Counting back, work has to begin on {_en(schedule.start)}, {days} working days before "
        f"the earliest possible start, {_en(earliest)}",
    )
    yield Conflict("shortage", "", schedule.shortage, text, (first.id,))


def _anchor(schedule: Schedule) -> Iterator[Conflict]:
    anchor = schedule.network.anchor
    if anchor is None:
        return
    placed = schedule[anchor.activity]
    got = placed.start if anchor.edge is Edge.START else placed.finish
    if moment(got).date() == moment(anchor.at).date():
        return
    label = schedule.network.activities[schedule.network.index[anchor.activity]].label
    text = Text(
        f"锚定任务“{label}”定在 {_zh(anchor.at)}，实际只能落在 {_zh(got)}",
        f"The anchored task “{label}” is set for {_en(anchor.at)} but can only be on {_en(got)}",
    )
    yield Conflict("anchor", anchor.activity, abs(got - anchor.at), text, (anchor.activity,))


def _deadlines(schedule: Schedule) -> Iterator[Conflict]:
    network = schedule.network
    for activity, placed in zip(network.activities, schedule.activities, strict=True):
        if activity.deadline is None:
            continue
        missing = _late_by(network, activity, activity.deadline, placed.finish)
        if missing > 0:
            days = _days(network, missing)
            text = Text(
                f"任务“{activity.label}”{_zh(placed.finish)} 才完成，"
                f"超过截止时间 {_zh(activity.deadline)}，晚 {days} 个工作日",
                f"Task “{activity.label}” finishes on {_en(placed.finish)}, {days} working days "
                f"after its deadline, {_en(activity.deadline)}",
            )
            yield Conflict("deadline", activity.id, missing, text, schedule.chain(activity.id))


def _constraints(schedule: Schedule) -> Iterator[Conflict]:
    network = schedule.network
    for activity, placed in zip(network.activities, schedule.activities, strict=True):
        wish = activity.constraint
        if wish is None or wish.at is None or wish.kind not in _WISHES:
            continue
        got = placed.start if wish.kind in _ON_START else placed.finish
        missing = _late_by(network, activity, wish.at, got)
        if missing > 0:
            days, name = _days(network, missing), _WISHES[wish.kind]
            text = Text(
                f"任务“{activity.label}”的{name.zh}是 {_zh(wish.at)}，"
                f"实际排到 {_zh(got)}，晚 {days} 个工作日",
                f"Task “{activity.label}” has {_en(wish.at)} as its {name.en} but comes to "
                f"{_en(got)}, {days} working days late",
            )
            yield Conflict("constraint", activity.id, missing, text, schedule.chain(activity.id))


def _links(schedule: Schedule) -> Iterator[Conflict]:
    network = schedule.network
    for link in network.links:
        succ = network.activities[network.index[link.succ]]
        if not _stands(network, succ):
            continue
        missing = _missing(schedule, link, succ)
        if missing > 0:
            pred = network.activities[network.index[link.pred]]
            days = _days(network, missing)
            text = Text(
                f"任务“{succ.label}”的日期是固定的，前置任务“{pred.label}”赶不上，"
                f"差 {days} 个工作日",
                f"Task “{succ.label}” stands on a fixed date that its predecessor "
                f"“{pred.label}” misses by {days} working days",
            )
            chain = (*schedule.chain(pred.id), succ.id)
            yield Conflict("link", succ.id, missing, text, chain)


def _stands(network: Network, activity: Activity) -> bool:
    """Tell whether an activity's dates can disregard its links."""
    if activity.actual_start is not None:
        return False
    if activity.manual_start is not None:
        return True
    if network.anchor is not None and network.anchor.activity == activity.id:
        return True
    wish = activity.constraint
    return network.honour_constraints and wish is not None and wish.kind in _WISHES


def _missing(schedule: Schedule, link: Link, succ: Activity) -> int:
    """Working minutes by which the successor comes too early for a link; 0 or less when kept."""
    network = schedule.network
    before, after = schedule[link.pred], schedule[link.succ]
    at = before.start if link.type[0] == "S" else before.finish
    lag, calendar = network.lag_of(link)
    at = at + lag if calendar is None else _office(network.calendars[calendar]).add(at, lag)
    got = after.start if link.type[1] == "S" else after.finish
    return _late_by(network, succ, got, at)
