"""Puts the parts together: baseline, status, forecasts with intervals, and what is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from yunchou.engine.earned_value.back_test import BackTest, Finished, back_test
from yunchou.engine.earned_value.forecasts import (
    Forecast,
    Point,
    cost_forecasts,
    duration_forecasts,
)
from yunchou.engine.earned_value.intervals import (
    LEAST_PERIODS,
    LEVEL,
    Interval,
    cost_efficiencies,
    from_periods,
    from_ratios,
    time_efficiencies,
)
from yunchou.engine.earned_value.measures import Measures, earned_schedule, measure
from yunchou.engine.earned_value.model import Phasing, Progress
from yunchou.engine.earned_value.rules import earned
from yunchou.engine.earned_value.time_phasing import Baseline
from yunchou.engine.network import minute
from yunchou.messages import InputError, Text
from yunchou.plan.earned_value.costs import Spent, Worth, spent_of, worth_of, yuan
from yunchou.plan.earned_value.packages import (
    Leaves,
    is_touched,
    leaves_of,
    package_of,
    progress_of,
)
from yunchou.plan.earned_value.remarks import Remark
from yunchou.plan.earned_value.result import (
    Answer,
    EarnedValue,
    Forecasts,
    Late,
    Outcome,
    TaskValue,
)
from yunchou.plan.scheduling import has_dates, schedule
from yunchou.plan.scheduling.calendars import CalendarBook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yunchou.plan.model import Moment, Plan, StatusPoint

_DAY = 1440
_OUTCOMES = 3


@dataclass(frozen=True)
class Footing:
    """What every question about a plan's earned value stands on."""

    plan: Plan
    leaves: Leaves
    worth: Worth
    baseline: Baseline

    @classmethod
    def of(cls, plan: Plan, phasing: Phasing) -> Footing:
        """Weigh the tasks of a plan and lay their budgets over time."""
        leaves = leaves_of(plan)
        worth = worth_of(plan, leaves.leaves)
        book = leaves.book
        packages = [
            package_of(book, leaf, budget)
            for leaf, budget in zip(leaves.leaves, worth.budgets, strict=True)
        ]
        return cls(plan, leaves, worth, Baseline(packages, book.calendars, phasing=phasing))

    def progress(self, status: dt.date) -> dict[str, Progress]:
        """Return what is known of the tasks at the end of a day."""
        book = self.leaves.book
        return {leaf.task.id: progress_of(book, leaf, status) for leaf in self.leaves.leaves}

    def point(self, noted: StatusPoint) -> Point | None:
        """Return a past status on this baseline; None where it tells no progress.

        Raises
        ------
        InputError
            ``evm.history`` for more earned than the budget holds.
        """
        baseline = self.baseline
        value = self._noted(noted)
        if value is None:
            return None
        loe = baseline.value(noted.date)[1]
        discrete = min(max(0, value - loe), baseline.discrete_budget)
        time = baseline.periods(noted.date)
        curve = baseline.curve
        spent = None if noted.spent is None or self.worth.unit != "money" else int(noted.spent)
        return Point(time, value, earned_schedule(curve, discrete, time), spent)

    def _noted(self, noted: StatusPoint) -> int | None:
        budget = self.baseline.budget
        if noted.earned is not None and self.worth.unit == "money":
            if not 0 <= noted.earned <= budget:
                raise InputError(
                    Text(
                        f"进展记录的挣值 {yuan(noted.earned)} 元不在 0 到完工预算 "
                        f"{yuan(budget)} 元之间",
                        f"The earned value {yuan(noted.earned)} in the status history does not "
                        f"lie between 0 and the budget {yuan(budget)}",
                    ),
                    place=f"status_history {noted.date}",
                    remedy=Text("请核对金额。", "Check the amount."),
                    code="evm.history",
                )
            return int(noted.earned)
        if noted.percent is None:
            return None
        return round(budget * Fraction(str(noted.percent)) / 100)


class _History(NamedTuple):
    points: list[Point]
    early: list[dt.date]


def earned_value(
    plan: Plan,
    status: dt.date,
    *,
    projects: Sequence[Finished] = (),
    phasing: Phasing = Phasing.EVEN,
    level: float = LEVEL,
) -> EarnedValue:
    """Return the earned value of a plan.

    Parameters
    ----------
    plan
        The plan. The baseline's dates count; the plan's own where nothing was signed.
    status
        The status date: all that happened by the end of that day counts.
    projects
        Finished projects, see `finished`: they choose the formula and give the intervals.
    phasing
        How planned value lies between a task's dates, see `engine.earned_value.Phasing`.
    level
        The share of cases that an interval is to hold.

    Returns
    -------
    EarnedValue
        With remarks on all that is missing; figures that need it are None.

    Raises
    ------
    InputError
        ``evm.no_tasks``, ``evm.no_dates``, ``evm.no_budget``, ``evm.before_start``,
        ``evm.dates``, ``evm.budget``, ``evm.spent``, ``evm.steps``, ``evm.base``,
        ``evm.history``, ``evm.level``; what `scheduling.schedule` finds wrong.
    """
    footing = Footing.of(plan, phasing)
    progress = footing.progress(status)
    spent = spent_of(plan, status) if footing.worth.unit == "money" else None
    measures = measure(
        footing.baseline, progress, status,
        spent=spent.total if spent else None, completed=completed(plan),
    )  # fmt: skip
    history = _history(footing, status, measures)
    cost, duration = _forecasts(measures, history.points, projects, level)
    return EarnedValue(
        project=plan.project.name,
        status=status,
        currency=plan.project.currency,
        worth=footing.worth,
        baseline=footing.baseline,
        measures=measures,
        spent=spent,
        cost=cost,
        duration=duration,
        points=tuple(history.points),
        tasks=_tasks(footing, progress, status),
        milestones=_milestones(plan, status),
        outcomes=_outcomes(plan),
        remarks=_remarks(footing, status, spent, history),
    )  # fmt: skip


