"""Work packages, the rules they are credited by, and what was done, as frozen values.

Amounts are integers of one unit: fen where the packages carry money, working minutes where they
are weighed by their length. Instants are minutes on the engine's time axis
(`yunchou.engine.network.minute`). Ratios are exact fractions, so nothing is lost before a figure
is shown.

**Sources.** The definitions are those of the PMI *Practice Standard for Earned Value Management*
(2nd ed., 2011); the rules of crediting work are its measurement methods.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from yunchou.messages import InputError, Text

HALF: Final = Fraction(1, 2)


class Rule(StrEnum):
    """How the value of a work package is credited."""

    ZERO_HUNDRED = "0/100"  # nothing until it is accepted
    FIFTY_FIFTY = "50/50"  # half at the start, half at acceptance
    PERCENT = "percent"  # the reported share
    MILESTONES = "milestones"  # the weights of the steps that are accepted
    APPORTIONED = "apportioned"  # the share that another package has earned
    LEVEL_OF_EFFORT = "loe"  # passing time: earned as planned, kept apart


class Phasing(StrEnum):
    """How the planned value of a package lies over its dates."""

    EVEN = "even"  # evenly over its working time
    CREDITED = "credited"  # at the moments at which its rule will credit it


@dataclass(frozen=True, slots=True)
class Step:
    """A weighted step of a package under `Rule.MILESTONES`.

    Parameters
    ----------
    weight
        Its share, in any unit that all steps of the package have in common; not negative.
    due
        The planned instant; None: the package's finish. Only `Phasing.CREDITED` asks.
    """

    weight: Fraction
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """A work package of the baseline.

    Parameters
    ----------
    id
        Unique within the baseline.
    budget
        What the work is worth: fen, or working minutes; not negative.
    start, finish
        Baseline dates as instants, ``finish`` not before ``start``.
    rule
        How its value is credited.
    calendar
        Number of its calendar.
    steps
        The weighted steps, under `Rule.MILESTONES` only.
    base
        Id of the package it follows, under `Rule.APPORTIONED` only.

    Raises
    ------
    InputError
        ``evm.budget``, ``evm.dates``, ``evm.steps`` or ``evm.base``.
    """

    id: str
    budget: int
    start: int
    finish: int
    rule: Rule = Rule.PERCENT
    calendar: int = 0
    steps: tuple[Step, ...] = ()
    base: str | None = None

    def __post_init__(self) -> None:
        if self.budget < 0:
            raise InputError(
                Text("预算不能为负数", "The budget is negative"),
                place=self.id,
                remedy=Text("请填 0 或正数。", "Give 0 or more."),
                code="evm.budget",
            )
        if self.finish < self.start:
            raise InputError(
                Text("基线完成早于基线开始", "The baseline finish is before its start"),
                place=self.id,
                remedy=Text("请改正基线日期。", "Correct the baseline dates."),
                code="evm.dates",
            )
        if self.rule is Rule.MILESTONES:
            _check_steps(self)
        if self.rule is Rule.APPORTIONED and not self.base:
            raise InputError(
                Text("分摊工作没有写明跟随哪个任务", "Apportioned work names no task to follow"),
                place=self.id,
                remedy=Text("请填写所跟随任务的编号。", "Give the id of the task it follows."),
                code="evm.base",
            )

    @property
    def is_discrete(self) -> bool:
        """Whether its progress can be measured, that is, whether it is no level of effort."""
        return self.rule is not Rule.LEVEL_OF_EFFORT


def _check_steps(package: Package) -> None:
    if any(step.weight < 0 for step in package.steps) or not sum(s.weight for s in package.steps):
        raise InputError(
            Text(
                "按里程碑加权，但步骤的权重合计不是正数",
                "Weighted milestones need steps with weights",
            ),
            place=package.id,
            remedy=Text(
                "请给步骤填上权重，或换一种计值规则。",
                "Weigh the steps, or choose another rule.",
            ),
            code="evm.steps",
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known of a package at the status date.

    Parameters
    ----------
    started, finished
        Whether work has begun, and whether the result is accepted.
    percent
        The reported share, 0 to 1; None when nobody reported one. Only `Rule.PERCENT` asks.
    steps
        Which steps are accepted, in the order of `Package.steps`; those not named are not.
    """

    started: bool = False
    finished: bool = False
    percent: Fraction | None = None
    steps: tuple[bool, ...] = ()


NOTHING: Final = Progress()


def portion(budget: int, share: Fraction) -> int:
    """Return a share of an amount, rounded half up: never falls as the share grows, exact at 1."""
    top = 2 * budget * share.numerator + share.denominator
    return top // (2 * share.denominator)
