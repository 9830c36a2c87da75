"""The dates of a plan: one frozen line for every phase and task."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.messages import Text

Moment = dt.date | dt.datetime


@dataclass(frozen=True, slots=True)
class Line:
    """The dates of one node of the WBS.

    Parameters
    ----------
    id, wbs, name
        As in the plan; ``wbs`` is computed.
    depth
        0 for a first-level node.
    summary, milestone, phase
        What kind of node it is.
    start, finish
        First and last working day, both inclusive; local date-times when `PlanSchedule.times`.
        None for a summary without tasks.
    early_start, early_finish, late_start, late_finish
        The four dates of the two passes, in the same form.
    duration_days
        Working days of its own calendar; for a summary those of the project calendar between
        start and finish. Natural days for an elapsed duration.
    total_float_days, free_float_days
        Working days of its own calendar; negative when a date cannot be kept.
    critical
        Whether its total float is not above 0 and it is not finished; a summary is critical when
        one of its tasks is.
    driven_by, driver
        What the start stands on (``link``, ``project``, ``constraint``, ``actual``, ``manual``…),
        and for a link the id of the predecessor.
    stored_start, stored_finish
        The dates that the file carries.
    begin, end
        The exact local instants behind ``start`` and ``finish``.
    """

    id: str
    wbs: str
    name: str
    depth: int
    summary: bool
    milestone: bool
    phase: bool
    start: Moment | None
    finish: Moment | None
    early_start: Moment | None = None
    early_finish: Moment | None = None
    late_start: Moment | None = None
    late_finish: Moment | None = None
    duration_days: float = 0.0
    total_float_days: float = 0.0
    free_float_days: float = 0.0
    critical: bool = False
    driven_by: str = ""
    driver: str | None = None
    stored_start: Moment | None = None
    stored_finish: Moment | None = None
    begin: dt.datetime | None = None
    end: dt.datetime | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "id": self.id,
            "wbs": self.wbs,
            "name": self.name,
            "summary": self.summary,
            "milestone": self.milestone,
            "start": told(self.start),
            "finish": told(self.finish),
            "duration_days": tidy(self.duration_days),
            "total_float_days": tidy(self.total_float_days),
            "free_float_days": tidy(self.free_float_days),
            "critical": self.critical,
            "stored_start": told(self.stored_start),
            "stored_finish": told(self.stored_finish),
        }


@dataclass(frozen=True, slots=True)
class Problem:
    """A date that cannot be kept: what, by how many working days, pushed by whom.

    ``code`` is ``deadline``, ``constraint``, ``link``, ``anchor`` or ``shortage``; ``task`` the id
    of the task that suffers ("" for the project).
    """

    code: str
    task: str
    days: float
    text: Text
    chain: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "code": self.code,
            "task": self.task,
            "days": tidy(self.days),
            "zh": self.text.zh,
            "en": self.text.en,
            "chain": list(self.chain),
        }


@dataclass(frozen=True, slots=True)
class Remedy:
    """Where time could be won: ``kind`` is ``crash``, ``fast_track`` or ``descope``.

    ``days`` is what it can win at most, in working days; 0 when that is not known.
    """

    kind: str
    tasks: tuple[str, ...]
    days: float
    text: Text

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "kind": self.kind,
            "tasks": list(self.tasks),
            "days": tidy(self.days),
            "zh": self.text.zh,
            "en": self.text.en,
        }


@dataclass(frozen=True, slots=True)
class NotModelled:
    """A task whose dates follow rules that are not computed here, and which."""

    task: str
    name: str
    reason: Text

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "task": self.task,
            "name": self.name,
            "zh": self.reason.zh,
            "en": self.reason.en,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """A task whose computed dates are not the stored ones."""

    line: Line
    reason: Text | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        line = self.line
        found: dict[str, Any] = {
            "id": line.id,
            "wbs": line.wbs,
            "name": line.name,
            "start": told(line.start),
            "finish": told(line.finish),
            "stored_start": told(line.stored_start),
            "stored_finish": told(line.stored_finish),
        }
        if self.reason is not None:
            found["reason"] = {"zh": self.reason.zh, "en": self.reason.en}
        return found


@dataclass(frozen=True, slots=True)
class PlanSchedule:
    """The dates of a plan.

    Parameters
    ----------
    project
        Name of the project.
    start, finish
        First and last working day, or date-times when ``times``.
    calendar
        Name of the project calendar.
    estimated_years
        Years whose make-up days are not published: 预估.
    lines
        Every phase and task in WBS order; implicit phases are no lines.
    conflicts
        Dates that cannot be kept, worst first.
    anchor
        Id of the task that stands on a given date; None in forward mode.
    shortage_days
        Backward mode: working days by which the work would have to begin before ``earliest``.
    earliest
        Backward mode: the first day on which work may begin.
    remedies
        Where a shortage could be made up.
    not_modelled
        Tasks whose dates follow rules that are not computed here, and which.
    critical_path
        Ids of the driving chain that ends in the last task to finish.
    times
        Whether dates carry times of day.
    """

    project: str
    start: Moment
    finish: Moment
    calendar: str
    estimated_years: tuple[int, ...]
    lines: tuple[Line, ...]
    conflicts: tuple[Problem, ...] = ()
    anchor: str | None = None
    shortage_days: float = 0.0
    earliest: dt.date | None = None
    remedies: tuple[Remedy, ...] = ()
    not_modelled: tuple[NotModelled, ...] = ()
    critical_path: tuple[str, ...] = ()
    times: bool = False
    _index: dict[str, Line] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._index.update((line.id, line) for line in self.lines)

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def __getitem__(self, node_id: str) -> Line:
        return self._index[node_id]

    def by_id(self) -> dict[str, Line]:
        """Return the lines by id."""
        return dict(self._index)

    def differences(self) -> list[Difference]:
        """Return the tasks whose dates are not those stored in the file."""
        why = {found.task: found.reason for found in self.not_modelled}
        return [
            Difference(line, why.get(line.id))
            for line in self.lines
            if not line.summary
            and line.stored_start is not None
            and (line.start, line.finish) != (line.stored_start, line.stored_finish)
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        found: dict[str, Any] = {
            "project": self.project,
            "start": told(self.start),
            "finish": told(self.finish),
            "calendar": {"name": self.calendar, "estimated_years": list(self.estimated_years)},
            "tasks": [line.to_dict() for line in self.lines],
            "critical_path": list(self.critical_path),
            "conflicts": [problem.to_dict() for problem in self.conflicts],
            "not_modelled": [problem.to_dict() for problem in self.not_modelled],
        }
        if self.anchor is not None:
            found["anchor"] = {
                "task": self.anchor,
                "earliest": told(self.earliest),
                "shortage_days": tidy(self.shortage_days),
                "remedies": [remedy.to_dict() for remedy in self.remedies],
            }
        return found


def told(at: Moment | None) -> str | None:
    """Write a date, or a date-time to the minute."""
    if at is None:
        return None
    return at.isoformat(timespec="minutes") if isinstance(at, dt.datetime) else at.isoformat()


def tidy(value: float) -> int | float:
    """Write a number of days without a needless fraction."""
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded
