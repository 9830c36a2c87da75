"""A network as flat columns in topological order, kept between edits.

`CompiledNetwork` runs the kernels over plain lists or, where it pays, over int32 arrays with
compiled code. `compute_arrays` is the door for programs that hold their plan in arrays already.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from yunchou.engine import jit, tables
from yunchou.engine.kernels import FAR, Links, Passes, Tasks
from yunchou.engine.network import DAY, CycleError, find_cycle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from yunchou.engine.network import Calendar

    Ints = npt.NDArray[np.int32]

_MARGIN = 400  # days of calendar laid out on both sides of what is known to be needed


@dataclass(slots=True)
class Columns:
    """A network in activity order; links with the meaning of `kernels.Links`."""

    tasks: Tasks
    pred: Sequence[int]
    succ: Sequence[int]
    kind: Sequence[int]
    lag: Sequence[int]
    lag_calendar: Sequence[int]


class _Backend(NamedTuple):
    kernels: jit.Kernels
    of: Callable[[Sequence[int]], Any]
    zeros: Callable[[int], Any]
    take: Callable[[Any, Any], Any]


def _backend(*, compiled: bool) -> _Backend:
    if not compiled:
        return _Backend(jit.plain(), list, lambda n: [0] * n, lambda xs, at: [xs[i] for i in at])
    import numpy as np

    return _Backend(
        kernels=jit.compiled(),
        of=lambda xs: np.array(xs, dtype=np.int32),
        zeros=lambda n: np.zeros(n, dtype=np.int32),
        take=lambda xs, at: xs[at],
    )


class CompiledNetwork:
    """Columns in topological order with their calendars, ready to be scheduled again and again.

    Parameters
    ----------
    columns
        The network.
    calendars
        Working time; column entries name calendar ``c - 1`` by ``c`` and the clock by 0.
    around
        Two instants between which the answer is expected; only sets how much calendar is laid out.
    order
        Activities in topological order, or None to sort here.
    compiled
        Force the compiled (True) or the plain path (False); None chooses by size.

    Raises
    ------
    CycleError
        Named by activity numbers; only when ``order`` is None.
    """

    def __init__(
        self,
        columns: Columns,
        calendars: Sequence[Calendar],
        around: tuple[int, int],
        *,
        order: Sequence[int] | None = None,
        compiled: bool | None = None,
    ) -> None:
        count = len(columns.tasks.work)
        self.compiled = jit.wanted(count) if compiled is None else compiled and jit.allowed()
        self._run = run = _backend(compiled=self.compiled)
        self._calendars = calendars
        pred, succ = run.of(columns.pred), run.of(columns.succ)
        self.order = run.of(order) if order is not None else _sorted(run, pred, succ, count)
        self.rank = _inverse(run, self.order)
        first, self.link = run.zeros(count + 1), run.zeros(len(pred))
        run.kernels.group_incoming(succ, self.rank, first, self.link)
        self.links = Links(
            first=first,
            pred=run.take(self.rank, run.take(pred, self.link)),
            kind=run.take(run.of(columns.kind), self.link),
            lag=run.take(run.of(columns.lag), self.link),
            calendar=run.take(run.of(columns.lag_calendar), self.link),
        )
        self.tasks = Tasks(*(run.take(run.of(column), self.order) for column in columns.tasks))
        self.out = Passes(*(run.zeros(count) for _ in Passes._fields))
        built = tables.build(calendars, around[0] // DAY - _MARGIN, around[1] // DAY + _MARGIN)
        self._lay_out(built)

    def _lay_out(self, built: tables.Tables) -> None:
        self._source = built
        self.tables = tables.Tables(*(self._run.of(column) for column in built))

    @property
    def plain_tables(self) -> tables.Tables:
        """The calendars for single questions in plain Python."""
        return self._source

    def horizon(self) -> int:
        """Return an instant late in the calendars' window, with working time left behind it."""
        return self._source.base[0] + (self._source.days[0] - _MARGIN // 4) * DAY

    def within(self, run: Callable[[], int]) -> int:
        """Run passes, laying out more calendar until none of them leaves it.

        ``run`` may be called several times and must start from the same state each time.
        """
        while True:
            answer = run()
            if not self.tables.outside[0]:
                return answer
            self._lay_out(tables.widen(self._source, self._calendars))

    def forward(self, begin: int, status: int = -FAR) -> int:
        """Place everything as early as possible; return the last early finish."""
        kernel = self._run.kernels.forward
        return int(kernel(self.tasks, self.links, self.tables, self.out, begin, status))

    def backward(self, end: int) -> None:
        """Compute late dates and floats against the project finish."""
        self._run.kernels.backward(self.tasks, self.links, self.tables, self.out, end)
        self._run.kernels.free_floats(self.tasks, self.links, self.tables, self.out, end)

    def place_late(self) -> int:
        """Hold the activities flagged ALAP at their late start; return how many there are."""
        return int(self._run.kernels.place_late(self.tasks, self.out))

    def set_work(self, activity: int, minutes: int) -> None:
        """Change the working minutes of one activity; call `forward` and `backward` afterwards."""
        self.tasks.work[self.rank[activity]] = minutes  # type: ignore[index]

    def column(self, name: str) -> list[int]:
        """Return one column of the answer in activity order, as a list."""
        found = self._run.take(getattr(self.out, name), self.rank)
        return found if isinstance(found, list) else [int(x) for x in found.tolist()]

    def compute(self, begin: int) -> ArraySchedule:
        """Run both passes from a project start and return arrays in activity order."""
        import numpy as np

        def passes() -> int:
            end = self.forward(begin)
            self.backward(end)
            return end

        finish = self.within(passes)
        rank = np.asarray(self.rank)
        columns = {x: np.asarray(getattr(self.out, x), dtype=np.int32)[rank] for x in _ANSWER}
        return _array_schedule(columns, begin, finish)


@dataclass(frozen=True, slots=True)
class ArraySchedule:
    """Dates (minutes) and floats (working minutes), one int32 entry per activity."""

    early_start: Ints
    early_finish: Ints
    late_start: Ints
    late_finish: Ints
    total_float: Ints
    free_float: Ints
    start: int
    finish: int


def _array_schedule(columns: Mapping[str, Ints], start: int, finish: int) -> ArraySchedule:
    return ArraySchedule(
        early_start=columns["early_start"],
        early_finish=columns["early_finish"],
        late_start=columns["late_start"],
        late_finish=columns["late_finish"],
        total_float=columns["total"],
        free_float=columns["free"],
        start=start,
        finish=finish,
    )


_ANSWER = ("early_start", "early_finish", "late_start", "late_finish", "total", "free")


def _inverse(run: _Backend, order: Any) -> Any:
    rank = run.zeros(len(order))
    if isinstance(order, list):
        for k, i in enumerate(order):
            rank[i] = k
        return rank
    import numpy as np

    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank


class _Sorted(NamedTuple):
    first: Any
    link: Any
    order: Any


def _outgoing(run: _Backend, pred: Any, succ: Any, count: int) -> _Sorted:
    first, link = run.zeros(count + 1), run.zeros(len(pred))
    waiting, order = run.zeros(count), run.zeros(count)
    if run.kernels.rank_activities(pred, succ, first, link, waiting, order) < count:
        following = [[int(succ[j]) for j in link[first[i] : first[i + 1]]] for i in range(count)]
        raise CycleError([str(i) for i in find_cycle(following, [int(x) for x in waiting])])
    return _Sorted(first, link, order)


def _sorted(run: _Backend, pred: Any, succ: Any, count: int) -> Any:
    return _outgoing(run, pred, succ, count).order


@dataclass(frozen=True, slots=True)
class LinkArrays:
    """What a link may carry besides its ends; None is the default for every link.

    Parameters
    ----------
    kind
        0 FS, 1 SS, 2 FF, 3 SF.
    lag
        Minutes, negative for leads.
    lag_calendar
        0 for the clock, ``c + 1`` for calendar ``c``; default: the successor's calendar.
    """

    kind: Ints | None = None
    lag: Ints | None = None
    lag_calendar: Ints | None = None


def compile_arrays(
    work: npt.ArrayLike,
    links: tuple[npt.ArrayLike, npt.ArrayLike],
    calendars: Sequence[Calendar],
    calendar: npt.ArrayLike,
    *,
    start: int,
    details: LinkArrays | None = None,
) -> CompiledNetwork:
    """Compile a network held in arrays; edit it with `set_work`, answer with `compute(start)`.

    Parameters
    ----------
    work
        Working minutes per activity; 0 is a milestone.
    links
        Predecessor and successor numbers.
    calendars, calendar
        Calendars, and the index of each activity's.
    start
        Where the project begins (minutes); sets how much calendar is laid out.
    details
        Link types and lags.
    """
    import numpy as np

    minutes = np.asarray(work, dtype=np.int32)
    pred, succ = (np.asarray(end, dtype=np.int32) for end in links)
    more = details or LinkArrays()
    own = np.asarray(calendar, dtype=np.int32) + 1
    none, unset = np.zeros_like(minutes), np.zeros_like(pred)
    clock = np.where(minutes == 0, 0, own)
    parts: list[Any] = [minutes, none, clock, own, none, none, none, none]
    ends: list[Any] = [
        pred,
        succ,
        unset if more.kind is None else more.kind,
        unset if more.lag is None else more.lag,
        own[succ] if more.lag_calendar is None else more.lag_calendar,
    ]
    if not jit.wanted(len(minutes)):  # plain int is ten times faster than a numpy scalar
        parts, ends = ([x.tolist() for x in xs] for xs in (parts, ends))
    columns = Columns(Tasks(*parts), *ends)
    return CompiledNetwork(columns, calendars, (start, start + 1200 * DAY))


def compute_arrays(work: npt.ArrayLike, pred: npt.ArrayLike, succ: npt.ArrayLike) -> ArraySchedule:
    """Schedule finish-to-start links without lag on one unbroken time axis that begins at 0.

    Parameters
    ----------
    work
        Duration per activity, in any unit.
    pred, succ
        Ends of the links, activity numbers in any order.

    Returns
    -------
    ArraySchedule
        In the unit of ``work``.

    Raises
    ------
    CycleError
        Named by activity numbers.
    """
    import numpy as np

    durations = np.asarray(work, dtype=np.int32)
    ends = [np.asarray(end, dtype=np.int32) for end in (pred, succ)]
    run = _backend(compiled=jit.wanted(len(durations)))
    if not isinstance(run.zeros(0), np.ndarray):
        durations, *ends = (xs.tolist() for xs in (durations, *ends))
    found = _outgoing(run, ends[0], ends[1], len(durations))
    empty = run.zeros(0)
    columns = {x: run.zeros(len(durations)) for x in _ANSWER}
    out = Passes(**{name: columns.get(name, empty) for name in Passes._fields})
    finish = run.kernels.straight(durations, ends[1], found.first, found.link, found.order, out)
    answer = {x: np.asarray(columns[x], dtype=np.int32) for x in _ANSWER}
    return _array_schedule(answer, 0, int(finish))
