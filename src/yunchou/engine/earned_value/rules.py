"""Crediting work: which rule, which share, what it earns."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from yunchou.engine.earned_value.model import HALF, NOTHING, Package, Progress, Rule, portion
from yunchou.messages import InputError, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHORT_DAYS: Final = 5
"""Work up to so many working days earns all or nothing."""

MIDDLE_DAYS: Final = 15
"""Work up to so many working days earns half when it starts."""

MONEY_SHARE: Final = Fraction(7, 10)
"""The least share of tasks with a cost for which the plan is weighed by money."""


def default_rule(workdays: float, *, has_steps: bool = False) -> Rule:
    """Return the rule for work of a length, where the plan names none.

    Parameters
    ----------
    workdays
        Planned length in working days of its own calendar.
    has_steps
        Whether the work is broken into steps that can be accepted one by one.

    Returns
    -------
    Rule
        0/100 up to 5 days, 50/50 up to 15; beyond, the accepted steps, else the reported percent.
        Short work leaves no room for opinions on how far it is.
    """
    if workdays <= SHORT_DAYS:
        return Rule.ZERO_HUNDRED
    if workdays <= MIDDLE_DAYS:
        return Rule.FIFTY_FIFTY
    return Rule.MILESTONES if has_steps else Rule.PERCENT


def weighs_by_money(costed: int, tasks: int) -> bool:
    """Tell whether enough tasks carry a cost to weigh the plan by money: 70 % or more."""
    return tasks > 0 and Fraction(costed, tasks) >= MONEY_SHARE


def by_id(packages: Iterable[Package]) -> dict[str, Package]:
    """Return packages by id.

    Raises
    ------
    InputError
        ``evm.duplicate`` for an id that stands twice; ``evm.base`` for apportioned work whose base
        is not there, or earns by no work of its own.
    """
    found: dict[str, Package] = {}
    for package in packages:
        if package.id in found:
            raise InputError(
                Text("编号重复", "The id stands twice"),
                place=package.id,
                remedy=Text("请改成不同的编号。", "Give each its own."),
                code="evm.duplicate",
            )
        found[package.id] = package
    for package in found.values():
        if package.rule is Rule.APPORTIONED:
            _check_base(package, found.get(package.base or ""))
    return found


def _check_base(package: Package, base: Package | None) -> None:
    if base is None or base.rule in (Rule.APPORTIONED, Rule.LEVEL_OF_EFFORT):
        raise InputError(
            Text(
                f"所跟随的任务“{package.base}”不存在，或者不是按自身进度计值的任务",
                f"The task to follow, “{package.base}”, is missing or has no progress of its own",
            ),
            place=package.id,
            remedy=Text(
                "请改成一个按自身进度计值的任务。", "Name a task that earns by its own progress."
            ),
            code="evm.base",
        )


def credit(package: Package, done: Progress) -> Fraction:
    """Return the share (0–1) that a package has earned by its own rule.

    Parameters
    ----------
    package
        Neither apportioned nor level of effort: those earn by another package, and by time.
    done
        Its progress. Finished work has earned everything under every rule. A percent counts 0 when
        nobody reported it.
    """
    if done.finished:
        return Fraction(1)
    match package.rule:
        case Rule.FIFTY_FIFTY:
            return HALF if done.started else Fraction(0)
        case Rule.PERCENT:
            return min(Fraction(1), max(Fraction(0), done.percent or Fraction(0)))
        case Rule.MILESTONES:
            accepted = sum(
                (s.weight for s, yes in zip(package.steps, done.steps, strict=False) if yes),
                Fraction(0),
            )
            return accepted / sum(step.weight for step in package.steps)
        case _:
            return Fraction(0)


def earned(packages: Mapping[str, Package], progress: Mapping[str, Progress]) -> dict[str, int]:
    """Return what each discrete package has earned, in the unit of its budget.

    Parameters
    ----------
    packages
        The baseline's packages, as `by_id` returns them.
    progress
        What is known of them; a package that is not named has not begun.

    Level of effort is left out: it earns what was planned, see `measures.measure`.
    """
    found = {}
    for package in packages.values():
        if not package.is_discrete:
            continue
        source = packages[package.base or ""] if package.rule is Rule.APPORTIONED else package
        share = credit(source, progress.get(source.id, NOTHING))
        found[package.id] = portion(package.budget, share)
    return found
