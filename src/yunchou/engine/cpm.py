"""The critical path method: early and late dates, floats, drivers.

Source of the method: Kelley & Walker, *Critical-Path Planning and Scheduling* (1959); of link
types, lags and calendars: the PMI *Practice Standard for Scheduling*. How an instant between two
working periods is treated, and why both passes are exact inverses, stands in
`yunchou.engine.kernels`.

**Facts.** A finished activity keeps its dates, has no float, is not critical and asks nothing of
its predecessors any more. A started activity keeps its start; what remains follows its predecessors
and the status date (retained logic).

**As late as possible.** The late start of such an activity becomes a lower bound and the forward
pass runs again, so it uses its total float, as in Microsoft Project; its successors follow it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from yunchou.engine import kernels as k
from yunchou.engine.calendars import WorkTime
from yunchou.engine.compiled import Columns, CompiledNetwork
from yunchou.engine.conflicts import find_conflicts
from yunchou.engine.network import (
    ConstraintKind,
    Driver,
    Edge,
    Schedule,
    ScheduledActivity,
    moment,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from yunchou.engine.network import Activity, Anchor, Calendar, Network

_KIND = {"FS": 0, "SS": 1, "FF": 2, "SF": 3}

_HONOURED = {
    ConstraintKind.SNET: k.LO_START,
    ConstraintKind.FNET: k.LO_FINISH,
    ConstraintKind.SNLT: k.CAP_START | k.HI_START,
    ConstraintKind.FNLT: k.CAP_FINISH | k.HI_FINISH,
    ConstraintKind.MSO: k.PIN_START,
    ConstraintKind.MFO: k.PIN_FINISH,
    ConstraintKind.ALAP: k.ALAP,
    ConstraintKind.ASAP: 0,
}
_WISHED = _HONOURED | {
    ConstraintKind.SNLT: k.HI_START,
    ConstraintKind.FNLT: k.HI_FINISH,
    ConstraintKind.MSO: k.LO_START | k.HI_START,
    ConstraintKind.MFO: k.LO_FINISH | k.HI_FINISH,
}

_DRIVERS = {
    k.BY_PROJECT: Driver.PROJECT,
    k.BY_CONSTRAINT: Driver.CONSTRAINT,
    k.BY_STATUS: Driver.STATUS,
    k.BY_ACTUAL: Driver.ACTUAL,
    k.BY_MANUAL: Driver.MANUAL,
}


def compute(network: Network, *, compiled: bool | None = None) -> Schedule:
    """Schedule a network.

    Parameters
    ----------
    network
        The problem; its ``start``, ``finish`` or ``anchor`` chooses the mode.
    compiled
        Force the compiled or the plain path; None chooses by size. The numbers are the same.

    Returns
    -------
    Schedule
        Negative float and broken wishes are part of the answer (`Schedule.conflicts`), not errors.

    Raises
    ------
    InputError
        A calendar has too little working time to hold the work (code ``schedule.endless``).
    """
    rows = _rows(network)
    begin = network.start
    if begin is None:
        begin = _latest_begin(network, rows, compiled=compiled)
    engine = _compile(network, rows, network.order, compiled=compiled)
    answers = _solve(network, engine, begin)
    back = [0] * len(network.order)
    for at, i in enumerate(network.order):
        back[i] = at
    activities = tuple(answers[at] for at in back)
    schedule = Schedule(
        network=network,
        activities=activities,
        start=min((a.start for a in activities), default=begin),
        finish=max((a.finish for a in activities), default=begin),
    )
    return _explained(schedule, begin)


class _Row(NamedTuple):
    """The columns of one activity, in the order of `kernels.Tasks`."""

    work: int
    done: int
    calendar: int
    float_calendar: int
    flags: int
    start: int
    finish: int
    limit: int


def _row(network: Network, activity: Activity) -> _Row:
    own = _calendar(network, activity)
    clock = activity.elapsed or not (activity.duration or activity.remaining)
    row = _Row(
        work=activity.duration,
        done=0,
        calendar=0 if clock else own,
        float_calendar=own,
        flags=0 if activity.deadline is None else k.HI_FINISH,
        start=0,
        finish=0,
        limit=k.FAR if activity.deadline is None else activity.deadline,
    )
    if activity.actual_start is not None:
        return _fact(row, activity, activity.actual_start)
    if activity.manual_start is not None:
        return _manual(row, network.calendars[own - 1], activity, activity.manual_start)
    return _wish(row, activity, honoured=network.honour_constraints)


def _calendar(network: Network, activity: Activity) -> int:
    """Number of an activity's calendar in the tables, where 0 is the clock."""
    chosen = network.project_calendar if activity.calendar is None else activity.calendar
    return chosen + 1


