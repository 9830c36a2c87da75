"""App of step 2."""

from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    """Dependencies, baselines, critical path, Gantt (step 2)."""

    name = "yunchou.web.schedule"
    label = "schedule"

    def ready(self) -> None:
        """Let every change of a work item reschedule what depends on it."""
        from yunchou.web.projects import rescheduling, workdays
        from yunchou.web.schedule import (  # noqa: F401 (their inverses register themselves)
            baselines,
            framing,
            services,
        )
        from yunchou.web.schedule.holidays import redate
        from yunchou.web.schedule.rescheduling import recompute
        from yunchou.web.schedule.worktimes import work_times
        from yunchou.web.users.hooks import on_calendar_change

        workdays.register(work_times)
        rescheduling.register(recompute)
        on_calendar_change(redate)
