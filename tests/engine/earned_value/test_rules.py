"""Which rule credits a task, and what it earns."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchou.engine.earned_value.model import Package, Progress, Rule, Step, portion
from yunchou.engine.earned_value.rules import by_id, credit, default_rule, earned, weighs_by_money
from yunchou.messages import InputError

NEW, BEGUN = Progress(), Progress(started=True, percent=Fraction(3, 10))
DONE = Progress(started=True, finished=True)
STEPS = (Step(Fraction(1)), Step(Fraction(2)), Step(Fraction(5)))


def package(rule=Rule.PERCENT, budget=1000, name="a", **more) -> Package:
    return Package(name, budget, 0, 1440, rule, **more)


@pytest.mark.parametrize(
    ("days", "steps", "rule"),
    [
        (0.5, False, Rule.ZERO_HUNDRED),
        (5, True, Rule.ZERO_HUNDRED),
        (5.1, False, Rule.FIFTY_FIFTY),
        (15, True, Rule.FIFTY_FIFTY),
        (16, False, Rule.PERCENT),
        (16, True, Rule.MILESTONES),
    ],
)
def test_the_rule_follows_the_length(days, steps, rule):
    assert default_rule(days, has_steps=steps) is rule


@pytest.mark.parametrize(
    ("rule", "more", "begun"),
    [
        (Rule.ZERO_HUNDRED, {}, Fraction(0)),
        (Rule.FIFTY_FIFTY, {}, Fraction(1, 2)),
        (Rule.PERCENT, {}, Fraction(3, 10)),
        (Rule.MILESTONES, {"steps": STEPS}, Fraction(0)),
    ],
)
def test_nothing_some_and_all(rule, more, begun):
    work = package(rule, **more)
    assert [credit(work, done) for done in (NEW, BEGUN, DONE)] == [0, begun, 1]


def test_accepted_steps_count_by_weight():
    work = package(Rule.MILESTONES, steps=STEPS)
    assert credit(work, Progress(steps=(True, False, True))) == Fraction(3, 4)
    assert credit(work, Progress(steps=(False, True))) == Fraction(1, 4)


@pytest.mark.parametrize(("told", "counted"), [(Fraction(3, 2), 1), (Fraction(-1), 0), (None, 0)])
def test_a_percent_stays_within_0_and_100(told, counted):
    assert credit(package(), Progress(started=True, percent=told)) == counted


def test_apportioned_work_earns_with_its_base_and_support_earns_nothing_by_itself():
    work = by_id(
        [
            package(budget=1001),
            package(Rule.APPORTIONED, 333, "b", base="a"),
            package(Rule.LEVEL_OF_EFFORT, 50, "c"),
        ]
    )
    half = {"a": Progress(started=True, percent=Fraction(1, 2)), "b": DONE, "c": DONE}
    assert earned(work, half) == {"a": 501, "b": 167}
    assert earned(work, {}) == {"a": 0, "b": 0}


@pytest.mark.parametrize(
    ("costed", "tasks", "money"), [(7, 10, 1), (69, 100, 0), (0, 0, 0), (0, 3, 0)]
)
def test_money_weighs_from_seventy_percent(costed, tasks, money):
    assert weighs_by_money(costed, tasks) is bool(money)


@pytest.mark.parametrize(
    ("code", "build"),
    [
        ("evm.budget", lambda: package(budget=-1)),
        ("evm.dates", lambda: Package("a", 1, 10, 9)),
        ("evm.steps", lambda: package(Rule.MILESTONES)),
        ("evm.steps", lambda: package(Rule.MILESTONES, steps=(Step(Fraction(0)),))),
        (
            "evm.steps",
            lambda: package(Rule.MILESTONES, steps=(Step(Fraction(3)), Step(Fraction(-1)))),
        ),
        ("evm.base", lambda: package(Rule.APPORTIONED)),
        ("evm.base", lambda: by_id([package(Rule.APPORTIONED, base="z")])),
        ("evm.base", lambda: by_id([package(Rule.APPORTIONED, base="a")])),
        ("evm.duplicate", lambda: by_id([package(), package()])),
    ],
)
def test_what_cannot_be_is_refused(code, build):
    with pytest.raises(InputError) as refused:
        build()
    assert refused.value.code == code
    assert refused.value.remedy is not None


@given(st.integers(0, 10**15), st.fractions(0, 1, max_denominator=10**6))
def test_a_share_is_within_half_a_fen_and_exact_at_the_ends(budget, share):
    assert abs(portion(budget, share) - budget * share) <= Fraction(1, 2)
    assert (portion(budget, Fraction(0)), portion(budget, Fraction(1))) == (0, budget)