def _fact(row: _Row, activity: Activity, start: int) -> _Row:
    if activity.actual_finish is not None:
        return row._replace(work=0, flags=k.FINISHED, start=start, finish=activity.actual_finish)
    left = activity.duration if activity.remaining is None else activity.remaining
    row = row._replace(
        work=left,
        done=max(activity.duration - left, 0),
        flags=row.flags | k.STARTED,
        start=start,
    )
    wish = activity.constraint
    if wish and wish.at is not None and wish.kind in (ConstraintKind.FNLT, ConstraintKind.MFO):
        return row._replace(flags=row.flags | k.HI_FINISH, limit=min(row.limit, wish.at))
    return row


def _manual(row: _Row, calendar: Calendar, activity: Activity, start: int) -> _Row:
    finish = activity.manual_finish
    if finish is None and row.calendar:
        finish = WorkTime(calendar).add(start, row.work)
    elif finish is None:
        finish = start + row.work
    flags = row.flags | k.FIXED
    return row._replace(work=finish - start, calendar=0, flags=flags, start=start, finish=finish)


def _wish(row: _Row, activity: Activity, *, honoured: bool) -> _Row:
    wish = activity.constraint
    if wish is None:
        return row
    row = row._replace(flags=row.flags | (_HONOURED if honoured else _WISHED)[wish.kind])
    if wish.at is None:
        return row
    capped = wish.kind in (ConstraintKind.FNLT, ConstraintKind.MFO)
    limit = min(row.limit, wish.at) if capped else row.limit
    return row._replace(start=wish.at, finish=wish.at, limit=limit)


def _pinned(row: _Row, anchor: Anchor) -> _Row:
    """Hold an anchored activity; facts and manual dates stand above the wish."""
    if row.flags & (k.FIXED | k.STARTED | k.FINISHED):
        return row
    pin = k.PIN_START if anchor.edge is Edge.START else k.PIN_FINISH
    return row._replace(flags=row.flags & k.HI_FINISH | pin, start=anchor.at, finish=anchor.at)


def _late_activities(network: Network) -> set[int]:
    """Indexes of the activities that the mode places as late as possible."""
    if network.anchor is not None:
        chosen: Collection[int] = _ancestors(network, network.index[network.anchor.activity])
    else:
        chosen = range(len(network.activities)) if network.finish is not None else ()
    wishes = {i: network.activities[i].constraint for i in chosen}
    asap = ConstraintKind.ASAP
    return {i for i, wish in wishes.items() if wish is None or wish.kind is not asap}


def _ancestors(network: Network, activity: int) -> set[int]:
    before: list[list[int]] = [[] for _ in network.activities]
    for link in network.links:
        before[network.index[link.succ]].append(network.index[link.pred])
    found: set[int] = set()
    todo = [activity]
    while todo:
        for i in before[todo.pop()]:
            if i not in found:
                found.add(i)
                todo.append(i)
    return found


def _rows(network: Network) -> list[_Row]:
    rows = [_row(network, activity) for activity in network.activities]
    for i in _late_activities(network):
        rows[i] = rows[i]._replace(flags=rows[i].flags | k.ALAP)
    if network.anchor is not None:
        i = network.index[network.anchor.activity]
        rows[i] = _pinned(rows[i], network.anchor)
    return rows


def _compile(
    network: Network, rows: Sequence[_Row], chosen: Sequence[int], *, compiled: bool | None
) -> CompiledNetwork:
    """Compile the chosen activities (indexes in topological order) and the links among them."""
    number = {network.activities[i].id: at for at, i in enumerate(chosen)}
    links = [x for x in network.links if x.pred in number and x.succ in number]
    lags = [network.lag_of(link) for link in links]
    columns = Columns(
        k.Tasks(*([rows[i][at] for i in chosen] for at in range(len(_Row._fields)))),
        pred=[number[x.pred] for x in links],
        succ=[number[x.succ] for x in links],
        kind=[_KIND[x.type] for x in links],
        lag=[lag for lag, _ in lags],
        lag_calendar=[0 if calendar is None else calendar + 1 for _, calendar in lags],
    )
    return CompiledNetwork(
        columns,
        network.calendars,
        _around(network, rows),
        order=range(len(chosen)),
        compiled=compiled,
    )


