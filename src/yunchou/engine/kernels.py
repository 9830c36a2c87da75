"""The inner loops: plain Python over lists, or the same source compiled over int32 arrays.

Nothing here imports numpy or numba. `yunchou.engine.jit` compiles these very functions, so both
paths give the same numbers. They take flat sequences, write into the sequences they are given and
raise nothing: an instant outside the calendar window sets ``tables.outside[0]``, the caller widens.

Positions are topological: every link leads from a lower to a higher position. Coordinates named
``w`` are working minutes of the activity's own calendar (see `yunchou.engine.tables`).

The passes are exact inverses. With ``W`` = `work_at`, ``S`` = `start_at`, ``F`` = `finish_at`:

* ``S(w)`` is the latest instant with ``W = w`` (where work ``w`` begins, 08:00), ``F(w)`` the
  earliest (where work before ``w`` ended, 17:00 of the day before).
* ``F(w) <= t  <=>  w <= W(t)`` and ``S(w) >= t  <=>  w >= W(t)``.

So a link asks ``W(successor's end) >= W(F(W(predecessor's end) + lag))`` forward, and the backward
pass returns the latest predecessor for which that still holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import MutableSequence, Sequence

    from yunchou.engine.tables import Tables

    Ints = Sequence[int]
    Out = MutableSequence[int]

FAR: Final = 2_000_000_000  # beyond every instant (the year 5700), still an int32
BUCKET: Final = 7  # as in yunchou.engine.tables

# What is special about an activity; 0 for the great majority.
PIN_START: Final = 1  # starts at `start`, whatever the links say
PIN_FINISH: Final = 2  # finishes at `finish`, whatever the links say
CAP_START: Final = 4  # starts no later than `start`, whatever the links say
CAP_FINISH: Final = 8
FIXED: Final = 16  # manual: stands from `start` to `finish`
STARTED: Final = 32  # began at `start`
FINISHED: Final = 64  # lasted from `start` to `finish`
LO_START: Final = 128  # starts no earlier than `start`
LO_FINISH: Final = 256
HI_START: Final = 512  # late start no later than `start`
HI_FINISH: Final = 1024  # late finish no later than `limit`
ALAP: Final = 2048

# Drivers that are not links.
BY_PROJECT: Final = -1
BY_CONSTRAINT: Final = -2
BY_STATUS: Final = -3
BY_ACTUAL: Final = -4
BY_MANUAL: Final = -5


class Tasks(NamedTuple):
    """One entry per position; the three dates are read only where ``flags`` says so."""

    work: Ints  # minutes to place: the duration, or what remains
    done: Ints  # minutes behind a started activity
    calendar: Ints  # calendar of its dates; 0 for milestones, elapsed and fixed ones
    float_calendar: Ints  # calendar of its floats
    flags: Out
    start: Out  # date of a constraint on the start, or the fact
    finish: Ints  # date of a constraint on the finish, or the fact
    limit: Ints  # latest finish: the earlier of constraint and deadline


class Links(NamedTuple):
    """Incoming links of position ``k``: entries ``first[k]`` to ``first[k + 1]``."""

    first: Ints
    pred: Ints
    kind: Ints  # bit 0: from the predecessor's start; bit 1: to the successor's finish
    lag: Ints
    calendar: Ints  # calendar of the lag; 0 for the clock


class Passes(NamedTuple):
    """Answers and scratch, one entry per position."""

    w: Out  # early start as a coordinate
    early_start: Out
    early_finish: Out
    late_start: Out
    late_finish: Out
    total: Out
    free: Out
    driver: Out  # entry of the driving link, or a BY_… code
    limit: Out  # scratch: late start that the successors allow, as a coordinate


def work_at(tables: Tables, calendar: int, at: int) -> int:
    """Count the working minutes of a calendar in its window before an instant."""
    if calendar == 0:
        return at
    days = tables.days[0]
    since = at - tables.base[0]
    day = since // 1440
    if day < 0 or day >= days:
        tables.outside[0] = 1
        return 0 if day < 0 else tables.total[calendar]
    row = (calendar - 1) * days + day
    clock = since - day * 1440
    return tables.prefix[row] + tables.inside[tables.pattern[row] * 1440 + clock]


def start_at(tables: Tables, calendar: int, work: int) -> int:
    """Return where the working minute number ``work`` begins."""
    if calendar == 0:
        return work
    if work < 0 or work >= tables.total[calendar]:
        tables.outside[0] = 1
        return tables.base[0] + (0 if work < 0 else tables.days[0] * 1440)
    day = tables.bucket[tables.bucket_at[calendar] + (work >> BUCKET)]
    while tables.end[day] <= work:
        day += 1
    return tables.begin[day] + tables.clock[tables.clock_at[day] + work]


def finish_at(tables: Tables, calendar: int, work: int) -> int:
    """Return where the working minute before number ``work`` ended."""
    return work if calendar == 0 else start_at(tables, calendar, work - 1) + 1


def latest_start(tables: Tables, calendar: int, at: int) -> int:
    """Return the last coordinate that starts at or before an instant."""
    work = work_at(tables, calendar, at)
    return work - 1 if start_at(tables, calendar, work) > at else work


def shift(tables: Tables, calendar: int, at: int, lag: int) -> int:
    """Move an instant by a lag (negative: a lead) on a calendar; the earliest such instant."""
    if calendar == 0:
        return at + lag
    return finish_at(tables, calendar, work_at(tables, calendar, at) + lag)


def unshift(tables: Tables, calendar: int, at: int, lag: int) -> int:
    """Return the latest instant that `shift` moves to ``at`` or before."""
    if calendar == 0:
        return at - lag
    return start_at(tables, calendar, work_at(tables, calendar, at) - lag)


def forward(
    tasks: Tasks, links: Links, tables: Tables, out: Passes, begin: int, status: int
) -> int:
    """Place every activity as early as possible.

    Parameters
    ----------
    begin
        Project start.
    status
        Status date, or ``-FAR``: work not done yet is placed on or after it.

    Returns
    -------
    int
        The last early finish, or ``begin`` without activities.
    """
    latest = begin
    floor = begin if begin > status else status
    for k in range(len(tasks.work)):
        calendar = tasks.calendar[k]
        low = floor
        by = BY_PROJECT if begin >= status else BY_STATUS
        least = -FAR
        by_least = BY_PROJECT
        for j in range(links.first[k], links.first[k + 1]):
            kind = links.kind[j]
            lag = links.lag[j]
            at = out.early_start[links.pred[j]] if kind & 1 else out.early_finish[links.pred[j]]
            if lag == 0 and not kind & 2:
                if at > low or (at == low and by < 0):
                    low = at
                    by = j
                continue
            if lag != 0 and links.calendar[j] != calendar:
                at = shift(tables, links.calendar[j], at, lag)
                lag = 0
            bound = work_at(tables, calendar, at) + lag - (tasks.work[k] if kind & 2 else 0)
            if bound > least:
                least = bound
                by_least = j
        w = work_at(tables, calendar, low)
        if least > w or (least == w and by < 0):
            w = least
            by = by_least
        if tasks.flags[k] == 0:
            out.w[k] = w
            out.driver[k] = by
            out.early_start[k] = start_at(tables, calendar, w)
            out.early_finish[k] = finish_at(tables, calendar, w + tasks.work[k])
        else:
            place_special(tasks, tables, out, k, w, by)
        if out.early_finish[k] > latest:
            latest = out.early_finish[k]
    return latest


def place_special(tasks: Tasks, tables: Tables, out: Passes, k: int, w: int, by: int) -> None:
    """Place an activity that has facts, fixed dates or constraints; ``w`` is what the links ask."""
    flags = tasks.flags[k]
    calendar = tasks.calendar[k]
    start = tasks.start[k]
    if flags & (FIXED | FINISHED):
        out.w[k] = work_at(tables, calendar, start)
        out.early_start[k] = start
        out.early_finish[k] = tasks.finish[k]
        out.driver[k] = BY_MANUAL if flags & FIXED else BY_ACTUAL
        return
    if flags & STARTED:
        resume = work_at(tables, calendar, start) + tasks.done[k]
        if resume >= w:
            w = resume
            by = BY_ACTUAL
        finish = finish_at(tables, calendar, w + tasks.work[k])
        out.early_start[k] = start
        out.early_finish[k] = finish if finish > start else start
    else:
        bound = constrained(tasks, tables, k, w)
        if bound != w:
            w = bound
            by = BY_CONSTRAINT
        out.early_start[k] = start_at(tables, calendar, w)
        out.early_finish[k] = finish_at(tables, calendar, w + tasks.work[k])
    out.w[k] = w
    out.driver[k] = by


def constrained(tasks: Tasks, tables: Tables, k: int, w: int) -> int:
    """Apply the date constraints of an activity to the start that its links ask for."""
    flags = tasks.flags[k]
    calendar = tasks.calendar[k]
    work = tasks.work[k]
    if flags & PIN_START:
        return work_at(tables, calendar, tasks.start[k])
    if flags & PIN_FINISH:
        return work_at(tables, calendar, tasks.finish[k]) - work
    if flags & LO_START:
        w = max(w, work_at(tables, calendar, tasks.start[k]))
    if flags & LO_FINISH:
        w = max(w, work_at(tables, calendar, tasks.finish[k]) - work)
    if flags & CAP_START:
        w = min(w, latest_start(tables, calendar, tasks.start[k]))
    if flags & CAP_FINISH:
        w = min(w, work_at(tables, calendar, tasks.finish[k]) - work)
    return w


def backward(  # noqa: C901, PLR0912, PLR0915  see forward
    tasks: Tasks, links: Links, tables: Tables, out: Passes, end: int
) -> None:
    """Find the late dates and total floats, against the project finish ``end``.

    Needs the early dates of `forward` for the floats only.
    """
    for k in range(len(tasks.work)):
        out.limit[k] = FAR
    for k in range(len(tasks.work) - 1, -1, -1):
        flags = tasks.flags[k]
        if flags & FINISHED:
            out.late_start[k] = out.early_start[k]
            out.late_finish[k] = out.early_finish[k]
            out.total[k] = 0
            continue
        calendar = tasks.calendar[k]
        work = tasks.work[k]
        late = min(out.limit[k], work_at(tables, calendar, end) - work)
        if flags:
            late = constrained_late(tasks, tables, k, late)
        start = start_at(tables, calendar, late)
        out.late_start[k] = tasks.start[k] if flags & STARTED else start
        out.late_finish[k] = finish_at(tables, calendar, late + work)
        counted = tasks.float_calendar[k]
        if calendar == counted:
            out.total[k] = late - out.w[k]
        else:
            other = work_at(tables, counted, out.late_finish[k])
            out.total[k] = other - work_at(tables, counted, out.early_finish[k])
            if work == 0:  # instants with no working time between them are the same instant
                same = out.total[k] == 0 and out.w[k] <= late
                out.late_finish[k] = out.w[k] if same else finish_at(tables, counted, other)
                out.late_start[k] = out.late_finish[k]
        if flags & FIXED and out.w[k] < late:
            late = start = out.w[k]
        for j in range(links.first[k], links.first[k + 1]):
            p = links.pred[j]
            kind = links.kind[j]
            if kind & 1 and tasks.flags[p] & STARTED:
                continue  # its start is a fact
            lag = links.lag[j]
            more = work if kind & 2 else 0
            less = 0 if kind & 1 else tasks.work[p]
            if tasks.calendar[p] == calendar and (lag == 0 or links.calendar[j] == calendar):
                bound = late + more - lag - less
            else:
                last = start if more == 0 else start_at(tables, calendar, late + more)
                if lag != 0:
                    last = unshift(tables, links.calendar[j], last, lag)
                if kind & 1:
                    bound = latest_start(tables, tasks.calendar[p], last)
                else:
                    bound = work_at(tables, tasks.calendar[p], last) - less
            if bound < out.limit[p]:
                out.limit[p] = bound


def free_floats(  # noqa: C901, PLR0912  see forward
    tasks: Tasks, links: Links, tables: Tables, out: Passes, end: int
) -> None:
    """Find the free floats: what the links leave when every successor stays at its early dates.

    An activity that nothing follows has the way to the project finish ``end``. In any case
    0 <= free <= max(total, 0), so this runs after `backward`.
    """
    for k in range(len(tasks.work)):
        out.free[k] = FAR
    for k in range(len(tasks.work)):
        calendar = tasks.calendar[k]
        for j in range(links.first[k], links.first[k + 1]):
            p = links.pred[j]
            kind = links.kind[j]
            if tasks.flags[k] & FINISHED or (kind & 1 and tasks.flags[p] & STARTED):
                continue
            theirs = tasks.calendar[p]
            lag = links.lag[j]
            more = tasks.work[k] if kind & 2 else 0
            less = 0 if kind & 1 else tasks.work[p]
            if theirs == calendar == tasks.float_calendar[p] and (
                lag == 0 or links.calendar[j] == calendar
            ):
                slack = out.w[k] + more - lag - less - out.w[p]
            else:
                if more == 0 and not tasks.flags[k] & STARTED:
                    first = out.early_start[k]
                else:
                    first = start_at(tables, calendar, out.w[k] + more)
                if lag != 0:
                    first = unshift(tables, links.calendar[j], first, lag)
                if theirs != tasks.float_calendar[p]:  # on the clock: counted at its finish
                    furthest = first + tasks.work[p] if kind & 1 else first
                    slack = span(tables, tasks.float_calendar[p], out.early_finish[p], furthest)
                elif kind & 1:
                    slack = latest_start(tables, theirs, first) - out.w[p]
                else:
                    slack = work_at(tables, theirs, first) - less - out.w[p]
            if slack < out.free[p]:
                out.free[p] = slack
    for k in range(len(tasks.work)):
        free = out.free[k]
        if free == FAR:
            free = span(tables, tasks.float_calendar[k], out.early_finish[k], end)
        out.free[k] = max(0, min(free, out.total[k]))


def span(tables: Tables, calendar: int, begin: int, end: int) -> int:
    """Count the working minutes of a calendar from one instant to another."""
    return work_at(tables, calendar, end) - work_at(tables, calendar, begin)


def constrained_late(tasks: Tasks, tables: Tables, k: int, w: int) -> int:
    """Apply the upper bounds of an activity to the late start that its successors allow."""
    flags = tasks.flags[k]
    calendar = tasks.calendar[k]
    work = tasks.work[k]
    if flags & PIN_START:
        return work_at(tables, calendar, tasks.start[k])
    if flags & PIN_FINISH:
        return work_at(tables, calendar, tasks.finish[k]) - work
    if flags & HI_START:
        w = min(w, latest_start(tables, calendar, tasks.start[k]))
    if flags & HI_FINISH:
        w = min(w, work_at(tables, calendar, tasks.limit[k]) - work)
    return w


def place_late(tasks: Tasks, out: Passes) -> int:
    """Turn late starts of the ALAP activities into lower bounds for a second forward pass."""
    moved = 0
    standing = PIN_START | PIN_FINISH | FIXED | STARTED | FINISHED
    for k in range(len(tasks.work)):
        flags = tasks.flags[k]
        if not flags & ALAP or flags & standing:
            continue
        late = out.late_start[k]
        if not flags & LO_START or late > tasks.start[k]:
            tasks.start[k] = late
        tasks.flags[k] = flags | LO_START
        moved += 1
    return moved


def rank_activities(pred: Ints, succ: Ints, first: Out, link: Out, waiting: Out, order: Out) -> int:
    """Order the activities so that every link leads forward (Kahn's algorithm, O(n + m)).

    Parameters
    ----------
    pred, succ
        Ends of each link, activity numbers.
    first, link
        Written: the links that leave activity ``i`` are ``link[first[i]:first[i + 1]]``.
    waiting
        Zeros; afterwards above 0 for the activities on or behind a cycle.
    order
        Written: activity numbers in topological order.

    Returns
    -------
    int
        Activities ordered; fewer than all when there is a cycle.
    """
    count = len(order)
    for j in range(len(pred)):
        first[pred[j] + 1] += 1
        waiting[succ[j]] += 1
    for i in range(count):
        first[i + 1] += first[i]
    for j in range(len(pred) - 1, -1, -1):
        first[pred[j] + 1] -= 1
        link[first[pred[j] + 1]] = j
    ordered = 0
    for i in range(count):
        first[i] = first[i + 1]
    first[count] = len(pred)
    for i in range(count):
        if waiting[i] == 0:
            order[ordered] = i
            ordered += 1
    done = 0
    while done < ordered:
        i = order[done]
        done += 1
        for at in range(first[i], first[i + 1]):
            s = succ[link[at]]
            waiting[s] -= 1
            if waiting[s] == 0:
                order[ordered] = s
                ordered += 1
    return ordered


def group_incoming(succ: Ints, rank: Ints, first: Out, link: Out) -> None:
    """Group link numbers by the position of their successor, keeping their order."""
    for j in range(len(succ)):
        first[rank[succ[j]] + 1] += 1
    for k in range(len(rank)):
        first[k + 1] += first[k]
    for j in range(len(succ) - 1, -1, -1):
        k = rank[succ[j]]
        first[k + 1] -= 1
        link[first[k + 1]] = j
    for k in range(len(rank)):
        first[k] = first[k + 1]
    first[len(rank)] = len(succ)


def straight(work: Ints, succ: Ints, first: Ints, link: Ints, order: Ints, out: Passes) -> int:
    """Both passes for finish-to-start links without lag on one unbroken time axis, from 0.

    The lean case: no calendars, no constraints. ``first`` and ``link`` are the outgoing links that
    `rank_activities` wrote; all sequences are in activity order. Returns the project finish.
    """
    end = 0
    for k in range(len(order)):
        i = order[k]
        finish = out.early_start[i] + work[i]
        out.early_finish[i] = finish
        if finish > end:
            end = finish
        for at in range(first[i], first[i + 1]):
            s = succ[link[at]]
            if finish > out.early_start[s]:
                out.early_start[s] = finish
    for k in range(len(order) - 1, -1, -1):
        i = order[k]
        late = end
        free = end
        for at in range(first[i], first[i + 1]):
            s = succ[link[at]]
            late = min(late, out.late_start[s])
            free = min(free, out.early_start[s])
        out.late_finish[i] = late
        out.late_start[i] = late - work[i]
        out.total[i] = late - out.early_finish[i]
        out.free[i] = free - out.early_finish[i]
    return end
