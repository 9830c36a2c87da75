"""Formulas judged by how finished projects ended."""

from __future__ import annotations

from fractions import Fraction

import pytest

from yunchou.engine.earned_value.back_test import Finished, Report, back_test
from yunchou.engine.earned_value.forecasts import (
    COST,
    DEFAULT_BETA,
    DURATION,
    XSM,
    Point,
    xsm_duration,
)
from yunchou.engine.earned_value.measures import from_curve
from yunchou.messages import InputError

CURVE = tuple(range(1000, 11000, 1000))


def steady(name: str, speed: Fraction, cost: Fraction) -> Finished:
    """Return a project that kept one pace and one price to the end."""
    duration = int(10 / speed)
    reports = tuple(
        Report(n, int(1000 * n * speed), int(1000 * n * speed * cost))
        for n in range(1, duration + 1)
    )
    return Finished(name, CURVE, reports, duration, int(10000 * cost))


HALF, DEAR = Fraction(1, 2), Fraction(5, 4)
SLOW = [steady(str(n), HALF, DEAR) for n in range(3)]


@pytest.mark.parametrize(("kind", "best"), [("cost", "cpi"), ("duration", "ed_spi")])
def test_a_steady_pace_is_foreseen_exactly(kind, best):
    """At half the pace methods with a factor of their own say twice the time, some of them always."""
    found = back_test(SLOW, kind)
    assert found.default == best
    assert found.scores[0].mape == 0
    assert (found.projects, found.reports, found.is_enough) == (3, 57, True)
    assert found.ratios(best) == (1.0,) * 57
    assert "57" in found.reason.zh and "57" in found.reason.en


def test_ties_are_named_and_go_to_the_formula_listed_first():
    found = back_test(SLOW, "duration")
    assert set(found.tied) >= {"es_spi_t"}
    exact = [score.code for score in found.scores if score.mape == 0]
    assert [found.default, *found.tied] == exact


def test_the_error_is_that_of_the_definition():
    found = back_test(SLOW, "duration")
    by_hand = []
    for report in SLOW[0].reports[:-1]:
        status = from_curve(CURVE, *report)
        by_hand.append(abs(float(status.time + 10 - status.schedule) - 20) / 20)
    mape = next(score.mape for score in found.scores if score.code == "es_1")
    assert mape == pytest.approx(sum(by_hand) / len(by_hand))


def test_each_project_speaks_once_however_many_reports_it_has():
    on_plan = [steady(f"p{n}", Fraction(1), Fraction(1)) for n in range(2)]
    found = back_test([SLOW[0], *on_plan], "cost")
    one = next(s.mape for s in back_test([SLOW[0]], "cost").scores if s.code == "1")
    assert next(s.mape for s in found.scores if s.code == "1") == pytest.approx(one / 3)


@pytest.mark.parametrize(
    ("projects", "count", "reports"),
    [
        ([], 0, 0),
        (SLOW[:2], 2, 38),
        ([Finished("x", CURVE, (Report(1, 500, 600),), 20, 12500) for _ in range(3)], 3, 3),
        ([Finished("x", CURVE, (Report(1, 0, 0),), 20, 12500)], 0, 0),  # no formula has an answer
        ([Finished("x", CURVE, (Report(20, 10000, 12500),), 20, 12500)], 0, 0),  # done already
        ([Finished("x", CURVE, SLOW[0].reports, 20, None)], 0, 0),  # nobody knows the cost
    ],
)
def test_too_few_cases_choose_the_usual_formula(projects, count, reports):
    found = back_test(projects, "cost")
    assert (found.default, found.projects, found.reports) == ("cpi", count, reports)
    assert not found.is_enough and not found.tied
    assert str(count) in found.reason.zh and str(reports) in found.reason.en
    assert back_test([], "duration").default == "es_spi_t"
    assert back_test([], "duration").ratios("es_1") == ()


def recovering(name: str, turn: int) -> Finished:
    """Return a project that earned at half the pace and then as planned to the end."""
    reports = []
    earned = 0
    for n in range(1, 30):
        earned += 500 if n <= turn else 1000
        reports.append(Report(n, min(earned, 10000), min(earned, 10000)))
        if earned >= 10000:
            break
    return Finished(name, CURVE, tuple(reports), len(reports), 10000)


def test_smoothing_is_judged_with_the_parameter_of_the_others():
    projects = [recovering(f"r{n}", turn) for n, turn in enumerate((4, 6, 8))]
    found = back_test(projects, "duration")
    assert 0 <= found.beta <= 1
    score = next(score for score in found.scores if score.code == XSM)
    assert len(score.ratios) == found.reports
    assert {score.code for score in found.scores} == {*(f.code for f in DURATION), XSM}
    assert {s.code for s in back_test(projects, "cost").scores} == {*(f.code for f in COST), XSM}


def test_alone_a_project_is_smoothed_with_the_usual_parameter():
    project = recovering("r", 5)
    found = back_test([project], "duration")
    ratios = []
    past: list[Point] = []
    for report in project.reports[:-1]:
        status = from_curve(CURVE, *report)
        past.append(Point(status.time, status.earned, status.schedule, status.spent))
        ratios.append(project.duration / float(xsm_duration(status, past, DEFAULT_BETA)))
    assert next(s.ratios for s in found.scores if s.code == XSM) == pytest.approx(tuple(ratios))


def test_a_parameter_without_an_answer_gives_way_to_the_usual_one():
    """β = 1 sees a period in which nothing was earned and has no answer; the usual one has."""
    stalled = [
        Finished(str(n), CURVE, (Report(1, 100, 100), Report(2, 100, 110 + n), Report(3, 150, 160)), 9, 900)
        for n in range(4)
    ]  # fmt: skip
    found = back_test(stalled, "duration")
    assert (found.projects, found.reports, found.is_enough) == (4, 12, True)


@pytest.mark.parametrize("duration", [0, 5])
def test_a_project_cannot_end_before_its_last_report(duration):
    with pytest.raises(InputError) as refused:
        Finished("x", CURVE, (Report(6, 100, 100),), duration)
    assert refused.value.code == "evm.finished"