def _around(network: Network, rows: Sequence[_Row]) -> tuple[int, int]:
    """Return the first and last instant that the problem itself names."""
    at = None if network.anchor is None else network.anchor.at
    modes = (network.start, network.finish, at, network.status_date, network.earliest)
    named = [x for x in modes if x is not None]
    for row in rows:
        if row.flags:
            named += [x for x in (row.start, row.finish, row.limit) if 0 < x < k.FAR]
    return min(named), max(named)


def _latest_begin(network: Network, rows: Sequence[_Row], *, compiled: bool | None) -> int:
    """Return the latest project start that keeps the finish, or the anchor, where it is."""
    if network.anchor is None:
        target = network.finish or 0
        chosen: Sequence[int] = network.order
    else:
        target = network.anchor.at
        anchor = network.index[network.anchor.activity]
        upstream = _ancestors(network, anchor) | {anchor}
        chosen = [i for i in network.order if i in upstream]
    engine = _compile(network, rows, chosen, compiled=compiled)

    def passes() -> int:
        engine.forward(target)  # only so that the late dates have early ones beside them
        engine.backward(target if network.finish is not None else engine.horizon())
        return min(
            (_opening(engine, at, late) for at, late in enumerate(engine.column("late_start"))),
            default=target,
        )

    return engine.within(passes)


def _opening(engine: CompiledNetwork, at: int, late: int) -> int:
    """Return a late start as the beginning of work: a milestone's 17:00 is the next 08:00."""
    calendar = engine.tasks.float_calendar[at]
    standing = k.PIN_START | k.PIN_FINISH | k.FIXED | k.STARTED | k.FINISHED
    if engine.tasks.work[at] or engine.tasks.flags[at] & standing:
        return late
    return k.start_at(engine.plain_tables, calendar, k.work_at(engine.plain_tables, calendar, late))


_EARLY = ("early_start", "early_finish", "driver")
_LATE = ("late_start", "late_finish", "total", "free")


def _solve(network: Network, engine: CompiledNetwork, begin: int) -> list[ScheduledActivity]:
    status = -k.FAR if network.status_date is None else network.status_date

    def passes() -> int:
        end = engine.forward(begin, status)
        engine.backward(end if network.finish is None else network.finish)
        return end

    engine.within(passes)
    columns = {name: engine.column(name) for name in (*_EARLY, *_LATE)}
    shown = columns
    if engine.place_late():
        engine.within(lambda: engine.forward(begin, status))
        shown = {name: engine.column(name) for name in _EARLY}
    names = [network.activities[i].id for i in network.order]
    return [_answer(network, engine, names, at, (columns, shown)) for at in range(len(names))]


def _answer(
    network: Network,
    engine: CompiledNetwork,
    names: Sequence[str],
    at: int,
    columns: tuple[dict[str, list[int]], dict[str, list[int]]],
) -> ScheduledActivity:
    early, shown = columns
    flags = engine.tasks.flags[at]
    code = shown["driver"][at]
    total = early["total"][at]
    by = Driver.LINK if code >= 0 else _DRIVERS[code]
    if by is Driver.CONSTRAINT and flags & k.ALAP:
        by = Driver.LATE
    return ScheduledActivity(
        id=names[at],
        start=shown["early_start"][at],
        finish=shown["early_finish"][at],
        early_start=early["early_start"][at],
        early_finish=early["early_finish"][at],
        late_start=early["late_start"][at],
        late_finish=early["late_finish"][at],
        total_float=total,
        free_float=early["free"][at],
        critical=not flags & k.FINISHED and total <= network.critical_slack,
        driven_by=by,
        driver=names[engine.links.pred[code]] if code >= 0 else None,
    )


def _explained(schedule: Schedule, begin: int) -> Schedule:
    """Add what the dates alone do not say: shortage, estimated years, conflicts."""
    network = schedule.network
    shortage = 0
    if network.earliest is not None and network.start is None and begin < network.earliest:
        office = WorkTime(network.calendars[network.project_calendar])
        shortage = office.between(begin, network.earliest)
    used = {network.calendar_of(activity) for activity in network.activities}
    years = range(moment(schedule.start).year, moment(schedule.finish).year + 1)
    estimated = tuple(y for y in years if any(c.is_estimated(y) for c in used))
    known = replace(schedule, shortage=shortage, estimated_years=estimated)
    return replace(known, conflicts=find_conflicts(known))
