"""Earned value of a plan, as people and programs read it."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (the fields are dates)
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from yunchou.plan.earned_value.costs import PER_WORKDAY
from yunchou.plan.scheduling.result import tidy

if TYPE_CHECKING:
    from yunchou.engine.earned_value.back_test import BackTest
    from yunchou.engine.earned_value.forecasts import Forecast, Point
    from yunchou.engine.earned_value.intervals import Interval
    from yunchou.engine.earned_value.measures import Measures
    from yunchou.engine.earned_value.model import Rule
    from yunchou.engine.earned_value.time_phasing import Baseline
    from yunchou.plan.earned_value.costs import Spent, Unit, Worth
    from yunchou.plan.earned_value.remarks import Remark

#: above this the money that is left cannot usually do the work that is left
HOPELESS = Fraction(11, 10)

#: from this share on SPI tells little of delay, so late milestones are shown beside it
NEARLY_DONE = Fraction(8, 10)


@dataclass(frozen=True, slots=True)
class TaskValue:
    """One task: amounts in the report's unit."""

    id: str
    wbs: str
    name: str
    rule: Rule
    budget: int
    planned: int
    earned: int


@dataclass(frozen=True, slots=True)
class Late:
    """A milestone: its signed and its forecast day, and how many working days it is late."""

    id: str
    name: str
    baseline: dt.date
    forecast: dt.date
    days: float

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "id": self.id,
            "name": self.name,
            "baseline": self.baseline.isoformat(),
            "forecast": self.forecast.isoformat(),
            "late_days": tidy(self.days),
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result KPI: the work may be on time and on budget without it."""

    key: str
    name: str
    unit: str
    target: float
    actual: float | None

    @property
    def done(self) -> float | None:
        """Actual ÷ target; None without either."""
        return None if self.actual is None or not self.target else self.actual / self.target

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "key": self.key,
            "name": self.name,
            "unit": self.unit,
            "target": self.target,
            "actual": self.actual,
            "done": _ratio(self.done),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """A forecast with its interval; None where the data are too few for one."""

    forecast: Forecast
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Forecasts:
    """All formulas for one question, and the one to go by."""

    answers: tuple[Answer, ...]
    test: BackTest
    level: float

    @property
    def best(self) -> Answer:
        """The answer of the default formula."""
        return next(a for a in self.answers if a.forecast.code == self.test.default)


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """Earned value of a plan at a status date.

    Parameters
    ----------
    project, status
        The project's name, and the status date (its whole day counts).
    currency
        The project's currency code.
    worth
        What the tasks are worth, and by what they are weighed.
    baseline, measures
        The time-phased plan, and where the work stands against it.
    spent
        AC and where it was recorded; None when it was not.
    cost, duration
        EAC in the report's unit, EAC(t) in periods.
    points
        Past statuses that were used, the present one last.
    tasks, milestones, outcomes
        The tasks, the milestones with a signed date, and the result KPIs.
    remarks
        What the plan lacks, and what was done about it.
    """

    project: str
    status: dt.date
    currency: str
    worth: Worth
    baseline: Baseline
    measures: Measures
    spent: Spent | None
    cost: Forecasts
    duration: Forecasts
    points: tuple[Point, ...]
    tasks: tuple[TaskValue, ...]
    milestones: tuple[Late, ...]
    outcomes: tuple[Outcome, ...]
    remarks: tuple[Remark, ...]

    @property
    def unit(self) -> Unit:
        """``money`` (yuan) or ``workdays``."""
        return self.worth.unit

    @property
    def eac(self) -> Fraction | None:
        """The cost forecast of the default formula."""
        return self.cost.best.forecast.value

    @property
    def is_hopeless(self) -> bool:
        """Whether keeping the budget would need a cost performance above 1.1."""
        needed = self.measures.tcpi
        return needed is not None and needed > HOPELESS

    def shown(self, value: Fraction | int | float | None) -> int | float | None:
        """Return an amount as people read it: yuan, or working days."""
        if value is None:
            return None
        if self.unit == "money":
            fen = _half_up(Fraction(value))
            return fen // 100 if fen % 100 == 0 else fen / 100
        return tidy(float(value) / PER_WORKDAY)

    def finish(self, periods: Fraction | float | None) -> dt.date | None:
        """Return the day on which a count of periods ends; None beyond a century."""
        return None if periods is None else self.baseline.day(periods)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form; amounts in yuan (or working days), times in working days."""
        m = self.measures
        eac, spent = self.eac, m.spent
        return {
            "project": self.project,
            "status_date": self.status.isoformat(),
            "unit": self.currency if self.unit == "money" else "workdays",
            "weighted_by": self.worth.weighted_by,
            "phasing": str(self.baseline.phasing),
            "baseline": {
                "start": self.baseline.start.isoformat(),
                "finish": self.baseline.finish.isoformat(),
                "workdays": m.duration,
            },
            "bac": self.shown(m.budget),
            "pv": self.shown(m.planned),
            "ev": self.shown(m.earned),
            "ac": self.shown(m.spent),
            "ac_committed": self.shown(self.spent.committed if self.spent else None),
            "ac_source": self.spent.source if self.spent else None,
            "complete": _ratio(m.complete),
            "sv": self.shown(m.sv),
            "cv": self.shown(m.cv),
            "spi": _ratio(m.spi),
            "cpi": _ratio(m.cpi),
            "sci": _ratio(m.sci),
            "sci_t": _ratio(m.sci_t),
            "at": m.time,
            "es": _ratio(m.schedule),
            "sv_t": _ratio(m.sv_t),
            "spi_t": _ratio(m.spi_t),
            "p_factor": _ratio(m.adherence),
            "tcpi_bac": _ratio(m.tcpi),
            "tcpi_eac": _ratio(None if eac is None else m.tcpi_for(eac)),
            "eac": self.shown(eac),
            "etc": self.shown(None if eac is None or spent is None else eac - spent),
            "vac": self.shown(None if eac is None else m.budget - eac),
            "level_of_effort": {
                "bac": self.shown(m.loe_budget),
                "pv": self.shown(m.loe_value),
            },
            "cost_forecast": self._forecasts(self.cost, self._cost),
            "duration_forecast": self._forecasts(self.duration, self._duration),
            "pv_curve": self._curve(),
            "history": [self._point(point) for point in self.points],
            "tasks": [self._task(task) for task in self.tasks],
            "milestones": [late.to_dict() for late in self.milestones],
            "results": [outcome.to_dict() for outcome in self.outcomes],
            "missing": [remark.to_dict() for remark in self.remarks],
        }

    def _forecasts(self, found: Forecasts, tell: Any) -> dict[str, Any]:
        test = found.test
        return {
            "default": test.default,
            "reason": {"zh": test.reason.zh, "en": test.reason.en},
            "tied": list(test.tied),
            "level": found.level,
            "back_test": {
                "projects": test.projects,
                "reports": test.reports,
                "mape": {score.code: round(score.mape, 4) for score in test.scores},
                "beta": float(test.beta),
            },
            "formulas": [
                {
                    "code": answer.forecast.code,
                    "formula": answer.forecast.written,
                    "assumes": {"zh": answer.forecast.assumes.zh, "en": answer.forecast.assumes.en},
                    **tell(answer),
                }
                for answer in found.answers
            ],
        }

    def _cost(self, answer: Answer) -> dict[str, Any]:
        value, between = answer.forecast.value, answer.interval
        return {
            "eac": self.shown(value),
            "vac": self.shown(None if value is None else self.measures.budget - value),
            "low": self.shown(between.low if between else None),
            "high": self.shown(between.high if between else None),
            "from": between.source if between else None,
        }

    def _duration(self, answer: Answer) -> dict[str, Any]:
        value, between = answer.forecast.value, answer.interval
        low, high = (between.low, between.high) if between else (None, None)
        return {
            "workdays": _days(value),
            "finish": _iso(self.finish(value)),
            "low": _days(low),
            "high": _days(high),
            "earliest": _iso(self.finish(low)),
            "latest": _iso(self.finish(high)),
            "from": between.source if between else None,
        }

    def _curve(self) -> list[dict[str, Any]]:
        """Return the planned value at the end of each period, for an S-curve."""
        curve = enumerate(self.baseline.total_curve, 1)
        return [
            {"date": _iso(self.baseline.day(period)), "pv": self.shown(value)}
            for period, value in curve
        ]

    def _point(self, point: Point) -> dict[str, Any]:
        return {
            "date": _iso(self.baseline.day(point.time)),
            "at": point.time,
            "ev": self.shown(point.earned),
            "ac": self.shown(point.spent),
            "es": _ratio(point.schedule),
        }

    def _task(self, task: TaskValue) -> dict[str, Any]:
        return {
            "id": task.id,
            "wbs": task.wbs,
            "name": task.name,
            "rule": str(task.rule),
            "bac": self.shown(task.budget),
            "pv": self.shown(task.planned),
            "ev": self.shown(task.earned),
        }


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _ratio(value: Fraction | float | None) -> float | None:
    return None if value is None else round(float(value), 4)


def _days(value: Fraction | float | None) -> int | float | None:
    return None if value is None else tidy(float(value))


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
