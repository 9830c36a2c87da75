"""The engine's answer, told for every phase and task of the plan."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from yunchou.engine.calendars import OFFICE_HOURS
from yunchou.engine.network import DAY, minute, moment
from yunchou.messages import Text
from yunchou.plan.scheduling.result import Line, NotModelled, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from yunchou.engine.network import Schedule, ScheduledActivity
    from yunchou.plan import model
    from yunchou.plan.model import Walk
    from yunchou.plan.scheduling.mapping import Mapped
    from yunchou.plan.scheduling.result import Moment


def lines_of(mapped: Mapped, solved: Schedule) -> tuple[Line, ...]:
    """Return one line for every node of the WBS, summaries rolled up."""
    teller = _Teller(mapped, solved)
    nodes = list(mapped.plan.walk())
    below: dict[str, list[Line]] = {}
    lines: dict[str, Line] = {}
    for node in reversed(nodes):
        line = (
            teller.summary(node, below.get(node.id, [])) if node.is_summary else teller.leaf(node)
        )
        lines[node.id] = line
        if node.parent is not None:
            below.setdefault(node.parent, []).append(line)
    return tuple(lines[node.id] for node in nodes)


class _Teller:
    def __init__(self, mapped: Mapped, solved: Schedule) -> None:
        self._mapped = mapped
        self._solved = {found.id: found for found in solved}

    def leaf(self, node: Walk) -> Line:
        task = node.task
        assert task is not None  # noqa: S101 (a leaf is a task)
        mapped = self._mapped
        parts = [self._solved[part] for part in mapped.parts(task.id)]
        number = mapped.numbers[task.id]
        activity = mapped.activity(task.id)
        start, finish = min(p.start for p in parts), max(p.finish for p in parts)
        early_finish = max(p.early_finish for p in parts)
        late_start = min(p.late_start for p in parts)
        late_finish = max(p.late_finish for p in parts)
        if mapped.times and activity.duration == 0 and activity.constraint is None:
            late_start = late_finish = mapped.literal_late(task.id, late_finish, self._solved)
        if mapped.times and not activity.actual_finish:
            literal = mapped.literal_finish(task.id, finish, self._solved)
            early_finish = literal if early_finish == finish else early_finish
            finish = literal
        tightest = min(parts, key=lambda part: part.total_float)
        per_day = 1440 if task.id in mapped.elapsed else mapped.book.per_day(number)
        float_day = mapped.book.per_day(number)
        milestone = activity.duration == 0
        tell = self._telling(
            milestone=milestone,
            driven=tightest.driver is not None,
            elapsed=task.id in mapped.elapsed,
        )
        begin, end = tell(start), tell(finish, is_finish=True)
        duration = mapped.duration[task.id]
        return Line(
            **_about(node),
            milestone=task.milestone or (milestone and task.length is not None),
            start=begin,
            finish=end,
            early_start=tell(min(p.early_start for p in parts)),
            early_finish=tell(early_finish, is_finish=True),
            late_start=tell(late_start),
            late_finish=tell(late_finish, is_finish=True),
            duration_days=duration / per_day,
            total_float_days=self._total_float(task, tightest) / float_day,
            free_float_days=min(p.free_float for p in parts) / float_day,
            critical=any(p.critical for p in parts) and task.actual_finish is None,
            driven_by=str(tightest.driven_by),
            driver=mapped.told(tightest.driver),
            stored_start=_stored(task.start, times=mapped.times),
            stored_finish=_stored(task.finish, times=mapped.times),
            begin=moment(start),
            end=moment(finish),
        )

    def _total_float(self, task: model.Task, part: ScheduledActivity) -> int:
        """Return total float on the task's own calendar, where people's narrow it further."""
        mapped = self._mapped
        worked = mapped.by_id()[part.id].calendar
        if task.calendar is None or worked is None or worked == mapped.own.get(task.id, worked):
            return part.total_float
        return mapped.book.work(mapped.own[task.id], part.early_finish, part.late_finish)

    def _telling(self, *, milestone: bool, driven: bool, elapsed: bool) -> Callable[..., Moment]:
        """Return how instants of a task are told: as they are, or as the day they belong to."""
        # clock time that ends when work begins ends with the day before
        back = 1 + (OFFICE_HOURS[0][0] if elapsed else 0)

        def tell(at: int, *, is_finish: bool = False) -> Moment:
            if self._mapped.times:
                return moment(at)
            if is_finish and not milestone:
                return moment(at - back).date()
            midnight = at % DAY == 0
            return moment(at - 1 if midnight and milestone and driven else at).date()

        return tell

    def summary(self, node: Walk, below: Sequence[Line]) -> Line:
        dated = [line for line in below if line.start is not None]
        task = node.task
        if not dated:
            return Line(**_about(node), milestone=False, start=None, finish=None)
        begin = min(line.begin for line in dated if line.begin is not None)
        end = max(line.end for line in dated if line.end is not None)
        book = self._mapped.book
        minutes = book.work(0, minute(begin), minute(end))
        return Line(
            **_about(node),
            milestone=False,
            **{
                key: pick(getattr(line, key) for line in dated if getattr(line, key) is not None)
                for key, pick in _ROLLED.items()
            },
            duration_days=minutes / book.per_day(0),
            total_float_days=min(line.total_float_days for line in dated),
            free_float_days=min(line.free_float_days for line in dated),
            critical=any(line.critical for line in dated),
            stored_start=_stored(task.start, times=self._mapped.times) if task else None,
            stored_finish=_stored(task.finish, times=self._mapped.times) if task else None,
            begin=begin,
            end=end,
        )


_GAPS = Text(
    "存储的起止跨度大于工期：任务被拆分、被均衡推迟或分段执行，空档未建模",
    "The stored dates span more than the duration: split, levelled or interrupted work",
)
_CLOCK = re.compile(r" (?:[01]\d|2[0-4]):[0-5]\d")
_ROLLED: dict[str, Any] = {
    "start": min,
    "finish": max,
    "early_start": min,
    "early_finish": max,
    "late_start": min,
    "late_finish": max,
}


def _about(node: Walk) -> dict[str, Any]:
    return {
        "id": node.id,
        "wbs": node.wbs,
        "name": (node.task or node.phase).name,
        "depth": node.depth,
        "summary": node.is_summary,
        "phase": node.task is None,
    }


def _stored(at: model.Moment | None, *, times: bool) -> Moment | None:
    if at is None or not times:
        return at.date() if isinstance(at, dt.datetime) else at
    whole = at if isinstance(at, dt.datetime) else dt.datetime.combine(at, dt.time())
    return whole.replace(second=0, microsecond=0, tzinfo=None)


def problems_of(mapped: Mapped, solved: Schedule) -> tuple[Problem, ...]:
    """Return the engine's conflicts in the plan's ids, in days, without times in plans of days."""
    return tuple(
        Problem(
            found.code,
            mapped.told(found.activity) or "",
            found.minutes / mapped.book.per_day(mapped.numbers.get(found.activity, 0)),
            found.text if mapped.times else Text(*(_CLOCK.sub("", told) for told in found.text)),
            tuple(dict.fromkeys(mapped.told(part) or "" for part in found.chain)),
        )
        for found in solved.conflicts
    )


def unexplained(mapped: Mapped, lines: Sequence[Line]) -> list[NotModelled]:
    """Name tasks whose stored dates span more work than their duration: gaps are not modelled."""
    known = {found.task for found in mapped.not_modelled}
    return [
        NotModelled(line.id, line.name, _GAPS)
        for line in lines
        if mapped.times and line.id in mapped.leaves and line.id not in known
        if (line.start, line.finish) != (line.stored_start, line.stored_finish)
        if _has_gaps(mapped, line)
    ]


def _has_gaps(mapped: Mapped, line: Line) -> bool:
    begin, end = line.stored_start, line.stored_finish
    if begin is None or end is None or line.id in mapped.elapsed:
        return False
    worked = mapped.book.work(mapped.numbers[line.id], minute(begin), minute(end))
    return worked > mapped.duration[line.id] + 1
