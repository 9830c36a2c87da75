"""What is recorded while the work runs: the signed dates, steps, costs, past status."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (pydantic reads it at run time)
from typing import Annotated, Literal

from pydantic import Field

from yunchou.plan.part import Name, Part, Percent
from yunchou.plan.values import Moment, Money  # noqa: TC001 (pydantic reads it at run time)


class Baseline(Part):
    """The dates and the cost that were signed."""

    start: Moment | None = None
    finish: Moment | None = None
    cost: Money | None = None


class Step(Part):
    """A step of a task that is accepted by itself, and its share of the task's value.

    Weights are in any unit that the steps of the task have in common.
    """

    name: Name
    weight: Annotated[float, Field(ge=0)] = 1
    due: Moment | None = None
    done: bool = False


EarningRule = Literal["", "0/100", "50/50", "percent", "milestones", "apportioned", "loe"]


class Earning(Part):
    """How a task's value is earned, and what the task has cost.

    Without a rule: steps where there are any, else 0/100 up to 5 working days, 50/50 up to 15,
    beyond that the ticked checklist or the percent. `follows` names the task whose progress an
    apportioned task shares. `committed` is contracted and not yet spent.
    """

    rule: EarningRule = ""
    follows: str = ""
    spent: Money | None = None
    committed: Money | None = None


class StatusPoint(Part):
    """How far the project was on an earlier day.

    Either `earned` (the budget of the work done) or `percent` of the whole; `spent` is what was
    spent and committed by then.
    """

    date: dt.date
    percent: Percent | None = None
    earned: Money | None = None
    spent: Money | None = None
