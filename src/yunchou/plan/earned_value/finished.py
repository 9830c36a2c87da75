"""A finished plan → what the back-test of forecasts needs of it."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (a field is a date)
from typing import TYPE_CHECKING, NamedTuple

from yunchou.engine.earned_value.back_test import Finished, Report
from yunchou.engine.earned_value.model import Phasing
from yunchou.messages import InputError, Text
from yunchou.plan.earned_value.assess import Footing, completed
from yunchou.plan.earned_value.costs import spent_of

if TYPE_CHECKING:
    from yunchou.plan.model import Plan, StatusPoint


class _End(NamedTuple):
    day: dt.date
    cost: int | None


def finished(plan: Plan, *, phasing: Phasing = Phasing.EVEN) -> Finished:
    """Return a finished plan's baseline, status history, duration and final cost.

    Parameters
    ----------
    plan
        Finished is a plan whose tasks all have an actual finish, or whose last noted status is
        100 %. The day of that is its end; AC then is its final cost.
    phasing
        As for the plan that is forecast.

    Raises
    ------
    InputError
        ``evm.not_finished``; what `earned_value` finds wrong.
    """
    footing = Footing.of(plan, phasing)
    baseline = footing.baseline
    noted = sorted(plan.status_history, key=lambda point: point.date)
    end = _end(footing, noted)
    points = [footing.point(point) for point in noted if baseline.start <= point.date < end.day]
    return Finished(
        name=plan.project.name,
        curve=baseline.total_curve,
        reports=tuple(Report(p.time, p.earned, p.spent) for p in points if p is not None),
        duration=max(1, baseline.periods(end.day)),
        cost=end.cost if footing.worth.unit == "money" else None,
    )


def _end(footing: Footing, noted: list[StatusPoint]) -> _End:
    plan = footing.plan
    last = noted[-1] if noted else None
    day = completed(plan)
    if day is None and last is not None and _is_whole(footing, last):
        day = last.date
    if day is None or day < footing.baseline.start:
        raise InputError(
            Text(
                "项目尚未结束，不能用来检验预测公式",
                "The project is not finished: it proves no forecast",
            ),
            place=plan.project.name,
            remedy=Text(
                "请给全部任务填写实际完成日期，或在 status_history 末尾记下 100%。",
                "Give every task its actual finish, or end status_history with 100 %.",
            ),
            code="evm.not_finished",
        )
    if last is not None and last.spent is not None and last.date >= day:
        return _End(day, int(last.spent))
    spent = spent_of(plan, day)
    return _End(day, spent.total if spent else None)


def _is_whole(footing: Footing, noted: StatusPoint) -> bool:
    point = footing.point(noted)
    return point is not None and point.earned >= footing.baseline.budget
