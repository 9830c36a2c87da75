"""The schedule of the plan under check, as far as the plan has dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yunchou.messages import InputError
from yunchou.plan.checkup.words import as_day

if TYPE_CHECKING:
    from yunchou.plan.model import Plan
    from yunchou.plan.scheduling.result import PlanSchedule


@dataclass(frozen=True, slots=True)
class Dates:
    """The computed schedule, or why there is none; neither when the plan has no date to start."""

    schedule: PlanSchedule | None = None
    error: InputError | None = None


def work_out(plan: Plan) -> Dates:
    """Compute the schedule from the dates the plan carries."""
    project = plan.project
    if project.start is None and project.anchor_date is None:
        return Dates()
    from yunchou.plan.scheduling import schedule

    try:
        return Dates(schedule(plan, start=as_day(project.start), anchor=project.anchor_date))
    except InputError as error:
        return Dates(error=error)
