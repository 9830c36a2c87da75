"""Which formula would have been right: forecasts of finished projects against how they ended.

Every status report of a finished project is forecast with what was known then. The error of a
formula is the mean of |forecast − truth| ÷ truth over a project's reports, and then over projects
(MAPE), so that a project with many reports does not speak for the others. Only reports for which
every formula has an answer count, so that all are judged by the same cases.

Smoothing is judged with the parameter that suits the **other** projects best, never the judged one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from yunchou.engine.earned_value.forecasts import (
    COST,
    DEFAULT_BETA,
    DEFAULT_COST,
    DEFAULT_DURATION,
    DURATION,
    XSM,
    Point,
    xsm_cost,
    xsm_duration,
)
from yunchou.engine.earned_value.measures import Measures, from_curve
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Kind = Literal["cost", "duration"]

LEAST_PROJECTS: Final = 3
"""Fewer finished projects choose nothing."""

LEAST_REPORTS: Final = 10
"""Fewer reports in all choose nothing."""

BETAS: Final = tuple(Fraction(tenths, 10) for tenths in range(11))
"""The smoothing parameters that are tried."""

_TIE: Final = 1e-9


class Report(NamedTuple):
    """A past status: AT in periods (1 or more), EV, and AC or None."""

    time: int
    earned: int
    spent: int | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished project.

    Parameters
    ----------
    name
        For people.
    curve
        Cumulative PV at the end of periods 1, 2, … of its baseline.
    reports
        Its status reports in order of time; those with all work done are not forecast.
    duration
        Periods it took in the end.
    cost
        AC in the end; None when it is not known.
    """

    name: str
    curve: tuple[int, ...]
    reports: tuple[Report, ...]
    duration: int
    cost: int | None = None

    def __post_init__(self) -> None:
        late = any(report.time > self.duration for report in self.reports)
        if self.duration < 1 or late:
            raise InputError(
                Text(
                    "已结束项目的工期短于它的状态报告",
                    "The finished project is shorter than its reports",
                ),
                place=self.name,
                remedy=Text("请核对实际工期和报告日期。", "Check its duration and report dates."),
                code="evm.finished",
            )


@dataclass(frozen=True, slots=True)
class Score:
    """How one formula did.

    Parameters
    ----------
    code
        The formula.
    mape
        Mean absolute error as a share of the truth: 0.1 is 10 %.
    ratios
        Truth ÷ forecast of every report, for `intervals.from_ratios`.
    """

    code: str
    mape: float
    ratios: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class BackTest:
    """The comparison.

    Parameters
    ----------
    kind
        What was forecast.
    scores
        Formulas, the best first; ties in the order in which formulas are listed.
    default
        The formula to use.
    tied
        Formulas that did exactly as well as the default.
    projects, reports
        How many counted.
    reason
        Why that default.
    beta
        The smoothing parameter that suits all projects best; `DEFAULT_BETA` when nothing counted.
    """

    kind: Kind
    scores: tuple[Score, ...]
    default: str
    tied: tuple[str, ...]
    projects: int
    reports: int
    reason: Text
    beta: Fraction = DEFAULT_BETA

    @property
    def is_enough(self) -> bool:
        """Whether there are enough cases to choose by."""
        return self.projects >= LEAST_PROJECTS and self.reports >= LEAST_REPORTS

    def ratios(self, code: str) -> tuple[float, ...]:
        """Return truth ÷ forecast of a formula, empty when it was not judged."""
        return next((score.ratios for score in self.scores if score.code == code), ())


class _Case(NamedTuple):
    """A report with what was known then."""

    status: Measures
    past: tuple[Point, ...]
    answers: dict[str, Fraction]


class _Project(NamedTuple):
    """A project that counts: its truth, its cases, its smoothed forecasts by parameter."""

    truth: int
    cases: list[_Case]
    smooth: dict[Fraction, list[Fraction]]
    errors: dict[Fraction, float]  # of the smoothed forecasts