def completed(plan: Plan) -> dt.date | None:
    """Return the day of the last acceptance, when every task has one."""
    tasks = [node.task for node in plan.walk() if node.task and not node.is_summary]
    days = [_day(task.actual_finish) for task in tasks]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _day(at: Moment | None) -> dt.date | None:
    return at.date() if isinstance(at, dt.datetime) else at


def _history(footing: Footing, status: dt.date, now: Measures) -> _History:
    """Return past statuses before the status date, the present one last."""
    baseline = footing.baseline
    noted = [point for point in footing.plan.status_history if point.date < status]
    before = sorted(noted, key=lambda point: point.date)
    early = [noted.date for noted in before if noted.date < baseline.start]
    found = [footing.point(noted) for noted in before if noted.date >= baseline.start]
    points = [point for point in found if point is not None and point.time < now.time]
    return _History([*points, Point(now.time, now.earned, now.schedule, now.spent)], early)


class _Spread(NamedTuple):
    efficiencies: list[Fraction]
    share: float
    level: float


def _forecasts(
    status: Measures, past: Sequence[Point], projects: Sequence[Finished], level: float
) -> tuple[Forecasts, Forecasts]:
    """Forecast cost and duration, each with the formula that finished projects choose."""
    share = float(status.complete or 0)
    cost, duration = back_test(projects, "cost"), back_test(projects, "duration")
    return _answers(
        cost_forecasts(status, past, cost.beta), cost, float(status.spent or 0),
        _Spread(cost_efficiencies(past), share, level),
    ), _answers(
        duration_forecasts(status, past, duration.beta), duration, float(status.time),
        _Spread(time_efficiencies(past), share, level),
    )  # fmt: skip


def _answers(
    forecasts: Sequence[Forecast], test: BackTest, done: float, spread: _Spread
) -> Forecasts:
    return Forecasts(
        tuple(Answer(forecast, _interval(forecast, test, done, spread)) for forecast in forecasts),
        test,
        spread.level,
    )


def _interval(forecast: Forecast, test: BackTest, done: float, spread: _Spread) -> Interval | None:
    """Return the interval from finished projects where there are enough, else from own periods."""
    if forecast.value is None:
        return None
    value = float(forecast.value)
    ratios = test.ratios(forecast.code) if test.is_enough else ()
    return from_ratios(value, ratios, done=done, level=spread.level) or from_periods(
        done, value, spread.efficiencies, spread.share, level=spread.level
    )


def _tasks(
    footing: Footing, progress: dict[str, Progress], status: dt.date
) -> tuple[TaskValue, ...]:
    baseline = footing.baseline
    values = earned(baseline.packages, progress)
    found = []
    for leaf in footing.leaves.leaves:
        package = baseline.packages[leaf.task.id]
        planned = baseline.planned(package.id, status)
        found.append(
            TaskValue(
                package.id, leaf.node.wbs, leaf.task.name, package.rule, package.budget, planned,
                values.get(package.id, planned),
            )
        )  # fmt: skip
    return tuple(found)


def _milestones(plan: Plan, status: dt.date) -> tuple[Late, ...]:
    """Return the signed milestones against what the schedule makes of the progress so far."""
    signed = {
        task.id: (task.name, base)
        for task in plan.tasks()
        if task.milestone and task.baseline and (base := _day(task.baseline.finish))
    }
    if not signed or not has_dates(plan):
        return ()
    project = plan.project.model_copy(update={"status_date": plan.project.status_date or status})
    lines = schedule(plan.model_copy(update={"project": project})).by_id()
    book = CalendarBook(plan)

    def late(base: dt.date, forecast: dt.date) -> float:
        return book.work(0, minute(base) + _DAY, minute(forecast) + _DAY) / book.per_day(0)

    return tuple(
        Late(task, name, base, forecast, late(base, forecast))
        for task, (name, base) in signed.items()
        if (forecast := _day(lines[task].finish))
    )


def _outcomes(plan: Plan) -> tuple[Outcome, ...]:
    """Return the result KPIs that weigh most."""
    aimed = [kpi for kpi in plan.kpis if kpi.target]
    aimed.sort(key=lambda kpi: -(kpi.weight_pct or 0))
    return tuple(
        Outcome(kpi.key, kpi.name, kpi.unit, kpi.target or 0, kpi.actual)
        for kpi in aimed[:_OUTCOMES]
    )


def _remarks(
    footing: Footing, status: dt.date, spent: Spent | None, history: _History
) -> tuple[Remark, ...]:
    found = [*footing.leaves.remarks, *footing.worth.remarks]
    if spent is None and footing.worth.unit == "money":
        found.append(Remark.no_cost())
    stated = _day(footing.plan.project.status_date)
    if spent and spent.source != "status_history" and stated and status < stated:
        found.append(Remark.cost_of_today())
    if not any(is_touched(leaf.task) for leaf in footing.leaves.leaves):
        found.append(Remark.no_progress())
    if len(history.points) < LEAST_PERIODS:
        found.append(Remark.no_history(len(history.points)))
    baseline, calendars = footing.baseline, footing.leaves.book.calendars
    years = range(baseline.start.year, baseline.finish.year + 1)
    estimated = [y for y in years if any(y in calendar.estimated_years for calendar in calendars)]
    if estimated:
        found.append(Remark.estimated(estimated))
    if history.early:
        found.append(Remark.early_history(history.early))
    return tuple(found)