def back_test(projects: Sequence[Finished], kind: Kind) -> BackTest:
    """Compare the formulas on finished projects and pick the default.

    Parameters
    ----------
    projects
        Finished projects; those without a final cost, or without a report to forecast from, do
        not count.
    kind
        What to forecast: ``cost`` or ``duration``.

    Returns
    -------
    BackTest
        The formula with the smallest error; the usual one when fewer than three projects or ten
        reports count.
    """
    judged = [found for found in (_project(p, kind) for p in projects) if found.cases]
    usual = DEFAULT_COST if kind == "cost" else DEFAULT_DURATION
    reports = sum(len(project.cases) for project in judged)
    if not judged:
        return BackTest(kind, (), usual, (), 0, 0, _too_few(0, 0))
    scores = sorted(_scores(judged), key=lambda score: round(score.mape / _TIE))
    found = BackTest(
        kind, tuple(scores), usual, (), len(judged), reports, _too_few(len(judged), reports),
        _best_beta(judged),
    )  # fmt: skip
    if not found.is_enough:
        return found
    best = scores[0]
    tied = tuple(s.code for s in scores[1:] if abs(s.mape - best.mape) <= _TIE)
    return BackTest(
        kind, found.scores, best.code, tied, found.projects, reports,
        _chosen(best, found), found.beta,
    )  # fmt: skip


def _project(project: Finished, kind: Kind) -> _Project:
    """Forecast every report of a project with what was known then."""
    truth = project.cost if kind == "cost" else project.duration
    cases: list[_Case] = []
    past: list[Point] = []
    for report in sorted(project.reports):
        status = from_curve(project.curve, *report)
        past.append(Point(status.time, status.earned, status.schedule, status.spent))
        if status.is_complete or not truth:
            continue
        formulas = COST if kind == "cost" else DURATION
        answers = {formula.code: formula.compute(status) for formula in formulas}
        known = {code: answer for code, answer in answers.items() if answer is not None}
        smooth = _smoothing(kind)(status, past, DEFAULT_BETA)
        if len(known) == len(answers) and smooth is not None:
            cases.append(_Case(status, tuple(past), known))
    trials = (*BETAS, DEFAULT_BETA) if cases else ()
    smooth_by = {beta: _smooth(cases, kind, beta) for beta in trials}
    errors = {beta: _error(found, truth or 0) for beta, found in smooth_by.items()}
    return _Project(truth or 0, cases, smooth_by, errors)


def _smoothing(
    kind: Kind,
) -> Callable[[Measures, Sequence[Point], Fraction | None], Fraction | None]:
    return xsm_cost if kind == "cost" else xsm_duration


def _scores(projects: Sequence[_Project]) -> list[Score]:
    codes = list(projects[0].cases[0].answers)
    found = [
        _score(code, [[case.answers[code] for case in p.cases] for p in projects], projects)
        for code in codes
    ]
    smooth = []
    for number, project in enumerate(projects):
        others = [*projects[:number], *projects[number + 1 :]]
        smooth.append(project.smooth[_best_beta(others) if others else DEFAULT_BETA])
    return [*found, _score(XSM, smooth, projects)]


def _smooth(cases: Sequence[_Case], kind: Kind, beta: Fraction) -> list[Fraction]:
    """Return the smoothed forecasts; where a parameter has no answer, the usual one's."""
    forecast = _smoothing(kind)
    found = []
    for case in cases:
        answer = forecast(case.status, case.past, beta)
        answer = forecast(case.status, case.past, DEFAULT_BETA) if answer is None else answer
        found.append(answer or Fraction(0))
    return found


def _best_beta(projects: Sequence[_Project]) -> Fraction:
    def error(beta: Fraction) -> float:
        return fmean(project.errors[beta] for project in projects)

    return min(BETAS, key=lambda beta: (round(error(beta) / _TIE), beta))


def _error(forecasts: Sequence[Fraction], truth: int) -> float:
    return fmean(abs(float(forecast) - truth) / truth for forecast in forecasts)


def _score(
    code: str, forecasts: Sequence[Sequence[Fraction]], projects: Sequence[_Project]
) -> Score:
    pairs = list(zip(forecasts, projects, strict=True))
    return Score(
        code,
        fmean(_error(found, project.truth) for found, project in pairs),
        tuple(project.truth / float(f) for found, project in pairs for f in found if f > 0),
    )


def _chosen(best: Score, found: BackTest) -> Text:
    share = f"{best.mape:.1%}"
    return Text(
        f"在 {found.projects} 个已结束项目的 {found.reports} 次报告中误差最小，平均 {share}",
        f"The smallest error, {share} on average, over {found.reports} reports of "
        f"{found.projects} finished projects",
    )


def _too_few(projects: int, reports: int) -> Text:
    return Text(
        f"已结束项目太少（{projects} 个、{reports} 次报告；至少要 {LEAST_PROJECTS} 个、"
        f"{LEAST_REPORTS} 次），用通行公式",
        f"Too few finished projects ({projects} with {reports} reports; {LEAST_PROJECTS} and "
        f"{LEAST_REPORTS} are needed): the usual formula",
    )
